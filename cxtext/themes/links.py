"""Discovered themes regrouped so that texts that the user linked lie together, and those that were parted apart.

What is moved is the subtheme that a text lies in: the smallest group that discovery knows.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from cxtext.themes.encode import Vectors
from cxtext.themes.themes import NONE, Subtheme, Theme, ThemeSet
from cxtext.themes.wishes import Wishes


def linked(themes: ThemeSet, wishes: Wishes, encode: Callable[[Sequence[str]], Vectors]) -> ThemeSet:
    """The themes with the pairs of texts in `wishes` heeded; two texts of one subtheme cannot be parted."""
    texts = list(dict.fromkeys(text for pair in (*wishes.together, *wishes.apart) for text in pair))
    if not texts or not len(themes.tree.centres):
        return themes
    leaves = dict(zip(texts, themes.nearest(themes.space.apply(encode(texts)))[0].tolist(), strict=True))
    owner = [i for i, _ in themes.of_subcentre]
    for one, other in wishes.together:
        owner[leaves[other]] = owner[leaves[one]]
    for one, other in wishes.apart:
        a, b = leaves[one], leaves[other]
        if a != b and owner[a] == owner[b]:
            owner[b] = len(themes.themes) + b
    return regrouped(themes, owner)


def regrouped(themes: ThemeSet, owner: Sequence[int]) -> ThemeSet:
    """The same subcentres under other themes.

    Args:
        themes: as they are.
        owner: for each subcentre the index of the theme that it shall belong to; an index from `len(themes.themes)`
            on makes a theme of its own.
    """
    if list(owner) == [i for i, _ in themes.of_subcentre]:
        return themes
    parts = [_part(themes, leaf) for leaf in range(len(owner))]
    special = [i for i, theme in enumerate(themes.themes) if theme.id in ("t999", "t000")]
    fixed = 0 if themes.guided is None else len(themes.guided.centres)
    kept = [i for i in range(len(themes.themes)) if i < fixed or i in special or i in owner]
    new = sorted({own for own in owner if own >= len(themes.themes)})
    order = [i for i in kept if i not in special] + new + special
    number = max((int(t.id[1:]) for t in themes.themes if t.id[0] == "t" and t.id != "t999"), default=0)
    found: list[Theme] = []
    of_leaf = [(NONE, NONE)] * len(owner)
    for place, own in enumerate(order):
        leaves = [leaf for leaf, o in enumerate(owner) if o == own]
        if own in new:
            number += 1
            theme = Theme(f"t{number:03d}", parts[leaves[0]].name, parts[leaves[0]].keywords, 0, 0)
        else:
            theme = themes.themes[own]
        divided = len(leaves) > 1 and own not in special
        names = [dataclasses.replace(parts[leaf], id=f"{theme.id}.{j}") for j, leaf in enumerate(leaves, start=1)]
        found.append(theme if own < fixed else dataclasses.replace(theme, subthemes=tuple(names * divided)))
        for j, leaf in enumerate(leaves):
            of_leaf[leaf] = (place, j if divided else NONE)
    return dataclasses.replace(themes, themes=tuple(found), of_subcentre=tuple(of_leaf))


def _part(themes: ThemeSet, leaf: int) -> Subtheme:
    """How a subcentre reads: as its subtheme, or as its theme where that has none."""
    i, j = themes.of_subcentre[leaf]
    theme = themes.themes[i]
    return theme.subthemes[j] if j != NONE else Subtheme(theme.id, theme.name, theme.keywords)
