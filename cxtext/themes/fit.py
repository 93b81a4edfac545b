"""Themes learnt from mentions: the steps of this room in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from cxtext.schema import OVERALL, REST
from cxtext.themes.discover import MAX_MENTIONS, discover
from cxtext.themes.encode import Vectors
from cxtext.themes.name import Wording, word_themes
from cxtext.themes.phrases import phrase_table
from cxtext.themes.space import Space, fit_space, nearest
from cxtext.themes.themes import Theme, ThemeSet

# Set by looking at the themes of airline tweets, patient comments and product reviews.
TAXONOMY_SPEAKS = 0.25  # share of the mentions with a touchpoint from which having none says something
RARELY_PLACED = 0.2  # of that share: a theme below it is about no touchpoint
LOOSE = 0.4  # mean cosine to the centre; themes with a subject of their own lie above

Tokenise = Callable[[Sequence[str]], list[list[str]]]


def fit_themes(
    texts: Sequence[str],
    vectors: Vectors,
    scores: NDArray[np.float64],
    generic: NDArray[np.bool_],
    placed: NDArray[np.bool_],
    *,
    encode: Callable[[Sequence[str]], Vectors],
    tokenise: Tokenise,
    evaluative: frozenset[str] = frozenset(),
    n_themes: int | None = None,
    other_rate: float = 0.01,
    seed: int = 0,
) -> ThemeSet:
    """Discover and name themes; their sizes stay zero until the mentions are assigned.

    Args:
        texts: (n,) encoding views of the mentions.
        vectors: (n, n_dims) of the same.
        scores: (n,) sentiment of the same, -1 … 1.
        generic: (n,) mentions that say nothing but praise or blame.
        placed: (n,) mentions that the taxonomy has a touchpoint for.
        encode: phrases to vectors, as for the mentions.
        tokenise: texts to lower-cased words.
        evaluative: words of feeling, unfit for a name.
        n_themes: how many; None lets the data choose.
        other_rate: share of the mentions that may be left without a theme, those furthest from all centres.
        seed: of samples and k-means.
    """
    rows = _distinct(texts, vectors, generic, seed)
    space = fit_space(vectors[rows], scores[rows]) if len(rows) else _no_space(vectors)
    spaced = space.apply(vectors[rows])
    table = phrase_table(tokenise([texts[i] for i in rows]), min_count=3 if len(rows) > 200 else 2)
    centres = spaced[:0]
    if len(rows):
        centres = discover(spaced, n_themes=n_themes, seed=seed)
    labels, cosines = nearest(spaced, centres) if len(centres) else (np.zeros(0, np.int64), np.zeros(0, np.float32))
    wordings = word_themes(table, labels, centres, lambda p: space.apply(encode(p)), evaluative=evaluative)
    rest = _rest(labels, cosines, placed[rows], len(centres)) if n_themes is None else np.zeros(len(centres), bool)
    floor = float(np.quantile(cosines, other_rate)) if len(cosines) and other_rate > 0 else -1.0
    return _theme_set(wordings, rest, centres, space, floor)


def _rest(
    labels: NDArray[np.int64], cosines: NDArray[np.float32], placed: NDArray[np.bool_], n_centres: int
) -> NDArray[np.bool_]:
    """Which centres gather what is left: loose groups that the taxonomy has no place for, while it has for others."""
    if not len(labels) or placed.mean() < TAXONOMY_SPEAKS:
        return np.zeros(n_centres, dtype=bool)
    sizes = np.maximum(np.bincount(labels, minlength=n_centres), 1)
    share = np.bincount(labels, weights=placed, minlength=n_centres) / sizes
    closeness = np.bincount(labels, weights=cosines, minlength=n_centres) / sizes
    return np.asarray((share < RARELY_PLACED * placed.mean()) & (closeness < LOOSE))


def _theme_set(
    wordings: Sequence[Wording], rest: NDArray[np.bool_], centres: Vectors, space: Space, floor: float
) -> ThemeSet:
    """The themes: one for each centre with a subject, one for the rest if there is any, one for what is generic."""
    themes = [Theme(f"t{i:03d}", w.name, w.keywords, 0, 0) for i, w in enumerate(wordings, start=1) if not rest[i - 1]]
    index = np.cumsum(~rest) - 1
    if rest.any():
        keywords = [word for w, left in zip(wordings, rest, strict=True) if left for word in w.keywords[:3]]
        index = np.where(rest, len(themes), index)
        themes.append(Theme("t999", REST, tuple(keywords[:10]), 0, 0))
    themes.append(Theme("t000", OVERALL, (), 0, 0))
    return ThemeSet(tuple(themes), centres, tuple(int(i) for i in index), space, floor)


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
