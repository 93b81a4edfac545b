"""Sums of products by blocks of rows: all that a regression, its folds and its bootstrap need of a table.

A regression on any choice of blocks is that on their rows, exactly, and costs nothing that grows with the rows.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from cxtext.insight.intervals import Floats

Ints = npt.NDArray[np.int64]

MOST_BLOCKS = 500  # an interval's width is off by about 1/sqrt(2 * 500) = 3 %, as with 500 customers
LEAST_BLOCKS = 100  # by 7 %
BLOCKS_AT_ONCE = 50
CELLS = 20_000_000  # of all blocks together, 160 MB


def blocks_of(clusters: Ints, columns: int, *, seed: int) -> Ints:
    """The block of each row: one for each cluster as long as there are few, else random groups of equal many.

    `clusters` are numbers from 0, one a customer or comment; `columns` are those of the table.
    """
    n = int(clusters.max()) + 1
    most = int(np.clip(CELLS // columns**2, LEAST_BLOCKS, MOST_BLOCKS))
    order = np.random.default_rng(seed).permutation(n)
    return np.asarray(order % min(n, most))[clusters]


def moments(table: Any, blocks: Ints) -> Floats:
    """(n_blocks, n_columns, n_columns): Z'Z of the rows of each block; `table` is a sparse CSR matrix Z."""
    order = np.argsort(blocks, kind="stable")
    ends = np.searchsorted(blocks[order], np.arange(int(blocks.max()) + 2))
    sorted_table = table[order]
    found = np.empty((len(ends) - 1, table.shape[1], table.shape[1]))
    for first in range(0, len(found), BLOCKS_AT_ONCE):
        bounds = ends[first : first + BLOCKS_AT_ONCE + 1]
        dense = sorted_table[bounds[0] : bounds[-1]].toarray()  # far fewer steps than a sparse product a block
        for block, (start, end) in enumerate(itertools.pairwise(bounds - bounds[0]), first):
            found[block] = dense[start:end].T @ dense[start:end]
    return found


def resampled(parts: Floats, *, draws: int, seed: int) -> Iterator[Floats]:
    """Moments of samples of as many blocks, drawn with replacement: arrays (some draws, n_columns, n_columns)."""
    random = np.random.default_rng([seed, 1])  # another stream than that of the blocks
    n, columns = parts.shape[0], parts.shape[1]
    flat = parts.reshape(n, -1)
    step = max(1, CELLS // 4 // columns**2)
    for start in range(0, draws, step):
        picked = random.multinomial(n, np.full(n, 1 / n), size=min(step, draws - start)).astype(np.float64)
        yield (picked @ flat).reshape(-1, columns, columns)
