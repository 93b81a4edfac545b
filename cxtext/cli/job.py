"""The options of a job that can be stopped and gone on with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from cxtext.errors import OptionError, OutputError
from cxtext.places import job_path

Resume = Annotated[bool, typer.Option("--resume", help="Go on with an unfinished job, if there is one.")]
Restart = Annotated[bool, typer.Option("--restart", help="Drop an unfinished job, if there is one.")]
MaxRejects = Annotated[str | None, typer.Option(metavar="N|N%", help="Stop at more rejected records than these.")]


@dataclass(frozen=True)
class Job:
    """What becomes of an unfinished job, and when one is given up."""

    resume: Resume = False
    restart: Restart = False
    max_rejects: MaxRejects = None

    def check(self, output: Path) -> None:
        """Refuse options that cannot be met, and to begin where a job lies unfinished.

        Raises:
            OptionError: `--max-rejects` is no number or share, or a job is to be gone on with and dropped.
            OutputError: a job lies there, and nothing was said of it.
        """
        from cxtext.jobs.limit import RejectLimit

        RejectLimit(self.max_rejects)
        if self.resume and self.restart:
            raise OptionError("--resume goes on with a job and --restart drops it; leave one of the two out")
        folder = job_path(output)
        if folder.is_dir() and not (self.resume or self.restart):
            from cxtext.jobs.checkpoint import kept, unfinished

            rows, rejects = kept(folder)
            if rows + rejects:
                raise OutputError(unfinished(folder, rows))


def stopped(output: Path) -> str:
    """What is to be said when a job was interrupted."""
    from cxtext.jobs.checkpoint import kept

    folder = job_path(output)
    rows, _ = kept(folder)
    return f"stopped; {folder} keeps {rows:,} rows, go on with --resume" if rows else "stopped; nothing was written"
