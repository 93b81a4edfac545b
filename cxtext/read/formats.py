"""The formats there are, and which of them an input is in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cxtext.errors import InputError, OptionError, unknown
from cxtext.read.delimited import read_csv, read_tsv
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
}
PACKED = (".csv", ".tsv", ".jsonl", ".ndjson")  # formats that are also read with .gz behind
MAGIC = {b"PAR1": ".parquet", b"PK\x03\x04": ".xlsx", b"{": ".jsonl", b"\xef\xbb\xbf{": ".jsonl"}


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
    ending = _ending_of_format(format) if format is not None else None
    source = find_source(place)
    source, ending = (source, ending) if ending else _told(source)
    empty = True
    for batch in READERS[ending](source, options):
        empty = False
        yield batch
    if empty:
        raise InputError(_why_empty(source))


def _ending_of_format(name: str) -> str:
    ending = "." + name.lower().removeprefix(".").removesuffix(".gz")
    if ending not in READERS:
        raise OptionError(unknown("--format", name, [known.removeprefix(".") for known in READERS]))
    return ending


def _told(source: Source) -> tuple[Source, str]:
    """The format by the file's ending; of a stream by its first bytes."""
    if source.path is None:
        head, source = source.peeked()
        start = head.lstrip()
        return source, next((name for first, name in MAGIC.items() if start.startswith(first)), ".csv")
    suffixes = [suffix.lower() for suffix in source.path.suffixes]
    ending = suffixes[-1] if suffixes else ""
    if ending == ".gz" and suffixes[-2:-1] and suffixes[-2] in PACKED:
        return source, suffixes[-2]
    if ending not in READERS:
        known = ", ".join([*READERS, *(f"{packed}.gz" for packed in PACKED)])
        named = f"ending {ending!r}" if ending else "format, as it has no ending"
        raise InputError(f"{source.name}: unknown {named} (known: {known}); say what it is with --format")
    return source, ending


def _why_empty(source: Source) -> str:
    with_bytes = source.path is None or source.path.stat().st_size > 0
    if not with_bytes:
        return f"{source.name} is empty; export it again"
    return f"{source.name} holds no records, at most a header; export it again with its rows"
