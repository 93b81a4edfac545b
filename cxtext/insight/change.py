"""What differs between two sets of comments, with a budget for false alarms: two reports, say.

Of two sets nobody knows how much such sets vary by themselves; of periods see `period_changes`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from cxtext.insight.cells import HIDDEN_BELOW, NUMBERS_FROM
from cxtext.insight.metrics import difference, share
from cxtext.insight.results import Change

FALSE_DISCOVERY_RATE = 0.10  # of Benjamini and Hochberg over all topics tested
LEAST_EFFECT = 0.005  # a smaller change of share is not worth a lead's time, however sure
AGAINST = "the last report"
LEAST_COMMENTS = 10  # of the topic in the last period or before


def changes(series: Mapping[str, Sequence[int]], totals: Sequence[int]) -> tuple[tuple[Change, ...], int]:
    """The topics that changed, biggest change first, and how many were tested.

    `series` has the comments of each topic by period, oldest first; `totals` those of all comments.
    """
    if len(totals) < 2 or totals[-1] < NUMBERS_FROM or sum(totals[:-1]) < NUMBERS_FROM:
        return (), 0
    tested = {key: counts for key, counts in sorted(series.items()) if _enough(counts, totals)}
    p_values = [_p_value(counts, totals) for counts in tested.values()]
    passed = benjamini_hochberg(p_values, rate=FALSE_DISCOVERY_RATE)
    found = [_change(key, tested[key], totals) for key, real in zip(tested, passed, strict=True) if real]
    shown = [change for change in found if abs(change.difference.value or 0) >= LEAST_EFFECT]
    return tuple(sorted(shown, key=_biggest_first)), len(tested)


def benjamini_hochberg(p_values: Sequence[float], *, rate: float) -> list[bool]:
    """Which hypotheses fall, so that on average at most `rate` of those that fall are false alarms.

    Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57, 289-300.
    """
    limits = [p for rank, p in enumerate(sorted(p_values), 1) if p <= rate * rank / len(p_values)]
    return [p <= max(limits, default=-1.0) for p in p_values]


def _biggest_first(change: Change) -> tuple[float, str]:
    return (-abs(change.difference.value or 0), change.id)


def _enough(counts: Sequence[int], totals: Sequence[int]) -> bool:
    """Whether a topic is big enough, now or before, and neither side is too small to show."""
    expected = sum(counts[:-1]) / sum(totals[:-1]) * totals[-1]
    shown = counts[-1] >= HIDDEN_BELOW and sum(counts[:-1]) >= HIDDEN_BELOW
    return shown and max(counts[-1], expected) >= LEAST_COMMENTS


def _p_value(counts: Sequence[int], totals: Sequence[int]) -> float:
    """Two-sided test of two proportions with a pooled variance (Pearson's chi-square, 1 degree)."""
    after, after_n, before, before_n = counts[-1], totals[-1], sum(counts[:-1]), sum(totals[:-1])
    pooled = (after + before) / (after_n + before_n)
    error = math.sqrt(pooled * (1 - pooled) * (1 / after_n + 1 / before_n))
    return math.erfc(abs(after / after_n - before / before_n) / error / math.sqrt(2)) if error else 1.0


def _change(key: str, counts: Sequence[int], totals: Sequence[int]) -> Change:
    before = share(sum(counts[:-1]), sum(totals[:-1]))
    after = share(counts[-1], totals[-1])
    return Change(key, key, before, after, difference(after, before), AGAINST)
