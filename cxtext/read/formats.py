"""The formats there are, and which of them an input is in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from cxtext.errors import InputError, OptionError
from cxtext.read.delimited import read_csv, read_tsv
from cxtext.read.duck import read_duckdb
from cxtext.read.endings import ending_of
from cxtext.read.exports import without_header_lines
from cxtext.read.files import find_sources, is_one_file, short_names
from cxtext.read.joined import in_one
from cxtext.read.json_array import read_json
from cxtext.read.jsonlines import read_jsonl
from cxtext.read.legacy import read_legacy
from cxtext.read.meter import Meter, size_of
from cxtext.read.parquet import read_parquet
from cxtext.read.source import Source
from cxtext.read.stream import BATCH_ROWS, Batch, Reader, ReadOptions
from cxtext.read.workbook import read_xlsx
from cxtext.shipped import check_installed


def _read_sql(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """A database; SQLAlchemy is an extra that few need."""
    check_installed("a database", "sqlalchemy", "sql")
    from cxtext.read.database import read_sql

    return read_sql(source, options)


READERS: dict[str, Reader] = {
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".parquet": read_parquet,
    ".xlsx": read_xlsx,
    ".json": read_json,
    ".xls": read_legacy,
    ".xlsb": read_legacy,
    ".ods": read_legacy,
    ".duckdb": read_duckdb,
    ".sqlite": _read_sql,
    ".db": _read_sql,
}
MAGIC = {
    b"SQLite format 3\0": ".sqlite",
    b"PAR1": ".parquet",
    b"PK\x03\x04": ".xlsx",
    b"\xd0\xcf\x11\xe0": ".xls",
    b"{": ".jsonl",
    b"[": ".json",
    b"\xef\xbb\xbf{": ".jsonl",
}


def read_batches(
    place: str | Path | BinaryIO,
    options: ReadOptions,
    *,
    format: str | None = None,  # noqa: A002
    meter: Meter | None = None,
) -> Iterator[Batch]:
    """The batches of an input: a path, a folder or a pattern, the address of a database, `-`, or a binary stream.

    The `meter` counts what is read.

    Raises:
        InputError: the input cannot be read, or holds no records.
        OptionError: a format, delimiter, encoding or sheet that does not exist.
    """
    if options.batch_rows < 1:
        raise OptionError(f"batch_rows {options.batch_rows} is less than 1; the default is {BATCH_ROWS:,}")
    meter = meter or Meter()
    sources = [replace(s, meter=meter) for s in find_sources(place, any_ending=format is not None)]
    meter.size = size_of([source.path for source in sources])
    parts = [_batches(source, options, format) for source in sources]
    several = not is_one_file(place)
    together = in_one(parts, short_names(sources), options.batch_rows) if several else parts[0]
    empty = True
    for batch in together:
        empty = False
        meter.records += len(batch.numbers) + len(batch.rejects)
        yield batch
    if empty:
        raise InputError(_why_empty(sources))


def _batches(source: Source, options: ReadOptions, format: str | None) -> Iterator[Batch]:  # noqa: A002
    if source.address is not None:
        yield from _read_sql(source, options)
        return
    ending = ending_of(source, format)
    source, ending = (source, ending) if ending else _told(source)
    yield from without_header_lines(READERS[ending](source, options))


def _told(source: Source) -> tuple[Source, str]:
    """The format of a stream by its first bytes."""
    head, source = source.peeked()
    start = head.lstrip()
    return source, next((name for first, name in MAGIC.items() if start.startswith(first)), ".csv")


def _why_empty(sources: list[Source]) -> str:
    source = sources[0]
    if len(sources) > 1:
        return f"none of the {len(sources):,} files holds a record, from {source.name} on"
    with_bytes = source.path is None or source.path.stat().st_size > 0
    if not with_bytes:
        return f"{source.name} is empty; export it again"
    return f"{source.name} holds no records, at most a header; export it again with its rows"
