"""The summary as JSON, for other programs and for comparing two runs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import orjson

from cxtext.insight import Summary
from cxtext.report.language import Language

SCHEMA = "cxtext-summary/1"  # raised when a field changes its meaning or goes away
DECIMALS = 6  # far below any interval; hides the last bits, in which machines differ


def render(summary: Summary, /, *, t: Language | None = None) -> bytes:  # noqa: ARG001 - programs read English
    """UTF-8 with sorted keys. Every number names the metric that `definitions` explains."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps({"schema": SCHEMA, **_rounded(asdict(summary))}, option=options)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DECIMALS) + 0.0  # no "-0.0"
    if isinstance(value, dict):
        return {key: _rounded(entry) for key, entry in value.items()}
    return [_rounded(entry) for entry in value] if isinstance(value, list | tuple) else value
