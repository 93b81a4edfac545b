"""What changed in the last period in each segment, with one budget of false alarms for all of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from cxtext.errors import InputError
from cxtext.insight import trend
from cxtext.insight.bands import banded
from cxtext.insight.calendar_periods import Periods, periods
from cxtext.insight.cells import NUMBERS_FROM
from cxtext.insight.change import FALSE_DISCOVERY_RATE
from cxtext.insight.forecast import benjamini_hochberg_q
from cxtext.insight.material import Material
from cxtext.insight.results import Kind
from cxtext.insight.topic_changes import Compared, TopicChange, compared, counted, topic_changes


@dataclass(frozen=True)
class SegmentChange:
    """One topic in one segment."""

    segment: str
    topic: TopicChange  # shares are of the segment's comments


@dataclass(frozen=True)
class SegmentChanges:
    """What changed in the last period, by segment."""

    by: str
    kind: Kind
    unit: trend.Unit
    period: str
    before: str  # the period just before; a segment with too few comments in it is compared with an earlier one
    segments: tuple[str, ...]  # that have 30 comments in the last period and in one before
    topics: tuple[SegmentChange, ...]  # all that were tested; changed ones first
    tests: int  # comparisons that were corrected for: both of every topic in every segment
    budget: float  # the greatest chance of any false alarm in a quiet period
    notes: tuple[str, ...]

    @property
    def changed(self) -> tuple[SegmentChange, ...]:
        """The topics that changed."""
        return tuple(one for one in self.topics if one.topic.direction != "steady")


def segment_changes(
    material: Material, *, by: str, kind: Kind = "theme", unit: trend.Unit | None = None
) -> SegmentChanges:
    """Which topics rose, fell or are new in a segment; as `period_changes`, all tests corrected together.

    Args:
        material: the comments.
        by: source or a column of the user's; one of many numbers is cut into fifths.
        kind: of the topics.
        unit: week or month; whichever suits the span of the dates if not given.

    Raises:
        OptionError: there is no such column.
        InputError: no segment has two periods to compare.
    """
    levels = banded(material.levels(by, option="segment"))
    found = periods(material.comments.with_columns(levels.alias("segment")), unit)
    parts = _parts(found, material, kind) if found is not None else {}
    if found is None or not parts:
        raise InputError(
            f"no segment of {by} has two {unit or 'week'}s with {NUMBERS_FROM} dated comments each; take another "
            "column, or --unit month"
        )
    sizes = [part.p_values.size for part in parts.values()]
    # A topic is tested for having many comments now, which is half of being found: so those that had not, count too.
    tests = sum(len(part.p_values) * part.topics for part in parts.values())
    p_values = np.concatenate([*(part.p_values.ravel() for part in parts.values()), np.ones(tests - sum(sizes))])
    split = np.split(benjamini_hochberg_q(p_values)[: sum(sizes)], np.cumsum(sizes)[:-1])
    topics = [
        SegmentChange(name, topic)
        for (name, part), own in zip(parts.items(), split, strict=True)
        for topic in topic_changes(
            part, own.reshape(part.p_values.shape), tests=tests, kind=kind, catalogue=material.catalogue
        )
    ]
    labels = [trend.label(start, found.unit) for start in found.starts]
    return SegmentChanges(
        by=by,
        kind=kind,
        unit=found.unit,
        period=labels[-1],
        before=labels[-2],
        segments=tuple(parts),
        topics=tuple(sorted(topics, key=lambda one: (one.topic.direction == "steady", one.topic.q_value))),
        tests=tests,
        budget=FALSE_DISCOVERY_RATE,
        notes=_notes(found, parts),
    )


def _parts(found: Periods, material: Material, kind: Kind) -> dict[str, Compared]:
    """The comparisons of each segment that is big enough, the biggest first."""
    comments = found.comments
    sizes = comments["segment"].value_counts().sort(["count", "segment"], descending=[True, False])
    parts = {}
    for name in sizes["segment"]:
        own = comments.filter(pl.col("segment") == name)
        counts = dict(own["start"].value_counts().iter_rows())
        totals = tuple(int(counts.get(start, 0)) for start in found.starts)
        if totals[-1] >= NUMBERS_FROM and max(totals[:-1]) >= NUMBERS_FROM:
            periods_of = Periods(found.unit, found.starts, own, totals, found.days, found.skipped)
            names, series = counted(periods_of, material.mentions, kind)
            parts[str(name)] = compared(names, series, np.array(totals, dtype=np.float64), found.unit)
    return parts


def _notes(found: Periods, parts: dict[str, Compared]) -> tuple[str, ...]:
    notes = []
    if found.days is not None:
        notes.append(
            f"The data end on day {found.days} of the last {found.unit}, so only the first {found.days} days of every "
            f"{found.unit} are counted."
        )
    short = [name for name, part in parts.items() if not part.history]
    if short:
        notes.append(f"No forecast, only the {found.unit} before, for: {', '.join(short)}.")
    left_out = found.comments["segment"].n_unique() - len(parts)
    if left_out:
        notes.append(f"{left_out} segments have too few comments to compare.")
    return tuple(notes)
