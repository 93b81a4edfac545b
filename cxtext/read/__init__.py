"""Reads feedback from files, streams and tables; what cannot be read is set aside with its reason."""

from cxtext.read.canonical import canonical
from cxtext.read.columns import find_columns
from cxtext.read.dialect import Dialect
from cxtext.read.feedback import FeedbackStream, open_feedback, read_feedback
from cxtext.read.formats import READERS, read_batches
from cxtext.read.stream import Batch, Reader, ReadOptions

__all__ = [
    "READERS",
    "Batch",
    "Dialect",
    "FeedbackStream",
    "ReadOptions",
    "Reader",
    "canonical",
    "find_columns",
    "open_feedback",
    "read_batches",
    "read_feedback",
]
