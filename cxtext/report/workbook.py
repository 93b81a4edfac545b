"""Tables into an Excel workbook, where no cell can become a formula or a link.

Texts are written as texts whatever they begin with, and the same tables give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

import xlsxwriter

CREATED = datetime(2000, 1, 1)  # any fixed moment, so that the bytes repeat
LONGEST = 32_000  # Excel's limit for a cell is 32,767 characters
WIDEST = 60  # characters a column is wide at most
CHART_BARS = 15
DAY = "yyyy-mm-dd"
NOTHING = "nothing to show"
BAR_COLOUR = "#8A8378"
SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

Format = Literal["text", "count", "share", "net", "rating", "points", "q", "date"]
FORMATS: dict[Format, dict[str, Any]] = {
    "text": {"text_wrap": True, "valign": "top"},
    "count": {"num_format": "#,##0", "valign": "top"},
    "share": {"num_format": "0.0%", "valign": "top"},
    "net": {"num_format": "+0;-0;0", "valign": "top"},
    "rating": {"num_format": "0.00", "valign": "top"},
    "points": {"num_format": "+0.00;-0.00;0.00", "valign": "top"},
    "q": {"num_format": "0.000", "valign": "top"},
    "date": {"num_format": DAY, "valign": "top"},
}


@dataclass(frozen=True)
class Shown:
    """A number with a format other than its column's."""

    value: float
    format: Format


Cell = str | float | date | Shown | None


@dataclass(frozen=True)
class Column:
    """A heading and how the cells under it are shown."""

    name: str
    format: Format = "text"


@dataclass(frozen=True)
class Sheet:
    """One table; `chart` is the number of the column that a bar chart below the table shows."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    chart: int | None = None


def workbook(sheets: Sequence[Sheet], *, title: str, day: str = DAY, nothing: str = NOTHING) -> bytes:
    """The file: a sheet a table, each a real Excel table with a frozen heading; `nothing` stands in an empty one."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, SAFE) as book:
        book.set_properties({"title": title[:255], "created": CREATED})
        looks = {**FORMATS, "date": {**FORMATS["date"], "num_format": day}}
        formats = {name: book.add_format(settings) for name, settings in looks.items()}
        for sheet in sheets:
            written = book.add_worksheet(sheet.name)
            _frame(written, sheet, nothing)
            _fill(written, sheet, formats)
            if sheet.chart is not None and sheet.rows:
                written.insert_chart(len(sheet.rows) + 2, 0, _chart(book, sheet, sheet.chart))
    return target.getvalue()


def _frame(written: Any, sheet: Sheet, nothing: str) -> None:
    """Widths, the frozen heading and the table around the rows."""
    written.freeze_panes(1, 1)
    for index, column in enumerate(sheet.columns):
        cells = (row[index] for row in sheet.rows if index < len(row))
        widths = [len(column.name) + 4, *(len(cell) for cell in cells if isinstance(cell, str))]
        written.set_column(index, index, min(max(widths), WIDEST))
    if not sheet.rows:
        written.write_string(0, 0, nothing)
        return
    heads = [{"header": column.name} for column in sheet.columns]
    look = {"columns": heads, "name": f"tbl{sheet.name}", "style": "Table Style Light 1"}
    written.add_table(0, 0, len(sheet.rows), len(sheet.columns) - 1, look)


def _fill(written: Any, sheet: Sheet, formats: dict[Format, Any]) -> None:
    for y, row in enumerate(sheet.rows, 1):
        for x, (value, column) in enumerate(zip(row, sheet.columns, strict=False)):
            _cell(written, y, x, value, formats[column.format], formats)


def _cell(written: Any, y: int, x: int, value: Cell, form: Any, formats: dict[Format, Any]) -> None:
    """Writes by the type of the value, never by what a text looks like."""
    if isinstance(value, str):
        written.write_string(y, x, value[:LONGEST], formats["text"])
    elif isinstance(value, date):
        written.write_datetime(y, x, datetime.combine(value, time()), form)
    elif isinstance(value, Shown):
        written.write_number(y, x, value.value, formats[value.format])
    elif value is not None:
        written.write_number(y, x, value, form)


def _chart(book: Any, sheet: Sheet, column: int) -> Any:
    """Bars of the first rows, top down as in the table."""
    last, name = min(len(sheet.rows), CHART_BARS), sheet.columns[column].name
    chart = book.add_chart({"type": "bar"})
    series = {
        "name": name,
        "categories": [sheet.name, 1, 0, last, 0],
        "values": [sheet.name, 1, column, last, column],
        "fill": {"color": BAR_COLOUR},
        "gap": 60,
    }
    chart.add_series(series)
    chart.set_title({"name": name, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
    chart.set_x_axis({"num_format": FORMATS[sheet.columns[column].format]["num_format"], "min": 0})
    chart.set_size({"width": 640, "height": 120 + 26 * last})
    return chart
