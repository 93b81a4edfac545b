"""Writes .xls and .ods for tests: cxtext only reads them."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

Sheets = dict[str, Sequence[Sequence[Any]]]
_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def write_xls(path: Path, sheets: Sheets, *, hidden: Sequence[str] = ()) -> Path:
    """A workbook of Excel 97."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        sheet.visibility = int(name in hidden)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if value is not None:
                    sheet.write(i, j, value, *([day] if isinstance(value, dt.date) else []))
    book.save(str(path))
    return path


def write_ods(path: Path, sheets: Sheets, *, rows_are: int = 1, cells_are: int = 1) -> Path:
    """A workbook of LibreOffice, in which each row and each cell stands for so many."""
    row_begins = f'<table:table-row table:number-rows-repeated="{rows_are}">'
    cell_begins = f'<table:table-cell table:number-columns-repeated="{cells_are}"'
    tables = ""
    for name, rows in sheets.items():
        lines = ("".join(map(_cell, row)).replace("<table:table-cell", cell_begins) for row in rows)
        filled = "".join(f"{row_begins}{line}</table:table-row>" for line in lines)
        tables += f"<table:table table:name={quoteattr(name)}>{filled}</table:table>"
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", f"<office:document-content {_SPACES}>{body}</office:document-content>")
    return path


def _cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    if isinstance(value, dt.date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    text = quoteattr(value).replace("\n", "&#10;").replace("\t", "&#9;")
    return f'<table:table-cell office:value-type="string" office:string-value={text}/>'
