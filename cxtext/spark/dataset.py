"""A folder of Parquet labelled into a folder of Parquet: Spark reads, labels and writes, slice by slice.

    OUTPUT.job/  job.json                     what the job was begun with
                 table/slice=000000/          one write of Spark: _SUCCESS, kind=labelled/, kind=rejected/
                 lock
    OUTPUT/      slice=000000/ …              the same folder `table`, moved by one rename when all is there

A slice is some files of the input, written once, to a folder of its own that was not there before. It counts if Spark
has put `_SUCCESS` into it and if it holds as many rows as its files; any other is removed and made again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from cxtext.config import Settings
from cxtext.errors import InputError, OptionError, OutputError
from cxtext.jobs.columns import PREFIX
from cxtext.jobs.label import facts_of
from cxtext.jobs.limit import RejectLimit, RejectLimitError
from cxtext.places import remove
from cxtext.spark.causes import one_line
from cxtext.spark.folder import DONE, JobFolder
from cxtext.spark.frames import settled
from cxtext.spark.kernel import REJECTED

ROWS_A_SLICE = 5_000_000  # what a killed driver loses at most, and one file at least
TASKS_A_CORE, ROWS_A_TASK = 2, 1_000  # the fewest rows that are worth a task
SLICE, KIND = "slice", "kind"  # columns of the output that are told by its folders
LABELLED, SET_ASIDE = "labelled", "rejected"
_GLOB = re.compile(r"([*?\[\]{}\\])")  # what Hadoop would take for a pattern of names


@dataclass(frozen=True)
class DatasetTally:
    """What became of the rows of a folder: read = labelled + rejected."""

    slices: int
    labelled: int
    rejected: int
    taxonomy: str

    @property
    def read(self) -> int:
        """Rows of the input."""
        return self.labelled + self.rejected


@dataclass(frozen=True)
class _Slice:
    number: int
    files: tuple[Path, ...]
    rows: int

    @property
    def name(self) -> str:
        return f"{SLICE}={self.number:06d}"


def label_folder(
    session: Any,
    files: Sequence[Path],
    output: Path,
    *,
    model: str = "default",
    settings: Settings | None = None,
    given: dict[str, str | None] | None = None,
    prefix: str = PREFIX,
    rows_a_slice: int = ROWS_A_SLICE,
    resume: bool = False,
    restart: bool = False,
    max_rejects: str | None = None,
    progress: Callable[[int], None] = lambda _: None,
    log: Callable[[dict[str, Any]], None] = lambda _: None,
) -> DatasetTally:
    """Label Parquet files into a folder of Parquet, which is there when every row of them is in it, once.

    Args:
        session: of Spark; all its workers see the paths.
        files: all with the same columns.
        output: the folder; none may be there.
        model: `default` or a model folder.
        settings: for the default model.
        given: the columns, by role.
        prefix: of the new columns.
        rows_a_slice: a slice is as many files as hold so many rows.
        resume: go on with an unfinished job where there is one.
        restart: drop an unfinished job where there is one.
        max_rejects: stop at more rows that cannot be labelled.
        progress: called after each slice.
        log: called with what happened.

    Raises:
        OptionError, InputError, OutputError, ModelError: before any work, where that can be told.
        WorkerError: Spark gave a slice up.
    """
    limit = RejectLimit(max_rejects)
    slices = list(_slices(files, rows_a_slice))
    rows = _read(session, slices[0])
    _check_free(rows.columns)
    with one_line():
        first = settled(rows, given or {}, model, settings=settings, prefix=prefix)
    facts = {**facts_of(first.columns, first.pipeline, prefix), "files": [_facts(path) for path in files]}
    with JobFolder(output, {**facts, "rows a slice": rows_a_slice}, resume=resume, restart=restart) as job:
        log({"event": "begun", "input": f"{len(files)} files", "output": output.name, "resumed": resume})
        labelled = rejected = 0
        try:
            for part in slices:
                place = job.table / part.name
                if _counts(place) is None or sum(_counts(place) or ()) != part.rows:
                    remove(place)
                    _write(first.label(_spread(_read(session, part), part.rows)), prefix, place)
                good, bad = _checked(place, part)
                labelled, rejected = labelled + good, rejected + bad
                progress(part.rows)
                log({"event": "part", "part": part.number + 1, "records": part.rows, "rejected": bad})
                limit.count(part.rows, bad)
            limit.check()
        except RejectLimitError:
            job.remove()
            raise
        job.publish({part.name for part in slices})
    log({"event": "done", "parts": len(slices), "records": labelled + rejected, "rejected": rejected})
    return DatasetTally(len(slices), labelled, rejected, first.pipeline.taxonomy.full_name)


def _slices(files: Sequence[Path], rows_a_slice: int) -> Iterator[_Slice]:
    """The files in their order, as many to a slice as hold enough rows.

    Raises:
        InputError: a file cannot be read, or has other columns than the first.
    """
    number = rows = 0
    waiting: list[Path] = []
    schema = None
    for path in files:
        metadata = _metadata(path)
        own = metadata.schema.to_arrow_schema().remove_metadata()
        schema = own if schema is None else schema
        if not own.equals(schema):
            raise InputError(f"{path} has other columns or types than {files[0]}; label them into another folder")
        waiting.append(path)
        rows += metadata.num_rows
        if rows >= rows_a_slice:
            yield _Slice(number, tuple(waiting), rows)
            number, rows, waiting = number + 1, 0, []
    if waiting:
        yield _Slice(number, tuple(waiting), rows)


def _check_free(names: list[str]) -> None:
    for name in (SLICE, KIND):
        if name in names:
            raise OptionError(
                f"the input has a column {name!r}, by which the folders of the output are named; rename it"
            )


def _metadata(path: Path) -> Any:
    try:
        return pq.read_metadata(path)
    except Exception as error:  # pyarrow raises what the damage makes it stumble on
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise InputError(f"{path} cannot be read as Parquet: {reason}; export it again") from error


def _facts(path: Path) -> list[Any]:
    found = path.stat()
    return [path.name, found.st_size, found.st_mtime_ns]


def _read(session: Any, part: _Slice) -> Any:
    with one_line():
        return session.read.parquet(*(_GLOB.sub(r"\\\1", _place(path)) for path in part.files))


def _spread(rows: Any, count: int) -> Any:
    """The rows in two tasks for each core: Spark cuts files by bytes, and here each byte is a lot of work."""
    cores = rows.sparkSession.sparkContext.defaultParallelism
    return rows.repartition(min(-(-count // ROWS_A_TASK) or 1, TASKS_A_CORE * cores))


def _place(path: Path) -> str:
    """A path as Hadoop takes it: not encoded, as a URI would be."""
    return f"file://{path.absolute()}"


def _write(labelled: Any, prefix: str, place: Path) -> None:
    """One write of Spark, whole or without _SUCCESS.

    Raises:
        WorkerError: a task failed too often.
    """
    from pyspark.sql import functions as f

    kind = f.when(f.col(f"`{prefix}{REJECTED}`").isNull(), LABELLED).otherwise(SET_ASIDE)
    with one_line():
        writer = labelled.withColumn(KIND, kind).write.partitionBy(KIND).mode("errorifexists")
        writer.parquet(_place(place))


def _counts(place: Path) -> tuple[int, int] | None:
    """How many rows a slice holds that have labels and that have none; None of one that was not finished."""
    if not (place / DONE).is_file():
        return None
    kinds = [sorted((place / f"{KIND}={kind}").glob("*.parquet")) for kind in (LABELLED, SET_ASIDE)]
    good, bad = (sum(pq.read_metadata(path).num_rows for path in paths) for paths in kinds)
    return good, bad


def _checked(place: Path, part: _Slice) -> tuple[int, int]:
    """The counts of a slice.

    Raises:
        OutputError: they are not those of its files.
    """
    counts = _counts(place)
    if counts is None or sum(counts) != part.rows:
        held = "no _SUCCESS" if counts is None else f"{sum(counts):,} rows"
        raise OutputError(f"{place} holds {held} for {part.rows:,} rows of the input; begin anew with --restart")
    return counts
