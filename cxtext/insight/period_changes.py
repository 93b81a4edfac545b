"""What changed in the last period: against the one before and against what all before led to expect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import polars as pl

from cxtext.errors import InputError
from cxtext.insight import ratings, trend
from cxtext.insight.calendar_periods import LEAST_FORECAST, Periods, periods
from cxtext.insight.catalogue import Catalogue
from cxtext.insight.cells import HIDDEN_BELOW, NUMBERS_FROM
from cxtext.insight.change import FALSE_DISCOVERY_RATE, LEAST_COMMENTS, LEAST_EFFECT
from cxtext.insight.forecast import SEASON_FROM, Forecast, benjamini_hochberg_q, detectable, forecast, from_one_to_next
from cxtext.insight.funnel import analysed
from cxtext.insight.headline import HeadlineChange, headline_changes
from cxtext.insight.intervals import Floats
from cxtext.insight.metrics import difference, share
from cxtext.insight.moments import Ints
from cxtext.insight.places import places
from cxtext.insight.results import Kind, Number, Scale
from cxtext.schema import OVERALL, REST, Labelled

LEAST_DISPERSION = 2  # periods from which it shows how much periods vary

Direction = Literal["rising", "falling", "new", "steady"]


@dataclass(frozen=True)
class TopicChange:
    """One topic in the last period."""

    id: str
    name: str
    direction: Direction
    against: tuple[str, ...]  # what it differs from: "forecast", "period before"
    now: Number  # share_of_comments
    before: Number  # in the period before
    versus_before: Number  # change_in_share
    expected: float | None  # share; None: no forecast, or fewer than 5 comments
    expected_low: float | None  # 95 % of quiet periods lie between these
    expected_high: float | None
    q_value: float  # the lesser of the two comparisons', Benjamini and Hochberg over all that were made
    detectable: float  # share: the smallest change that would be found 80 times of 100


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
    dedupe: bool = False,
) -> PeriodChanges:
    """Which topics rose, fell or are new in the last period with enough comments.

    Args:
        labelled: the tables.
        kind: of the topics.
        unit: week or month; whichever suits the span of the dates if not given.
        scale: of the ratings; told from them if not given.
        catalogue: names of the ids.
        dedupe: leave out copies of an earlier comment.

    Raises:
        InputError: there are not two periods to compare.
    """
    comments, mentions = analysed(labelled, dedupe=dedupe)
    found = periods(comments, unit)
    if found is None:
        raise InputError(
            f"changes need two {unit or 'week'}s with {NUMBERS_FROM} dated comments each, and there are not; "
            "name the column of dates (--date), or --unit month"
        )
    totals = np.array(found.totals, dtype=np.float64)
    previous = max(place for place, n in enumerate(found.totals[:-1]) if n >= NUMBERS_FROM)
    names, counts = _series(found, mentions, kind)
    enough = np.flatnonzero(totals[:-1] >= NUMBERS_FROM)
    history = len(enough) if len(enough) >= LEAST_FORECAST else 0
    season = found.unit == "month" and history >= SEASON_FROM
    past = np.where(totals[:-1] >= NUMBERS_FROM, totals[:-1], 0)
    told = forecast(np.where(past > 0, counts[:, :-1], 0), past, counts[:, -1], totals[-1], season=season)
    tested = _tested(told, counts, totals)
    topics, tests = _topics(
        told, names, counts, totals, previous, tested, bool(history), kind, catalogue or Catalogue()
    )
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
        history=history,
        season=season,
        days=found.days,
        headline=headline_changes(*_sides(found, previous), ends),
        topics=topics,
        tests=tests,
        budget=FALSE_DISCOVERY_RATE,
        notes=_notes(found, previous, history, ends),
    )


def _series(found: Periods, mentions: pl.DataFrame, kind: Kind) -> tuple[list[str], Floats]:
    """Names, and (n_topics, n_periods) comments of each in each period."""
    said = mentions.join(found.comments, on="comment_id", how="semi")
    where = places(found.comments, said, kind) if len(mentions) else places(found.comments, mentions, kind)
    dated = where.filter(~pl.col("place").is_in([REST, OVERALL])).join(
        found.comments.select("comment_id", "start"), on="comment_id"
    )
    names = dated["place"].unique().sort().to_list()
    rows, columns = {name: i for i, name in enumerate(names)}, {start: i for i, start in enumerate(found.starts)}
    counts = np.zeros((len(names), len(columns)))
    for place, start, n in dated.group_by("place", "start").agg(pl.len()).iter_rows():
        counts[rows[place], columns[start]] = n
    return names, counts


def _sides(found: Periods, previous: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The comments of the last period and of the one before."""
    now, before = (found.comments.filter(pl.col("start") == found.starts[place]) for place in (-1, previous))
    return now, before


def _tested(told: Forecast, counts: Floats, totals: Floats) -> Ints:
    """Which topics are big enough, now or by the forecast."""
    return np.flatnonzero(np.maximum(counts[:, -1], told.expected * totals[-1]) >= LEAST_COMMENTS)


def _topics(
    told: Forecast,
    names: Sequence[str],
    counts: Floats,
    totals: Floats,
    previous: int,
    tested: Ints,
    forecasted: bool,
    kind: Kind,
    catalogue: Catalogue,
) -> tuple[tuple[TopicChange, ...], int]:
    now, before = counts[:, -1], counts[:, previous]
    versus = from_one_to_next(now, totals[-1], before, totals[previous], told.dispersion, told.freedom)
    p_values = np.stack([told.p_value[tested], versus[tested]])[0 if forecasted else 1 :]
    q_values = benjamini_hochberg_q(p_values.ravel()).reshape(p_values.shape)
    away = np.stack([now / totals[-1] - told.expected, now / totals[-1] - before / totals[previous]])[:, tested]
    away = away[0 if forecasted else 1 :]
    hits = (q_values <= FALSE_DISCOVERY_RATE) & (np.abs(away) >= LEAST_EFFECT)
    references = ("forecast", "period before")[0 if forecasted else 1 :]
    alpha = FALSE_DISCOVERY_RATE / max(p_values.size, 1)
    smallest = detectable(told.error, alpha=alpha)
    topics = []
    for place, topic in enumerate(tested):
        against = tuple(name for name, hit in zip(references, hits[:, place], strict=True) if hit)
        sign = away[int(np.argmax(hits[:, place])), place] if against else 0.0
        past = counts[topic, :-1].sum()
        direction: Direction = "steady" if not against else "falling" if sign < 0 else "rising"
        if direction == "rising" and past < HIDDEN_BELOW:
            direction = "new"
        current, last = share(int(now[topic]), int(totals[-1])), share(int(before[topic]), int(totals[previous]))
        visible = forecasted and past >= HIDDEN_BELOW
        topics.append(
            TopicChange(
                id=names[topic],
                name=catalogue.name(kind, names[topic]),
                direction=direction,
                against=against,
                now=current,
                before=last,
                versus_before=difference(current, last),
                expected=float(told.expected[topic]) if visible else None,
                expected_low=float(told.low[topic]) if visible else None,
                expected_high=float(told.high[topic]) if visible else None,
                q_value=float(q_values[:, place].min()),
                detectable=float(smallest[topic]),
            )
        )
    ranked = sorted(
        topics,
        key=lambda t: (t.direction == "steady", -abs((t.now.value or 0) - (t.expected or t.before.value or 0)), t.id),
    )
    return tuple(ranked), int(p_values.size)


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
