"""The kept parts of a job, in their order, as one output: a file, or tables of a database.

A file grows while later parts are labelled. Tables are filled when all parts are kept: their drafts, which outlast a
crash, are known by what all parts hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import polars as pl

from cxtext.errors import OutputError
from cxtext.freed_memory import give_back
from cxtext.jobs.checkpoint import Checkpoint
from cxtext.jobs.columns import ID, ROW, labelled_table
from cxtext.jobs.rejects import RejectLog
from cxtext.jobs.sidecar import Sidecar, digest_of, sidecar_bytes, sidecar_path
from cxtext.jobs.tally import Tally, Tallying
from cxtext.places import DRAFT, Place, remove_stale
from cxtext.read import FeedbackStream
from cxtext.schema import COMMENT_LABELS, MENTIONS, Labelled
from cxtext.write import Output, open_writer, rejects_path

if TYPE_CHECKING:
    from cxtext.jobs.parts import KeptPart
    from cxtext.pipeline import Pipeline
    from cxtext.write.database import DatabaseTable
    from cxtext.write.staging import Staging


@dataclass(frozen=True)
class Assembly:
    """What is to be made of the parts."""

    output: Path | DatabaseTable
    mentions: Path | None  # a file of them
    prefix: str
    force: bool
    raw: bool

    @property
    def place(self) -> Path:
        """What the names of all files beside the output begin with."""
        return self.output if isinstance(self.output, Path) else self.output.beside

    @property
    def mentions_table(self) -> bool:
        """Whether mentions are written into a table of the database."""
        return not isinstance(self.output, Path) and len(self.output.names) > 1

    def columns(self, own: Sequence[str]) -> list[list[str]]:
        """The columns of each table, those of the input being `own`."""
        labels = [self.prefix + name for name in (ROW, *([ID] if self.with_id else []), *COMMENT_LABELS)]
        return [[*own, *labels], *([[ROW, *MENTIONS]] if self.mentions_table else [])]

    @property
    def with_id(self) -> bool:
        """Whether there are mentions, to which an id joins the rows."""
        return self.mentions is not None or self.mentions_table


def clear_away(wanted: Assembly) -> None:
    """Remove the drafts that jobs which were killed left of these files."""
    files = [path for path in (wanted.output, wanted.mentions) if isinstance(path, Path)]
    for path in (*files, sidecar_path(wanted.place), rejects_path(wanted.place)):
        remove_stale(path, DRAFT)


class _Table(Protocol):
    """The output being filled."""

    def add(self, part: int, labelled: Labelled) -> None:
        """Add a part."""

    def finish(self) -> str:
        """Write the last of it; SHA-256 of what was written."""


def assembled(
    job: Checkpoint, kept: Iterable[KeptPart], stream: FeedbackStream, pipeline: Pipeline, wanted: Assembly
) -> Tally:
    """The parts in their order, as they come to be kept, as one output, with what stands beside it.

    Raises:
        OutputError: it cannot be written, or it would not hold all of the records that were read.
    """
    tally = Tallying()
    records = 0
    with ExitStack() as files:
        rejects = files.enter_context(RejectLog(wanted.place, pipeline.reader.masking))
        sidecar = files.enter_context(Place(sidecar_path(wanted.place), force=True))
        details = files.enter_context(_opened(wanted.mentions, wanted, "mentions")) if wanted.mentions else None
        if isinstance(wanted.output, Path):
            table: _Table = files.enter_context(_file(wanted.output, wanted))
        else:
            kept = list(kept)
            table = files.enter_context(_tables(wanted.output, wanted, job, len(kept)))
        for number, part in enumerate(kept):
            labelled = job.part(number, stream.origin)
            records += part.read
            table.add(number, labelled)
            if details:
                details.write(labelled.mentions)
            rejects.add(labelled.rejects)
            tally.add(labelled, stream.columns.date)
            give_back()
        if details:
            details.finish()
        digest = table.finish()
        done = tally.close(rejects.rejected(), pipeline)
        if done.read != records:
            raise OutputError(f"{job.folder} holds {done.read:,} of {records:,} records; begin anew with --restart")
        facts = Sidecar(
            stream.columns,
            wanted.prefix,
            stream.origin,
            done.labelled,
            done.rejected,
            pipeline.catalogue(),
            mentions=digest_of(details.draft) if details else "",
        )
        sidecar.write(sidecar_bytes(facts, pipeline, digest=digest))
        sidecar.commit()
    return done


def _opened(path: Path, wanted: Assembly, table: str = "labelled") -> Output:
    return open_writer(path, force=wanted.force, raw=wanted.raw, table=table)


@dataclass(frozen=True)
class _File:
    """A file; it is moved into place at the end of its `with`."""

    output: Output
    wanted: Assembly

    def add(self, part: int, labelled: Labelled) -> None:
        del part
        self.output.write(labelled_table(labelled, prefix=self.wanted.prefix, with_id=self.wanted.with_id))

    def finish(self) -> str:
        self.output.finish()
        return digest_of(self.output.draft)


@dataclass(frozen=True)
class _Tables:
    """Tables of a database; they get their names at the end of their `with`."""

    staging: Staging
    job: str
    wanted: Assembly

    def add(self, part: int, labelled: Labelled) -> None:
        wanted = self.wanted
        table = labelled_table(labelled, prefix=wanted.prefix, with_id=wanted.with_id, with_row=True)
        self.staging.write(part, [table, _mentions_with_row(labelled)] if wanted.mentions_table else [table])

    def finish(self) -> str:
        return self.job


@contextmanager
def _file(path: Path, wanted: Assembly) -> Iterator[_Table]:
    with _opened(path, wanted) as output:
        yield _File(output, wanted)


@contextmanager
def _tables(target: DatabaseTable, wanted: Assembly, job: Checkpoint, parts: int) -> Iterator[_Table]:
    from cxtext.write.staging import Staging

    keys = ((wanted.prefix + ROW,), (ROW, "mention"))[: len(target.names)]
    with target.connected() as connection:
        staging = Staging(connection, target, job.digest(parts), keys)
        yield _Tables(staging, job.digest(parts), wanted)
        staging.publish(parts)


def _mentions_with_row(labelled: Labelled) -> pl.DataFrame:
    """The mentions with the number of their comment's row in front."""
    rows = labelled.comments.select("comment_id", pl.col("row").alias(ROW))
    both = labelled.mentions.join(rows, on="comment_id", how="left", maintain_order="left")
    return both.select(ROW, *labelled.mentions.columns)
