"""PDF, slides and CSV tables: the same numbers, the same bytes, nothing hidden shown, nothing that runs."""

import csv
import io
import zipfile

import pytest
from pptx import Presentation

from cxtext.insight.results import Number
from cxtext.report import excel, pdf, slides, tables
from cxtext.report.language import language
from cxtext.report.words import leading, shown, words_for


def texts(deck: bytes) -> list[str]:
    """All text on the slides, cell by cell."""
    found = []
    for slide in Presentation(io.BytesIO(deck)).slides:
        for shape in slide.shapes:
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
            elif shape.has_text_frame:
                found.append(shape.text_frame.text)
    return found


def read_tables(content: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode(), newline="")))
            for name in archive.namelist()
        }


@pytest.mark.parametrize("module", [slides, tables, pdf])
def test_the_same_summary_gives_the_same_bytes(module, bare, monkeypatch):
    summary = bare["twenty comments"]  # few pages: laying them out takes a second each
    first = module.render(summary)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert module.render(summary) == first


def test_six_slides_each_with_a_title_and_the_numbers_of_the_report(summary):
    deck = slides.render(summary)
    made = Presentation(io.BytesIO(deck)).slides
    assert len(made) == 6
    assert all(slide.shapes.title.text for slide in made)
    words, said = words_for(summary, language()), texts(deck)
    for topic in shown(leading(summary))[:3]:
        assert topic.name in said
        assert words.whole(topic.share) in said


def test_charts_hold_the_shares_and_their_bounds(summary):
    made = Presentation(io.BytesIO(slides.render(summary))).slides
    charts = [shape.chart for shape in made[1].shapes if shape.has_chart]
    topics = [t for t in shown(leading(summary))[:8] if t.share.value is not None]
    assert list(charts[0].plots[0].series[0].values) == pytest.approx([t.share.value for t in topics])
    space = charts[0]._chartSpace
    highs = [float(v.text) for v in space.xpath(".//c:errBars/c:plus//c:v")]
    assert highs == pytest.approx([t.share.high - t.share.value for t in topics], abs=1e-5)


def test_summaries_that_lack_something_still_make_a_report(bare):
    for name, summary in bare.items():
        assert len(Presentation(io.BytesIO(slides.render(summary))).slides) == 6, name
        assert "method.csv" in read_tables(tables.render(summary)), name


def test_hostile_words_are_words(hostile):
    _, summary = hostile
    deck, content = slides.render(summary), read_tables(tables.render(summary))
    assert Presentation(io.BytesIO(deck)).slides
    assert b"<script" not in deck
    for rows in content.values():
        for row in rows:
            assert not any(cell[:1] in "=@\t\r" for cell in row.values() if cell)


def test_tables_hold_what_the_workbook_holds(summary):
    content = read_tables(tables.render(summary))
    sheets = {sheet.name: sheet for sheet in excel.sheets(summary, language())}
    assert set(content) == {f"{name.lower()}.csv" for name in sheets}
    themes = sheets["Themes"]
    assert [row["Theme"] for row in content["themes.csv"]] == [row[0] for row in themes.rows]
    for written, row in zip(content["themes.csv"], themes.rows, strict=True):
        assert written["Comments"] == ("" if row[1] is None else str(row[1]))
        share = float(written["Share"]) if written["Share"] else None
        assert share == (None if row[2] is None else pytest.approx(row[2], abs=1e-6))


def test_a_hidden_number_is_in_no_slide_and_no_table(summary):
    hidden = [t for t in leading(summary) if t.share.n is None]
    assert all(isinstance(t.share, Number) and t.share.value is None for t in hidden)
    rows = {row["Theme"]: row for row in read_tables(tables.render(summary))["themes.csv"]}
    for topic in hidden:
        assert rows[topic.name]["Comments"] == rows[topic.name]["Share"] == ""


def test_a_pdf_fetches_nothing(summary, monkeypatch):
    from cxtext.report import html

    monkeypatch.setattr(
        html, "render", lambda _: '<img src="https://example.com/a.png"><img src="file:///etc/hostname">x'
    )
    content = pdf.render(summary)
    assert content.startswith(b"%PDF-")
    assert b"/Image" not in content
