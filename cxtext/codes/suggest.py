"""Which comments are most worth labelling next: those the codebook is unsure of, unlike one another.

The most uncertain comments are grouped by k-means, weighed by their uncertainty, and the one nearest to each centre is
taken (Zhdanov 2019, "Diverse mini-batch active learning"). Without a codebook all are equally uncertain, and the
sample shows what there is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from cxtext.codes.calibrate import Calibration, Floats
from cxtext.codes.codebook import Vectors

PREFILTER = 10  # comments a wanted one that are grouped, the most uncertain first
MOST_GROUPED = 20_000  # comments that are grouped where none is more uncertain than another
_EDGE = 1e-6  # keeps log-odds finite


def uncertainty(probabilities: Floats, calibration: Calibration) -> Floats:
    """(n,) how near a comment is to other codes, 0 … 1.

    Where codes exclude each other: 1 less the lead of the likeliest over the next. Else: how near the probability of
    any code lies to its threshold, in log-odds.
    """
    if calibration.exclusive:
        best = np.sort(probabilities, axis=1)[:, -2:]
        return np.asarray(1 - (best[:, 1] - best[:, 0]))
    threshold = calibration.threshold.clip(_EDGE, 1 - _EDGE)
    margin = np.abs(logit(probabilities.clip(_EDGE, 1 - _EDGE)) - logit(threshold))
    return np.asarray(np.exp(-margin.min(axis=1)))


def choose(vectors: Vectors, weight: Floats | None, n: int, *, seed: int) -> NDArray[np.int64]:
    """Indexes of n comments, those that stand for most first; fewer where there are fewer.

    Args:
        vectors: (m, n_dims) of distinct comments.
        weight: (m,) their uncertainty; None: all alike.
        n: how many.
        seed: of k-means.
    """
    from sklearn.cluster import KMeans

    rows = np.arange(len(vectors))
    if weight is not None:
        rows = np.sort(np.argsort(-weight, kind="stable")[: PREFILTER * n])
    elif len(rows) > MOST_GROUPED:
        rows = np.sort(np.random.default_rng(seed).permutation(rows)[:MOST_GROUPED])
    distinct = len(np.unique(vectors[rows], axis=0))
    if distinct <= n:
        return rows[:n] if weight is None else rows[np.argsort(-weight[rows], kind="stable")][:n]
    own = np.ones(len(rows)) if weight is None else weight[rows] + _EDGE
    groups = KMeans(n, n_init=1, random_state=seed).fit(vectors[rows], sample_weight=own)
    distance = ((vectors[rows] - groups.cluster_centers_[groups.labels_]) ** 2).sum(axis=1)
    mass = np.bincount(groups.labels_, weights=own, minlength=n)
    nearest = np.lexsort((rows, distance))
    first = {int(groups.labels_[i]): int(rows[i]) for i in nearest[::-1]}
    biggest = sorted(first, key=lambda group: (-mass[group], first[group]))
    return np.array([first[group] for group in biggest], dtype=np.int64)
