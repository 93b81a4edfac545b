"""Segments of customers: how far their answers differ, what each speaks of, and whether the division tells anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from cxtext.errors import InputError
from cxtext.insight.bands import banded
from cxtext.insight.cells import HIDDEN_BELOW, NUMBERS_FROM
from cxtext.insight.forecast import benjamini_hochberg_q
from cxtext.insight.groups import big_enough
from cxtext.insight.material import Material
from cxtext.insight.measures import Measure, backward, measure
from cxtext.insight.permutation import Explained, explained
from cxtext.insight.personas import Persona, belongs
from cxtext.insight.results import Kind, Number
from cxtext.insight.segment_topics import SegmentTopic, segment_topics

LEVELS = 20  # the biggest
FALSE_DISCOVERY_RATE = 0.10


@dataclass(frozen=True)
class Segment:
    """One segment or persona."""

    name: str
    traits: tuple[str, ...]  # of a persona
    comments: int  # at least 5
    number: Number  # the metric
    spread: float | None  # standard deviation of the answers within it; None: fewer than 30


@dataclass(frozen=True)
class Overlap:
    """Two personas with comments in common."""

    one: str
    other: str
    comments: int  # that belong to both; at least 5
    of_one: float  # share of the first's comments, 0 … 1
    of_other: float


@dataclass(frozen=True)
class Segments:
    """A division of the comments, and what it tells."""

    by: str
    metric: str
    kind: Kind
    segments: tuple[Segment, ...]  # most comments first
    hidden: int  # segments that are not shown, for privacy
    explained: Explained  # of the metric, by the division
    topics: tuple[SegmentTopic, ...]  # all that were tested, least q first
    overlaps: tuple[Overlap, ...]  # of personas, biggest first
    notes: tuple[str, ...]

    @property
    def telling(self) -> tuple[SegmentTopic, ...]:
        """The differences that are more than chance, all comparisons allowed for."""
        return tuple(topic for topic in self.topics if topic.q_value <= FALSE_DISCOVERY_RATE)


def segments(
    material: Material,
    *,
    by: str | None = None,
    personas: Sequence[Persona] = (),
    metric: str | None = None,
    kind: Kind = "theme",
    seed: int = 0,
) -> Segments:
    """The segments of a column, or personas.

    Args:
        material: the comments.
        by: source or a column of the user's; one of many numbers is cut into fifths.
        personas: instead of a column; a comment may belong to several.
        metric: as for `measures.measure`.
        kind: of the topics that are tested in each segment.
        seed: of the shuffles.

    Raises:
        OptionError: there is no such column, metric or query.
        InputError: no segment has 5 comments.
    """
    asked = measure(material, metric)
    if by is not None:
        levels = banded(material.levels(by, option="by"))
        groups = {str(name): levels == name for name in levels.unique().sort()}
    else:
        groups = belongs(material, personas)
        levels = _combinations(groups)
    shown, hidden = _shown(groups, divided=by is not None)
    if not shown:
        raise InputError(f"no segment of {by or 'the personas'} has {HIDDEN_BELOW} comments; take another column")
    traits = {one.name: one.traits for one in personas}
    told = explained(asked.values, levels, material.comments["who"], seed=seed)
    topics = segment_topics(material, shown, kind, whole=by is not None and len(groups) == len(shown))
    q_values = benjamini_hochberg_q(topics.p_values)
    return Segments(
        by=by or "persona",
        metric=asked.metric,
        kind=kind,
        segments=tuple(_segment(material, asked, name, on, traits.get(name, ())) for name, on in shown.items()),
        hidden=hidden,
        explained=told,
        topics=topics.ranked(q_values),
        overlaps=_overlaps(shown) if by is None else (),
        notes=(*_notes(told, asked.metric, by, hidden), *backward(material.scale, asked.metric)),
    )


def _combinations(groups: Mapping[str, pl.Series]) -> pl.Series:
    """Of each comment, the personas that it belongs to, as one text."""
    held = [
        pl.select(pl.when(on).then(pl.lit(f"{n} ")).otherwise(pl.lit(""))).to_series()
        for n, on in enumerate(groups.values())
    ]
    return pl.DataFrame([part.alias(str(n)) for n, part in enumerate(held)]).select(pl.concat_str(pl.all())).to_series()


def _shown(groups: Mapping[str, pl.Series], *, divided: bool) -> tuple[dict[str, pl.Series], int]:
    """The segments that may be shown, the biggest 20, and how many may not."""
    sizes = pl.DataFrame({"name": list(groups), "comments": [int(on.sum()) for on in groups.values()]})
    sizes = sizes.filter(pl.col("comments") > 0)
    kept = big_enough(sizes, ["name"], ["name"] if divided else [])
    kept = kept.filter(pl.col("comments") >= HIDDEN_BELOW).sort("comments", "name", descending=[True, False])
    return {name: groups[name] for name in kept["name"].head(LEVELS)}, len(sizes) - len(kept)


def _segment(material: Material, asked: Measure, name: str, on: pl.Series, traits: tuple[str, ...]) -> Segment:
    number = asked.number(on, material.comments["who"])
    within = asked.values.filter(on).drop_nulls()
    spread = float(within.std()) if len(within) >= NUMBERS_FROM else None  # type: ignore[arg-type]
    return Segment(name, traits, int(on.sum()), number, spread)


def _overlaps(groups: Mapping[str, pl.Series]) -> tuple[Overlap, ...]:
    found = []
    for one, other in combinations(groups, 2):
        both = int((groups[one] & groups[other]).sum())
        if both >= HIDDEN_BELOW:
            of_one, of_other = both / int(groups[one].sum()), both / int(groups[other].sum())
            found.append(Overlap(one, other, both, of_one, of_other))
    return tuple(sorted(found, key=lambda overlap: (-overlap.comments, overlap.one, overlap.other)))


def _notes(told: Explained, metric: str, by: str | None, hidden: int) -> tuple[str, ...]:
    notes = []
    what = by or "Belonging to these personas"
    if not told.telling:
        notes.append(
            f"{what} explains nothing of {metric}: a shuffled division does as well ({told.p_value:.0%} of shuffles). "
            "Do not plan by it."
        )
    if hidden:
        notes.append(
            f"{hidden} segments are not shown: fewer than five comments, or one could tell those from the rest."
        )
    return tuple(notes)
