"""What a period should have brought, told from the periods before it, for many topics at once.

Counts of comments are overdispersed binomial: what makes customers write comes in waves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from scipy import stats

from cxtext.insight.intervals import LEVEL, Floats
from cxtext.insight.moments import Ints

SHARED_FREEDOM = 20  # how many periods the dispersion of all topics together counts for, beside a topic's own
YEAR = 12  # months
SEASON_FROM = 2 * YEAR  # months of history from which a yearly wave is told from chance
FROM_COUNTS = 5.0  # expected comments from which a share is near enough to normal (Cochran 1954)
POWER = 0.80


@dataclass(frozen=True)
class Forecast:
    """Of each topic, in the period under test; arrays (n_topics,)."""

    expected: Floats  # share, 0 … 1
    low: Floats  # 95 % of periods lie between these shares where nothing changes
    high: Floats
    p_value: Floats  # two-sided, of the count under test
    dispersion: Floats  # at least 1: variance over the binomial's
    error: Floats  # standard error of observed minus expected share
    freedom: float


def forecast(counts: Floats, totals: Floats, now: Floats, total: float, *, season: bool = False) -> Forecast:
    """What to expect of `total` comments after a history, and how odd `now` is.

    A quasi-binomial model with a constant share, or one that swings once a year; dispersions are drawn towards that of
    all topics (as Smyth 2004, Stat. Appl. Genet. Mol. Biol. 3, 3, does for variances); the prediction is
    beta-binomial, so that a small count has no impossible values.

    Args:
        counts: (n_topics, n_periods) comments of each topic, oldest first; periods follow one another.
        totals: (n_periods,) all comments; a period without any is a gap.
        now: (n_topics,) the counts under test.
        total: all comments of the period under test.
        season: allow for a yearly wave; the periods are months, the one under test is next.
    """
    design = _design(len(totals) + 1, season=season)
    fitted, leverage = _fitted(counts, totals, design)
    expected = np.clip(fitted[:, -1], 0.5 / (totals.sum() + 1), 1 - 0.5 / (totals.sum() + 1))
    dispersion, freedom = _dispersions(counts, totals, fitted[:, :-1], design.shape[1])
    # Student's t varies by f / (f - 2), as the dispersion is estimated.
    spread = dispersion * freedom / (freedom - 2) * (1 + total * expected * (1 - expected) * leverage)
    within = np.clip((spread - 1) / max(total - 1, 1), 1e-9, 0.5)  # correlation of two comments of the period
    size = (1 - within) / within
    p_value, low, high = _tails(int(total), expected * size, (1 - expected) * size, np.asarray(now, dtype=np.int64))
    error = np.sqrt(spread * expected * (1 - expected) / total)
    return Forecast(expected, low, high, p_value, dispersion, error, freedom)


def _tails(total: int, a: Floats, b: Floats, observed: Ints) -> tuple[Floats, Floats, Floats]:
    """Two-sided p-values of counts, and the shares that 95 % lie between, by beta-binomial laws of `total` comments."""
    found = np.empty((3, len(a)))
    tail = (1 - LEVEL) / 2
    for topic, count in enumerate(observed):
        below = np.cumsum(stats.betabinom.pmf(np.arange(total + 1), total, a[topic], b[topic]))
        above = 1 - (below[count - 1] if count else 0.0)
        ends = np.searchsorted(below, [tail, 1 - tail]) / total
        found[:, topic] = min(1.0, 2 * min(below[count], max(above, 0.0))), *ends
    return found[0], found[1], found[2]


def from_one_to_next(
    now: Floats, total: float, before: Floats, total_before: float, dispersion: Floats, freedom: float
) -> Floats:
    """(n_topics,): p-values of the difference of two periods' shares; 1 where counts are too small to tell.

    The test of two proportions with a pooled variance, times the dispersion, against Student's t.
    """
    pooled = (now + before) / (total + total_before)
    enough = np.minimum(total, total_before) * pooled >= FROM_COUNTS
    error = np.sqrt(dispersion * pooled * (1 - pooled) * (1 / total + 1 / total_before))
    t = np.abs(now / total - before / total_before) / np.where(error > 0, error, 1.0)
    return np.where(enough, 2 * stats.t.sf(t, freedom), 1.0)


def detectable(error: npt.ArrayLike, *, alpha: float) -> Floats:
    """The smallest difference that a two-sided test at `alpha` finds 80 times of 100, in the error's unit."""
    normal = NormalDist()
    return np.asarray(error, np.float64) * (normal.inv_cdf(1 - alpha / 2) + normal.inv_cdf(POWER))


def benjamini_hochberg_q(p_values: Floats) -> Floats:
    """The least rate of false discoveries at which each hypothesis would fall (Benjamini and Hochberg 1995)."""
    return np.asarray(stats.false_discovery_control(p_values, method="bh")) if len(p_values) else p_values


def _design(periods: int, *, season: bool) -> Floats:
    """(periods, 1 or 3): a constant, and one wave a year."""
    if not season:
        return np.ones((periods, 1))
    angle = 2 * math.pi * np.arange(periods) / YEAR
    return np.column_stack([np.ones(periods), np.sin(angle), np.cos(angle)])


def _fitted(counts: Floats, totals: Floats, design: Floats) -> tuple[Floats, Floats]:
    """(n_topics, periods + 1) shares, the last for the period to come, and the variance of its logit.

    Logistic regression by iteratively weighted least squares; of a constant it is the mean, at once.
    """
    share = counts.sum(axis=1, keepdims=True) / totals.sum()
    if design.shape[1] == 1:
        share = np.repeat(share, len(design), axis=1)
        size = totals.sum() * np.clip(share[:, 0] * (1 - share[:, 0]), 1 / (totals.sum() + 1), None)
        return share, 1 / size
    start = np.log((counts.sum(axis=1) + 0.5) / (totals.sum() - counts.sum(axis=1) + 0.5))
    found, errors = [], []
    for row, constant in zip(counts, start, strict=True):
        past, slopes = design[:-1], np.array([constant, 0.0, 0.0])
        for _ in range(20):
            p = 1 / (1 + np.exp(-past @ slopes))
            weight = totals * p * (1 - p)
            information = past.T @ (weight[:, None] * past) + 1e-3 * np.diag([0.0, 1.0, 1.0])
            slopes = slopes + np.clip(
                np.linalg.solve(information, past.T @ (row - totals * p) - 1e-3 * slopes * [0, 1, 1]), -1, 1
            )
        found.append(1 / (1 + np.exp(-design @ slopes)))
        errors.append(float(design[-1] @ np.linalg.solve(information, design[-1])))
    return np.array(found), np.array(errors)


def _dispersions(counts: Floats, totals: Floats, fitted: Floats, parameters: int) -> tuple[Floats, float]:
    """Pearson's chi-square over its degrees of freedom, drawn towards that of all topics; and those degrees."""
    there = totals > 0
    expected = totals[there] * fitted[:, there]
    variance = np.maximum(expected * (1 - fitted[:, there]), 1e-12)
    chi = ((counts[:, there] - expected) ** 2 / variance).sum(axis=1)
    freedom = max(int(there.sum()) - parameters, 1)
    usual = expected.mean(axis=1) >= 1
    common = chi[usual].sum() / (usual.sum() * freedom) if usual.any() else 1.0
    drawn = (SHARED_FREEDOM * common + chi) / (SHARED_FREEDOM + freedom)
    return np.maximum(drawn, 1.0), float(SHARED_FREEDOM + freedom)
