"""Subjects that a model does not know yet: groups of ill-fitting mentions that have grown since training.

A model keeps a sample of the training mentions that fitted no theme well. New ones of that kind are clustered together
with them, by what they say and not by when they came. Without a change each group then holds the same shares of old
and of new comments, whatever the clustering did, and the number of new ones is hypergeometric (Fisher's exact test).
Comments are counted, not mentions, since the mentions of one comment are not independent. The p-values of all groups
are controlled together (Benjamini and Hochberg 1995): where nothing is new, at most ALARM of the runs name a candidate.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxtext.schema import REST
from cxtext.themes.assign import as_new
from cxtext.themes.encode import Vectors
from cxtext.themes.space import nearest
from cxtext.themes.themes import NONE, ThemeSet

Rows = NDArray[np.bool_]

ALARM = 0.05  # share of runs that may name a candidate where nothing is new
# A score below it, or the theme REST, is ill-fitting. Of three labels of banking77 planted for development 0.1 showed
# one, 0.3 and 1 all three; 1 would look into what the themes cover.
ILL_FITTING = 0.3
MAX_REFERENCE = 3_000  # training comments whose ill-fitting mentions a model keeps
PER_GROUP = 25  # mentions on average; the smallest subject that shall be seen is about twice that
FEWEST = 8  # new comments below which a group is no subject


@dataclass(frozen=True)
class Reference:
    """Training mentions that fitted no theme well."""

    vectors: Vectors  # (n, n_dims) in the theme space
    comment: NDArray[np.int64]  # (n,) which of them belong to one comment

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Both as named arrays, for saving; half precision is enough to group them."""
        return {"reference_vectors": self.vectors.astype(np.float16), "reference_comment": self.comment}


def reference_from(arrays: Mapping[str, NDArray[Any]], n_dims: int) -> Reference | None:
    """What `Reference.arrays` gave; None where there is none.

    Raises:
        ValueError, KeyError: the arrays do not go together.
    """
    if "reference_vectors" not in arrays:
        return None
    vectors, comment = arrays["reference_vectors"].astype(np.float32), arrays["reference_comment"]
    if vectors.shape != (len(comment), n_dims) or comment.ndim != 1 or not np.isfinite(vectors).all():
        raise ValueError(f"reference vectors of shape {vectors.shape}, or with values that are not finite")
    return Reference(vectors, comment.astype(np.int64))


@dataclass(frozen=True)
class Group:
    """New mentions that have something in common which the model does not know."""

    mentions: NDArray[np.int64]  # indexes of the new mentions, the most typical first
    comments: int  # new ones
    expected: float  # how many there would be at the group's share of the training's ill-fitting comments
    p_value: float  # adjusted for the number of groups
    nearest: int  # index of the theme that lies nearest, NONE if there is none


def referenced(
    themes: ThemeSet, vectors: Vectors, generic: NDArray[np.bool_], comment: NDArray[np.int64], *, seed: int = 0
) -> ThemeSet:
    """The themes with the ill-fitting mentions of their training; arguments as for `assign.calibrated`."""
    left = np.flatnonzero(_ill_fitting(themes, vectors, generic, trained=True))
    comments = np.unique(comment[left])
    if len(comments) > MAX_REFERENCE:
        comments = np.random.default_rng(seed).choice(comments, MAX_REFERENCE, replace=False)
    left = left[np.isin(comment[left], comments)]
    order = np.lexsort(vectors[left].T[::-1])  # not in the order of the input, which changes nothing else either
    left = left[order]
    number = np.unique(comment[left], return_inverse=True)[1]
    first = {int(c): i for i, c in reversed(list(enumerate(number)))}
    return dataclasses.replace(
        themes, reference=Reference(themes.space.apply(vectors[left]), np.array([first[int(c)] for c in number], int))
    )


def emerging_groups(
    themes: ThemeSet,
    vectors: Vectors,
    generic: NDArray[np.bool_],
    comment: NDArray[np.int64],
    *,
    alarm: float = ALARM,
    seed: int = 0,
) -> list[Group]:
    """Groups that have grown, the one with the most new comments first.

    Args:
        themes: with a reference.
        vectors: (n, n_dims) of the new mentions; `generic` and `comment` as for `assign.calibrated`.
        alarm: share of runs that may find a group where nothing is new, 0 … 1.
        seed: of the clustering.
    """
    from scipy.stats import false_discovery_control, hypergeom

    from cxtext.themes.discover import discover

    if themes.reference is None:
        raise ValueError("the themes have no reference")
    old = themes.reference
    new = np.flatnonzero(_ill_fitting(themes, vectors, generic, trained=False))
    if not len(new):
        return []
    spaced = np.concatenate([old.vectors, themes.space.apply(vectors[new]).astype(np.float16).astype(np.float32)])
    tree = discover(np.unique(spaced, axis=0), n_themes=max(1, len(spaced) // PER_GROUP), seed=seed)
    group, _ = nearest(spaced, tree.centres)
    whose = np.concatenate([-1 - old.comment, comment[new]])  # the old ones below zero
    n_old, n_new = len(np.unique(old.comment)), len(np.unique(comment[new]))
    found: list[Group] = []
    for own, centre in enumerate(tree.centres):
        rows = np.flatnonzero(group == own)
        comments = np.unique(whose[rows])
        fresh = int((comments >= 0).sum())
        p_value = float(hypergeom.sf(fresh - 1, n_old + n_new, n_new, len(comments)))
        fresh_rows = rows[whose[rows] >= 0]
        middle = spaced[fresh_rows] @ spaced[fresh_rows].sum(axis=0)  # that of the new ones: old ones are strays here
        typical = fresh_rows[np.argsort(-middle, kind="stable")] - len(old.vectors)
        expected = (len(comments) - fresh) * n_new / max(n_old, 1)
        found.append(Group(new[typical], fresh, expected, p_value, _nearest(themes, centre)))
    adjusted = false_discovery_control([g.p_value for g in found])
    found = [dataclasses.replace(g, p_value=float(p)) for g, p in zip(found, adjusted, strict=True)]
    return sorted(
        (g for g in found if g.p_value <= alarm and g.comments >= FEWEST), key=lambda g: (-g.comments, g.p_value)
    )


def _ill_fitting(themes: ThemeSet, vectors: Vectors, generic: NDArray[np.bool_], *, trained: bool) -> Rows:
    """Mentions about something, but about nothing that a theme is about; (n,)."""
    about: Rows = np.any(vectors != 0, axis=1) & ~generic
    if themes.guided is not None:
        about &= themes.guided.claim(vectors)[0] < 0
    if not about.any() or not len(themes.tree.centres):
        return about
    plain = dataclasses.replace(themes, fit=dataclasses.replace(themes.fit, cut=None))
    leaf, cosine = plain.placed(vectors, np.flatnonzero(about))
    score = plain.fit.score(leaf, as_new(leaf, cosine) if trained else cosine)
    rest = np.array([i == NONE or themes.themes[i].name == REST for i, _ in themes.of_subcentre])
    about[about] = rest[leaf] | (score < ILL_FITTING)
    return about


def _nearest(themes: ThemeSet, centre: NDArray[np.float32]) -> int:
    """The theme with the subcentre nearest to a group, leaving REST out."""
    real = [(j, i) for j, (i, _) in enumerate(themes.of_subcentre) if i != NONE and themes.themes[i].name != REST]
    if not real:
        return NONE
    cosines = themes.tree.subcentres[[j for j, _ in real]] @ centre
    return real[int(np.argmax(cosines))][1]
