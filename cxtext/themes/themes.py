"""What a theme is, and a set of themes that new mentions are assigned to."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxtext.themes.discover import Tree
from cxtext.themes.encode import Vectors
from cxtext.themes.form_lines import line_of
from cxtext.themes.space import Space

NONE = -1  # the mention fits no theme
REST_ID, OVERALL_ID = "t999", "t000"


@dataclass(frozen=True)
class Subtheme:
    """A part of a theme that has words of its own."""

    id: str  # t003.2 is the second biggest of t003
    name: str
    keywords: tuple[str, ...]  # most telling first
    mentions: int = 0
    comments: int = 0


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
    subthemes: tuple[Subtheme, ...] = ()  # none, or at least two
    share: float = 0.0  # of the mentions of the training input, 0 … 1
    stability: float | None = None  # 0 … 1, how much the same it comes out of other samples; None if not measured
    typical: tuple[str, ...] = ()  # masked mentions from its middle, the most typical first
    borderline: tuple[str, ...] = ()  # masked mentions that nearly belong elsewhere
    nearest: str | None = None  # id of the theme that is most like it
    unlike: tuple[str, ...] = ()  # words of that theme that this one has not
    description: str = ""  # by people, as are the two links; see `decisions`
    linked_touchpoint: str | None = None  # overrides what is counted
    linked_department: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The theme as plain values."""
        return dataclasses.asdict(self)


def theme_from(values: dict[str, Any]) -> Theme:
    """A theme from plain values."""
    parts = tuple(Subtheme(**{**part, "keywords": tuple(part["keywords"])}) for part in values["subthemes"])
    lists = {key: tuple(values[key]) for key in ("keywords", "typical", "borderline", "unlike")}
    return Theme(**{**values, **lists, "subthemes": parts})


@dataclass(frozen=True)
class Assigned:
    """The theme of each mention; arrays are (n,)."""

    theme: NDArray[np.int64]  # index into the themes, NONE where none fits
    subtheme: NDArray[np.int64]  # index into the theme's subthemes, NONE where it has none
    score: NDArray[np.float32]  # cosine to the nearest centre, -1 … 1


@dataclass(frozen=True)
class ThemeSet:
    """Themes with the tree they were found in; the last theme is not in it and takes what is generic."""

    themes: tuple[Theme, ...]
    tree: Tree
    of_subcentre: tuple[tuple[int, int], ...]  # for each subcentre the theme's index and the subtheme's, or NONE
    space: Space
    min_cosine: float  # a mention further from every centre fits no theme
    form_lines: tuple[str, ...] = ()  # sorted; mentions that a form wrote, not a customer, see `form_lines`

    def assign(self, vectors: Vectors, generic: NDArray[np.bool_]) -> Assigned:
        """The theme of each mention; the answer for one does not depend on the others.

        Args:
            vectors: (n, n_dims) from the encoder.
            generic: (n,) whether the mention says nothing but praise or blame.
        """
        theme = np.full(len(vectors), NONE, dtype=np.int64)
        subtheme, score = theme.copy(), np.zeros(len(vectors), dtype=np.float32)
        if len(self.tree.centres):
            _, leaf, score = self.tree.place(self.space.apply(vectors))
            unfit = (score < self.min_cosine) | ~np.any(vectors != 0, axis=1)
            theme, subtheme = np.where(unfit, NONE, np.array(self.of_subcentre, dtype=np.int64)[leaf].T)
        theme = np.where(generic, len(self.themes) - 1, theme)
        return Assigned(
            theme.astype(np.int64),
            np.where(generic, NONE, subtheme).astype(np.int64),
            np.where(generic, 1.0, score).astype(np.float32),
        )

    def set_aside(self, assigned: Assigned, views: Sequence[str]) -> Assigned:
        """The same, with what a form wrote put to the rest.

        Args:
            assigned: of n mentions.
            views: (n,) their encoding views.
        """
        rest = next((i for i, theme in enumerate(self.themes) if theme.id == REST_ID), None)
        if rest is None or not self.form_lines:
            return assigned
        known = frozenset(self.form_lines)
        formal = np.array([line_of(view) in known for view in views], dtype=bool)
        return Assigned(
            np.where(formal, rest, assigned.theme).astype(np.int64),
            np.where(formal, NONE, assigned.subtheme).astype(np.int64),
            assigned.score,
        )

    def names(self) -> list[str]:
        """The names, in the order of the indexes that `assign` gives."""
        return [theme.name for theme in self.themes]
