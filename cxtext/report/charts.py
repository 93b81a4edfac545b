"""Where the marks of a chart stand, in percent of its width and height; the templates draw them.

Drawn by ourselves and not by a chart library, so that marks take the page's colours (light, dark, print),
text stays text of the page's size on a phone, and no name of a theme is ever read as markup.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cxtext.insight import Number
from cxtext.insight.results import Point

STEPS = (1, 2, 5, 10)  # axis ticks are one of these times a power of ten


@dataclass(frozen=True)
class Axis:
    """A scale from `low` to `high` with ticks between, in the unit of the numbers."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def at(self, value: float | None) -> float:
        """Position in percent, 0 at the low end; values outside stand at the edge."""
        if value is None:
            return 0.0
        return round(100 * min(max((value - self.low) / (self.high - self.low), 0.0), 1.0), 2)


NET = Axis(-100, 100, (-100, 0, 100))


def axis(low: float, high: float, *, ticks: int = 4) -> Axis:
    """An axis with about that many round ticks, which ends at or beyond the values."""
    rough = max(high - low, 1e-9) / ticks
    power = 10 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in STEPS if factor * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    marks = tuple(round(index * step, 10) for index in range(first, max(last, first + 1) + 1))
    return Axis(marks[0], marks[-1], marks)


def share_axis(numbers: Sequence[Number]) -> Axis:
    """From zero to beyond the widest interval."""
    return axis(0.0, max((number.high or 0.0 for number in numbers), default=0.0) or 1.0)


def balance_axis(numbers: Sequence[Number]) -> Axis:
    """Zero in the middle, and as far to both sides as the widest interval."""
    most = max((abs(bound) for n in numbers for bound in (n.low, n.high) if bound is not None), default=0.0) or 1.0
    return axis(-most, most)


def trend_axis(numbers: Sequence[Number], *, zero: bool) -> Axis:
    """Holds all intervals; with `zero` it begins or ends no nearer than at zero."""
    bounds = [bound for number in numbers for bound in (number.low, number.high) if bound is not None]
    return axis(min([*bounds, *([0.0] if zero else [])], default=0), max([*bounds, 0.0], default=1), ticks=3)


@dataclass(frozen=True)
class Dot:
    """One point of a line: x and y in percent from the left and the top; None where it is hidden."""

    x: float
    y: float | None
    low: float | None
    high: float | None


def dots(numbers: Sequence[Number], scale: Axis) -> tuple[Dot, ...]:
    """The points of a line, evenly spaced from edge to edge."""
    last = max(len(numbers) - 1, 1)
    return tuple(
        Dot(round(100 * index / last, 2), None, None, None)
        if number.value is None
        else Dot(
            round(100 * index / last, 2),
            round(100 - scale.at(number.value), 2),
            round(100 - scale.at(number.low), 2),
            round(100 - scale.at(number.high), 2),
        )
        for index, number in enumerate(numbers)
    )


def runs(line: Sequence[Dot]) -> list[list[Dot]]:
    """The line cut where a point is hidden: nothing is drawn across a gap."""
    found: list[list[Dot]] = [[]]
    for dot in line:
        if dot.y is None:
            found.append([])
        else:
            found[-1].append(dot)
    return [run for run in found if run]


def path(run: Sequence[Dot]) -> str:
    """SVG path of a line."""
    return "M" + " L".join(f"{dot.x} {dot.y}" for dot in run)


def band(run: Sequence[Dot]) -> str:
    """SVG path of the area between the bounds."""
    upper = [f"{dot.x} {dot.high}" for dot in run]
    lower = [f"{dot.x} {dot.low}" for dot in reversed(run)]
    return "M" + " L".join([*upper, *lower]) + " Z"


def tick(value: float, unit: str) -> str:
    """The label of a tick: shares in percent, everything else as it is, with a real minus sign."""
    return f"{100 * value:g}%" if unit == "%" else f"{value:g}".replace("-", "−")


def tone(number: Number) -> str:
    """Which colour a net sentiment gets: a side only where the whole interval is on it."""
    if number.value is None or number.low is None or number.high is None:
        return "none"
    if number.high < 0:
        return "negative"
    return "positive" if number.low > 0 else "unclear"


def folded(points: Sequence[Point]) -> tuple[tuple[Point, Point], ...]:
    """The first and the last of each row of a table of periods: runs that say nothing for one reason are one row."""
    found: list[tuple[Point, Point]] = []
    for point in points:
        if found and _untold(point) is not None and _untold(found[-1][1]) == _untold(point):
            found[-1] = (found[-1][0], point)
        else:
            found.append((point, point))
    return tuple(found)


def _untold(point: Point) -> tuple[str, str] | None:
    """Why nothing of a period is told, not even how many comments it has; None where something is."""
    told = point.comments is not None or (point.share is not None and point.share.value is not None)
    return None if told else (point.share.reason if point.share else "", point.net.reason)


def heat(number: Number) -> str:
    """Which of five shades a cell of the heat table gets; they say how strong, not how sure."""
    if number.value is None:
        return "none"
    side = "negative" if number.value < 0 else "positive"
    return f"{side}-2" if abs(number.value) >= 40 else f"{side}-1" if abs(number.value) >= 10 else "even"
