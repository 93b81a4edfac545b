"""Reads feedback from files, streams and tables; what cannot be read is set aside with its reason."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cxtext.read.columns import find_columns
    from cxtext.read.dialect import Dialect
    from cxtext.read.feedback import FeedbackOptions, FeedbackStream, open_feedback, read_feedback, read_or_open
    from cxtext.read.formats import READERS, read_batches
    from cxtext.read.stream import Batch, Reader, ReadOptions

_HOMES = {
    "READERS": "formats",
    "Batch": "stream",
    "Dialect": "dialect",
    "FeedbackOptions": "feedback",
    "FeedbackStream": "feedback",
    "ReadOptions": "stream",
    "Reader": "stream",
    "find_columns": "columns",
    "open_feedback": "feedback",
    "read_batches": "formats",
    "read_feedback": "feedback",
    "read_or_open": "feedback",
}

__all__ = [
    "READERS",
    "Batch",
    "Dialect",
    "FeedbackOptions",
    "FeedbackStream",
    "ReadOptions",
    "Reader",
    "find_columns",
    "open_feedback",
    "read_batches",
    "read_feedback",
    "read_or_open",
]


def __getattr__(name: str) -> Any:
    """Load a name when it is first used: options are checked before polars is loaded."""
    if name not in _HOMES:
        raise AttributeError(f"module 'cxtext.read' has no attribute {name!r}")
    return getattr(import_module(f"cxtext.read.{_HOMES[name]}"), name)
