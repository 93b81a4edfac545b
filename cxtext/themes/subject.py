"""Which groups of mentions are about something, and which only gather what is left.

A group with a subject has words of its own: many of its mentions hold one of a few phrases that the others
lack, or lie at a touchpoint. "But I refused", "that is not the point" and their like lie together in any space too;
they are other remarks, and saying so is better than a theme called "Point and sense".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from cxtext.themes.name import Wording

# Set by looking at the themes of airline tweets and patient comments.
TELLING_THEME, TELLING_SUBTHEME = 0.3, 0.35  # share of the mentions that hold a telling phrase
PLACED = 0.4  # share of the mentions with a touchpoint from which a group has a subject whatever its words
TOGETHER = 0.2  # share at one touchpoint from which a theme has a subject; many touchpoints are many subjects
PROMOTED, PROMOTED_SHARE = 0.45, 0.0075  # telling and share of all mentions: a subject inside a theme that has none

LEFT = -1  # a subtheme that is about nothing in particular


def subjects(
    themes: Sequence[Wording],
    subthemes: Sequence[Wording],
    parent: NDArray[np.int64],
    sizes: NDArray[np.int64],
    placed: NDArray[np.float64],
    together: NDArray[np.float64],
    passing: Callable[[str], bool] = lambda _: False,
) -> list[int]:
    """For each subtheme the theme it belongs to: its parent, a theme of its own, or LEFT.

    Args:
        themes: (k,) how the themes read.
        subthemes: (s,) how the subthemes read.
        parent: (s,) index of each one's theme.
        sizes: (s,) distinct mentions.
        placed: (s,) share of them that have a touchpoint, 0 … 1.
        together: (k,) share of a theme's mentions that lie at its commonest touchpoint, 0 … 1.
        passing: whether a name only says when, where or who: what is called so stands for no theme alone.

    Returns:
        (s,) 0 … k - 1 for a parent, k + i for subtheme i standing alone, LEFT for none.
    """
    found = []
    for i, (wording, theme) in enumerate(zip(subthemes, map(int, parent), strict=True)):
        if themes[theme].telling >= TELLING_THEME or together[theme] >= TOGETHER:
            kept = wording.telling >= TELLING_SUBTHEME or placed[i] >= PLACED
            found.append(theme if kept else LEFT)
        else:
            named = not passing(wording.name)
            alone = named and wording.telling >= PROMOTED and sizes[i] >= PROMOTED_SHARE * sizes.sum()
            found.append(len(themes) + i if alone else LEFT)
    return found
