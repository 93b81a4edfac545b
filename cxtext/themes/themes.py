"""What a theme is, and a set of themes that new mentions are assigned to."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cxtext.schema import REST
from cxtext.themes.assign import Fit
from cxtext.themes.discover import Tree
from cxtext.themes.encode import Vectors
from cxtext.themes.form_lines import UNFELT, line_of
from cxtext.themes.guide import NO_WISH, Guided
from cxtext.themes.left_over import rescued
from cxtext.themes.space import BLOCK, Space
from cxtext.tiles import product

if TYPE_CHECKING:
    from cxtext.themes.emerging import Reference

NONE = -1  # the mention fits no theme
REST_ID, OVERALL_ID = "t999", "t000"
WISHED = "g"  # begins the ids of themes that were wished for


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

    id: str  # unique within the model; t001 is the biggest, t999 the rest, t000 the overall impression, g001 wished for
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


def wishes_in_order(n: int) -> tuple[tuple[int, int], ...]:
    """`ThemeSet.of_wish` as training leaves it: the wished-for themes come first."""
    return tuple((i, NONE) for i in range(n))


@dataclass(frozen=True)
class Assigned:
    """The theme of each mention; arrays are (n,)."""

    theme: NDArray[np.int64]  # index into the themes, NONE where none fits
    subtheme: NDArray[np.int64]  # index into the theme's subthemes, NONE where it has none
    score: NDArray[np.float64]  # share of the subtheme's training mentions that fit less well, 0 … 1


@dataclass(frozen=True)
class ThemeSet:
    """Themes with the tree they were found in; the last theme is not in it and takes what is generic."""

    themes: tuple[Theme, ...]
    tree: Tree
    of_subcentre: tuple[tuple[int, int], ...]  # for each subcentre the theme's index and the subtheme's, or NONE
    space: Space
    fit: Fit
    form_lines: tuple[str, ...] = ()  # sorted; mentions that a form wrote, not a customer, see `form_lines`
    guided: Guided | None = None  # where those lie that were wished for
    of_wish: tuple[tuple[int, int], ...] = ()  # for each of these the theme's index and the subtheme's, or NONE
    reference: Reference | None = None  # what new subjects are told from
    aimless: tuple[int, ...] = ()  # subcentres that training found to be about nothing, whatever people decided since

    def undecided(self, base: tuple[Theme, ...], of_subcentre: tuple[tuple[int, int], ...]) -> ThemeSet:
        """The themes as training gave them, before any decision."""
        return dataclasses.replace(
            self, themes=base, of_subcentre=of_subcentre, of_wish=wishes_in_order(len(self.of_wish))
        )

    def assign(self, vectors: Vectors, generic: NDArray[np.bool_]) -> Assigned:
        """The theme of each mention; the answer for one does not depend on the others.

        Args:
            vectors: (n, n_dims) from the encoder.
            generic: (n,) whether the mention says nothing but praise or blame.
        """
        theme = np.full(len(vectors), NONE, dtype=np.int64)
        subtheme, score = theme.copy(), np.zeros(len(vectors))
        if len(self.tree.centres):
            leaf, cosine = self.placed(vectors)
            score = self.fit.score(leaf, cosine)
            theme, subtheme = np.array(self.of_subcentre, dtype=np.int64)[leaf].T
        if self.guided is not None:
            wished, own = self.guided.claim(vectors)
            place = np.array(self.of_wish, dtype=np.int64)[wished]
            theme, subtheme = np.where(wished != NO_WISH, place.T, (theme, subtheme))
            score = np.where(wished != NO_WISH, own, score)
            generic = generic & ~self.guided.are_examples(vectors)
        known = np.any(vectors != 0, axis=1)
        score = np.where(known, score, 0.0)
        unfit = ~known if self.fit.cut is None else ~known | (score < self.fit.cut)
        theme = np.where(unfit, np.where(known, self._rest(), NONE), theme)
        subtheme = np.where(unfit, NONE, subtheme)
        return Assigned(
            np.where(generic, len(self.themes) - 1, theme).astype(np.int64),
            np.where(generic, NONE, subtheme).astype(np.int64),
            np.where(generic, 1.0, score),
        )

    def assign_comments(
        self,
        vectors: Vectors,
        generic: NDArray[np.bool_],
        formal: NDArray[np.bool_],
        said: NDArray[np.float64],
        comment: NDArray[np.int64],
    ) -> Assigned:
        """The theme of each mention of whole comments; the answer for a comment does not depend on the others.

        Args:
            vectors, generic: as for `assign`.
            formal: (n,) whether the mention is a line of a form, see `are_formal`.
            said: (n,) sentiment of its words, -1 … 1.
            comment: (n,) the comment that each belongs to.
        """
        found = self.put_aside(self.assign(vectors, generic), formal)
        if self.fit.cut is not None or not self.aimless:
            return found
        return rescued(self, found, vectors, formal, np.abs(said) >= UNFELT, comment, self._rest())

    def set_aside(self, assigned: Assigned, views: Sequence[str]) -> Assigned:
        """The same, with what a form wrote put to the rest.

        Args:
            assigned: of n mentions.
            views: (n,) their encoding views.
        """
        return self.put_aside(assigned, self.are_formal(views)) if self.form_lines else assigned

    def are_formal(self, views: Sequence[str]) -> NDArray[np.bool_]:
        """Which mentions, given by their encoding views, are lines of a form; (n,)."""
        known = frozenset(self.form_lines)
        return np.array([bool(known) and line_of(view) in known for view in views], dtype=bool)

    def put_aside(self, assigned: Assigned, formal: NDArray[np.bool_]) -> Assigned:
        """The same as assigned, with the mentions that are `formal` put to the rest."""
        rest = next((i for i, theme in enumerate(self.themes) if theme.id == REST_ID), None)
        if rest is None or not formal.any():
            return assigned
        return Assigned(
            np.where(formal, rest, assigned.theme).astype(np.int64),
            np.where(formal, NONE, assigned.subtheme).astype(np.int64),
            assigned.score,
        )

    def placed(
        self, vectors: Vectors, rows: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """As `nearest`, for vectors from the encoder, or some rows of them, a block at a time to spare the memory."""
        n = len(vectors) if rows is None else len(rows)
        leaf, cosine = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.float32)
        for start in range(0, n, BLOCK):
            where = slice(start, start + BLOCK)
            block = vectors[where] if rows is None else vectors[rows[where]]
            leaf[where], cosine[where] = self.nearest(self.space.apply(block))
        return leaf, cosine

    def nearest(self, spaced: Vectors) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The subcentre of each mention and the cosine to it, both (n,), for vectors in the theme space.

        With a cut, what lies in the theme REST is put to the nearest subcentre of a real theme: the cut decides alone.
        """
        leaf = self.tree.place(spaced)[1]
        cosines = product(spaced, self.tree.subcentres.T)
        rest = np.array([i == self._rest() for i, _ in self.of_subcentre])
        if self.fit.cut is not None and rest.any() and not rest.all():
            leaf = np.where(rest[leaf], np.argmax(np.where(rest, -np.inf, cosines), axis=1), leaf)
        return leaf, cosines[np.arange(len(leaf)), leaf]

    def _rest(self) -> int:
        """The index of the theme REST, NONE if there is none."""
        return next((i for i, theme in enumerate(self.themes) if theme.name == REST), NONE)

    def names(self) -> list[str]:
        """The names, in the order of the indexes that `assign` gives."""
        return [theme.name for theme in self.themes]
