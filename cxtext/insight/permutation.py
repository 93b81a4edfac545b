"""Whether a division of the comments explains anything of a metric: against the same division, shuffled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.stats import random_table

from cxtext.insight.clustered import numbered
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
    observed = _between(*(np.bincount(label, weights=of).astype(np.float64) for of in (sums, sizes)))
    shuffled = _shuffled(sums, sizes, label, np.random.default_rng([seed, 3]))
    as_much = int((shuffled >= observed - 1e-9 * total).sum())
    return Explained(
        share=observed / total,
        by_chance=float(np.quantile(shuffled, 1 - ALPHA)) / total,
        p_value=(1 + as_much) / (1 + SHUFFLES),
        answers=int(answers.size),
    )


def _units(values: Floats, level: Ints, who: Ints) -> tuple[Floats, Floats, Ints]:
    """Sum, number and level of what is shuffled: customers who have one level each, or comments."""
    customers = numbered(who)
    n = int(customers.max()) + 1
    first = np.zeros(n, dtype=np.int64)
    first[customers] = level
    if n == len(values) or (first[customers] != level).any():
        return values, np.ones(len(values)), level
    sums: Floats = np.bincount(customers, weights=values).astype(np.float64)
    return sums, np.bincount(customers).astype(np.float64), first


def _shuffled(sums: Floats, sizes: Floats, label: Ints, random: np.random.Generator) -> Floats:
    """What lies between the levels when who has which is shuffled.

    Units of one sum and size need not be told apart: to shuffle is to draw a table of levels × kinds of units with
    the margins that were observed. Patefield (1981), Applied Statistics 30, 91-97; Boyett (1979), ibid. 28, 329-332.
    """
    kinds, number = np.unique(np.column_stack([sums, sizes]), axis=0, return_counts=True)
    tables = random_table(np.bincount(label), number)
    drawn = (tables.rvs(random_state=random) @ kinds for _ in range(SHUFFLES))
    return np.array([_between(*table.T) for table in drawn])


def _between(totals: Floats, counts: Floats) -> float:
    """Sum of squares between the levels, of values whose mean is 0."""
    return float((totals**2 / np.maximum(counts, 1)).sum())
