"""Writes tables so that they read back the same, open safely in a spreadsheet, and are whole or not there."""

from cxtext.write.output import WRITERS, Output, check_output, open_writer
from cxtext.write.rejects import write_rejects
from cxtext.write.sinks import Sink, Writer

__all__ = ["WRITERS", "Output", "Sink", "Writer", "check_output", "open_writer", "write_rejects"]
