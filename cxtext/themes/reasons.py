"""Why a mention has its theme: the words without which it would lie less clearly there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from cxtext.themes.encode import Vectors
from cxtext.themes.themes import ThemeSet

MOST_CITED = 3  # words
LEAST = 0.1  # of what the weightiest word adds, that a word must add to be cited
LONGEST = 60  # words of a mention that are tried; the others are not cited


def cited(themes: ThemeSet, text: str, theme: int, encode: Callable[[Sequence[str]], Vectors]) -> tuple[str, ...]:
    """The words without which a theme leads by less over the next one: each is left out in turn.

    Args:
        themes: that the mention was put to.
        text: its encoding view.
        theme: the theme's index.
        encode: encoding views to vectors.
    """
    words = text.split()[:LONGEST]
    variants = [" ".join(words), *(" ".join([*words[:i], *words[i + 1 :]]) for i in range(len(words)))]
    lead = _lead(themes, encode(variants), theme)
    loss = lead[0] - lead[1:]
    order = np.argsort(-loss, kind="stable")[:MOST_CITED]
    return tuple(words[i] for i in order if loss[i] > LEAST * max(float(loss.max()), 0.0))


def _lead(themes: ThemeSet, vectors: Vectors, theme: int) -> NDArray[np.float64]:
    """By how much a theme is nearer than the nearest other one; (n,) differences of cosines."""
    near = themes.space.apply(vectors) @ themes.tree.subcentres.T
    owner = [i for i, _ in themes.of_subcentre]
    if themes.guided is not None:
        near = np.hstack([near, themes.guided.closeness(vectors)])
        owner += [i for i, _ in themes.of_wish]
    own = np.array(owner) == theme
    if not own.any() or own.all():
        return np.zeros(len(vectors))
    return np.asarray(near[:, own].max(axis=1) - near[:, ~own].max(axis=1), dtype=np.float64)
