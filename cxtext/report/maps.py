"""Where bubbles and the blocks of the hierarchy stand, in percent; the templates draw them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cxtext.insight import Number, Summary, Topic
from cxtext.report.charts import Axis, axis, share_axis
from cxtext.report.treemap import Rectangle, squarified
from cxtext.report.words import leading, shown
from cxtext.schema import OVERALL, REST

WIDEST, NARROWEST = 4.2, 1.5  # rem, of a bubble; the narrowest still holds its number and a fingertip (WCAG 2.5.8)
WIDE, HIGH = 65.0, 38.0  # rem, of the hierarchy on a desk
HEADING = 1.5  # rem, of a theme's name
LABEL = (3.5, 1.2)  # rem, that a short text needs


@dataclass(frozen=True)
class Bubble:
    """A topic by how many speak of it and what goes with that; the area is how many blame it."""

    rank: int
    topic: Topic
    impact: Number  # contribution, or net sentiment where the score's drivers are not known
    blamed: int  # comments that blame it
    x: float
    y: float
    size: float  # rem


@dataclass(frozen=True)
class Bubbles:
    """The chart of share and impact."""

    by: str  # contribution or net_sentiment
    across: Axis
    up: Axis
    bubbles: tuple[Bubble, ...]  # in the order of their ranks
    left_out: int  # topics whose impact is not known

    @property
    def drawn(self) -> tuple[Bubble, ...]:
        """The biggest first, so that no small one is covered."""
        return tuple(sorted(self.bubbles, key=lambda bubble: (-bubble.size, bubble.rank)))


@dataclass(frozen=True)
class Block:
    """A rectangle of the hierarchy, in percent of the chart's width and height."""

    name: str
    net: Number
    x: float
    y: float
    wide: float
    high: float
    labelled: bool  # there is room for a line of text


@dataclass(frozen=True)
class Branch:
    """A theme with the blocks of its parts in it."""

    topic: Topic
    block: Block
    parts: tuple[Block, ...]


def bubbles(summary: Summary) -> Bubbles | None:
    """The topics by share and impact; None where fewer than two can be shown."""
    topics = [topic for topic in shown(leading(summary)) if topic.id not in (REST, OVERALL)]
    by, impacts = _impacts(summary, topics)
    known = [topic for topic in topics if topic.share.value is not None and topic.id in impacts]
    if len(known) < 2:
        return None
    blamed = [topic.blamed.n or 0 for topic in known]
    across = share_axis([topic.share for topic in known])
    up = _around([impacts[topic.id] for topic in known])
    most = max(blamed) or 1
    found = [
        Bubble(
            rank=rank,
            topic=topic,
            impact=impacts[topic.id],
            blamed=n,
            x=across.at(topic.share.value),
            y=round(100 - up.at(impacts[topic.id].value), 2),
            size=round(max(WIDEST * math.sqrt(n / most), NARROWEST), 2),
        )
        for rank, (topic, n) in enumerate(zip(known, blamed, strict=True), 1)
    ]
    return Bubbles(by, across, up, tuple(found), len(topics) - len(known))


def _impacts(summary: Summary, topics: Sequence[Topic]) -> tuple[str, dict[str, Number]]:
    """Of each topic its contribution to the score where at least two are known, else its net sentiment."""
    if summary.drivers is not None:
        found = {key: driver.total for driver in summary.drivers.drivers for key in driver.ids[:1]}
        known = {topic.id: found[topic.id] for topic in topics if topic.id in found}
        if sum(number.value is not None for number in known.values()) >= 2:
            return "contribution", {key: number for key, number in known.items() if number.value is not None}
    return "net_sentiment", {topic.id: topic.net for topic in topics if topic.net.value is not None}


def _around(numbers: Sequence[Number]) -> Axis:
    """An axis that holds all values and zero."""
    values = [0.0, *(number.value for number in numbers if number.value is not None)]
    return axis(min(values), max(values))


def hierarchy(summary: Summary) -> tuple[Branch, ...]:
    """The themes as blocks, their parts in them; areas go by comments. Empty where no theme has parts."""
    themes = [theme for theme in shown(summary.themes) if theme.id not in (REST, OVERALL)]
    if not any(theme.parts for theme in themes):
        return ()
    places = squarified([theme.share.n or 0 for theme in themes], Rectangle(0.0, 0.0, WIDE, HIGH))
    return tuple(_branch(theme, place) for theme, place in zip(themes, places, strict=True))


def _branch(theme: Topic, place: Rectangle) -> Branch:
    """The theme's block, under whose heading the parts share what is left."""
    head = min(HEADING, place.high / 2)
    below = Rectangle(place.x, place.y + head, place.wide, place.high - head)
    places = squarified([part.share.n or 0 for part in theme.parts], below)
    parts = (_block(part.name, part.net, where) for part, where in zip(theme.parts, places, strict=True))
    return Branch(theme, _block(theme.name, theme.net, place), tuple(parts))


def _block(name: str, net: Number, place: Rectangle) -> Block:
    across, down = 100 / WIDE, 100 / HIGH
    room = place.wide >= LABEL[0] and place.high >= LABEL[1]
    x, y, wide, high = place.x * across, place.y * down, place.wide * across, place.high * down
    return Block(name, net, round(x, 2), round(y, 2), round(wide, 2), round(high, 2), room)
