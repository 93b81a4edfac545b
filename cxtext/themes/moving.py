"""Centres that move with new mentions, while themes, ids and names stay.

A centre goes as far as the mean of its mentions does. That is the step of mini-batch k-means (Sculley 2010, Web-scale
k-means clustering), each centre with a rate of its own, the share of its mentions that are new, but measured from the
mean that the mentions had before: more of the same moves nothing, where moving a centre onto that mean would undo,
night by night, the averaging over neighbours and the consensus of samples that training placed it by.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cxtext.themes.assign import PROBABILITIES, Fit
from cxtext.themes.discover import Tree
from cxtext.themes.encode import Vectors, unit_rows
from cxtext.themes.themes import ThemeSet


class Mentions(NamedTuple):
    """Some of the mentions of an input."""

    vectors: Vectors  # (n, n_dims) from the encoder
    aside: NDArray[np.bool_]  # (n,) says nothing but praise or blame, or is a line of a form


@dataclass(frozen=True)
class Weight:
    """What lies at each subcentre: the number of its mentions and the sum of their vectors."""

    counts: NDArray[np.int64]  # (s,)
    sums: NDArray[np.float64]  # (s, n_dims) in the theme space

    def __add__(self, other: Weight) -> Weight:
        return Weight(self.counts + other.counts, self.sums + other.sums)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Both as named arrays, for saving."""
        return {"weight_counts": self.counts, "weight_sums": self.sums}


def weight_from(arrays: Mapping[str, NDArray[Any]], shape: tuple[int, ...]) -> Weight | None:
    """What `Weight.arrays` gave for subcentres of that shape; None where there is none.

    Raises:
        ValueError: the arrays do not go together.
    """
    if "weight_counts" not in arrays:
        return None
    counts, sums = arrays["weight_counts"], arrays["weight_sums"]
    if sums.shape != shape or counts.shape != shape[:1] or not np.isfinite(sums).all() or np.any(counts < 0):
        raise ValueError(f"weights of shape {sums.shape}, or with values that cannot be")
    return Weight(counts.astype(np.int64), sums.astype(np.float64))


def weigh(themes: ThemeSet, blocks: Iterable[Mentions]) -> Weight:
    """What mentions put to each subcentre; the sums depend on how the mentions are cut into blocks in the last bits."""
    shape = themes.tree.subcentres.shape
    counts, sums = np.zeros(shape[0], dtype=np.int64), np.zeros(shape, dtype=np.float64)
    for spaced, leaf in _placed(themes, blocks):
        counts += np.bincount(leaf, minlength=shape[0])
        for own in np.unique(leaf):
            sums[own] += spaced[leaf == own].sum(axis=0, dtype=np.float64)
    return Weight(counts, sums)


def moved(themes: ThemeSet, before: Weight, now: Weight) -> ThemeSet:
    """The themes with their centres moved.

    Args:
        themes: whose centres were placed by the mentions of `before`.
        before: of the mentions that are known.
        now: of these and new ones, or of better known ones.
    """
    tree, n = themes.tree, len(themes.tree.centres)
    member = (tree.parent[None, :] == np.arange(n)[:, None]).astype(np.float64)  # (k, s) subcentre of theme
    whole = [Weight((member @ w.counts).astype(np.int64), member @ w.sums) for w in (before, now)]
    centres, subcentres = _shifted(tree.centres, *whole), _shifted(tree.subcentres, before, now)
    return dataclasses.replace(themes, tree=Tree(centres, subcentres, tree.parent, tree.stability))


def refitted(themes: ThemeSet, before: Weight | None, blocks: Iterable[Mentions]) -> ThemeSet:
    """The themes with scores that count the new mentions too: quantiles of the known and the new cosines together.

    Args:
        themes: with centres that were moved, and the levels of the mentions of `before`.
        before: of the mentions that are known; None lets only the new ones count.
        blocks: the new ones.
    """
    near: list[list[NDArray[np.float32]]] = [[] for _ in range(len(themes.tree.subcentres))]
    for spaced, leaf in _placed(themes, blocks):
        cosine = np.einsum("nd,nd->n", spaced, themes.tree.subcentres[leaf])
        for own in np.unique(leaf):
            near[own].append(cosine[leaf == own])
    levels = themes.fit.levels.copy()
    known = np.zeros(len(near), dtype=np.int64) if before is None else before.counts
    for own, found in enumerate(near):
        if found:
            levels[own] = _quantiles(levels[own], int(known[own]), np.concatenate(found))
    return dataclasses.replace(themes, fit=Fit(levels, themes.fit.cut))


def _placed(themes: ThemeSet, blocks: Iterable[Mentions]) -> Iterable[tuple[Vectors, NDArray[np.int64]]]:
    """The discovered themes' own mentions in the theme space, and their subcentres, block by block."""
    for vectors, aside in blocks:
        own = np.any(vectors != 0, axis=1) & ~aside
        if themes.guided is not None:
            own &= themes.guided.claim(vectors)[0] < 0
        if own.any() and len(themes.tree.centres):
            spaced = themes.space.apply(vectors[own])
            yield spaced, themes.tree.place(spaced)[1]


def _shifted(centres: Vectors, before: Weight, now: Weight) -> Vectors:
    """Centres, as long as the mean of their mentions was, shifted by what this mean has moved; of unit length again."""
    held = (before.counts > 0) & (now.counts > 0)
    old = before.sums[held] / before.counts[held, None]
    new = now.sums[held] / now.counts[held, None]
    out = centres.copy()
    length = np.linalg.norm(old, axis=1, keepdims=True)
    out[held] = unit_rows((centres[held] * length + (new - old)).astype(np.float32))
    return out


def _quantiles(levels: NDArray[np.float32], known: int, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    """The levels of mentions of which `known` had these levels, and of new ones with these cosines."""
    if not known:
        return np.quantile(cosines, PROBABILITIES, method="weibull").astype(np.float32)
    values = np.concatenate([levels, cosines]).astype(np.float64)
    weights = np.concatenate([np.full(len(levels), known / len(levels)), np.ones(len(cosines))])
    order = np.argsort(values, kind="stable")
    middle = np.cumsum(weights[order]) - weights[order] / 2
    return np.interp(PROBABILITIES, middle / weights.sum(), values[order]).astype(np.float32)
