"""Intervals that allow for customers who answer often, and for few of them."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.stats import norm as normal
from scipy.stats import t as student
from scipy.stats import ttest_ind

from cxtext.insight.intervals import LEVEL, Z95, Floats

SPARSE = 8  # numbers up to so many times the answers are counted rather than sorted


def effective_size(values: npt.ArrayLike, clusters: npt.NDArray[np.int64]) -> float:
    """How many independent answers tell as much as these, of which some come from one customer.

    n over the design effect (Kish 1965), which is estimated by the variance between clusters and is at least 1,
    times (z / t)² for the few clusters that it is estimated from (Korn and Graubard 1998, Survey Methodology 24,
    193-201). Without repeated clusters it is n.
    """
    answers = np.asarray(values, np.float64)
    groups = numbered(clusters)
    n, count = answers.size, int(groups.max()) + 1
    if count == n or count < 2:
        return float(n if count == n else 1)
    off = answers - answers.mean()
    simple = float((off**2).sum())
    between = float((np.bincount(groups, weights=off) ** 2).sum()) * count / (count - 1)
    effect = max(between / simple, 1.0) if simple > 0 else n / count
    return n / effect * float((Z95 / student.ppf(0.5 + LEVEL / 2, count - 1)) ** 2)


def numbered(clusters: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The clusters numbered 0, 1, … in their order, as np.unique's inverse has them, without sorting where that pays.

    Args:
        clusters: (n,) numbers from 0.
    """
    if clusters.size == 0 or clusters.max() > SPARSE * clusters.size:
        return np.unique(clusters, return_inverse=True)[1]
    return (np.cumsum(np.bincount(clusters) > 0) - 1)[clusters]


def expanded_tail(clusters: int, *, fitted: int = 1, level: float = LEVEL) -> float:
    """The share of draws to leave out at either end, smaller than (1 - level) / 2 where clusters are few.

    A bootstrap's draws vary by (k - p) / k too little, where p coefficients were fitted to k clusters, and its
    percentiles are the normal's where Student's should be: Φ(sqrt(k / (k - p)) t). Hesterberg (2015), The American
    Statistician 69, 371-386, for p = 1.
    """
    left = max(clusters - fitted, 1)
    return float(normal.cdf(math.sqrt(clusters / left) * student.ppf((1 - level) / 2, left)))


def welch(values: Floats, others: Floats, *, level: float = LEVEL) -> tuple[float, float]:
    """Bounds of the difference of two means, first minus second. Welch (1947), Biometrika 34, 28-35."""
    if np.ptp(values) == 0 and np.ptp(others) == 0:
        return (float(values[0] - others[0]),) * 2
    found = ttest_ind(values, others, equal_var=False).confidence_interval(level)
    return float(found.low), float(found.high)
