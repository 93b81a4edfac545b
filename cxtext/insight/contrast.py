"""The difference of two numbers that other customers gave, from the intervals of both."""

from __future__ import annotations

import math

from scipy.stats import norm as normal

from cxtext.insight.cells import Cell, cell
from cxtext.insight.intervals import Z95
from cxtext.insight.results import Number


def contrast(metric: str, first: Number, second: Number) -> Number:
    """The first minus the second, in their unit.

    The square-and-add method: distances of the numbers from the ends of their own intervals, squared and added (Zou
    and Donner 2008, Statistics in Medicine 27, 1693-1702), as Newcombe does for shares. It needs nothing normal.
    """
    ends = (first.value, first.low, first.high, second.value, second.low, second.high)
    if any(end is None for end in ends):
        worse = first if first.value is None else second
        return Number(metric, None, None, None, None, None, Cell.HIDDEN, worse.reason)
    value, low, high, other, other_low, other_high = (float(end) for end in ends if end is not None)
    down = math.hypot(value - low, other_high - other)
    up = math.hypot(high - value, other - other_low)
    n = (first.n or 0) + (second.n or 0)
    smaller = min(first.of or 0, second.of or 0)
    return Number(metric, value - other, value - other - down, value - other + up, n, n, cell(smaller))


def two_sided(difference: Number) -> float:
    """The p-value that goes with the interval: 0.05 where one of its ends is 0; 1 where there is no number."""
    if difference.value is None or difference.low is None or difference.high is None:
        return 1.0
    towards = difference.value - difference.low if difference.value > 0 else difference.high - difference.value
    if towards <= 0:
        return 0.0 if difference.value else 1.0
    return 2 * float(normal.sf(abs(difference.value) / (towards / Z95)))
