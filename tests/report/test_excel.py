import io
import warnings
import zipfile

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from cxtext.report import excel
from cxtext.report.language import language


def _open(content):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's own deprecations are not ours to mend
        return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def book(summary):
    return _open(excel.render(summary))


def _rows(sheet):
    heads = [cell.value for cell in sheet[1]]
    return [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)]


def test_the_sheets_are_tables_with_frozen_headings(book):
    names = ["Summary", "Themes", "Subthemes", "Departments", "Touchpoints", "Drivers", "Trend", "Quotes", "Places"]
    names.append("Method")
    assert book.sheetnames == names
    for name in names:
        assert list(book[name].tables) == [f"tbl{name}"]
        assert book[name].freeze_panes == "B2"


def test_themes_have_numbers_and_bounds_in_columns_of_their_own(book, summary):
    rows = {row["Theme"]: row for row in _rows(book["Themes"])}
    for topic in summary.themes:
        row = rows[topic.name]
        assert row["Comments"] == topic.share.n
        for name, number in (
            ("Share", topic.share),
            ("Net sentiment", topic.net),
            ("Mean rating", topic.rating),
        ):
            shown = [row[name], row[f"{name} low 95 %"], row[f"{name} high 95 %"]]
            assert shown == pytest.approx([number.value, number.low, number.high])
    assert book["Themes"]["C2"].number_format == "0.0%"


def test_hidden_groups_are_empty_with_a_reason(book):
    row = next(row for row in _rows(book["Themes"]) if row["Theme"] == "Gift cards")
    assert row["Comments"] is None
    assert row["Share"] is None
    assert "fewer than 5" in row["Shown"]


def test_there_is_a_native_chart_on_themes(summary):
    with zipfile.ZipFile(io.BytesIO(excel.render(summary))) as book:
        chart = book.read("xl/charts/chart1.xml").decode()
    assert "Themes!$C$2:$C$" in chart


def test_no_cell_is_a_formula_or_a_link(hostile):
    content = excel.render(hostile[1])
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not [name for name in book.namelist() if "external" in name.lower()]
    assert not [sheet for sheet in sheets if b"<f>" in sheet or b"<f " in sheet or b"<hyperlink" in sheet]
    found = _open(content)
    for sheet in found:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None


def test_hostile_text_comes_back_as_it_was(hostile):
    summary = hostile[1]
    rows = _rows(_open(excel.render(summary))["Quotes"])
    written = [quote.text + "…" * quote.cut for topic in summary.themes for quote in topic.quotes]
    read = [unescape(row["Quote"]) for row in rows]
    assert [text.split() for text in read] == [text.split() for text in written]


def test_drivers_have_a_sheet_where_there_are_any(book, summary, bare):
    sheet = book["Drivers"]
    names = [cell.value for cell in sheet["A"][1:]]
    assert names == [driver.name for driver in summary.drivers.drivers]
    for row, driver in zip(sheet.iter_rows(min_row=2, values_only=True), summary.drivers.drivers, strict=True):
        assert row[2:5] == pytest.approx((driver.total.value, driver.total.low, driver.total.high))
    assert all(sheet.name != "Drivers" for sheet in excel.sheets(bare["no dates, no ratings"], language()))
