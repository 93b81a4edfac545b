"""Slides by python-pptx: titles, lines, figures, bars with whiskers, a trend, tables, quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.text import PP_ALIGN
from pptx.util import Inches, Pt

WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.6  # inches; 16 : 9
TOP, BELOW = 1.5, 5.0  # where the content begins, and what stands under a chart
INK, SOFT, BARS, LINE, SHADE, PAPER = "1F1D1A", "5D5850", "1D7A68", "1D7A68", "E3DFD5", "FFFFFF"
FONT = "Calibri"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"


@dataclass(frozen=True)
class Bar:
    """A bar and the bounds of its whisker, 0 … 1; None where it is hidden."""

    name: str
    value: float | None
    low: float | None
    high: float | None


class Deck:
    """A presentation under way. Customers' words go in as text runs, which hold no markup."""

    def __init__(self, title: str) -> None:
        self.file: Any = Presentation()
        self.file.slide_width, self.file.slide_height = Inches(WIDTH), Inches(HEIGHT)
        self.file.core_properties.title = title[:255]
        self.file.core_properties.author = ""

    def slide(self, title: str, subtitle: str = "") -> Any:
        """A new slide with its title, which screen readers find as such."""
        slide = self.file.slides.add_slide(self.file.slide_layouts[5])
        head = slide.shapes.title
        head.left, head.top, head.width, head.height = _place(MARGIN, 0.35, WIDTH - 2 * MARGIN, 0.7)
        _write(head.text_frame, [title], size=28, bold=True)
        head.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        if subtitle:
            box = slide.shapes.add_textbox(*_place(MARGIN, 1.0, WIDTH - 2 * MARGIN, 0.4))
            _write(box.text_frame, [subtitle], size=14, colour=SOFT)
        return slide

    def lines(self, slide: Any, lines: Sequence[str], *, size: int = 18, top: float = TOP) -> None:
        """Lines of text, one paragraph each."""
        box = slide.shapes.add_textbox(*_place(MARGIN, top, WIDTH - 2 * MARGIN, HEIGHT - top - MARGIN))
        _write(box.text_frame, lines, size=size, space=size * 0.5)

    def figures(self, slide: Any, figures: Sequence[tuple[str, str, str]]) -> None:
        """Big numbers side by side: name, value, interval."""
        wide = (WIDTH - 2 * MARGIN) / max(len(figures), 1)
        for i, (name, value, interval) in enumerate(figures):
            box = slide.shapes.add_textbox(*_place(MARGIN + i * wide, BELOW, wide, 1.8))
            _write(box.text_frame, [name], size=14, colour=SOFT)
            _add(box.text_frame, value, size=40, bold=True)
            _add(box.text_frame, interval, size=14, colour=SOFT)

    def bars(self, slide: Any, name: str, bars: Sequence[Bar]) -> None:
        """A bar chart on the left half, the first bar on top, each with the whisker of its interval."""
        known = [bar for bar in bars if bar.value is not None]
        if not known:
            return
        data = CategoryChartData(number_format="0%")
        data.categories = [bar.name for bar in known]
        data.add_series(name, [bar.value for bar in known])
        chart = _chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, (MARGIN, TOP, 5.3, HEIGHT - TOP - MARGIN))
        chart.category_axis.reverse_order = True
        chart.has_title = False
        chart.value_axis.minimum_scale, chart.value_axis.visible = 0, False  # the table beside it has the numbers
        chart.plots[0].gap_width = 60
        series = chart.plots[0].series[0]
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(BARS)
        _whiskers(series, known)

    def trend(self, slide: Any, name: str, points: Sequence[tuple[str, float | None]]) -> None:
        """A line over periods; a gap where a number is hidden."""
        data = CategoryChartData(number_format="0")
        data.categories = [label for label, _ in points]
        data.add_series(name, [value for _, value in points])
        chart = _chart(slide, XL_CHART_TYPE.LINE, data, (MARGIN, TOP, WIDTH - 2 * MARGIN, BELOW - TOP - 0.2))
        chart.has_title = True
        chart.chart_title.text_frame.text = name
        chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(12)
        line = chart.plots[0].series[0]
        line.smooth = False
        line.format.line.color.rgb = RGBColor.from_string(LINE)

    def table(self, slide: Any, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table on the right half, or below a trend where it stands there."""
        wide = any(shape.has_chart and shape.width > Inches(WIDTH / 2) for shape in slide.shapes)
        place = (MARGIN, BELOW, WIDTH - 2 * MARGIN, 0.3) if wide else (6.1, TOP, WIDTH - MARGIN - 6.1, 0.3)
        table = slide.shapes.add_table(len(rows) + 1, len(heads), *_place(*place)).table
        for y, row in enumerate([heads, *rows]):
            for x, text in enumerate(row):
                cell = table.cell(y, x)
                cell.fill.solid()
                cell.fill.fore_color.rgb = RGBColor.from_string(SHADE if y == 0 else PAPER)
                _write(cell.text_frame, [text], size=11, bold=y == 0)

    def quotes(self, slide: Any, quotes: Sequence[tuple[str, str]]) -> None:
        """Quotes in two columns, each with what is known of it."""
        wide, high = (WIDTH - 3 * MARGIN) / 2, (HEIGHT - TOP - MARGIN) / max((len(quotes) + 1) // 2, 1)
        for i, (text, about) in enumerate(quotes):
            box = slide.shapes.add_textbox(
                *_place(MARGIN + (i % 2) * (wide + MARGIN), TOP + (i // 2) * high, wide, high - 0.2)
            )
            _write(box.text_frame, [text], size=16)
            _add(box.text_frame, about, size=11, colour=SOFT)


def _place(left: float, top: float, width: float, height: float) -> tuple[Any, ...]:
    return Inches(left), Inches(top), Inches(width), Inches(height)


def _write(
    frame: Any, lines: Sequence[str], *, size: int, bold: bool = False, colour: str = INK, space: float = 0
) -> None:
    frame.word_wrap = True
    for i, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        _run(paragraph, line, size=size, bold=bold, colour=colour)
        paragraph.space_after = Pt(space)


def _add(frame: Any, line: str, *, size: int, bold: bool = False, colour: str = INK) -> None:
    _run(frame.add_paragraph(), line, size=size, bold=bold, colour=colour)


def _run(paragraph: Any, text: str, *, size: int, bold: bool, colour: str) -> None:
    run = paragraph.add_run()
    run.text = _sayable(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
    run.font.color.rgb = RGBColor.from_string(colour)


def _sayable(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return "".join(c if c.isprintable() else " " for c in text.encode("utf-8", "replace").decode())


def _chart(slide: Any, kind: Any, data: Any, place: tuple[float, float, float, float]) -> Any:
    chart = slide.shapes.add_chart(kind, *_place(*place), data).chart
    chart.has_legend = False
    chart.font.size, chart.font.name = Pt(11), FONT
    chart.value_axis.has_major_gridlines = False
    return chart


def _whiskers(series: Any, bars: Sequence[Bar]) -> None:
    """Error bars of each bar's own bounds, which python-pptx has no call for."""
    if any(bar.value is None or bar.low is None or bar.high is None for bar in bars):
        return
    up = [(bar.high or 0) - (bar.value or 0) for bar in bars]
    down = [(bar.value or 0) - (bar.low or 0) for bar in bars]
    element = etree.Element(f"{{{_C}}}errBars")
    for name, said in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        etree.SubElement(element, f"{{{_C}}}{name}", val=said)
    for name, values in (("plus", up), ("minus", down)):
        numbers = etree.SubElement(etree.SubElement(element, f"{{{_C}}}{name}"), f"{{{_C}}}numLit")
        etree.SubElement(numbers, f"{{{_C}}}formatCode").text = "General"
        etree.SubElement(numbers, f"{{{_C}}}ptCount", val=str(len(values)))
        for i, value in enumerate(values):
            point = etree.SubElement(numbers, f"{{{_C}}}pt", idx=str(i))
            etree.SubElement(point, f"{{{_C}}}v").text = f"{value:.6f}"
    series._element.find(f"{{{_C}}}cat").addprevious(element)
