"""What changed in the last period: against the one before and against what all before led to expect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from cxtext.errors import InputError
from cxtext.insight import ratings, trend
from cxtext.insight.asked import AskedAbout, asked_about
from cxtext.insight.calendar_periods import LEAST_FORECAST, Periods, periods
from cxtext.insight.catalogue import Catalogue
from cxtext.insight.cells import NUMBERS_FROM
from cxtext.insight.change import FALSE_DISCOVERY_RATE
from cxtext.insight.forecast import benjamini_hochberg_q
from cxtext.insight.funnel import analysed
from cxtext.insight.headline import HeadlineChange, headline_changes
from cxtext.insight.intervals import Floats
from cxtext.insight.results import Kind, Scale
from cxtext.insight.topic_changes import Compared, TopicChange, compared, counted, topic_changes
from cxtext.schema import Labelled

LEAST_DISPERSION = 2  # periods from which it shows how much periods vary


@dataclass(frozen=True)
class PeriodChanges:
    """What changed in the last period."""

    kind: Kind
    unit: trend.Unit
    period: str  # label of the last period
    before: str
    start: date
    comments: int  # in the last period
    comments_before: int
    history: int  # periods that the forecast rests on; 0: no forecast
    season: bool
    days: int | None  # how many days of each period are compared; None: all
    headline: tuple[HeadlineChange, ...]
    topics: tuple[TopicChange, ...]  # all that were tested; changed ones first, biggest change first
    tests: int
    budget: float  # the greatest chance of any false alarm in a quiet period
    notes: tuple[str, ...]
    asked: tuple[AskedAbout, ...] = ()  # what was asked about, with or without a change

    @property
    def changed(self) -> tuple[TopicChange, ...]:
        """The topics that changed."""
        return tuple(topic for topic in self.topics if topic.direction != "steady")


def period_changes(
    labelled: Labelled,
    *,
    kind: Kind = "theme",
    unit: trend.Unit | None = None,
    scale: Scale | None = None,
    catalogue: Catalogue | None = None,
    asked: Sequence[str] = (),
    dedupe: bool = False,
) -> PeriodChanges:
    """Which topics rose, fell or are new in the last period with enough comments.

    Args:
        labelled: the tables.
        kind: of the topics.
        unit: week or month; whichever suits the span of the dates if not given.
        scale: of the ratings; told from them if not given.
        catalogue: names of the ids.
        asked: topics, by id or name, that get an answer in any case.
        dedupe: leave out copies of an earlier comment.

    Raises:
        InputError: there are not two periods to compare.
        OptionError: there is no such topic as one that was asked about.
    """
    comments, mentions = analysed(labelled, dedupe=dedupe)
    found = periods(comments, unit)
    if found is None:
        raise InputError(
            f"changes need two {unit or 'week'}s with {NUMBERS_FROM} dated comments each, and there are not; "
            "name the column of dates (--date), or --unit month"
        )
    names, counts = counted(found, mentions, kind)
    named = catalogue or Catalogue()
    tested, topics, tests = tested_topics(names, counts, found.totals, found.unit, kind, named)
    previous = tested.previous
    ends = scale or ratings.scale(labelled.comments)
    label = [trend.label(start, found.unit) for start in found.starts]
    return PeriodChanges(
        kind=kind,
        unit=found.unit,
        period=label[-1],
        before=label[previous],
        start=found.starts[-1],
        comments=found.totals[-1],
        comments_before=found.totals[previous],
        history=tested.history,
        season=tested.season,
        days=found.days,
        headline=headline_changes(*_sides(found, previous), ends),
        topics=topics,
        tests=tests,
        budget=FALSE_DISCOVERY_RATE,
        notes=_notes(found, previous, tested.history, ends),
        asked=asked_about(asked, names, topics, kind, named),
    )


def tested_topics(
    names: Sequence[str], counts: Floats, totals: Sequence[int], unit: trend.Unit, kind: Kind, catalogue: Catalogue
) -> tuple[Compared, tuple[TopicChange, ...], int]:
    """Every topic of a set of comments in the last period, and how many comparisons that takes.

    Arguments as of `topic_changes.compared`.
    """
    tested = compared(names, counts, np.array(totals, dtype=np.float64), unit)
    # A topic is tested for having many comments now, which is half of being found: so those that had not, count too.
    tests = len(tested.p_values) * tested.topics
    p_values = np.concatenate([tested.p_values.ravel(), np.ones(tests - tested.p_values.size)])
    q_values = benjamini_hochberg_q(p_values)[: tested.p_values.size].reshape(tested.p_values.shape)
    return tested, topic_changes(tested, q_values, tests=tests, kind=kind, catalogue=catalogue), tests


def _sides(found: Periods, previous: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The comments of the last period and of the one before."""
    now, before = (found.comments.filter(pl.col("start") == found.starts[place]) for place in (-1, previous))
    return now, before


def _notes(found: Periods, previous: int, history: int, scale: Scale | None) -> tuple[str, ...]:
    notes = []
    if found.days is not None:
        notes.append(
            f"The data end on day {found.days} of the last {found.unit}, so only the first {found.days} days of every "
            f"{found.unit} are counted."
        )
    if found.skipped:
        notes.append(f"Later {found.unit}s with fewer than {NUMBERS_FROM} comments, not compared: {found.skipped}.")
    if not history:
        notes.append(f"No forecast: fewer than {LEAST_FORECAST} {found.unit}s of history with {NUMBERS_FROM} comments.")
    if sum(n >= NUMBERS_FROM for n in found.totals[:-1]) < LEAST_DISPERSION:
        notes.append(
            f"One {found.unit} before says nothing of how much they vary: false alarms may be more than stated."
        )
    if previous != len(found.totals) - 2:
        notes.append(
            f"The {found.unit} just before has fewer than {NUMBERS_FROM} comments; an earlier one stands for it."
        )
    if scale is not None and scale.best == scale.low:
        notes.append(
            f"The scale of the ratings runs backwards: {scale.low:g} is best, so a lower mean is a better one."
        )
    return tuple(notes)
