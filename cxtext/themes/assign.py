"""How well a mention fits its theme, on a scale that means the same for every theme, and when it fits none.

A cosine of 0.3 is close in a theme of many subjects and far in a narrow one. The score is therefore the share of
the mentions that training put into the same subtheme (the same theme, where it has no subthemes) and that lie
further from its centre: 0.05 is further out than 95 % of them. That is the p-value of a conformal
predictor with the cosine as its measure of conformity (Vovk, Gammerman and Shafer 2005, Algorithmic Learning in a
Random World, section 2.2), over the mentions of one label.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from cxtext.themes.encode import Vectors
    from cxtext.themes.themes import ThemeSet

PROBABILITIES = np.arange(1, 100) / 100  # at which the cosines of a subtheme are kept
FAR = 0.05  # a score below it: 19 of 20 mentions that training put there fit better


@dataclass(frozen=True)
class Fit:
    """How far from each subcentre its training mentions lie, and how well a mention must fit."""

    levels: NDArray[np.float32]  # (s, 99) cosines at PROBABILITIES, ascending
    cut: float | None = None  # a mention with a lower score fits no theme; None leaves that to the theme REST

    def score(self, leaf: NDArray[np.int64], cosine: NDArray[np.float32]) -> NDArray[np.float64]:
        """The share of its subtheme's training mentions that lie further from the centre, 0 … 1; (n,) as both."""
        found = np.zeros(len(leaf))
        steps = np.concatenate([[0.0], PROBABILITIES, [1.0]])
        for own in np.unique(leaf):
            rows = leaf == own
            found[rows] = np.interp(cosine[rows], np.concatenate([[-1.0], self.levels[own], [1.0]]), steps)
        return found

    def thresholds(self, score: float = FAR) -> NDArray[np.float64]:
        """The cosine to each subcentre that has this score, (s,)."""
        steps = np.concatenate([[0.0], PROBABILITIES, [1.0]])
        return np.array([np.interp(score, steps, np.concatenate([[-1.0], row, [1.0]])) for row in self.levels])


def no_fit(n: int) -> Fit:
    """What is known of `n` subcentres before any mention was put to them: the score rises with the cosine."""
    return Fit(np.tile(2 * PROBABILITIES - 1, (n, 1)).astype(np.float32))


def fit_levels(leaf: NDArray[np.int64], cosine: NDArray[np.float32], n: int) -> Fit:
    """The levels of `n` subcentres from training mentions; a subcentre without any keeps those of `no_fit`.

    Args:
        leaf: (m,) subcentre of each mention.
        cosine: (m,) to it.
        n: how many subcentres there are.
    """
    levels = no_fit(n).levels
    for own in np.unique(leaf):
        levels[own] = np.quantile(cosine[leaf == own], PROBABILITIES, method="weibull")
    return Fit(levels)


def calibrated(
    themes: ThemeSet,
    vectors: Vectors,
    generic: NDArray[np.bool_],
    comment: NDArray[np.int64],
    *,
    other_rate: float | None = None,
) -> ThemeSet:
    """The themes with scores calibrated on mentions; call it again with mentions after themes were edited.

    Args:
        themes: as found.
        vectors: (n, n_dims) of the training mentions.
        generic: (n,) whether they say nothing but praise or blame.
        comment: (n,) index of the comment that each belongs to.
        other_rate: share of the comments to leave without a theme (REST counts as none): those whose best mention
            fits worst. None leaves what lies in no group with a subject, however many they are.
    """
    mine = np.any(vectors != 0, axis=1) & ~generic
    if themes.guided is not None:
        mine &= themes.guided.claim(vectors)[0] < 0
    fit = no_fit(len(themes.tree.subcentres))
    if mine.any() and len(fit.levels):
        leaf, cosine = themes.placed(vectors, np.flatnonzero(mine))
        fit = fit_levels(leaf, as_new(leaf, cosine), len(fit.levels))
    themes = dataclasses.replace(themes, fit=fit)
    if other_rate is None:
        return themes
    return dataclasses.replace(
        themes, fit=dataclasses.replace(fit, cut=_cut(themes, vectors, generic, comment, other_rate))
    )


def as_new(leaf: NDArray[np.int64], cosine: NDArray[np.float32]) -> NDArray[np.float32]:
    """The cosines that mentions would have if the subcentres had been made without them; (n,) as given.

    A mean of n vectors of unit length, of which one is left out, points to s·c - x, with s the sum of all cosines to
    the mean c: the jackknife. Mentions that training saw lie closer than new ones do, more so in small subthemes.
    """
    found = cosine.astype(np.float64)
    for own in np.unique(leaf):
        rows = leaf == own
        near = found[rows]
        total = np.unique(near).sum()  # the same mention again moved nothing
        length = np.sqrt(np.maximum(total**2 - 2 * total * near + 1, 1e-12))
        found[rows] = np.clip((total * near - 1) / length, -1, near)
    return found.astype(np.float32)


def _cut(
    themes: ThemeSet, vectors: Vectors, generic: NDArray[np.bool_], comment: NDArray[np.int64], rate: float
) -> float:
    """The score below which the best mention of that share of the comments lies.

    It lies midway between what the training texts need and what texts that were never seen would.
    """
    if rate <= 0:
        return 0.0
    themes = dataclasses.replace(themes, fit=dataclasses.replace(themes.fit, cut=0.0))
    assigned = themes.assign(vectors, generic)
    unseen = assigned.score.copy()
    free = (unseen > 0) & (unseen < 1) & ~generic
    if themes.guided is not None:
        free &= themes.guided.claim(vectors)[0] < 0
    if free.any() and len(themes.fit.levels):
        leaf, cosine = themes.placed(vectors, np.flatnonzero(free))
        unseen[free] = themes.fit.score(leaf, as_new(leaf, cosine))
    cuts = []
    for scores in (assigned.score, unseen):
        best = np.full(int(comment.max(initial=-1)) + 1, -np.inf)
        np.maximum.at(best, comment, scores)
        best = best[np.isfinite(best)]
        cuts.append(float(np.quantile(best, rate)) if len(best) else 0.0)
    return (cuts[0] + cuts[1]) / 2
