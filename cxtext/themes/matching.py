"""Which theme of a new training is which theme of the one before: an optimal assignment on what they share.

The similarity of an old and a new theme is a weighted mean of three numbers from 0 to 1:

- the Jaccard index of their mentions: both models assign the mentions of the new input, and this is the number that
  both put there by the number that either does;
- the cosine of their centres, in the encoder's own coordinates, negative ones counting as 0: a centre is a direction
  away from the mean of its own input;
- the share of keywords that they have in common: twice those in both by all of both.

The assignment that makes the sum of similarities greatest is Kuhn's (1955, The Hungarian method for the assignment
problem), in SciPy's form.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxtext.themes.encode import Vectors, unit_rows
from cxtext.themes.identity import Became
from cxtext.tiles import product

BY_MENTIONS, BY_CENTRE, BY_KEYWORDS = 0.6, 0.25, 0.15
KEPT = 0.3  # least similarity of a theme that goes on; set by looking at one pair of halves of nhs_phase1
DRIFTED = 0.3  # Jaccard index below which a theme that goes on has changed so much that its old name may mislead
MOSTLY = 0.5  # share of a theme's mentions that lies in another one


@dataclass(frozen=True)
class Known:
    """What is compared of a theme or a subtheme."""

    id: str
    name: str
    keywords: tuple[str, ...]
    centre: NDArray[np.float32]  # (n_dims,) of unit length, or zeros


@dataclass(frozen=True)
class Matching:
    """Old and new themes side by side; arrays are (n_old, n_new)."""

    pairs: Mapping[int, int]  # index of the old theme → index of the new one that goes on with it
    similarity: NDArray[np.float64]  # 0 … 1
    jaccard: NDArray[np.float64]  # 0 … 1
    of_old: NDArray[np.float64]  # share of the old theme's mentions that the new one has
    of_new: NDArray[np.float64]  # share of the new theme's mentions that come from the old one


def match(
    old: Sequence[Known],
    new: Sequence[Known],
    counts: NDArray[np.float64] | None = None,
    *,
    taken: Collection[int] = (),
) -> Matching:
    """The best pairs, each old and each new theme in at most one; those less similar than KEPT are left out.

    Args:
        old, new: the themes.
        counts: (n_old, n_new) mentions of one input that the old model puts to the one and the new model to the
            other; a last row and a last column hold those that belong to no theme here. None: only centres and
            keywords are compared.
        taken: indices of new themes that are in no pair.
    """
    from scipy.optimize import linear_sum_assignment

    centres = np.clip(_cosines(old, new), 0, 1)
    words = np.array([[_shared(a.keywords, b.keywords) for b in new] for a in old]).reshape(len(old), len(new))
    if counts is None:
        nothing = np.zeros((len(old), len(new)))
        jaccard, of_old, of_new = nothing, nothing, nothing
        similarity = (BY_CENTRE * centres + BY_KEYWORDS * words) / (BY_CENTRE + BY_KEYWORDS)
    else:
        both, rows, columns = counts[:-1, :-1], counts.sum(axis=1)[:-1, None], counts.sum(axis=0)[None, :-1]
        jaccard = both / np.maximum(rows + columns - both, 1)
        of_old, of_new = both / np.maximum(rows, 1), both / np.maximum(columns, 1)
        similarity = BY_MENTIONS * jaccard + BY_CENTRE * centres + BY_KEYWORDS * words
    open_to = similarity.copy()
    open_to[:, list(taken)] = 0
    chosen = linear_sum_assignment(np.round(open_to, 9), maximize=True)
    pairs = {int(i): int(j) for i, j in zip(*chosen, strict=True) if open_to[i, j] >= KEPT}
    return Matching(pairs, similarity, jaccard, of_old, of_new)


def stacked(first: Matching, second: Matching) -> Matching:
    """Two matchings of other old themes with the same new ones as one; no new theme may be paired in both."""
    n = len(first.similarity)
    names = ("similarity", "jaccard", "of_old", "of_new")
    arrays = {name: np.vstack([getattr(first, name), getattr(second, name)]) for name in names}
    return Matching(pairs={**first.pairs, **{i + n: j for i, j in second.pairs.items()}}, **arrays)


def counted(old: NDArray[np.int64], new: NDArray[np.int64], n_old: int, n_new: int) -> NDArray[np.float64]:
    """How many mentions lie where in both: (n_old + 1, n_new + 1), the last row and column for an index of -1."""
    table = np.zeros((n_old + 1, n_new + 1))
    np.add.at(table, (old, new), 1)
    return table


def centre_of(subcentres: Vectors, weights: NDArray[np.float64]) -> NDArray[np.float32]:
    """The mean direction of some subcentres, weighted by their mentions."""
    if not len(subcentres):
        return np.zeros(subcentres.shape[1], dtype=np.float32)
    mean = (subcentres * np.maximum(weights, 1)[:, None]).sum(axis=0, dtype=np.float64)
    return np.asarray(unit_rows(mean[None, :].astype(np.float32))[0])


def lineage(
    old: Sequence[Known],
    new: Sequence[Known],
    found: Matching,
    ids: Sequence[str],
    names: Sequence[str],
) -> tuple[Became, ...]:
    """What became of every old theme and where every new one came from.

    - kept: the theme goes on under its id and name;
    - renamed: it goes on under its id, but has drifted, so training named it anew;
    - drifted: the same, but it keeps the name that people gave it;
    - split: a new theme, most of whose mentions an old one had;
    - merged: an old theme does not go on, and most of its mentions are in one that does;
    - new, gone: none of these.

    Args:
        old, new: the themes that `found` matches.
        ids, names: of the new themes, as they are called from now on.
    """
    rows = []
    for i, before in enumerate(old):
        j = found.pairs.get(i)
        if j is not None:
            kind = "kept" if names[j] == before.name else "renamed"
        else:
            heir = int(np.argmax(found.of_old[i])) if len(new) else 0
            absorbed = len(new) > 0 and found.of_old[i, heir] >= MOSTLY
            kind, j = ("merged", heir) if absorbed else ("gone", None)
        rows.append(_became(kind, found, i, j, before, ids, names))
    continued = set(found.pairs.values())
    for j in range(len(new)):
        if j in continued:
            continue
        parent = int(np.argmax(found.of_new[:, j])) if len(old) else 0
        if len(old) and found.of_new[parent, j] >= MOSTLY:
            rows.append(_became("split", found, parent, j, old[parent], ids, names))
        else:
            rows.append(Became("new", None, None, ids[j], names[j], 0.0, 0.0))
    return tuple(rows)


def _became(
    kind: str, found: Matching, i: int, j: int | None, before: Known, ids: Sequence[str], names: Sequence[str]
) -> Became:
    if j is None:
        return Became(kind, before.id, before.name, None, None, 0.0, 0.0)
    similarity, overlap = float(found.similarity[i, j]), float(found.jaccard[i, j])
    return Became(kind, before.id, before.name, ids[j], names[j], round(similarity, 4), round(overlap, 4))


def _cosines(old: Sequence[Known], new: Sequence[Known]) -> NDArray[np.float64]:
    if not old or not new:
        return np.zeros((len(old), len(new)))
    a, b = np.stack([k.centre for k in old]), np.stack([k.centre for k in new])
    return np.asarray(product(a, b.T), dtype=np.float64)


def _shared(a: Sequence[str], b: Sequence[str]) -> float:
    """Sørensen's and Dice's coefficient of two lists of keywords."""
    return 2 * len(set(a) & set(b)) / max(1, len(set(a)) + len(set(b)))
