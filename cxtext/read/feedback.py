"""Feedback from any input, in batches or whole."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, Self, TypedDict, Unpack

import polars as pl

from cxtext.databases import is_address
from cxtext.errors import InputError, unknown
from cxtext.read.canonical import canonical
from cxtext.read.columns import ROLES, find_columns
from cxtext.read.dates import is_day_first
from cxtext.read.dialect import Dialect
from cxtext.read.files import find_sources, passed_over
from cxtext.read.formats import read_batches
from cxtext.read.frames import frame_of
from cxtext.read.ids import SeenIds, first_unusable, usable_ids
from cxtext.read.meter import Meter
from cxtext.read.source import printable
from cxtext.read.stream import BATCH_BYTES, Batch, ReadOptions
from cxtext.read.typed import as_text, stacked
from cxtext.schema import Columns, Feedback, Reject

SAMPLE_ROWS = 20_000  # what columns are told from: as many as a batch has
MOST_ROWS, MOST_BYTES = 100_000, 32 * 2**20  # an input with more of either is big, see `read_or_open`


class FeedbackStream:
    """An input opened for one reading: iterate it for batches, each a `Feedback` of its own rows.

    Columns, the use of ids and the order of day and month are settled by the first SAMPLE_ROWS rows, or as
    many as weigh what a batch may, whatever the size of a batch.
    """

    def __init__(
        self,
        origin: str,
        batches: Iterator[Batch],
        given: dict[str, str | None],
        passed_over: tuple[str, ...] = (),
        meter: Meter | None = None,
    ) -> None:
        self.origin = origin
        self.meter = meter or Meter()  # how far it was read
        self.passed_over = passed_over  # names of the files in a folder that are not read
        self._batches = batches
        self._first = _until_rows(batches, origin)
        self.dialect: Dialect | None = self._first[-1].dialect
        while not _enough(self._first) and (batch := next(batches, None)) is not None:
            self._first.append(batch)
        rows = stacked(batch.rows for batch in self._first if batch.rows.height).head(SAMPLE_ROWS)
        numbers = pl.concat([batch.numbers for batch in self._first]).head(SAMPLE_ROWS)
        found = _found(rows, given, origin, _wording(self._first))
        self.columns = replace(_with_ids_checked(found, rows, numbers, "the first rows"), dialect=_said(self._first))
        self.names: list[str] = rows.columns
        self._day_first = _day_first(rows, self.columns.date)
        self._seen = SeenIds()

    def __iter__(self) -> Iterator[Feedback]:
        for batch in itertools.chain(self._first, self._batches):
            comments = canonical(batch.rows, self.columns, batch.numbers, seen=self._seen, day_first=self._day_first)
            yield Feedback(self.origin, batch.rows, comments, self.columns, batch.rejects)
        self._first = []

    def close(self) -> None:
        """Let go of the input; nothing more can be read."""
        self._first = []
        close = getattr(self._batches, "close", None)
        if close:
            close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class FeedbackOptions(TypedDict, total=False):
    """How to read an input; what is not given is found out, and what a format has no use for is ignored."""

    text: str | None
    rating: str | None
    date: str | None
    id: str | None
    source: str | None
    question: str | None
    question_text: str | None
    format: str | None
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    table: str | None
    query: str | None
    batch_rows: int


def open_feedback(path: str | Path | BinaryIO, **options: Unpack[FeedbackOptions]) -> FeedbackStream:
    """Open a file, a folder or a pattern of files, `-` or a binary stream, to be read in batches in bounded memory.

    Args:
        path: the input.
        options: columns (text, rating, date, id, source), format, encoding, delimiter, sheet, table, query, batch_rows.

    Raises:
        InputError: the input cannot be read as feedback.
        OptionError: an option names a column, format, encoding, delimiter, sheet or table that does not exist.
    """
    given, how = _sorted_out(options)
    meter = Meter()
    batches = read_batches(path, how, format=options.get("format"), meter=meter)
    over = passed_over(path, any_ending=options.get("format") is not None)
    return FeedbackStream(_origin(path), batches, given, tuple(file.name for file in over), meter)


def read_feedback(path: Any, **options: Unpack[FeedbackOptions]) -> Feedback:
    """Read an input whole: a file, a folder or a pattern, `-`, a binary stream, or a polars, pandas or Arrow table.

    Args:
        path: the input.
        options: columns (text, rating, date, id, source), format, encoding, delimiter, sheet, table, query, batch_rows.

    Raises:
        InputError: the input cannot be read as feedback.
        OptionError: an option names a column, format, encoding, delimiter, sheet or table that does not exist.
    """
    given, how = _sorted_out(options)
    if isinstance(path, str | Path) or hasattr(path, "read"):
        return _whole(_origin(path), read_batches(path, how, format=options.get("format")), given)
    rows = frame_of(path)
    batch = Batch(rows, pl.Series("row", range(1, rows.height + 1), dtype=pl.Int64))
    return _whole("table", iter([batch] if rows.height else []), given)


def read_or_open(
    path: str | Path | BinaryIO,
    *,
    most_rows: int = MOST_ROWS,
    most_bytes: int = MOST_BYTES,
    **options: Unpack[FeedbackOptions],
) -> Feedback | FeedbackStream:
    """Read an input whole, or open it as a stream where it is big; which of the two depends on what it holds alone.

    Args:
        path: a file, `-` or a binary stream; it is read once.
        most_rows: of an input that is read whole.
        most_bytes: of text in all its columns.
        options: as for `open_feedback`.

    Raises:
        InputError, OptionError: as `open_feedback`.
    """
    given, how = _sorted_out(options)
    batches = read_batches(path, how, format=options.get("format"))
    first: list[Batch] = []
    rows = size = 0
    for batch in batches:
        first.append(batch)
        rows += batch.rows.height
        size += sum(
            int(column.str.len_bytes().sum()) for column in batch.rows.iter_columns() if column.dtype == pl.String
        )
        if rows > most_rows or size > most_bytes:
            return FeedbackStream(_origin(path), _going_on(first, batches), given)
    return _whole(_origin(path), iter(first), given)


def _going_on(first: list[Batch], rest: Iterator[Batch]) -> Iterator[Batch]:
    """Batches that were read already and those behind them; what was yielded is not kept."""
    try:
        while first:
            yield first.pop(0)
        yield from rest
    finally:
        close = getattr(rest, "close", None)
        if close:
            close()


def _sorted_out(options: FeedbackOptions) -> tuple[dict[str, str | None], ReadOptions]:
    """What the options say of columns, and of how to read."""
    for name in options:
        if name not in FeedbackOptions.__annotations__:
            raise TypeError(unknown("option", name, FeedbackOptions.__annotations__))
    values: dict[str, Any] = dict(options)
    given = {role: values.get(role) for role in (*ROLES, "question_text")}
    how = {
        name: values[name]
        for name in ("batch_rows", "encoding", "delimiter", "sheet", "table", "query")
        if name in values
    }
    return given, ReadOptions(**how)


def _whole(origin: str, batches: Iterator[Batch], given: dict[str, str | None]) -> Feedback:
    parts = list(itertools.chain(_until_rows(batches, origin), batches))
    rows = stacked(part.rows for part in parts if part.rows.height)
    numbers = pl.concat([part.numbers for part in parts])
    found = _found(rows.head(SAMPLE_ROWS), given, origin, _wording(parts))
    columns = replace(_with_ids_checked(found, rows, numbers, "the input"), dialect=_said(parts))
    comments = canonical(rows, columns, numbers)
    rejects = tuple(itertools.chain.from_iterable(part.rejects for part in parts))
    return Feedback(origin, rows, comments, columns, rejects)


def _said(batches: list[Batch]) -> str:
    """How delimited text was read, of several files the first that is some; "" of other formats."""
    return next((str(batch.dialect) for batch in batches if batch.dialect), "")


def _until_rows(batches: Iterator[Batch], origin: str) -> list[Batch]:
    """The first batches, up to one that has rows: without, nothing can be said of the columns."""
    start: list[Batch] = []
    for batch in batches:
        start.append(batch)
        if batch.rows.height:
            return start
    rejects: list[Reject] = [reject for batch in start for reject in batch.rejects]
    if not rejects:
        raise InputError(f"{origin} holds no rows; there is nothing to read")
    first = rejects[0]
    raise InputError(
        f"{origin}: none of its {len(rejects):,} records can be read; the first, in line {first.line}"
        f"{f' of {first.file}' if first.file else ''}: {first.reason}"
    )


def _enough(batches: list[Batch]) -> bool:
    """Whether these hold as much as columns are told from."""
    rows = sum(batch.rows.height for batch in batches)
    return rows >= SAMPLE_ROWS or sum(batch.rows.estimated_size() for batch in batches) >= BATCH_BYTES


def _wording(batches: list[Batch]) -> Mapping[str, str]:
    """What was asked in each column, where a further line of the header says so."""
    return next((batch.header[0] for batch in batches if batch.header), {})


def _found(rows: pl.DataFrame, given: dict[str, str | None], origin: str, wording: Mapping[str, str]) -> Columns:
    try:
        return find_columns(rows, **given, wording=wording)
    except InputError as error:
        raise InputError(f"{origin}: {error}") from error


def _with_ids_checked(columns: Columns, rows: pl.DataFrame, numbers: pl.Series, where: str) -> Columns:
    """The columns without an id column whose ids cannot be keys; the reason stays."""
    if columns.id is None:
        reason = f"no column with a different id in every row of {where}: row numbers are the ids"
        return replace(columns, reasons={**columns.reasons, "id": reason})
    if usable_ids(rows[columns.id]) is not None:
        return columns
    fault = first_unusable(rows[columns.id], numbers)
    reason = f"{columns.id!r} is no key ({fault}): row numbers are the ids"
    return replace(columns, id=None, reasons={**columns.reasons, "id": reason})


def _day_first(rows: pl.DataFrame, date: str | None) -> bool | None:
    return is_day_first(as_text(rows[date])) is not False if date is not None else None


def _origin(path: object) -> str:
    if is_address(path):
        return find_sources(str(path))[0].name
    if isinstance(path, str | Path):
        return "standard input" if str(path) == "-" else printable(Path(path).name)
    return str(getattr(path, "name", "stream"))
