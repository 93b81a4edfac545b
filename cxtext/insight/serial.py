"""Differences of means of weeks that go with their neighbours: what came last week is half of what comes this week."""

from __future__ import annotations

import math

import numpy as np
from scipy.stats import t as student

from cxtext.insight.intervals import LEVEL, Floats

MOST_ALIKE = 0.9  # an estimate from a dozen weeks is not believed beyond that


def persistence(*stretches: Floats) -> float:
    """How far a period's distance from the mean goes over to the next one, 0 … 0.9: the autocorrelation at lag 1.

    Common to the stretches, each about its own mean; a positive one plus what so few periods hide of it, (1 + 3 ρ) / n
    for a stretch of n. Marriott and Pope (1954), Biometrika 41, 390-402. A negative one counts as none.
    """
    residuals = [stretch - stretch.mean() for stretch in stretches]
    total = sum(float((r**2).sum()) for r in residuals)
    if total == 0:
        return 0.0
    found = sum(float((r[1:] * r[:-1]).sum()) for r in residuals) / total
    if found <= 0:
        return 0.0
    return min(found + (1 + 3 * found) * len(stretches) / sum(len(r) for r in residuals), MOST_ALIKE)


def serial_welch(values: Floats, others: Floats) -> tuple[float, float]:
    """Bounds of the difference of two means of successive periods, first minus second.

    Welch's interval (1947) of as many periods as tell as much if none goes with its neighbour: n (1 - ρ) / (1 + ρ)
    (Bayley and Hammersley 1946, Supplement to the Journal of the Royal Statistical Society 8, 184-197). Where ρ is 0
    it is Welch's.
    """
    difference = float(values.mean() - others.mean())
    alike = persistence(values, others)
    parts = [_variance(stretch, (1 + alike) / (1 - alike)) for stretch in (values, others)]
    variance = sum(part for part, _ in parts)
    if variance == 0:
        return difference, difference
    freedom = variance**2 / sum(part**2 / own for part, own in parts)
    half = float(student.ppf(0.5 + LEVEL / 2, freedom)) * math.sqrt(variance)
    return difference - half, difference + half


def _variance(stretch: Floats, inflation: float) -> tuple[float, float]:
    """Of a stretch's mean, with its degrees of freedom; at least two periods are left of any."""
    n = len(stretch)
    inflation = min(inflation, n / 2)
    spread = float(np.var(stretch)) * n / (n - inflation)
    return spread * inflation / n, max(n / inflation - 1, 1.0)
