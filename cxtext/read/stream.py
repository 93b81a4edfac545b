"""What every reader gives, batches of records in input order, and how records are gathered into them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import polars as pl

from cxtext.read.dialect import Dialect
from cxtext.read.source import Source
from cxtext.schema import Reject

BATCH_ROWS = 2_500  # a batch is a part of a job: small, so that workers end together and need little memory
BATCH_BYTES = 64 * 2**20  # a batch ends early when its records weigh this much
MAX_COLUMNS = 2_000  # more is another kind of file, or an attack on the memory

T = TypeVar("T")


@dataclass(frozen=True)
class ReadOptions:
    """How to read; what a format has no use for is ignored by its reader."""

    batch_rows: int = BATCH_ROWS
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    table: str | None = None  # of a database; its only one if not given
    query: str | None = None  # what to read of a database instead of a table


@dataclass(frozen=True)
class Batch:
    """Consecutive records of an input: those that could be read, and those set aside.

    Batches of one input may differ in columns and types where the format allows it (JSON lines, workbooks).
    """

    rows: pl.DataFrame
    numbers: pl.Series = field(repr=False)  # Int64: 1-based record number of each row, rejects counted
    rejects: tuple[Reject, ...] = ()
    dialect: Dialect | None = None  # how delimited text was read
    header: tuple[Mapping[str, str], ...] = ()  # further lines of the header, column → cell; they are no records


class Reader(Protocol):
    """A format: streams a source as batches in bounded memory.

    Raises:
        InputError: the source as a whole cannot be read; a single bad record becomes a reject.
    """

    def __call__(self, source: Source, options: ReadOptions) -> Iterator[Batch]:
        """Read from the beginning; nothing is opened before the first batch is asked for."""


def in_batches(
    records: Iterator[tuple[T | Reject, int]],
    build: Callable[[list[T]], pl.DataFrame],
    *,
    batch_rows: int,
    dialect: Dialect | None = None,
) -> Iterator[Batch]:
    """Gather records, each with its weight in bytes, into batches of at most `batch_rows` records."""
    good: list[T] = []
    numbers: list[int] = []
    rejects: list[Reject] = []
    weight = 0

    def batch() -> Batch:
        return Batch(build(good), pl.Series("row", numbers, dtype=pl.Int64), tuple(rejects), dialect)

    for number, (record, size) in enumerate(records, start=1):
        if isinstance(record, Reject):
            rejects.append(record)
        else:
            good.append(record)
            numbers.append(number)
        weight += size
        if len(good) + len(rejects) >= batch_rows or weight >= BATCH_BYTES:
            yield batch()
            good, numbers, rejects, weight = [], [], [], 0
    if good or rejects:
        yield batch()


def unique_names(names: list[str]) -> list[str]:
    """Column names made unique: an empty one becomes "column_3", a second "a" becomes "a_2"."""
    taken = {name for name in names if name}
    seen: set[str] = set()
    unique = []
    for position, name in enumerate(names, start=1):
        stem = new = name or f"column_{position}"
        count = 1
        while new in seen or (new != name and new in taken):
            count += 1
            new = f"{stem}_{count}"
        seen.add(new)
        unique.append(new)
    return unique
