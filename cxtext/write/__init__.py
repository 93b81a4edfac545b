"""Writes tables so that they read back the same, open safely in a spreadsheet, and are whole or not there."""

from cxtext.write.output import WRITERS, Output, open_writer
from cxtext.write.rejects import RejectsFile, rejects_path, write_rejects
from cxtext.write.sinks import Sink, Writer

__all__ = ["WRITERS", "Output", "RejectsFile", "Sink", "Writer", "open_writer", "rejects_path", "write_rejects"]
