"""Groups that come out again when other mentions are drawn, and how many there should be.

One k-means answers differently for every sample of the same feedback. Its centres over many samples, themselves
clustered, do not: that is bagged clustering (Leisch 1999, Bagged Clustering). How far the samples agree about a
number of groups is its stability (Ben-Hur, Elisseeff and Guyon 2002, A stability based method for discovering
structure in clustered data), by which the number is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sklearn.cluster import KMeans

DRAWS, PROBES = 20, 6  # samples drawn for the groups, and for the agreement about one number of groups
DRAWN, PROBED = 3_000, 1_500  # mentions in each of them, at most half of all
JUDGED = 1_500  # mentions on which the samples are compared
POOLED_STARTS = 20  # of k-means over the pooled centres
LEAN = 0.25  # of agreement that a doubling must bring: on real feedback it is much the same from 8 to 14 groups
DRAWN_STARTS, PROBED_STARTS = 2, 4  # of k-means over a sample

Points = NDArray[np.float32]  # (n, n_axes)
Labels = NDArray[np.int64]  # (n,)


def steadiest(points: Points, numbers: Sequence[int], *, seed: int) -> int:
    """The number of groups about which samples of the points agree best, leaning towards fewer.

    Agreement is the adjusted Rand index of the groups that two samples give, a mean over pairs of samples.
    """
    rng = np.random.default_rng(seed)
    samples = [_drawn(rng, len(points), PROBED) for _ in range(PROBES)]
    judged = points[rng.choice(len(points), min(JUDGED, len(points)), replace=False)]
    best, most = numbers[0], -np.inf
    for k in numbers:
        cost = LEAN * np.log2(k)
        groupings = (_grouped(points[rows], k, PROBED_STARTS, seed).predict(judged) for rows in samples)
        agreement, error = _agreement(groupings, most + cost)
        if agreement - (error if k > best else 0) - cost > most:
            best, most = k, agreement - cost
    return best


def _agreement(groupings: Iterable[Labels], least: float) -> tuple[float, float]:
    """The mean over pairs of PROBES groupings and its standard error; -1 as soon as it is plainly not above `least`."""
    from sklearn.metrics import adjusted_rand_score

    if least >= 1:
        return -1.0, 0.0
    found: list[Labels] = []
    values: list[float] = []
    pairs = PROBES * (PROBES - 1) // 2
    for grouping in groupings:
        values += [adjusted_rand_score(grouping, other) for other in found]
        found.append(grouping)
        if sum(values) + pairs - len(values) <= least * pairs:
            return -1.0, 0.0
    return float(np.mean(values)), float(np.std(values) / np.sqrt(PROBES))


def consensus(points: Points, k: int, *, seed: int) -> tuple[Labels, NDArray[np.float64]]:
    """The groups on which samples of the points agree, refined over all points.

    Returns:
        The group of each point, 0 … k - 1, and the stability of each group, 0 … 1: its mean Jaccard similarity to
        the group that is most like it in each sample (Hennig 2007, Cluster-wise assessment of cluster stability).
    """
    from sklearn.cluster import KMeans

    rng = np.random.default_rng(seed)
    models = [_grouped(points[_drawn(rng, len(points), DRAWN)], k, DRAWN_STARTS, seed) for _ in range(DRAWS)]
    pooled = KMeans(k, n_init=POOLED_STARTS, random_state=seed)
    pooled.fit(
        np.concatenate([model.cluster_centers_ for model in models]),
        sample_weight=np.concatenate([np.bincount(m.labels_, minlength=m.n_clusters) for m in models]).astype(float),
    )
    refined = KMeans(k, init=pooled.cluster_centers_, n_init=1, max_iter=20).fit(points)
    judged = rng.choice(len(points), min(JUDGED, len(points)), replace=False)
    own = refined.labels_[judged]
    alike = [_best_jaccard(own, model.predict(points[judged]), k) for model in models]
    return refined.labels_.astype(np.int64), np.mean(alike, axis=0)


def _best_jaccard(own: Labels, other: Labels, k: int) -> NDArray[np.float64]:
    """For each of our groups, members shared with the other group most like it, over the members of either."""
    shared = np.zeros((k, int(other.max()) + 1))
    np.add.at(shared, (own, other), 1)
    either = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0, keepdims=True) - shared
    return np.asarray((shared / np.maximum(either, 1)).max(axis=1))


def _drawn(rng: np.random.Generator, n: int, most: int) -> NDArray[np.int64]:
    return np.sort(rng.choice(n, max(1, min(most, n // 2)), replace=False))


def _grouped(points: Points, k: int, starts: int, seed: int) -> KMeans:
    from sklearn.cluster import KMeans

    return KMeans(min(k, len(points)), n_init=starts, random_state=seed).fit(points)
