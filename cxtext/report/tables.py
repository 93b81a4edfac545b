"""The workbook's tables as CSV files in a zip, for programs and for spreadsheets other than Excel."""

from __future__ import annotations

from datetime import date

import polars as pl

from cxtext.insight import Summary
from cxtext.report.excel import sheets
from cxtext.report.language import Language, language
from cxtext.report.packing import packed
from cxtext.report.workbook import Cell, Sheet, Shown
from cxtext.write.cells import guarded

DECIMALS = 6  # as in the JSON


def render(summary: Summary, /, *, t: Language | None = None) -> bytes:  # noqa: ARG001 - programs read English
    """A zip with themes.csv, departments.csv and so on: UTF-8, one heading each, no cell a formula; in English."""
    return packed((f"{sheet.name.lower()}.csv", _csv(sheet)) for sheet in sheets(summary, language()))


def _csv(sheet: Sheet) -> bytes:
    columns = {
        column.name: [_text(row[i]) if i < len(row) else "" for row in sheet.rows]
        for i, column in enumerate(sheet.columns)
    }
    return guarded(pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))).write_csv().encode()


def _text(cell: Cell) -> str:
    """A cell as CSV holds it: dates by ISO 8601, numbers bare, what is hidden empty."""
    if isinstance(cell, Shown):
        cell = cell.value
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{round(cell, DECIMALS) + 0.0:g}" if cell == int(cell) else str(round(cell, DECIMALS))
    return "" if cell is None else str(cell)
