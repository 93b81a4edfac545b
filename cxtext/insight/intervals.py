"""Intervals for shares, differences of shares, net sentiment and means.

All are two-sided; arrays go in and arrays of the same shape come out.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LEVEL = 0.95
Z95 = NormalDist().inv_cdf(0.975)
DRAWS = 1_000  # of the bootstrap; more move the interval's ends by less than they are rounded
DRAW_CELLS = 2_000_000  # draws are made in blocks of at most this many counts (16 MB)


def wilson(successes: npt.ArrayLike, n: npt.ArrayLike, *, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Lower and upper bound of a proportion, 0 … 1; (0, 1) where n is 0.

    Score interval of Wilson (1927), JASA 22, 209-212, without continuity correction:
    (k + z²/2 ± z·sqrt(k(n-k)/n + z²/4)) / (n + z²).
    """
    k, total = np.broadcast_arrays(np.asarray(successes, np.float64), np.asarray(n, np.float64))
    z = _z(level)
    spread = k * (total - k) / np.maximum(total, 1e-12)
    centre = (k + z * z / 2) / (total + z * z)
    half = z * np.sqrt(np.maximum(spread, 0) + z * z / 4) / (total + z * z)
    # Rounding must not turn "none of them" into 1e-17, nor "all of them" into 0.9999.
    low = np.where(k <= 0, 0.0, centre - half)
    high = np.where(k >= total, 1.0, centre + half)
    return low, high


def newcombe(
    successes: npt.ArrayLike,
    n: npt.ArrayLike,
    other_successes: npt.ArrayLike,
    other_n: npt.ArrayLike,
    *,
    level: float = LEVEL,
) -> tuple[Floats, Floats]:
    """Bounds of the difference of two independent proportions, first minus second, -1 … 1.

    Method 10 of Newcombe (1998), Statistics in Medicine 17, 873-890:
    the two Wilson intervals, squared and added.
    """
    p = np.asarray(successes, np.float64) / np.asarray(n, np.float64)
    q = np.asarray(other_successes, np.float64) / np.asarray(other_n, np.float64)
    low_p, high_p = wilson(successes, n, level=level)
    low_q, high_q = wilson(other_successes, other_n, level=level)
    low = p - q - np.sqrt((p - low_p) ** 2 + (high_q - q) ** 2)
    high = p - q + np.sqrt((high_p - p) ** 2 + (q - low_q) ** 2)
    return low, high


def net(
    positive: npt.ArrayLike, negative: npt.ArrayLike, n: npt.ArrayLike, *, level: float = LEVEL
) -> tuple[Floats, Floats]:
    """Bounds of (positive - negative) / n, -1 … 1, where every comment gives one answer of several.

    Adjusted Wald interval of Bonett and Price (2012), J. Educ. Behav. Stat. 37, 479-488: one answer is added
    to each side, so that ten comments that are all negative do not get an interval of width 0.
    """
    total = np.asarray(n, np.float64) + 2
    up = (np.asarray(positive, np.float64) + 1) / total
    down = (np.asarray(negative, np.float64) + 1) / total
    half = _z(level) * np.sqrt((up + down - (up - down) ** 2) / total)
    return np.maximum(up - down - half, -1.0), np.minimum(up - down + half, 1.0)


def nps(
    promoters: npt.ArrayLike, detractors: npt.ArrayLike, n: npt.ArrayLike, *, level: float = LEVEL
) -> tuple[Floats, Floats]:
    """Bounds of (promoters - detractors) / n, -1 … 1.

    Adjusted Wald interval of Rocks (2016), The American Statistician 70, 365-372: three answers are added, 3/4 of a
    promoter, 3/2 of a passive and 3/4 of a detractor.
    """
    value, variance = _with_three_more(promoters, detractors, n)
    half = _z(level) * np.sqrt(variance)
    return np.maximum(value - half, -1.0), np.minimum(value + half, 1.0)


def nps_difference(
    counts: tuple[float, float, float], others: tuple[float, float, float], *, level: float = LEVEL
) -> tuple[float, float]:
    """Bounds of the first (promoters - detractors) / n minus the second, each given as promoters, detractors and n.

    As `nps`, with three answers added to either sample.
    """
    (value, variance), (other, other_variance) = _with_three_more(*counts), _with_three_more(*others)
    half = _z(level) * np.sqrt(variance + other_variance)
    return max(float(value - other - half), -2.0), min(float(value - other + half), 2.0)


def _with_three_more(promoters: npt.ArrayLike, detractors: npt.ArrayLike, n: npt.ArrayLike) -> tuple[Floats, Floats]:
    total = np.asarray(n, np.float64) + 3
    up = (np.asarray(promoters, np.float64) + 0.75) / total
    down = (np.asarray(detractors, np.float64) + 0.75) / total
    return up - down, (up + down - (up - down) ** 2) / total


def mean(
    values: npt.ArrayLike,
    *,
    clusters: npt.ArrayLike | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    level: float = LEVEL,
    tail: float | None = None,
) -> tuple[float, float]:
    """Bounds of the mean of `values`, in their unit, by a percentile bootstrap over clusters.

    `tail` is the share of draws to leave out at either end; (1 - level) / 2 where None.

    `clusters` names the comment of each value, as mentions of one comment are not independent;
    None means that every value is a comment of its own. The order of the values does not matter.
    Efron and Tibshirani (1993), chapter 13.
    """
    answers = np.asarray(values, np.float64)
    groups = np.arange(answers.size) if clusters is None else np.asarray(clusters)
    kinds, copies = np.unique(_cluster_sums(answers, groups), axis=0, return_counts=True)
    tail = (1 - level) / 2 if tail is None else tail
    low, high = np.quantile(_resampled(kinds, copies, draws, seed), [tail, 1 - tail])
    return float(low), float(high)


def _cluster_sums(values: Floats, groups: npt.NDArray[np.generic]) -> Floats:
    """(n_clusters, 2): sum and number of the values of each cluster."""
    order = np.lexsort((values, groups))  # sums must not depend on the order of the rows
    _, index = np.unique(groups[order], return_inverse=True)
    sums = np.bincount(index, weights=values[order])
    return np.column_stack([sums, np.bincount(index)]).astype(np.float64)


def _resampled(kinds: Floats, copies: npt.NDArray[np.int64], draws: int, seed: int) -> Floats:
    """(draws,): means of samples of clusters, where equal clusters are drawn as one kind."""
    random = np.random.default_rng(seed)
    n, block = int(copies.sum()), max(1, DRAW_CELLS // len(copies))
    means = []
    for start in range(0, draws, block):
        picked = random.multinomial(n, copies / n, size=min(block, draws - start))
        totals = picked @ kinds
        means.append(totals[:, 0] / totals[:, 1])
    return np.concatenate(means)


def _z(level: float) -> float:
    return NormalDist().inv_cdf(0.5 + level / 2)
