"""Counts and sums of groups of answers, and the same of samples of the customers who gave them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cxtext.insight.cells import cell
from cxtext.insight.clustered import expanded_tail
from cxtext.insight.intervals import DRAWS, Floats
from cxtext.insight.moments import Ints, blocks_of
from cxtext.insight.results import Number

Statistic = Callable[[Floats, Floats], Floats]  # of counts and sums, both (…, n_cells), into (…)


@dataclass(frozen=True)
class Resampled:
    """Counts and sums of cells, of all customers and of each draw of them."""

    counts: Floats  # (n_cells,)
    sums: Floats
    drawn_counts: Floats  # (n_draws, n_cells)
    drawn_sums: Floats
    customers: Ints  # (n_cells,) how many customers answered in each cell

    def number(self, metric: str, statistic: Statistic, cells: Ints | None = None) -> Number:
        """The statistic with its percentile interval; draws in which it cannot be told are left out.

        `cells` are those that it rests on, all if None; percentiles lie further out where one of them has few
        customers (Hesterberg 2015).
        """
        used = np.arange(len(self.counts)) if cells is None else cells
        there = used[self.counts[used] > 0]
        n = round(float(self.counts[used].sum()))
        with np.errstate(invalid="ignore", divide="ignore"):
            value = float(statistic(self.counts, self.sums))
            drawn = statistic(self.drawn_counts, self.drawn_sums)
        tail = expanded_tail(int(self.customers[there].min()) if there.size else 1)
        low, high = np.quantile(drawn[np.isfinite(drawn)], [tail, 1 - tail])
        return Number(metric, value, float(low), float(high), n, n, cell(n))


def resampled(cells: Ints, values: Floats, who: Ints, n_cells: int, *, draws: int = DRAWS, seed: int = 0) -> Resampled:
    """Counts and sums of the cells, resampled by customers.

    Args:
        cells: (n_answers,) the cell of each answer, 0 … n_cells - 1; an answer in several cells stands several times.
        values: (n_answers,) the answers.
        who: (n_answers,) the customer of each, numbers from 0.
        n_cells: how many cells there are, empty ones included.
        draws: of the bootstrap.
        seed: of the draws; the same seed gives the same numbers.
    """
    customers = np.unique(who, return_inverse=True)[1]
    blocks = blocks_of(customers, n_cells, seed=seed)
    n_blocks = int(blocks.max()) + 1
    places = blocks * n_cells + cells
    counted = np.bincount(places, minlength=n_blocks * n_cells).reshape(n_blocks, n_cells).astype(np.float64)
    summed = np.bincount(places, weights=values, minlength=n_blocks * n_cells).reshape(n_blocks, n_cells)
    random = np.random.default_rng([seed, 2])
    picked = random.multinomial(n_blocks, np.full(n_blocks, 1 / n_blocks), size=draws).astype(np.float64)
    voices = np.bincount(np.unique(cells * (int(customers.max()) + 1) + customers) // (int(customers.max()) + 1))
    return Resampled(
        counts=counted.sum(axis=0),
        sums=summed.sum(axis=0),
        drawn_counts=picked @ counted,
        drawn_sums=picked @ summed,
        customers=np.pad(voices, (0, n_cells - len(voices))),
    )
