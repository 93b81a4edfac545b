"""The form of the JSON report as a JSON Schema, told from the data that it is made of.

`python -m cxtext.report.schema` prints what stands in summary.schema.json.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import types
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import orjson

from cxtext.insight.drivers import Drivers
from cxtext.insight.results import Summary
from cxtext.insight.sections import Sections
from cxtext.insight.since import SCHEMA, Since

_LATE = {"Drivers": Drivers, "Sections": Sections, "Since": Since}  # imported there for types alone
_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date"},
    type(None): {"type": "null"},
    Any: {},
}


def schema() -> dict[str, Any]:
    """The schema; every part of a summary is a definition of its own."""
    found: dict[str, Any] = {}
    whole = _object(Summary, found)
    whole["properties"] = {"schema": {"const": SCHEMA}, **whole["properties"]}
    whole["required"] = ["schema", *whole["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A report of cxtext as JSON",
        **whole,
        "$defs": dict(sorted(found.items())),
    }


def published() -> bytes:
    """The file that ships."""
    return files("cxtext.report").joinpath("summary.schema.json").read_bytes()


def rendered() -> bytes:
    """What the file should hold."""
    return orjson.dumps(schema(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _object(kind: type, found: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind, localns=_LATE)
    fields = [field.name for field in dataclasses.fields(kind)]
    about = (kind.__doc__ or "").strip().splitlines()[0]
    return {
        "description": about,
        "type": "object",
        "properties": {name: _form(hints[name], found) for name in fields},
        "required": fields,
        "additionalProperties": False,
    }


def _form(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        if kind.__name__ not in found:
            found[kind.__name__] = {}  # one that holds itself ends here
            found[kind.__name__] = _object(kind, found)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_form(part, found) for part in arguments]}
    if origin is Literal:
        return {"enum": list(arguments)}
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return {"enum": [member.value for member in kind]}
    if origin is tuple and arguments[-1] is not Ellipsis:
        parts = [_form(part, found) for part in arguments]
        return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}
    if origin in (tuple, list, Sequence):
        return {"type": "array", "items": _form(arguments[0], found)}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": _form(arguments[1], found)}
    raise TypeError(f"no form is known for {kind!r}")


if __name__ == "__main__":
    import sys

    sys.stdout.buffer.write(rendered())
