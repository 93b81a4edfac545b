"""JSON lines: one object a line; a line that is none is set aside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import orjson
import polars as pl

from cxtext.read.encodings import TextStream, decoding_fault, shown, text_stream
from cxtext.read.physical_lines import MAX_RECORD_BYTES, RAW_SHOWN
from cxtext.read.source import Source
from cxtext.read.stream import Batch, ReadOptions, in_batches
from cxtext.read.typed import column_of
from cxtext.schema import Reject

EXACT_FLOAT = 2.0**63  # orjson reads integers beyond 64 bits as floats of at least this size
KINDS = {list: "an array", dict: "an object", str: "a string", bool: "true or false", type(None): "null"}


def read_jsonl(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """One object a line. Each batch has the keys of its own records, in first-seen order.

    Strings, numbers, true, false and null are kept; arrays and objects become their JSON text.
    """
    with source.chunks() as chunks:
        text = text_stream(chunks, name=source.name, encoding=options.encoding)
        yield from in_batches(_records(text), frame_of_records, batch_rows=options.batch_rows)


def _records(text: TextStream) -> Iterator[tuple[dict[str, Any] | Reject, int]]:
    lines = iter(lambda: text.stream.readline(MAX_RECORD_BYTES + 1), b"")
    ends = text.begins
    for number, line in enumerate(lines, start=1):
        byte, ends = ends, None if ends is None else ends + len(line)
        if len(line) > MAX_RECORD_BYTES:
            skipped = _skip_line(line, lines)
            ends = None if ends is None else ends + skipped
            reason = f"a line longer than {MAX_RECORD_BYTES:,} bytes"
            yield Reject(number, reason, shown(line[:RAW_SHOWN]), byte=byte), RAW_SHOWN
        elif line.strip():
            yield _parsed(line, number, text.encoding, byte), len(line)


def _skip_line(part: bytes, lines: Iterator[bytes]) -> int:
    """Go past the rest of a line; how many bytes that is."""
    skipped = 0
    while part and not part.endswith(b"\n"):
        part = next(lines, b"")
        skipped += len(part)
    return skipped


def _parsed(line: bytes, number: int, encoding: str, byte: int | None) -> dict[str, Any] | Reject:
    try:
        value = orjson.loads(line)
        if isinstance(value, dict) and value:
            return _plain(line, value)
        reason = "an object without keys" if value == {} else f"not an object but {kind_of(value)}"
    except ValueError as error:
        reason = decoding_fault(line, encoding) or f"not JSON: {error}"
    except RecursionError:
        reason = "nested too deeply"
    return Reject(number, reason, shown(line).rstrip("\r\n"), byte=byte)


def kind_of(value: Any) -> str:
    """What a JSON value is, in words."""
    return KINDS.get(type(value), "a number")


def _plain(line: bytes, record: dict[str, Any]) -> dict[str, Any]:
    """The record with nested values as JSON text, and integers beyond 64 bits as their digits."""
    for key, value in record.items():
        if isinstance(value, list | dict):
            record[key] = as_json(value)
        elif type(value) is float and abs(value) >= EXACT_FLOAT:
            exact = json.loads(line, parse_int=str)[key]
            record[key] = exact if isinstance(exact, str) else value
    return record


def as_json(value: Any) -> str:
    """A nested value as its JSON text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def frame_of_records(records: list[dict[str, Any]]) -> pl.DataFrame:
    """Records as a table with the keys of all of them, in first-seen order."""
    keys: dict[str, None] = {}
    for record in records:
        keys.update(dict.fromkeys(record))
    return pl.DataFrame([column_of(key, [record.get(key) for record in records]) for key in keys])
