"""Themes learnt from mentions: the steps of this room in their order."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxtext.schema import OVERALL, REST
from cxtext.themes.assign import calibrated, no_fit
from cxtext.themes.casing import as_written, written
from cxtext.themes.discover import FEWEST, MAX_MENTIONS, MIN_PER_THEME, Tree, discover
from cxtext.themes.encode import Vectors
from cxtext.themes.name import Wording, word_themes, worded, words_of
from cxtext.themes.nouns import Nouns
from cxtext.themes.pairs import Pairs, name_worth
from cxtext.themes.passing import Passing
from cxtext.themes.phrases import phrase_table
from cxtext.themes.space import Space, fit_space
from cxtext.themes.spelling import whole_words
from cxtext.themes.subject import LEFT, subjects
from cxtext.themes.themes import NONE, OVERALL_ID, REST_ID, Subtheme, Theme, ThemeSet

FREQUENT = 25  # times that each of a few different mentions stands in an input, on average, to be a subject itself

Tokenise = Callable[[Sequence[str]], list[list[str]]]


def fit_themes(
    texts: Sequence[str],
    vectors: Vectors,
    scores: NDArray[np.float64],
    generic: NDArray[np.bool_],
    placed: NDArray[np.int64],
    comment: NDArray[np.int64],
    *,
    encode: Callable[[Sequence[str]], Vectors],
    tokenise: Tokenise,
    evaluative: frozenset[str] = frozenset(),
    knows: Callable[[str], bool] = lambda _: True,
    n_themes: int | None = None,
    other_rate: float | None = None,
    seed: int = 0,
) -> ThemeSet:
    """Discover and name themes; their sizes stay zero until the mentions are assigned.

    Args:
        texts: (n,) encoding views of the mentions.
        vectors: (n, n_dims) of the same.
        scores: (n,) sentiment of the same, -1 … 1.
        generic: (n,) mentions that say nothing but praise or blame.
        placed: (n,) index of the touchpoint that the taxonomy has for the mention, -1 for none.
        comment: (n,) index of the comment that each belongs to.
        encode: phrases to vectors, as for the mentions.
        tokenise: texts to lower-cased words.
        evaluative: words of feeling, unfit for a name.
        knows: whether a word is one that the encoder has learnt whole.
        n_themes: how many; None lets the data choose.
        other_rate: share of the comments to leave without a theme; see `assign.calibrated`.
        seed: of samples and k-means.
    """
    rows = _distinct(texts, vectors, scores, generic, seed)
    if not len(rows):
        return ThemeSet((_overall(),), _no_tree(vectors), (), _no_space(vectors), no_fit(0))
    space = fit_space(vectors[rows], scores[rows])
    spaced = space.apply(vectors[rows])
    tree = discover(spaced, n_themes=n_themes or _few_but_frequent(len(rows), int((~generic).sum())), seed=seed)
    theme, leaf, _ = tree.place(spaced)
    own = [texts[i] for i in rows]
    tokens = whole_words(tokenise(own), own, knows)
    table, nouns = phrase_table(tokens, min_count=_least(len(rows))), Nouns(tokens)
    near = lambda phrases: space.apply(encode(phrases))  # noqa: E731
    pairs, passing = Pairs(tokens), Passing(tokens)
    worth = lambda phrase: name_worth(phrase, pairs, knows) * passing.worth(phrase)  # noqa: E731
    how: dict[str, Any] = {"nouns": nouns, "evaluative": evaluative, "worth": worth}
    wordings = word_themes(table, theme, tree.centres, near, **how)
    parents = [wordings[i].name for i in tree.parent]
    words = words_of(table, leaf, tree.subcentres, near, **how)
    parts = worded(words, parents=parents)
    if n_themes is None:
        sizes = np.bincount(leaf, minlength=len(parts))
        share = np.bincount(leaf, weights=placed[rows] >= 0, minlength=len(parts)) / np.maximum(sizes, 1)
        together = _together(theme, placed[rows], len(wordings))
        owner = subjects(wordings, parts, tree.parent, sizes, share, together, passing.is_all_of)
        if set(tree.parent.tolist()) - set(owner):  # what stands alone may have the name of the theme that is none
            parents = [wordings[i].name if i in owner else "" for i in tree.parent]
            parts = worded(words, parents=parents)
    else:
        owner = [int(i) for i in tree.parent]
    themes, of_subcentre = _themes(wordings, parts, owner, tree.stability)
    aimless = tuple(i for i, own in enumerate(owner) if own == LEFT)
    found = ThemeSet(themes, tree, of_subcentre, space, no_fit(len(parts)), aimless=aimless)
    return calibrated(found, vectors, generic, comment, other_rate=other_rate)


def _together(theme: NDArray[np.int64], placed: NDArray[np.int64], k: int) -> NDArray[np.float64]:
    """(k,) for each theme the share of its mentions that lie at its commonest touchpoint, 0 … 1."""
    counts = [np.bincount(placed[(theme == i) & (placed >= 0)], minlength=1).max() for i in range(k)]
    return np.array(counts, dtype=np.float64) / np.maximum(np.bincount(theme, minlength=k), 1)


def _themes(
    wordings: Sequence[Wording],
    parts: Sequence[Wording],
    owner: Sequence[int],
    stability: NDArray[np.float64] | None,
) -> tuple[tuple[Theme, ...], tuple[tuple[int, int], ...]]:
    """Themes in the order of their owners, the rest if there is any, what is generic; and who belongs to whom."""
    themes: list[Theme] = []
    of_part = [(NONE, NONE)] * len(parts)
    for number, own in enumerate(sorted(set(owner) - {LEFT}), start=1):
        members = [i for i, o in enumerate(owner) if o == own]
        reads = wordings[own] if own < len(wordings) else parts[own - len(wordings)]
        divided = len(members) > 1
        subthemes = [
            Subtheme(f"t{number:03d}.{j}", parts[i].name, parts[i].keywords) for j, i in enumerate(members, start=1)
        ]
        themes.append(
            Theme(
                f"t{number:03d}",
                reads.name,
                reads.keywords,
                0,
                0,
                subthemes=tuple(subthemes * divided),
                stability=None if stability is None or own >= len(wordings) else round(float(stability[own]), 2),
            )
        )
        for j, i in enumerate(members):
            of_part[i] = (number - 1, j if divided else NONE)
    if LEFT in owner:
        words = [word for part, own in zip(parts, owner, strict=True) if own == LEFT for word in part.keywords[:1]]
        of_part = [(len(themes), NONE) if own == LEFT else of for of, own in zip(of_part, owner, strict=True)]
        themes.append(Theme(REST_ID, REST, tuple(words[:10]), 0, 0))
    return (*themes, _overall()), tuple(of_part)


def with_form_lines(themes: ThemeSet, lines: tuple[str, ...]) -> ThemeSet:
    """The themes with a rest that takes these lines."""
    if not lines:
        return themes
    held = themes.themes
    if all(theme.id != REST_ID for theme in held):
        held = (*held[:-1], Theme(REST_ID, REST, (), 0, 0), held[-1])
    return dataclasses.replace(themes, themes=held, form_lines=lines)


def recased(themes: ThemeSet, quotes: Sequence[str]) -> ThemeSet:
    """The themes with the words of their names written as most mentions write them.

    Args:
        quotes: the mentions as they were written, masked.
    """
    names = [name for theme in themes.themes for name in (theme.name, *(part.name for part in theme.subthemes))]
    forms = written((word for name in names for word in name.lower().split()), quotes)
    return dataclasses.replace(
        themes,
        themes=tuple(
            dataclasses.replace(
                theme,
                name=theme.name if theme.id in (REST_ID, OVERALL_ID) else as_written(theme.name, forms),
                subthemes=tuple(dataclasses.replace(p, name=as_written(p.name, forms)) for p in theme.subthemes),
            )
            for theme in themes.themes
        ),
    )


def _distinct(
    texts: Sequence[str],
    vectors: Vectors,
    scores: NDArray[np.float64],
    generic: NDArray[np.bool_],
    seed: int,
) -> NDArray[np.int64]:
    """Rows of distinct mentions with content, ordered by text, a seeded sample where they are very many.

    Of mentions that read the same to the encoder but not to the scorer ("late", "LATE!!") it is the calmest, whatever
    the order of the rows.
    """
    known = np.flatnonzero(np.any(vectors != 0, axis=1) & ~generic)
    first: dict[str, int] = {}
    for i in map(int, known[np.lexsort((scores[known], np.abs(scores[known])))]):
        first.setdefault(texts[i], i)
    rows = np.array([first[text] for text in sorted(first)], dtype=np.int64)
    if len(rows) > MAX_MENTIONS:
        rows = rows[np.sort(np.random.default_rng(seed).choice(len(rows), MAX_MENTIONS, replace=False))]
    return rows


def _few_but_frequent(distinct: int, mentions: int) -> int | None:
    """How many themes there are where the same few mentions come again and again, as in answers of one word."""
    if distinct >= FEWEST * MIN_PER_THEME or mentions < FREQUENT * distinct:
        return None
    return min(FEWEST, max(1, distinct // 2))


def _least(distinct: int) -> int:
    """How many different mentions must hold a phrase that is a candidate for names and keywords."""
    return 3 if distinct > 200 else 2 if distinct > 2 * MIN_PER_THEME else 1


def _overall() -> Theme:
    return Theme(OVERALL_ID, OVERALL, (), 0, 0)


def _no_space(vectors: Vectors) -> Space:
    nothing = np.zeros(vectors.shape[1], dtype=np.float32)
    return Space(nothing, nothing)


def _no_tree(vectors: Vectors) -> Tree:
    return Tree(vectors[:0], vectors[:0], np.zeros(0, dtype=np.int64))
