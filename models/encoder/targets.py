"""What the table is fitted to: the vectors of both teachers put side by side, and reduced."""

from dataclasses import dataclass

import numpy as np
from fit import projection
from table import Floats

SHARE = 0.5  # of the second teacher in a similarity
PAIRS = 100_000  # texts of both teachers that the bridge is learnt from
RIDGE = 10.0


@dataclass(frozen=True)
class Joint:
    """The space of both teachers; the second's part of a text that it did not read is told from the first's."""

    centres: tuple[Floats, Floats]
    bridge: Floats  # (385, 768), from the first teacher's vector and a one
    axes: Floats  # (1152, n_dims)

    def __call__(self, first: Floats, second: Floats) -> Floats:
        """Unit vectors (n, n_dims) of texts by both teachers; a row of zeros is one that the second did not read."""
        return unit(_beside(*_both(first, second, self.centres, self.bridge)) @ self.axes)


def learn(first: Floats, second: Floats, dims: int, *, seed: int) -> Joint:
    """The space of texts of which the second teacher read some."""
    read = np.flatnonzero(second.any(axis=1))
    centres = first.mean(axis=0), second[read].mean(axis=0)
    sample = np.random.default_rng(seed).permutation(read)[:PAIRS]
    one, two = unit(first[sample] - centres[0]), unit(second[sample] - centres[1])
    known = _with_one(one)
    bridge = np.linalg.solve(known.T @ known + RIDGE * np.eye(known.shape[1]), known.T @ two).astype(np.float32)
    return Joint(centres, bridge, projection(_beside(one, two), dims))


def unit(vectors: Floats) -> Floats:
    """Rows scaled to length 1; a row of zeros stays."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def _both(first: Floats, second: Floats, centres: tuple[Floats, Floats], bridge: Floats) -> tuple[Floats, Floats]:
    read = second.any(axis=1, keepdims=True)
    one = unit(first - centres[0])
    return one, np.where(read, unit(second - centres[1]), unit(_with_one(one) @ bridge))


def _beside(one: Floats, two: Floats) -> Floats:
    return np.hstack([np.sqrt(1 - SHARE) * one, np.sqrt(SHARE) * two]).astype(np.float32)


def _with_one(vectors: Floats) -> Floats:
    return np.hstack([vectors, np.ones((len(vectors), 1), np.float32)])
