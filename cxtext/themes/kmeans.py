"""k-means: groups of points about as many centres.

scikit-learn has it too, but loading scikit-learn costs more CPU seconds than all groups of 10,000 mentions do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

TOLERANCE = 1e-4  # of the mean variance of an axis: centres that move less stand, as in scikit-learn
MOST_STEPS = 300
BLOCK = 8_192  # points at once: distances to 400 centres take 13 MB

Points = NDArray[np.float32]  # (n, n_axes)
Labels = NDArray[np.int64]  # (n,)


@dataclass(frozen=True)
class Groups:
    """Centres and the group of each point that they were found for."""

    centres: Points  # (k, n_axes)
    labels: Labels  # (n,) 0 … k - 1; a group may be empty

    def of(self, points: Points) -> Labels:
        """(m,) the group of other points: that of the nearest centre."""
        return _nearest(points, self.centres)


def grouped(
    points: Points, k: int, *, starts: int, seed: int, weights: Points | None = None, most: int = MOST_STEPS
) -> Groups:
    """The best of some `starts` by inertia, each begun as `_spread` says.

    Args:
        points: (n, n_axes), at least one.
        k: groups; as many as points at most.
        starts: how many times to begin.
        seed: of the beginnings.
        weights: (n,) of the points; None for as much of each.
        most: steps of each start at most.
    """
    rng, weights = np.random.default_rng(seed), _weights(points, weights)
    k = min(k, len(points))
    found = (settled(points, _spread(points, k, weights, rng), weights=weights, most=most) for _ in range(starts))
    return min(found, key=lambda groups: _inertia(points, groups, weights))


def settled(points: Points, centres: Points, *, weights: Points | None = None, most: int = MOST_STEPS) -> Groups:
    """Centres moved to the means of their points until they stand (Lloyd 1982); a centre without points stays."""
    weights = _weights(points, weights)
    enough = TOLERANCE * float(points.var(axis=0).mean())
    labels = _nearest(points, centres)
    member = csc_matrix((weights, labels, np.arange(len(points) + 1)), shape=(len(centres), len(points)))
    for _ in range(most):
        member.indices[:] = labels
        mass = np.bincount(labels, weights=weights, minlength=len(centres))[:, None]
        moved = np.where(mass > 0, (member @ points) / np.maximum(mass, 1e-12), centres).astype(np.float32)
        shift = float(((moved - centres) ** 2).sum())
        centres, labels = moved, _nearest(points, moved)
        if shift <= enough:
            break
    return Groups(centres, labels)


def _spread(points: Points, k: int, weights: Points, rng: np.random.Generator) -> Points:
    """Points far from each other (Arthur and Vassilvitskii 2007, k-means++, the greedy form of section 5.3)."""
    tries = 2 + int(np.log(k))
    norms = np.einsum("ij,ij->i", points, points)
    squares: NDArray[np.float32] = np.full(len(points), np.inf, dtype=np.float32)
    chosen: list[int] = []
    for _ in range(k):
        mass = np.cumsum(weights * squares if chosen else weights, dtype=np.float64)
        drawn = np.minimum(np.searchsorted(mass, rng.random(tries) * mass[-1], side="right"), len(points) - 1)
        apart = norms - 2 * (points[drawn] @ points.T) + norms[drawn, None]
        left = np.minimum(squares, np.maximum(apart, 0))
        best = int(np.argmin(left @ weights))
        chosen.append(int(drawn[best]))
        squares = left[best]
    return points[chosen]


def _nearest(points: Points, centres: Points) -> Labels:
    """The nearest centre of each point."""
    labels = np.empty(len(points), dtype=np.int64)
    half = np.einsum("ij,ij->i", centres, centres) / 2
    for start in range(0, len(points), BLOCK):
        near = points[start : start + BLOCK] @ centres.T
        near -= half
        np.argmax(near, axis=1, out=labels[start : start + BLOCK])
    return labels


def _inertia(points: Points, groups: Groups, weights: Points) -> float:
    """The weighted sum of squares of the distances between points and their centres."""
    away = points - groups.centres[groups.labels]
    return float(np.einsum("ij,ij->i", away, away) @ weights)


def _weights(points: Points, weights: Points | None) -> Points:
    return np.ones(len(points), dtype=np.float32) if weights is None else weights
