"""JSON: an array of objects, or an object that holds one, as web interfaces give it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from cxtext.errors import InputError
from cxtext.read.encodings import UTF8, text_stream
from cxtext.read.jsonlines import as_json, frame_of_records, kind_of
from cxtext.read.physical_lines import RAW_SHOWN
from cxtext.read.source import Source
from cxtext.read.stream import Batch, ReadOptions, in_batches
from cxtext.schema import Reject

MAX_BYTES = 256 * 2**20  # read whole, at about ten times its size; JSON lines have no such limit
_LINES = "; give it as JSON lines instead, one object a line (jq -c '.[]' FILE)"


def read_json(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """The objects of the array, in order; an element that is no object is set aside.

    The place of a reject is the number of the element.

    Raises:
        InputError: it is no JSON, too big to be read whole, or holds no array of objects.
    """
    with source.chunks() as chunks:
        _, stream, *_ = text_stream(chunks, name=source.name, encoding=options.encoding)
        content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise InputError(f"{source.name} is more than {MAX_BYTES // 2**20} MB of JSON{_LINES}")
    try:
        value = json.loads(content.decode(UTF8), parse_constant=_refuse)
    except RecursionError as error:
        raise InputError(f"{source.name} is nested too deeply") from error
    except ValueError as error:  # also of decoding
        raise InputError(f"{source.name} is no JSON: {error}") from error
    yield from in_batches(_records(_array(value, source.name)), frame_of_records, batch_rows=options.batch_rows)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")


def _array(value: Any, name: str) -> list[Any]:
    """The array itself, or the only one with objects in an object."""
    if isinstance(value, list):
        return value
    arrays = {}
    if isinstance(value, dict):
        arrays = {
            key: part for key, part in value.items() if isinstance(part, list) and any(_is_record(r) for r in part)
        }
    if len(arrays) == 1:
        return next(iter(arrays.values()))
    found = (
        f"several arrays of objects ({', '.join(arrays)})"
        if arrays
        else f"{kind_of(value)} without an array of objects"
    )
    raise InputError(f"{name} holds {found}{_LINES}")


def _is_record(value: Any) -> bool:
    return isinstance(value, dict) and bool(value)


def _records(values: list[Any]) -> Iterator[tuple[dict[str, Any] | Reject, int]]:
    for number, value in enumerate(values, start=1):
        text = as_json(value)
        reason = _fault(value, text)
        if reason is None:
            yield (
                {key: as_json(cell) if isinstance(cell, list | dict) else cell for key, cell in value.items()},
                len(text),
            )
        else:
            yield Reject(number, reason, text[:RAW_SHOWN].encode(errors="replace").decode()), RAW_SHOWN


def _fault(value: Any, text: str) -> str | None:
    """What keeps a value from being a record; None where nothing does."""
    if not isinstance(value, dict):
        return f"not an object but {kind_of(value)}"
    if not value:
        return "an object without keys"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "half a surrogate pair, which is no character"
    return None
