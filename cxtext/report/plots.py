"""Numbers with their intervals as a drawing for a notebook; no chart library is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from cxtext.report.charts import axis, tick

WIDTH, LEFT, RIGHT = 760, 270, 24  # pixels: of the drawing, of the names, of the margin
ROW, TOP, BOTTOM = 24, 44, 30
LONGEST = 40  # characters of a name
INK, LINE, FAINT, BESIDE = "#1b1f24", "#0b6bcb", "#d0d7de", "#b35900"


@dataclass(frozen=True)
class Interval:
    """One line of the drawing."""

    name: str
    value: float
    low: float
    high: float
    beside: float | None = None  # another number to compare with, drawn as a ring


@dataclass(frozen=True)
class Drawing:
    """An SVG picture, which notebooks show."""

    svg: str = field(repr=False)

    def _repr_svg_(self) -> str:
        return self.svg


def intervals(
    rows: Sequence[Interval], *, title: str, unit: str = "", mark: float | None = None, beside: str = ""
) -> Drawing:
    """Dots with their intervals, one line a name.

    Args:
        rows: from top to bottom.
        title: what is shown; also read out by a screen reader.
        unit: "%" shows shares in percent; else numbers as they are.
        mark: where a vertical line stands, such as at zero.
        beside: what the rings are.

    Raises:
        ValueError: there is nothing to draw.
    """
    if not rows:
        raise ValueError("there is nothing to draw")
    values = [v for row in rows for v in (row.low, row.high, row.beside, mark) if v is not None]
    scale = axis(min(values), max(values))
    height = TOP + ROW * len(rows) + BOTTOM

    def x(value: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * scale.at(value) / 100, 1)

    shapes = [f'<text x="10" y="20" font-weight="600">{escape(title)}</text>']
    if beside:
        shapes.append(f'<text x="10" y="36" fill="{BESIDE}">○ {escape(beside)}</text>')
    for value in scale.ticks:
        shapes.append(_line(x(value), TOP - 4, x(value), height - BOTTOM, FAINT))
        shapes.append(f'<text x="{x(value)}" y="{height - 10}" text-anchor="middle">{tick(value, unit)}</text>')
    if mark is not None:
        shapes.append(_line(x(mark), TOP - 4, x(mark), height - BOTTOM, INK))
    for number, row in enumerate(rows):
        y = TOP + ROW * number + ROW / 2
        name = row.name if len(row.name) <= LONGEST else f"{row.name[: LONGEST - 1]}…"
        shapes.append(f'<text x="{LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(name)}</text>')
        shapes.append(_line(x(row.low), y, x(row.high), y, LINE, 2))
        shapes.append(f'<circle cx="{x(row.value)}" cy="{y}" r="4.5" fill="{LINE}"/>')
        if row.beside is not None:
            ring = f'fill="none" stroke="{BESIDE}" stroke-width="2"'
            shapes.append(f'<circle cx="{x(row.beside)}" cy="{y}" r="4.5" {ring}/>')
    return Drawing(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{escape(title)}" font-family="sans-serif" font-size="13" fill="{INK}">'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>{"".join(shapes)}</svg>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: int = 1) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="{width}"/>'
