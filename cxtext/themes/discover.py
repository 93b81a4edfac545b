"""Themes found in mentions: neighbours averaged, themes agreed on by samples, each theme cut into subthemes.

Averaging each mention with its nearest neighbours does for clusters what UMAP does, without chance and at a
fraction of the cost. A few broad themes are the consensus of many samples; many narrow ones, and the subthemes of
a theme, are a cut of Ward's tree over a few hundred micro-clusters. Rows are put in one order first, so that the
order of the input does not matter.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from cxtext.themes.consensus import consensus, steadiest
from cxtext.themes.encode import Vectors, unit_rows
from cxtext.themes.silhouette import groups_apart
from cxtext.themes.space import nearest, nearest_among

MAX_MENTIONS = 50_000  # seen when the structure is found; more change nothing but the time
REFERENCE = 8_000  # mentions among which neighbours are looked for
NEIGHBOURS = 25
COLUMN_GROUPS = 500  # a divisor of REFERENCE
MICRO = 400  # micro-clusters; the tree is built on their centres
FEW = 2_000  # vectors: the tree of so few is built on themselves, in less time than micro-clusters take
MIN_PER_THEME = 25  # distinct mentions; with fewer, fewer themes
FEWEST, MOST, STEP = 8, 20, 4  # themes: more are not read; with a smaller step chance decides between neighbours
NEAR_AXES = 64  # principal axes on which neighbours are looked for: a quarter of the time of all
AXES = 48  # principal axes on which samples are compared and micro-clusters found; more cost time and bring nothing
SUBTHEMES = 80  # in all, about, where no groups lie apart; a theme has as many as its share of the mentions
MOST_SUBTHEMES = 12  # of one theme, where no groups lie apart
MIN_PER_SUBTHEME = 40  # distinct mentions


@dataclass(frozen=True)
class Tree:
    """Themes and the subthemes that they consist of."""

    centres: Vectors  # (k, n_dims) unit length, the theme with most mentions first
    subcentres: Vectors  # (s, n_dims) unit length, in the order of their themes
    parent: NDArray[np.int64]  # (s,) index of the theme, ascending
    stability: NDArray[np.float64] | None = None  # (k,) 0 … 1 each, see `consensus`; None where none was measured

    def place(self, vectors: Vectors) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
        """Theme, subtheme and the cosine to the theme's centre, each (n,), for vectors in the theme space."""
        theme, cosine = nearest(vectors, self.centres)
        return theme, nearest_among(vectors, self.subcentres, self.parent, theme), cosine


