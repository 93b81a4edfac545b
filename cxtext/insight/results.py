"""What a summary is made of: plain frozen data that any renderer can show.

A number that may not be shown is None here already, so that no renderer can leak it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from cxtext.insight.cells import Cell
from cxtext.insight.definitions import Definition

if TYPE_CHECKING:
    from cxtext.insight.drivers import Drivers
    from cxtext.insight.sections import Sections
    from cxtext.insight.since import Since

Kind = Literal["theme", "touchpoint", "department", "stage"]


@dataclass(frozen=True)
class Number:
    """One number with what is needed to read it.

    `low` and `high` bound its 95 % interval. `n` is how many distinct comments it rests on (of a share: its
    numerator, `of` being the denominator). Where `value` is None, `reason` says why.
    """

    metric: str  # a key of Summary.definitions
    value: float | None
    low: float | None
    high: float | None
    n: int | None  # None: fewer than 5
    of: int | None
    cell: Cell
    reason: str = ""


@dataclass(frozen=True)
class Quote:
    """Words of a customer: a substring of the comment's masked text."""

    text: str
    cut: bool  # True: the mention goes on after `text`
    comment_id: str
    kind: Literal[
        "typical", "negative", "positive", "strongest", "diverse", "random", "delight", "recovery"
    ]  # what it was chosen for
    sentiment: str
    date: date | None
    rating: float | None
    source: str
    language: str
    topic: str  # name of the theme, touchpoint or department it was chosen for


@dataclass(frozen=True)
class Link:
    """The touchpoint, stage or theme that most mentions of a topic belong to; of departments, the owner."""

    kind: Kind
    id: str
    name: str
    share: Number  # share_of_mentions; of an owner share_of_blame, or share_of_placed where hardly any comment blames


@dataclass(frozen=True)
class Point:
    """One period of a trend. `share` is None for the trend of all comments."""

    start: date
    label: str
    comments: int | None  # None: fewer than 5
    share: Number | None
    net: Number


@dataclass(frozen=True)
class Part:
    """A subtheme: a part of a theme that has words of its own."""

    name: str
    share: Number  # share_of_theme: of the theme's comments, those that speak of it
    net: Number  # of these comments, by what they say of it


@dataclass(frozen=True)
class Topic:
    """A theme, touchpoint or department, and all that is known about it."""

    kind: Kind
    id: str
    name: str
    description: str
    keywords: tuple[str, ...]
    share: Number
    net: Number
    sentiment: tuple[tuple[str, Number], ...]  # in the order of schema.SENTIMENTS
    blamed: Number  # blamed_share: of its comments, those that are negative about it or praise and blame it in one
    rating: Number | None  # None: the input has no ratings
    links: tuple[Link, ...]
    trend: tuple[Point, ...]  # empty: no trend
    quotes: tuple[Quote, ...]
    parts: tuple[Part, ...] = ()  # of a theme, most comments first

    def link(self, kind: Kind) -> Link | None:
        """The link of that kind, where there is one."""
        return next((link for link in self.links if link.kind == kind), None)


@dataclass(frozen=True)
class Change:
    """A topic whose share in the last period differs from before by more than chance explains."""

    id: str
    name: str
    before: Number  # share_of_comments
    after: Number
    difference: Number  # change_in_share
    against: str  # what `before` is: "the months before", the label of a period, "the last report"


@dataclass(frozen=True)
class Trend:
    """All comments by period, and what changed in the last one that has enough of them."""

    unit: Literal["week", "month"]
    points: tuple[Point, ...]  # oldest first
    changes: tuple[Change, ...]  # biggest first
    tested: int  # how many themes were tested for a change
    compared: str  # label of the period that the changes are of


@dataclass(frozen=True)
class Scale:
    """The scale of the ratings, as far as the ratings show it."""

    low: float
    high: float
    best: float  # `low` where low ratings go with positive texts, else `high`

    @classmethod
    def read(cls, written: str) -> Scale | None:
        """The scale of "WORST:BEST"; None where that is not two different numbers."""
        try:
            worst, best = (float(number) for number in written.split(":"))
        except ValueError:
            return None
        return cls(min(worst, best), max(worst, best), best) if 0 < abs(worst - best) < float("inf") else None

    @property
    def written(self) -> str:
        """As "WORST:BEST"."""
        return f"{self.low + self.high - self.best:g}:{self.best:g}"


@dataclass(frozen=True)
class Headline:
    """The numbers of all comments together."""

    net: Number
    sentiment: tuple[tuple[str, Number], ...]
    scale: Scale | None  # None: no ratings, as are the next three
    rating: Number | None
    top_box: Number | None
    ratings: tuple[tuple[float, Number], ...]  # from the lowest value to the highest
    rating_without: Number | None = None  # mean without those that may be codes; None: there are none such


@dataclass(frozen=True)
class Funnel:
    """How many records came in and where they went.

    read = sum of rejected + sum of set_aside + analysed; analysed = with_theme + without_theme.
    These are counts of records, not of people's answers, so small ones are shown.
    """

    read: int
    rejected: tuple[tuple[str, int], ...]  # reason, records; most first
    set_aside: tuple[tuple[str, int], ...]  # flag, comments; each comment under its first flag
    analysed: int  # comments with content: the denominator of shares
    with_theme: int  # with a theme other than schema.REST
    without_theme: int
    mentions: int  # of the analysed comments; 0 where only comments were labelled
    truncated: int
    duplicates: int  # analysed comments whose text, or nearly so, stood in an earlier row; they count like all others
    rating_contradicts: int


@dataclass(frozen=True)
class JourneyCell:
    """Comments about one touchpoint at one stage."""

    touchpoint: str
    stage: str
    net: Number


@dataclass(frozen=True)
class Journey:
    """Touchpoints by stages; a pair that is absent from `cells` was never mentioned or is hidden."""

    stages: tuple[tuple[str, str], ...]  # id, name; in journey order
    touchpoints: tuple[tuple[str, str], ...]  # id, name; by the stage where they are mentioned most
    cells: tuple[JourneyCell, ...]


@dataclass(frozen=True)
class Note:
    """Something that a reader must know to read the numbers rightly."""

    id: str
    text: str  # in English
    values: Mapping[str, str | int | float]  # what stands in it; `case` tells apart notes of one id


@dataclass(frozen=True)
class Summary:
    """All that a report shows, with no clock and no path in it."""

    title: str
    origin: str  # the input's name
    first_date: date | None
    last_date: date | None
    funnel: Funnel
    headline: Headline
    themes: tuple[Topic, ...]  # most comments first
    touchpoints: tuple[Topic, ...]
    departments: tuple[Topic, ...]
    journey: Journey
    trend: Trend | None
    highlights: tuple[Quote, ...]  # a few for page one
    notes: tuple[Note, ...]
    definitions: dict[str, Definition]
    drivers: Drivers | None = None  # None: no ratings, or too few for it
    since: Since | None = None  # None: no earlier report to compare with
    sections: Sections | None = None  # what stands beside; None in a summary that nothing was added to
