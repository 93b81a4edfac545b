"""Themes as they are wished for, and those that are discovered in what the wishes leave."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from cxtext.themes.assign import calibrated
from cxtext.themes.encode import Vectors
from cxtext.themes.guide import NO_WISH, Encode, Guided, Tokenise, guide
from cxtext.themes.links import linked
from cxtext.themes.phrases import informativeness, phrase_table
from cxtext.themes.themes import NONE, WISHED, Theme, ThemeSet, wishes_in_order
from cxtext.themes.wishes import Wishes

N_KEYWORDS = 10
Discover = Callable[[NDArray[np.int64]], ThemeSet]  # themes of the mentions with these indexes


def fit_guided(
    wishes: Wishes,
    discover: Discover,
    texts: Sequence[str],
    vectors: Vectors,
    generic: NDArray[np.bool_],
    comment: NDArray[np.int64],
    *,
    encode: Encode,
    tokenise: Tokenise,
    other_rate: float | None = None,
) -> tuple[ThemeSet, dict[str, int]]:
    """The wished-for themes first, then those discovered in the mentions that are none of theirs.

    Args:
        wishes: what a seeds file says.
        discover: `fit.fit_themes` on some of the mentions.
        texts: (n,) encoding views of the mentions.
        vectors: (n, n_dims) of the same.
        generic: (n,) mentions that say nothing but praise or blame.
        comment: (n,) index of the comment that each belongs to.
        encode: phrases to vectors, as for the mentions.
        tokenise: texts to lower-cased words.
        other_rate: see `assign.calibrated`.

    Returns:
        The themes, and the wishes that too few mentions support, with how many did.
    """
    rows = _distinct(texts, vectors, generic)
    own = [texts[i] for i in rows]
    guided, unsupported = guide(wishes.themes, own, vectors[rows], encode=encode, tokenise=tokenise)
    if guided is None:
        found = linked(discover(np.arange(len(texts))), wishes, encode)
        return calibrated(found, vectors, generic, comment, other_rate=other_rate), unsupported
    left = np.flatnonzero(guided.claim(vectors)[0] == NO_WISH)
    found = discover(left)
    made = [wish for wish in wishes.themes if wish.name not in unsupported]
    keywords = _keywords(guided, tokenise(own), vectors[rows])
    themes = tuple(
        Theme(f"{WISHED}{i:03d}", wish.name, words, 0, 0, wish.touchpoint, wish.department)
        for i, (wish, words) in enumerate(zip(made, keywords, strict=True), start=1)
    )
    taken = {theme.name.casefold() for theme in themes}
    others = tuple(_renamed(theme, taken) for theme in found.themes)
    behind = tuple((i + len(themes) if i != NONE else NONE, j) for i, j in found.of_subcentre)
    wished = wishes_in_order(len(themes))
    both = dataclasses.replace(found, themes=(*themes, *others), of_subcentre=behind, guided=guided, of_wish=wished)
    both = linked(both, wishes, encode)
    return calibrated(both, vectors, generic, comment, other_rate=other_rate), unsupported


def _distinct(texts: Sequence[str], vectors: Vectors, generic: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Rows of distinct mentions with content, in the order of their texts."""
    first: dict[str, int] = {}
    for i in map(int, np.flatnonzero(np.any(vectors != 0, axis=1) & ~generic)):
        first.setdefault(texts[i], i)
    return np.array([first[text] for text in sorted(first)], dtype=np.int64)


def _renamed(theme: Theme, taken: set[str]) -> Theme:
    """A discovered theme under a name that no wish has."""
    return theme if theme.name.casefold() not in taken else dataclasses.replace(theme, name=f"{theme.name} (others)")


def _keywords(guided: Guided, tokens: Sequence[Sequence[str]], vectors: Vectors) -> list[tuple[str, ...]]:
    """The phrases that tell each theme from the rest, most telling first, no word twice."""
    claimed = guided.claim(vectors)[0]
    n = len(guided.centres)
    table = phrase_table(tokens, min_count=2)
    if not len(table.phrases):
        return [()] * n
    weights = informativeness(table, np.where(claimed == NO_WISH, n, claimed), n + 1)
    found = []
    for row in weights[:n]:
        words: dict[str, None] = {}
        for i in np.lexsort((table.phrases, -row)):
            phrase = str(table.phrases[i])
            known = {word for picked in words for word in picked.split()}
            if len(words) == N_KEYWORDS or row[i] <= 0:
                break
            if known.isdisjoint(phrase.split()):
                words[phrase] = None
        found.append(tuple(words))
    return found
