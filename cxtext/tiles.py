"""Products of matrices whose rows do not depend on how many rows stand beside them.

A matrix library adds in another order for other numbers of rows, and the last bits of a row change with it. Rows
are therefore multiplied in tiles of one size; results are the same for one row and for a million.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

TILE = 256  # rows

Floats = NDArray[np.float32]


def tiles(rows: Floats) -> Iterator[tuple[slice, Floats]]:
    """Consecutive tiles of exactly TILE rows, the last one filled up with zeros, and the rows that each stands for."""
    for start in range(0, len(rows), TILE):
        part = rows[start : start + TILE]
        tile = np.zeros((TILE, rows.shape[1]), dtype=np.float32)
        tile[: len(part)] = part
        yield slice(start, start + len(part)), tile


def product(rows: Floats, columns: Floats) -> Floats:
    """`rows @ columns`, tile by tile; shapes (n, d) and (d, k)."""
    out = np.empty((len(rows), columns.shape[1]), dtype=np.float32)
    for where, tile in tiles(rows):
        out[where] = (tile @ columns)[: where.stop - where.start]
    return out
