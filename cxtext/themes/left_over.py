"""Comments that are about nothing in particular, put to a theme all the same.

"The link doesn't work" lies among half-sentences and asides, so it is one of the other remarks. In a comment that says
more, that is where it belongs. A comment that says nothing else would have no theme, and whoever counts comments by
theme would lose it. So its best-fitting mention goes to the nearest theme instead; but if all of it only praises or
blames ("they have been marvellous"), or hardly fits even that theme ("did I win :)"), it is an overall impression:
counted, and in no theme's way.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cxtext.themes.encode import Vectors
from cxtext.themes.guide import NO_WISH
from cxtext.tiles import product

if TYPE_CHECKING:
    from cxtext.themes.themes import Assigned, ThemeSet

NO_SUBTHEME = -1
LEAST_SCORE = 0.15  # below it, of 42 tweets that were read hardly one was about its nearest theme


def rescued(
    themes: ThemeSet,
    assigned: Assigned,
    vectors: Vectors,
    formal: NDArray[np.bool_],
    felt: NDArray[np.bool_],
    comment: NDArray[np.int64],
    rest: int,
) -> Assigned:
    """The same as assigned, but for the comments that have nothing but the rest.

    Which comments these are does not depend on decisions: where people retired a theme, its comments stay without.

    Args:
        themes: without a cut of their own.
        assigned: of the mentions of whole comments; the arrays are (n,) as it.
        vectors: (n, n_dims) from the encoder.
        formal: whether a form wrote the mention.
        felt: whether it praises or blames.
        comment: the comment that each belongs to.
        rest: index of the theme of what is about nothing.
    """
    aimless = np.zeros(len(themes.tree.subcentres), dtype=bool)
    aimless[list(themes.aimless)] = True
    about = (assigned.theme >= 0) & (assigned.theme != rest)
    rows = np.flatnonzero((assigned.theme == rest) & ~formal & ~np.isin(comment, comment[about]))
    if not len(rows) or aimless.all():
        return assigned
    spaced = themes.space.apply(vectors[rows])
    retired = ~aimless[themes.tree.place(spaced)[1]]
    if themes.guided is not None:
        retired |= themes.guided.claim(vectors[rows])[0] != NO_WISH
    kept = ~np.isin(comment[rows], comment[rows[retired]])
    rows, spaced = rows[kept], spaced[kept]
    cosines = np.where(aimless, np.float32(-np.inf), product(spaced, themes.tree.subcentres.T))
    leaf = np.argmax(cosines, axis=1)
    score = themes.fit.score(leaf, cosines[np.arange(len(leaf)), leaf])
    order = np.lexsort((np.arange(len(rows)), -score, felt[rows], comment[rows]))
    best = order[np.diff(comment[rows][order], prepend=-1) != 0]
    place = np.array(themes.of_subcentre, dtype=np.int64)[leaf[best]]
    place[felt[rows[best]] | (score[best] < LEAST_SCORE)] = len(themes.themes) - 1, NO_SUBTHEME
    theme, subtheme, scores = assigned.theme.copy(), assigned.subtheme.copy(), assigned.score.copy()
    theme[rows[best]], subtheme[rows[best]] = place.T
    scores[rows[best]] = np.where(felt[rows[best]], 1.0, score[best])
    return dataclasses.replace(assigned, theme=theme, subtheme=subtheme, score=scores)