def discover(vectors: Vectors, *, n_themes: int | None = None, seed: int = 0) -> Tree:
    """Themes with their subthemes.

    Args:
        vectors: (n, n_dims) distinct mentions in the theme space, in any order.
        n_themes: how many themes; None takes the number between `FEWEST` and `MOST` that `steadiest` gives.
        seed: of the sample and of k-means.

    Returns:
        The tree; it has fewer than `n_themes` themes where there are too few distinct mentions.
    """
    with threadpool_limits(1):  # sums of floats in threads have no fixed order
        sample = _sample(vectors[_in_order(vectors)], seed)
        smooth = _averaged(sample, seed)
        points = _on_axes(smooth, AXES)
        narrow = groups_apart(points, len(points) // MIN_PER_SUBTHEME, seed=seed)
        k = _number(points, seed) if n_themes is None else min(n_themes, len(sample))
        if k > MOST or len(sample) < FEWEST * MIN_PER_THEME:
            return _divided(smooth, _by_size(vectors, _refined(smooth, _cut(smooth, k, seed), seed))[0], narrow, seed)
        found, stability = consensus(points, k, seed=seed)
        used = np.unique(found)
        centres = unit_rows(np.stack([smooth[found == group].mean(axis=0) for group in used]))
        centres, order = _by_size(vectors, centres)
        return dataclasses.replace(_divided(smooth, centres, narrow, seed), stability=stability[used][order])


def _in_order(vectors: Vectors) -> NDArray[np.int64]:
    """The rows ordered by their first number, then by the second, and so on; few need more than the first."""
    order = np.argsort(vectors[:, 0], kind="stable")
    first = vectors[order, 0]
    starts = np.flatnonzero(np.diff(first, prepend=np.nan) != 0)
    for start, end in zip(starts, [*starts[1:], len(order)], strict=True):
        if end - start > 1:
            rows = order[start:end]
            order[start:end] = rows[np.lexsort(vectors[rows].T[::-1])]
    return order


def _sample(vectors: Vectors, seed: int) -> Vectors:
    if len(vectors) <= MAX_MENTIONS:
        return vectors
    picked = np.random.default_rng(seed).choice(len(vectors), MAX_MENTIONS, replace=False)
    return vectors[np.sort(picked)]


def _averaged(vectors: Vectors, seed: int) -> Vectors:
    """Each vector averaged with those of a reference sample that are nearest to it on the main axes."""
    rng = np.random.default_rng(seed)
    size = min(REFERENCE, len(vectors))
    rows = np.sort(rng.choice(len(vectors), size, replace=False))
    points, reference = vectors @ _axes(vectors, NEAR_AXES), vectors[rows]
    across = points[rows].T.copy()
    k = min(NEIGHBOURS, size)
    out = np.empty_like(vectors)
    for start in range(0, len(vectors), 500):
        block = slice(start, start + 500)
        out[block] = vectors[block] + reference[_greatest(points[block] @ across, k)].mean(axis=1)
    return unit_rows(out)


def _greatest(values: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """The columns of the k greatest values of each row, (n, k).

    They stand in the k of COLUMN_GROUPS groups of columns whose greatest values are the greatest: these are sorted.
    """
    n, width = values.shape
    if width % COLUMN_GROUPS or width // COLUMN_GROUPS < 2 or k >= COLUMN_GROUPS:
        return np.argpartition(values, width - k, axis=1)[:, width - k :]
    grouped = values.reshape(n, -1, COLUMN_GROUPS)
    groups = np.argpartition(grouped.max(axis=1), COLUMN_GROUPS - k, axis=1)[:, COLUMN_GROUPS - k :]
    columns = (groups[:, None, :] + COLUMN_GROUPS * np.arange(grouped.shape[1])[None, :, None]).reshape(n, -1)
    best = np.argpartition(np.take_along_axis(values, columns, axis=1), columns.shape[1] - k, axis=1)[:, -k:]
    return np.take_along_axis(columns, best, axis=1)


def _micro(vectors: Vectors, least: int, seed: int) -> tuple[NDArray[np.int64], Vectors]:
    """Micro-clusters, `least` if there are enough vectors: that of each vector, and their centres on the main axes."""
    from sklearn.cluster import MiniBatchKMeans

    points = _on_axes(vectors, AXES)
    if len(points) <= FEW:
        return np.arange(len(points)), points
    k = max(min(MICRO, max(2, len(vectors) // 5)), min(least, len(vectors) // 2))
    if len(vectors) <= k:
        return np.arange(len(vectors)), points
    options = {"batch_size": 4_096, "n_init": 1, "max_iter": 30, "reassignment_ratio": 0, "init_size": 3 * MICRO}
    model = MiniBatchKMeans(k, random_state=seed, **options).fit(points)
    used, own = np.unique(model.labels_, return_inverse=True)
    return own.astype(np.int64), np.asarray(model.cluster_centers_[used], dtype=np.float32)


def _on_axes(vectors: Vectors, n: int) -> Vectors:
    """Coordinates on the first n principal axes of the vectors."""
    centred = vectors - vectors.mean(axis=0)
    return np.asarray(centred @ _axes(centred, n), dtype=np.float32)


def _axes(vectors: Vectors, n: int) -> Vectors:
    """(n_dims, n) the first n axes along which the vectors lie, of unit length."""
    return np.linalg.eigh((vectors.T @ vectors).astype(np.float64))[1][:, ::-1][:, :n].astype(np.float32)


def _number(points: Vectors, seed: int) -> int:
    most = min(MOST, len(points) // MIN_PER_THEME)
    return max(1, most) if most <= FEWEST else steadiest(points, range(FEWEST, most + 1, STEP), seed=seed)


def _cut(vectors: Vectors, k: int, seed: int) -> Vectors:
    """Centres of the `k` branches of Ward's tree over micro-clusters."""
    from scipy.cluster.hierarchy import fcluster, linkage

    own, micro = _micro(vectors, k, seed)
    if len(micro) > k:
        branch = fcluster(linkage(micro.astype(np.float64), "ward"), k, criterion="maxclust")
        own = branch[own] - 1
    return np.stack([vectors[own == b].mean(axis=0) for b in np.unique(own)]).astype(np.float32)


def _refined(vectors: Vectors, start: Vectors, seed: int) -> Vectors:
    from sklearn.cluster import KMeans

    if len(vectors) <= len(start):
        return unit_rows(start)
    model = KMeans(len(start), init=start, n_init=1, max_iter=50, random_state=seed).fit(vectors)
    return unit_rows(np.asarray(model.cluster_centers_, dtype=np.float32))


def _divided(smooth: Vectors, centres: Vectors, narrow: int | None, seed: int) -> Tree:
    """The themes, each cut into subthemes in the way in which they were cut themselves.

    Their number follows from the `narrow` groups that lie apart; where none do, from how many mentions there are.
    """
    theme, _ = nearest(smooth, centres)
    per_subtheme = max(MIN_PER_SUBTHEME, len(smooth) / (narrow or SUBTHEMES))
    most = narrow or MOST_SUBTHEMES
    parts = []
    for i, centre in enumerate(centres):
        members = smooth[theme == i]
        k = min(most, round(len(members) / per_subtheme))
        if k < 2:
            parts.append(centre[None, :])
            continue
        parts.append(_by_size(members, _refined(members, _cut(members, k, seed), seed))[0])
    parent = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    return Tree(centres, np.concatenate(parts) if parts else centres, parent.astype(np.int64))


def _by_size(vectors: Vectors, centres: Vectors) -> tuple[Vectors, NDArray[np.int64]]:
    """Centres that hold a mention, biggest first, and the places where they stood."""
    sizes = np.bincount(nearest(vectors, centres)[0], minlength=len(centres))
    order = np.lexsort((np.arange(len(centres)), -sizes))
    order = order[sizes[order] > 0]
    return centres[order], order.astype(np.int64)
