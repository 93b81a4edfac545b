"""The tests of a change of every topic's share: against the period before, and against what was to be expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from cxtext.insight.calendar_periods import LEAST_FORECAST, Periods
from cxtext.insight.catalogue import Catalogue
from cxtext.insight.cells import HIDDEN_BELOW, NUMBERS_FROM
from cxtext.insight.change import FALSE_DISCOVERY_RATE, LEAST_COMMENTS, LEAST_EFFECT
from cxtext.insight.forecast import SEASON_FROM, Forecast, detectable, forecast, from_one_to_next
from cxtext.insight.intervals import Floats
from cxtext.insight.metrics import difference, share
from cxtext.insight.moments import Ints
from cxtext.insight.places import places
from cxtext.insight.results import Kind, Number
from cxtext.schema import OVERALL, REST

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
class Compared:
    """The topics of one set of comments in the last period, tested; arrays are of the tested topics alone."""

    names: tuple[str, ...]
    topics: int  # all there are, those too small to test among them
    counts: Floats  # (n_tested, n_periods)
    totals: Floats  # (n_periods,)
    previous: int  # the period that is compared with
    history: int  # periods that the forecast rests on; 0: no forecast
    season: bool
    told: Forecast  # of all topics
    tested: Ints  # places of the tested ones in it
    p_values: Floats  # (1 or 2, n_tested): of the forecast where there is one, and of the period before
    away: Floats  # likewise: by how much the share differs

    @property
    def references(self) -> tuple[str, ...]:
        """What was compared with, in the order of `p_values`."""
        return ("forecast", "period before")[0 if self.history else 1 :]


def compared(names: Sequence[str], counts: Floats, totals: Floats, unit: str) -> Compared:
    """Both comparisons of every topic that is big enough, now or by the forecast.

    Args:
        names: of the topics.
        counts: (n_topics, n_periods) comments of each in each period, the one under test last.
        totals: (n_periods,) all comments; the last period and one before it have at least 30.
        unit: of the periods.
    """
    enough = np.flatnonzero(totals[:-1] >= NUMBERS_FROM)
    previous, history = int(enough[-1]), len(enough) if len(enough) >= LEAST_FORECAST else 0
    season = unit == "month" and history >= SEASON_FROM
    past = np.where(totals[:-1] >= NUMBERS_FROM, totals[:-1], 0)
    told = forecast(np.where(past > 0, counts[:, :-1], 0), past, counts[:, -1], totals[-1], season=season)
    tested = np.flatnonzero(np.maximum(counts[:, -1], told.expected * totals[-1]) >= LEAST_COMMENTS)
    now, before = counts[:, -1], counts[:, previous]
    versus = from_one_to_next(now, totals[-1], before, totals[previous], told.dispersion, told.freedom)
    first = 0 if history else 1
    away = np.stack([now / totals[-1] - told.expected, now / totals[-1] - before / totals[previous]])
    return Compared(
        names=tuple(names[int(topic)] for topic in tested),
        topics=len(names),
        counts=counts[tested],
        totals=totals,
        previous=previous,
        history=history,
        season=season,
        told=told,
        tested=tested,
        p_values=np.stack([told.p_value, versus])[first:, tested],
        away=away[first:, tested],
    )


def topic_changes(
    found: Compared, q_values: Floats, *, tests: int, kind: Kind, catalogue: Catalogue
) -> tuple[TopicChange, ...]:
    """The tested topics with these q-values, (1 or 2, n_tested): changed ones first, the biggest change first."""
    hits = (q_values <= FALSE_DISCOVERY_RATE) & (np.abs(found.away) >= LEAST_EFFECT)
    smallest = detectable(found.told.error, alpha=FALSE_DISCOVERY_RATE / max(tests, 1))
    topics = [_topic(found, place, q_values, hits, smallest, kind, catalogue) for place in range(len(found.names))]
    return tuple(
        sorted(
            topics,
            key=lambda t: (
                t.direction == "steady",
                -abs((t.now.value or 0) - (t.expected or t.before.value or 0)),
                t.id,
            ),
        )
    )


def _topic(
    found: Compared, place: int, q_values: Floats, hits: np.ndarray, smallest: Floats, kind: Kind, catalogue: Catalogue
) -> TopicChange:
    counts, totals, told, topic = found.counts[place], found.totals, found.told, found.tested[place]
    against = tuple(name for name, hit in zip(found.references, hits[:, place], strict=True) if hit)
    sign = found.away[int(np.argmax(hits[:, place])), place] if against else 0.0
    past = counts[:-1].sum()
    direction: Direction = "steady" if not against else "falling" if sign < 0 else "rising"
    if direction == "rising" and past < HIDDEN_BELOW:
        direction = "new"
    current = share(int(counts[-1]), int(totals[-1]))
    last = share(int(counts[found.previous]), int(totals[found.previous]))
    visible = bool(found.history) and past >= HIDDEN_BELOW
    return TopicChange(
        id=found.names[place],
        name=catalogue.name(kind, found.names[place]),
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


def counted(found: Periods, mentions: pl.DataFrame, kind: Kind) -> tuple[list[str], Floats]:
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
