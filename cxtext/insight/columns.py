"""Columns of the user's own beside the comments, so that they stay together when comments are set aside."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import polars as pl

from cxtext.errors import OptionError, unknown
from cxtext.schema import Labelled

OWN = "own:"  # before the name of a column of the user's, which may be called as one of ours


def with_own(labelled: Labelled, names: Iterable[str | None], *, option: str = "column") -> Labelled:
    """The labelled tables with columns of the input beside the comments, as text; blank cells are null.

    Raises:
        OptionError: there is no such column.
    """
    wanted = list(dict.fromkeys(name for name in names if name is not None))
    known = [] if labelled.rows is None else labelled.rows.columns
    for name in wanted:
        if name not in known:
            raise OptionError(unknown(option, name, known))
    if labelled.rows is None or not wanted:
        return labelled
    own = labelled.rows.select(_as_text(name).alias(OWN + name) for name in wanted)
    return dataclasses.replace(labelled, comments=labelled.comments.hstack(own))


def _as_text(name: str) -> pl.Expr:
    text = pl.col(name).cast(pl.String).str.strip_chars()
    return pl.when(text != "").then(text)


def clusters(comments: pl.DataFrame, customer: str | None) -> pl.Series:
    """Numbers from 0, the same for comments of one customer; a comment without one is a customer of its own."""
    alone = pl.concat_str(pl.lit("comment "), "comment_id")
    if customer is None:
        return pl.Series("cluster", range(len(comments)), dtype=pl.Int64)
    known = pl.concat_str(pl.lit("customer "), OWN + customer)
    names = comments.select(pl.coalesce(known, alone).alias("name"))
    return (names["name"].rank("dense").cast(pl.Int64) - 1).alias("cluster")
