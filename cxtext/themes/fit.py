"""Themes learnt from mentions: the steps of this room in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from cxtext.schema import OVERALL
from cxtext.themes.discover import MAX_MENTIONS, discover
from cxtext.themes.encode import Vectors
from cxtext.themes.name import word_themes
from cxtext.themes.phrases import phrase_table
from cxtext.themes.space import Space, fit_space, nearest
from cxtext.themes.themes import Theme, ThemeSet

Tokenise = Callable[[Sequence[str]], list[list[str]]]


def fit_themes(
    texts: Sequence[str],
    vectors: Vectors,
    scores: NDArray[np.float64],
    generic: NDArray[np.bool_],
    *,
    encode: Callable[[Sequence[str]], Vectors],
    tokenise: Tokenise,
    evaluative: frozenset[str] = frozenset(),
    n_themes: int | None = None,
    other_rate: float = 0.01,
    seed: int = 0,
) -> ThemeSet:
    """Discover and name themes; sizes are zero until `ThemeSet.with_counts`.

    Args:
        texts: (n,) encoding views of the mentions.
        vectors: (n, n_dims) of the same.
        scores: (n,) sentiment of the same, -1 … 1.
        generic: (n,) mentions that say nothing but praise or blame.
        encode: phrases to vectors, as for the mentions.
        tokenise: texts to lower-cased words.
        evaluative: words of feeling, unfit for a name.
        n_themes: how many; None lets the data choose.
        other_rate: share of the mentions that may be left without a theme, those furthest from all centres.
        seed: of samples and k-means.
    """
    rows = _distinct(texts, vectors, generic, seed)
    space = fit_space(vectors[rows], scores[rows]) if len(rows) else _no_space(vectors)
    placed = space.apply(vectors[rows])
    table = phrase_table(tokenise([texts[i] for i in rows]), min_count=3 if len(rows) > 200 else 2)
    centres = placed[:0]
    if len(rows):
        centres = discover(placed, n_themes=n_themes, seed=seed)
    labels, cosines = nearest(placed, centres) if len(centres) else (np.zeros(0, np.int64), np.zeros(0, np.float32))
    wordings = word_themes(table, labels, centres, lambda p: space.apply(encode(p)), evaluative=evaluative)
    themes = [Theme(f"t{i:03d}", w.name, w.keywords, 0, 0) for i, w in enumerate(wordings, start=1)]
    themes.append(Theme("t000", OVERALL, (), 0, 0))
    floor = float(np.quantile(cosines, other_rate)) if len(cosines) and other_rate > 0 else -1.0
    return ThemeSet(tuple(themes), centres, space, floor)


def _distinct(texts: Sequence[str], vectors: Vectors, generic: NDArray[np.bool_], seed: int) -> NDArray[np.int64]:
    """Rows of distinct mentions with content, ordered by text, a seeded sample where they are very many."""
    known = np.any(vectors != 0, axis=1) & ~generic
    first: dict[str, int] = {}
    for i in map(int, np.flatnonzero(known)):
        first.setdefault(texts[i], i)
    rows = np.array([first[text] for text in sorted(first)], dtype=np.int64)
    if len(rows) > MAX_MENTIONS:
        rows = rows[np.sort(np.random.default_rng(seed).choice(len(rows), MAX_MENTIONS, replace=False))]
    return rows


def _no_space(vectors: Vectors) -> Space:
    nothing = np.zeros(vectors.shape[1], dtype=np.float32)
    return Space(nothing, nothing)
