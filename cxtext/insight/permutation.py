"""Whether a division of the comments explains anything of a metric: against the same division, shuffled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from cxtext.insight.intervals import Floats
from cxtext.insight.moments import Ints

SHUFFLES = 499
ALPHA = 0.05


@dataclass(frozen=True)
class Explained:
    """How much of the variance of a metric lies between the segments, 0 … 1."""

    share: float | None  # explained_by_segment; None: fewer than two segments or answers
    by_chance: float | None  # 95 of 100 shuffled divisions explain less than that
    p_value: float  # share of shuffles that explain as much, this one counted
    answers: int

    @property
    def telling(self) -> bool:
        """Whether it is more than a shuffled division explains."""
        return self.p_value <= ALPHA


def explained(values: pl.Series, levels: pl.Series, who: pl.Series, *, seed: int) -> Explained:
    """The share of the variance between the levels, tested by shuffling.

    Where each customer has one level, customers are shuffled, so that one who writes often does not make a segment
    look like a cause; else comments are. Fisher (1935), The Design of Experiments.
    """
    there = values.is_not_null()
    answers = values.filter(there).to_numpy()
    level = levels.filter(there).rank("dense").to_numpy().astype(np.int64) - 1
    total = float(((answers - answers.mean()) ** 2).sum()) if answers.size else 0.0
    if answers.size == 0 or level.max() == 0 or total == 0:
        return Explained(None, None, 1.0, int(answers.size))
    sums, sizes, label = _units(answers - answers.mean(), level, who.filter(there).to_numpy())
    observed = _between(sums, sizes, label)
    random = np.random.default_rng([seed, 3])
    shuffled = np.array([_between(sums, sizes, random.permutation(label)) for _ in range(SHUFFLES)])
    as_much = int((shuffled >= observed - 1e-9 * total).sum())
    return Explained(
        share=observed / total,
        by_chance=float(np.quantile(shuffled, 1 - ALPHA)) / total,
        p_value=(1 + as_much) / (1 + SHUFFLES),
        answers=int(answers.size),
    )


def _units(values: Floats, level: Ints, who: Ints) -> tuple[Floats, Floats, Ints]:
    """Sum, number and level of what is shuffled: customers who have one level each, or comments."""
    customers = np.unique(who, return_inverse=True)[1]
    n = int(customers.max()) + 1
    first = np.zeros(n, dtype=np.int64)
    first[customers] = level
    if n == len(values) or (first[customers] != level).any():
        return values, np.ones(len(values)), level
    sums: Floats = np.bincount(customers, weights=values).astype(np.float64)
    return sums, np.bincount(customers).astype(np.float64), first


def _between(sums: Floats, sizes: Floats, label: Ints) -> float:
    """Sum of squares between the levels, of values whose mean is 0."""
    totals, counts = np.bincount(label, weights=sums), np.bincount(label, weights=sizes)
    return float((totals**2 / np.maximum(counts, 1)).sum())
