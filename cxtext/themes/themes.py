"""What a theme is, and a set of themes that new mentions are assigned to."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxtext.themes.encode import Vectors
from cxtext.themes.space import Space, nearest

NONE = -1  # the mention fits no theme


@dataclass(frozen=True)
class Theme:
    """One theme, as it reads and as training found it.

    `mentions` and `comments` are what assignment gives for the training input, not what clustering gave.
    """

    id: str  # unique within the model; t001 is the biggest, t999 the rest, t000 the overall impression
    name: str
    keywords: tuple[str, ...]  # most telling first
    mentions: int  # of the training input
    comments: int  # distinct
    touchpoint: str | None = None  # where most of its mentions lie, if at least a tenth do
    department: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The theme as plain values."""
        return dataclasses.asdict(self)


def theme_from(values: dict[str, Any]) -> Theme:
    """A theme from plain values."""
    return Theme(**{**values, "keywords": tuple(values["keywords"])})


@dataclass(frozen=True)
class Assigned:
    """The theme of each mention; arrays are (n,)."""

    theme: NDArray[np.int64]  # index into the themes, NONE where none fits
    score: NDArray[np.float32]  # cosine to the nearest centre, -1 … 1


@dataclass(frozen=True)
class ThemeSet:
    """Themes with their centres; the last theme has none and takes what is generic."""

    themes: tuple[Theme, ...]
    centres: Vectors  # (n_centres, n_dims)
    of_centre: tuple[int, ...]  # (n_centres,) index of the theme that the centre belongs to
    space: Space
    min_cosine: float  # a mention further from every centre fits no theme

    def assign(self, vectors: Vectors, generic: NDArray[np.bool_]) -> Assigned:
        """The theme of each mention; the answer for one does not depend on the others.

        Args:
            vectors: (n, n_dims) from the encoder.
            generic: (n,) whether the mention says nothing but praise or blame.
        """
        if not len(self.centres):
            theme = np.full(len(vectors), NONE, dtype=np.int64)
            score = np.zeros(len(vectors), dtype=np.float32)
        else:
            centre, score = nearest(self.space.apply(vectors), self.centres)
            theme = np.array(self.of_centre, dtype=np.int64)[centre]
            unfit = (score < self.min_cosine) | ~np.any(vectors != 0, axis=1)
            theme = np.where(unfit, NONE, theme)
        theme = np.where(generic, len(self.themes) - 1, theme)
        return Assigned(theme.astype(np.int64), np.where(generic, 1.0, score).astype(np.float32))

    def names(self) -> list[str]:
        """The names, in the order of the indexes that `assign` gives."""
        return [theme.name for theme in self.themes]
