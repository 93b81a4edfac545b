"""CSV and TSV: every record read exactly, or set aside with the line it stands in and the reason.

The standard library's csv parser in strict mode is fed physical lines, and the lines of the record under way
are kept: when a quote runs away, only the line that opened it is rejected and the others are read again.
Faster parsers lose or bend rows around a single defect.
"""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import polars as pl

from cxtext.errors import InputError
from cxtext.read.dialect import Dialect, check_delimiter, sniff_delimiter
from cxtext.read.encodings import UTF8, decoding_fault, shown, text_stream
from cxtext.read.physical_lines import MAX_RECORD_BYTES, RAW_SHOWN, PhysicalLines, RunawayError
from cxtext.read.source import Source
from cxtext.read.stream import MAX_COLUMNS, Batch, ReadOptions, in_batches, unique_names
from cxtext.schema import Reject

SAMPLE = 2**16  # bytes the delimiter is told from
FAULTS = {
    "unexpected end of data": "a quote is opened and never closed",
    "new-line character seen": "a carriage return stands outside quotes",
}


def read_csv(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """Comma- or otherwise delimited text; the delimiter is sniffed unless given."""
    return _read(source, options, delimiter=options.delimiter)


def read_tsv(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """Tab-separated text."""
    return _read(source, options, delimiter="\t" if options.delimiter is None else options.delimiter)


def _read(source: Source, options: ReadOptions, *, delimiter: str | None) -> Iterator[Batch]:
    delimiter = check_delimiter(delimiter) if delimiter is not None else None
    with source.chunks() as chunks:
        head, stream, encoding, begins = text_stream(chunks, name=source.name, encoding=options.encoding)
        lines = PhysicalLines(stream, begins=begins, old_mac=b"\r" in head and b"\n" not in head)
        announced = lines.announced_delimiter()
        dialect = Dialect(delimiter or announced or sniff_delimiter(_sample(head)), encoding)
        with _long_fields():
            names = _header(lines, dialect, source.name)
        records = _records(lines, dialect, width=len(names))
        build = partial(_frame, names=names)
        batches = in_batches(records, build, batch_rows=options.batch_rows, dialect=dialect)
        while True:
            with _long_fields():
                batch = next(batches, None)
            if batch is None:
                return
            yield batch


def _header(lines: PhysicalLines, dialect: Dialect, name: str) -> list[str]:
    """The first record that is not blank, as unique column names; none where there is no record."""
    record, _ = next(_records(lines, dialect, width=None), ([], 0))
    if isinstance(record, Reject):
        raise InputError(
            f"{name}: the header in line {record.line} cannot be read: {record.reason};"
            f" mend it, or say what the file is with --format, --delimiter or --encoding"
        )
    if len(record) > MAX_COLUMNS:
        raise InputError(
            f"{name}: {len(record):,} columns in line {lines.first}, more than {MAX_COLUMNS:,};"
            f" check the delimiter (--delimiter)"
        )
    return unique_names([field.strip() for field in record])


def _records(lines: PhysicalLines, dialect: Dialect, *, width: int | None) -> Iterator[tuple[list[str] | Reject, int]]:
    """Each record's fields, or its reject, with its weight in bytes; blank lines are none."""
    reader = csv.reader(lines, delimiter=dialect.delimiter, strict=True)
    while True:
        lines.begin()
        try:
            fields = next(reader)
        except StopIteration:
            return
        except (csv.Error, RunawayError) as error:
            fault = _fault(lines.fail(), dialect.encoding) or _reason(error)
            yield _reject(lines, fault), lines.weight
            continue
        if not fields:
            continue
        record = lines.succeed()
        broken = None if record.isascii() and b"\0" not in record else _fault(record, dialect.encoding)
        if broken is None and width is not None and len(fields) != width:
            broken = f"{len(fields)} field{'s' * (len(fields) > 1)} where the header has {width}"
        yield _reject(lines, broken) if broken else fields, lines.weight


def _fault(record: bytes, encoding: str) -> str | None:
    if b"\0" in record:
        return f"a NUL byte at offset {record.index(0)} of the record"
    return decoding_fault(record, encoding)


def _reason(error: Exception) -> str:
    message = str(error)
    for start, reason in FAULTS.items():
        if message.startswith(start):
            return reason
    return "text follows a closing quote" if "expected after" in message else message


def _reject(lines: PhysicalLines, reason: str) -> Reject:
    raw = b"".join(lines.taken)
    if lines.weight > MAX_RECORD_BYTES:
        raw = raw[:RAW_SHOWN]
    return Reject(lines.first, reason, shown(raw).rstrip("\r\n"), byte=lines.byte)


def _frame(records: list[list[str]], *, names: list[str]) -> pl.DataFrame:
    columns = list(zip(*records, strict=True)) or [()] * len(names)
    named = zip(names, columns, strict=True)
    return pl.DataFrame([pl.Series(name, column, dtype=pl.String) for name, column in named])


def _sample(head: bytes) -> str:
    """The first bytes, without the line that they break off in."""
    text = head[:SAMPLE].decode(UTF8, "replace").replace("\0", "")
    whole, end, _ = text.rpartition("\n")
    return whole + end if whole and len(head) > SAMPLE else text


_limit_lock = threading.Lock()
_limits_found: list[int] = []  # one for each reader under way


@contextmanager
def _long_fields() -> Iterator[None]:
    """Raise csv's field limit, which is global to the process, while a batch is parsed."""
    with _limit_lock:
        _limits_found.append(_limits_found[0] if _limits_found else csv.field_size_limit())
        csv.field_size_limit(max(2 * MAX_RECORD_BYTES, _limits_found[0]))
    try:
        yield
    finally:
        with _limit_lock:
            found = _limits_found.pop()
            if not _limits_found:
                csv.field_size_limit(found)
