"""The space in which themes are told apart: what all mentions share is taken out of it.

Two things are taken out: the mean (the subject of the whole input) and the direction from negative
to positive mentions, so that "rude staff" and "lovely staff" come to lie together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxtext.themes.encode import Vectors, unit_rows
from cxtext.tiles import TILE, product

BLOCK = 32 * TILE  # rows at once: what lies between input and output takes no more memory than these
MIN_POLE = 20  # mentions on each side that show a direction


@dataclass(frozen=True)
class Space:
    """What is taken out of a vector before it is compared with a theme."""

    mean: NDArray[np.float32]  # (n_dims,)
    polarity: NDArray[np.float32]  # (n_dims,) of unit length, or zeros

    def apply(self, vectors: Vectors) -> Vectors:
        """The vectors in this space, unit length; a text without known tokens stays zero."""
        out = np.empty(vectors.shape, dtype=np.float32)
        for start in range(0, len(vectors), BLOCK):
            block = vectors[start : start + BLOCK]
            known = np.any(block != 0, axis=1, keepdims=True)
            moved = block - self.mean
            moved = moved - product(moved, self.polarity[:, None]) * self.polarity
            out[start : start + BLOCK] = unit_rows(np.where(known, moved, 0).astype(np.float32))
        return out


def fit_space(vectors: Vectors, scores: NDArray[np.float64]) -> Space:
    """The mean of the mentions and the direction in which their sentiment changes.

    Args:
        vectors: (n, n_dims).
        scores: (n,) sentiment of each, -1 … 1.
    """
    mean = vectors.mean(axis=0, dtype=np.float64)
    up, down = vectors[scores >= 0.3], vectors[scores <= -0.3]
    direction = np.zeros_like(mean)
    if min(len(up), len(down)) >= MIN_POLE:
        direction = up.mean(axis=0, dtype=np.float64) - down.mean(axis=0, dtype=np.float64)
        direction /= np.linalg.norm(direction) or 1.0
    return Space(mean.astype(np.float32), direction.astype(np.float32))


def nearest(vectors: Vectors, centres: Vectors) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The index of the nearest centre and the cosine to it, for each vector."""
    cosines = product(vectors, centres.T)
    best = np.argmax(cosines, axis=1)
    return best.astype(np.int64), cosines[np.arange(len(vectors)), best]


def nearest_among(
    vectors: Vectors, centres: Vectors, group: NDArray[np.int64], wanted: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The index of the nearest of those centres whose `group` is the vector's `wanted` one."""
    cosines = product(vectors, centres.T)
    return np.asarray(np.argmax(np.where(group[None, :] == wanted[:, None], cosines, -np.inf), axis=1), dtype=np.int64)
