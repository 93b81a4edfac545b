"""How many narrow groups there are, where they lie clearly apart.

Requests that a service knows by heart ("card lost", "exchange rate") lie in groups with space between them; most
feedback does not. The simplified silhouette tells one from the other: how much nearer a mention lies to the centre of
its own group than to the next one (Vendramin, Campello and Hruschka 2010, Relative Clustering Validity Criteria).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SAMPLE = 1_500  # mentions that are grouped, and as many others by which the groups are judged
CLEAR = (
    0.3  # mean silhouette; 0.4 where groups are requests of one kind each, 0.2 at best in tweets and patient comments
)
NEARLY = 0.98  # of the greatest silhouette: of the numbers that reach it chance decides, so the smallest is taken
FEWEST, MOST, STEP = 16, 300, 1.2  # groups; numbers tried rise by this factor


def groups_apart(points: NDArray[np.float32], most: int, *, seed: int) -> int | None:
    """How many groups lie apart: the smallest number whose silhouette nearly is the greatest; None if none is clear.

    Args:
        points: (n, n_axes).
        most: groups at most.
        seed: of the samples.
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    order = np.random.default_rng(seed).permutation(len(points))
    half = min(SAMPLE, len(points) // 2)
    grouped, judged = points[np.sort(order[:half])], points[np.sort(order[half : 2 * half])]
    numbers = _numbers(min(most, MOST))
    if not numbers:
        return None
    tree = linkage(grouped.astype(np.float64), "ward")
    worth = [_silhouette(judged, _centres(grouped, fcluster(tree, k, criterion="maxclust"))) for k in numbers]
    if max(worth) < CLEAR:
        return None
    return next(k for k, value in zip(numbers, worth, strict=True) if value >= NEARLY * max(worth))


def _numbers(most: int) -> list[int]:
    found = [FEWEST]
    while found[-1] <= most:
        found.append(round(found[-1] * STEP))
    return found[:-1]


def _centres(points: NDArray[np.float32], group: NDArray[np.int32]) -> NDArray[np.float32]:
    sums = np.zeros((int(group.max()), points.shape[1]), dtype=np.float64)
    np.add.at(sums, group - 1, points)
    return (sums / np.bincount(group - 1)[:, None]).astype(np.float32)


def _silhouette(points: NDArray[np.float32], centres: NDArray[np.float32]) -> float:
    """The mean of 1 - (distance to the nearest centre / distance to the second nearest), 0 … 1."""
    squares = (points**2).sum(axis=1, keepdims=True) - 2 * points @ centres.T + (centres**2).sum(axis=1)
    two = np.sqrt(np.maximum(np.partition(squares, 1, axis=1)[:, :2], 1e-12))
    return float(np.mean(1 - two[:, 0] / two[:, 1]))
