"""Whether the headline metrics moved by more than chance from one period to the next."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from cxtext.insight import intervals
from cxtext.insight.answers import promotion
from cxtext.insight.cells import NUMBERS_FROM
from cxtext.insight.clustered import welch
from cxtext.insight.forecast import detectable
from cxtext.insight.intervals import Floats
from cxtext.insight.results import Scale

ALPHA = 0.05  # of each metric's one test


@dataclass(frozen=True)
class HeadlineChange:
    """One metric of all comments, this period and the one before."""

    metric: str
    now: float
    before: float
    difference: float
    low: float  # 95 % interval of the difference
    high: float
    detectable: float  # the smallest change that would be found 80 times of 100
    reliable: bool  # whether the change is as big as that
    n: int
    n_before: int


def headline_changes(now: pl.DataFrame, before: pl.DataFrame, scale: Scale | None) -> tuple[HeadlineChange, ...]:
    """Net sentiment, and NPS or the mean rating, of the comments of two periods with at least 30 each."""
    found = [_balance("net_sentiment", *(_signs(rows) for rows in (now, before)))]
    if scale is not None and (scale.low, scale.high, scale.best) == (0, 10, 10):
        found.append(_balance("nps", *(promotion(_scores(rows)) for rows in (now, before))))
    elif scale is not None:
        found.append(_mean(*(_scores(rows) for rows in (now, before))))
    return tuple(change for change in found if change is not None)


def _signs(rows: pl.DataFrame) -> Floats:
    signs = {"positive": 1.0, "negative": -1.0}
    return rows["sentiment"].replace_strict(signs, default=0.0, return_dtype=pl.Float64).to_numpy()


def _scores(rows: pl.DataFrame) -> Floats:
    return rows["rating"].drop_nulls().drop_nans().to_numpy()


def _balance(metric: str, now: Floats, before: Floats) -> HeadlineChange | None:
    if min(now.size, before.size) < NUMBERS_FROM:
        return None
    sides = [(float((a > 0).sum()), float((a < 0).sum()), float(a.size)) for a in (now, before)]
    low, high = intervals.nps_difference(*sides)
    return _headline_change(metric, 100 * now, 100 * before, 100 * low, 100 * high)


def _mean(now: Floats, before: Floats) -> HeadlineChange | None:
    """The difference of two means, by Welch's interval."""
    if min(now.size, before.size) < NUMBERS_FROM:
        return None
    low, high = welch(now, before)
    return _headline_change("mean_rating", now, before, low, high)


def _headline_change(metric: str, now: Floats, before: Floats, low: float, high: float) -> HeadlineChange:
    value = float(now.mean() - before.mean())
    smallest = float(detectable((high - low) / 2 / intervals.Z95, alpha=ALPHA))
    return HeadlineChange(
        metric,
        float(now.mean()),
        float(before.mean()),
        value,
        low,
        high,
        smallest,
        abs(value) >= smallest,
        now.size,
        before.size,
    )
