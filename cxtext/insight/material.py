"""Labelled tables made ready for an analysis: what counts, who wrote it, and the columns of the user's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import polars as pl

from cxtext.errors import OptionError, unknown
from cxtext.insight import ratings
from cxtext.insight.catalogue import Catalogue
from cxtext.insight.columns import OWN, clusters, with_own
from cxtext.insight.funnel import analysed
from cxtext.insight.groups import COLUMN, NONE, PERIODS, level
from cxtext.insight.places import places
from cxtext.insight.results import Kind, Scale
from cxtext.schema import Labelled


@dataclass(frozen=True)
class Material:
    """The comments with content and their mentions."""

    comments: pl.DataFrame  # sorted by id; with `who`, the number of the customer, and the user's columns as text
    mentions: pl.DataFrame
    columns: tuple[str, ...]  # of the user's own
    score: str  # what the ratings are called
    scale: Scale | None  # None: no scores
    customer: str | None  # the column that says who wrote a comment; None: every comment is a customer
    catalogue: Catalogue
    _told: dict[tuple[str, ...], pl.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    def places(self, kind: Kind) -> pl.DataFrame:
        """Where each comment belongs; see `places.places`."""
        return self.once(("places", kind), lambda: places(self.comments, self.mentions, kind))

    def once(self, what: tuple[str, ...], make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """A table that several analyses need, made when the first one asks; `what` names it."""
        if what not in self._told:
            self._told[what] = make()
        return self._told[what]

    @property
    def customers(self) -> int | None:
        """How many customers wrote; None where that is not known."""
        return self.comments["who"].n_unique() if self.customer is not None else None

    def levels(self, name: str, *, option: str) -> pl.Series:
        """Source, week, month or a column of the user's, as text; blank cells are "(none)".

        Raises:
            OptionError: there is no such column.
        """
        plain = name.removeprefix(COLUMN)
        if name not in ("source", *PERIODS) and plain not in self.columns:
            raise OptionError(f"--{option}: {unknown('column', plain, {'source', *PERIODS, *self.columns})}")
        return self.comments.select(level(name).fill_null(NONE).alias(name)).to_series()

    def cells(self, name: str, *, option: str) -> pl.Series:
        """A column of the user's as text.

        Raises:
            OptionError: there is no such column.
        """
        if name not in self.columns:
            raise OptionError(f"--{option}: {unknown('column', name, self.columns)}")
        return self.comments[OWN + name].alias(name)

    def numbers(self, name: str, *, option: str) -> pl.Series:
        """A column of the user's as numbers; what is none is null.

        Raises:
            OptionError: there is no such column, or it holds no number.
        """
        found = self.cells(name, option=option).cast(pl.Float64, strict=False)
        found = found.set(~found.is_finite().fill_null(False), None)
        if found.null_count() == len(found):
            raise OptionError(f"--{option}: column {name!r} holds no number; name one that does")
        return found.alias(name)


def material(
    labelled: Labelled,
    *,
    score: str = "rating",
    scale: Scale | None = None,
    customer: str | None = None,
    catalogue: Catalogue | None = None,
    dedupe: bool = False,
    columns: Sequence[str] | None = None,
) -> Material:
    """The tables ready for an analysis.

    Args:
        labelled: the tables; the ratings are the scores.
        score: what to call them.
        scale: of the scores; told from them if not given.
        customer: the column of the input that says who wrote a comment.
        catalogue: names of the ids.
        dedupe: leave out copies of an earlier comment.
        columns: of the input, those that are wanted; all if not given.

    Raises:
        OptionError: there is no such column.
    """
    known = () if labelled.rows is None else tuple(labelled.rows.columns)
    beside = with_own(labelled, [*(known if columns is None else columns), customer])
    comments, mentions = analysed(beside, dedupe=dedupe)
    return Material(
        comments=comments.with_columns(clusters(comments, customer).alias("who")),
        mentions=mentions,
        columns=known if columns is None else tuple(columns),
        score=score,
        scale=scale or ratings.scale(labelled.comments),
        customer=customer,
        catalogue=catalogue or Catalogue(),
    )
