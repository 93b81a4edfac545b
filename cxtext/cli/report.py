"""`cxtext report`: a report from labelled output."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxtext.cli import options
from cxtext.cli.console import steps


def command(
    labelled: Annotated[
        Path, typer.Argument(metavar="LABELLED", help="A file that label wrote, or a folder that run wrote.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to; .html, .xlsx, .md or .json.")],
    mentions: Annotated[
        Path | None, typer.Option(help="The mentions that were written with it, for sentiment by theme.")
    ] = None,
    prefix: options.Prefix = "cx_",
    title: options.Title = None,
    dedupe: options.Dedupe = False,
    force: options.Force = False,
) -> None:
    """Make the report from labelled output; the model is not needed."""
    from cxtext.jobs.report import summarise_file
    from cxtext.report import check_target, write_summary

    check_target(output, force=force)
    with steps() as step:
        step("Counting")
        summary = summarise_file(labelled, mentions=mentions, prefix=prefix, title=title, dedupe=dedupe)
        write_summary(summary, output, force=force)
    print(f"Report: {output}")
