"""Excel workbooks (.xlsx) by openpyxl, row by row, behind a check of the zip directory."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, BinaryIO

from cxtext.errors import CxtextError, InputError, OptionError, unknown
from cxtext.read.preflight import check_workbook
from cxtext.read.source import Source
from cxtext.read.stream import MAX_COLUMNS, Batch, ReadOptions, in_batches, unique_names
from cxtext.read.typed import table_of, value_text
from cxtext.schema import Reject

Cells = tuple[Any, ...]
CELL_BYTES = 64  # what a cell weighs beside its text; only batch sizes hang on it


def read_xlsx(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """The named sheet or the first visible one; the first row that is not empty names the columns.

    Empty rows are no records. Numbers, dates and truth values are kept where a column holds one kind of them.
    """
    with source.file() as path:
        check_workbook(path, source.name)
        try:
            with path.open("rb") as file, _opened(file) as workbook:
                rows = _rows(_sheet(workbook, options.sheet, source.name))
                names = header_of(rows, source.name)
                build = partial(table_of, names=names)
                batches = in_batches(records_of(rows, len(names)), build, batch_rows=options.batch_rows)
                while (batch := _quietly(batches)) is not None:
                    yield batch
        except (CxtextError, GeneratorExit):
            raise
        except Exception as error:  # openpyxl raises what the damage makes it stumble on
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            raise InputError(f"{source.name} is damaged: {reason}; save it anew, or as .csv") from error


@contextmanager
def _opened(file: BinaryIO) -> Iterator[Any]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # about styles and extensions that no value hangs on
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=True)
    try:
        yield workbook
    finally:
        workbook.close()


def _quietly(batches: Iterator[Batch]) -> Batch | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return next(batches, None)


def _sheet(workbook: Any, name: str | None, origin: str) -> Any:
    sheets = {sheet.title: sheet for sheet in workbook.worksheets}
    if name is not None:
        if name not in sheets:
            raise OptionError(f"{origin}: {unknown('--sheet', name, sheets)}")
        return sheets[name]
    visible = [sheet for sheet in sheets.values() if sheet.sheet_state == "visible"]
    if not visible:
        raise InputError(f"{origin} has no visible sheet; name one with --sheet (known: {', '.join(sheets)})")
    return visible[0]


def _rows(sheet: Any) -> Iterator[Cells]:
    sheet.reset_dimensions()  # what a sheet claims of its size need not be true
    return trimmed(sheet.iter_rows(values_only=True))  # max_col would pad a million empty rows to that width


def trimmed(rows: Iterable[Cells]) -> Iterator[Cells]:
    """Rows that hold anything, without the empty cells at their ends."""
    for row in rows:
        width = len(row)
        while width and row[width - 1] in (None, ""):
            width -= 1
        if width:
            yield row[:width]


def header_of(rows: Iterator[Cells], name: str) -> list[str]:
    """The names of the columns: the first row, which is taken.

    Raises:
        InputError: there are too many.
    """
    cells = next(rows, ())
    if len(cells) > MAX_COLUMNS:
        raise InputError(f"{name}: more than {MAX_COLUMNS:,} columns; delete those without comments")
    return unique_names(["" if cell is None else value_text(cell).strip() for cell in cells])


def records_of(rows: Iterator[Cells], width: int) -> Iterator[tuple[Cells | Reject, int]]:
    """Rows of `width` cells, each with about its bytes; a longer one is set aside."""
    for number, row in enumerate(rows, start=1):
        size = sum(CELL_BYTES + (len(cell) if isinstance(cell, str) else 0) for cell in row)
        if len(row) > width:
            filled = {str(column): value_text(cell) for column, cell in enumerate(row, 1) if cell is not None}
            reason = f"{len(row):,} cells where the header has {width:,}"
            yield Reject(number, reason, value_text(filled)), size
        else:
            yield row + (None,) * (width - len(row)), size
