"""Excel workbooks (.xlsx): text is always text, never a formula or a link."""

from __future__ import annotations

import datetime as dt
import math
import re
from pathlib import Path
from typing import Any

import polars as pl

from cxtext.errors import OutputError
from cxtext.write.cells import flat
from cxtext.write.shape import Shape

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384  # Excel's own limits, header included
CELL_CHARACTERS = 32_767  # of a cell, in UTF-16 units, as Excel counts
EXACT_INTEGER = 2**53  # Excel's numbers are doubles; a longer id would lose its last digits
FIRST_DAY = dt.date(1900, 3, 1)  # Excel believes in a 29 February 1900; days before are text
CREATED = dt.datetime(2000, 1, 1)  # a fixed date, so that the same input gives the same bytes
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # not in XML 1.0


class WorkbookSink:
    """One sheet, written row by row in constant memory. `cut_cells` counts texts that were too long."""

    def __init__(self, path: Path, *, place: Path, raw: bool, table: str) -> None:
        import xlsxwriter

        del raw, table  # typed cells need no guard
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book: Any = xlsxwriter.Workbook(str(path), options)
        self._book.set_properties({"created": CREATED})
        self._sheet: Any = self._book.add_worksheet("cxtext")
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._place = place
        self._shape = Shape(place)
        self._next_row = 0
        self.cut_cells = 0

    def write(self, frame: pl.DataFrame) -> None:
        """Append the frame's rows, after a header the first time."""
        cells = flat(self._shape.fit(frame))
        if self._next_row == 0:
            self._write_header(cells.columns)
        if self._next_row + cells.height > MAX_ROWS:
            raise OutputError(f"{self._place}: over {MAX_ROWS:,} rows, Excel's limit; write .csv or .parquet")
        for row in cells.iter_rows():
            for column, value in enumerate(row):
                if value is not None:
                    self._write_cell(self._next_row, column, value)
            self._next_row += 1

    def close(self) -> None:
        """Finish the file."""
        self._book.close()

    def _write_header(self, names: list[str]) -> None:
        if len(names) > MAX_COLUMNS:
            raise OutputError(f"{self._place}: over {MAX_COLUMNS:,} columns, Excel's limit; write .csv")
        self._sheet.freeze_panes(1, 0)
        for column, name in enumerate(names):
            self._write_text(0, column, name)
        self._next_row = 1

    def _write_cell(self, row: int, column: int, value: Any) -> None:
        if isinstance(value, bool):
            self._sheet.write_boolean(row, column, value)
        elif isinstance(value, int | float):
            self._write_number(row, column, value)
        elif isinstance(value, dt.date):
            self._write_moment(row, column, value)
        else:
            self._write_text(row, column, str(value))

    def _write_number(self, row: int, column: int, value: float) -> None:
        if isinstance(value, int) and abs(value) > EXACT_INTEGER:
            self._write_text(row, column, str(value))
        elif math.isfinite(value):
            self._sheet.write_number(row, column, value)

    def _write_moment(self, row: int, column: int, value: dt.date) -> None:
        moment = isinstance(value, dt.datetime)
        if (value.date() if isinstance(value, dt.datetime) else value) < FIRST_DAY:
            self._write_text(row, column, value.isoformat())
            return
        local = value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value
        self._sheet.write_datetime(row, column, local, self._moment if moment else self._day)

    def _write_text(self, row: int, column: int, text: str) -> None:
        clean = ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        kept = _cut(clean)
        self.cut_cells += kept != clean
        self._sheet.write_string(row, column, kept)


def _cut(text: str) -> str:
    """The beginning of a text that fits into a cell, whole characters only."""
    if 2 * len(text) <= CELL_CHARACTERS:
        return text
    return text.encode("utf-16-le")[: 2 * CELL_CHARACTERS].decode("utf-16-le", "ignore")
