"""The formats there are, and which of them an input is in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cxtext.errors import InputError, OptionError
from cxtext.read.delimited import read_csv, read_tsv
from cxtext.read.endings import ending_of
from cxtext.read.json_array import read_json
from cxtext.read.jsonlines import read_jsonl
from cxtext.read.parquet import read_parquet
from cxtext.read.source import Source, find_source
from cxtext.read.stream import Batch, Reader, ReadOptions
from cxtext.read.workbook import read_xlsx

READERS: dict[str, Reader] = {
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".parquet": read_parquet,
    ".xlsx": read_xlsx,
    ".json": read_json,
}
MAGIC = {b"PAR1": ".parquet", b"PK\x03\x04": ".xlsx", b"{": ".jsonl", b"[": ".json", b"\xef\xbb\xbf{": ".jsonl"}


def read_batches(
    place: str | Path | BinaryIO,
    options: ReadOptions,
    *,
    format: str | None = None,  # noqa: A002
) -> Iterator[Batch]:
    """The batches of an input: a path, `-` for standard input, or a binary stream.

    Raises:
        InputError: the input cannot be read, or holds no records.
        OptionError: a format, delimiter, encoding or sheet that does not exist.
    """
    if options.batch_rows < 1:
        raise OptionError(f"batch_rows {options.batch_rows} is less than 1; the default is 20000")
    source = find_source(place)
    ending = ending_of(source, format)
    source, ending = (source, ending) if ending else _told(source)
    empty = True
    for batch in READERS[ending](source, options):
        empty = False
        yield batch
    if empty:
        raise InputError(_why_empty(source))


def _told(source: Source) -> tuple[Source, str]:
    """The format of a stream by its first bytes."""
    head, source = source.peeked()
    start = head.lstrip()
    return source, next((name for first, name in MAGIC.items() if start.startswith(first)), ".csv")


def _why_empty(source: Source) -> str:
    with_bytes = source.path is None or source.path.stat().st_size > 0
    if not with_bytes:
        return f"{source.name} is empty; export it again"
    return f"{source.name} holds no records, at most a header; export it again with its rows"
