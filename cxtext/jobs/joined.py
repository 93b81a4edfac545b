"""Columns of another table beside labelled comments, such as an export of orders or tickets, by a key."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from cxtext.errors import InputError, OptionError, unknown
from cxtext.read import read_feedback
from cxtext.schema import Labelled


@dataclass(frozen=True)
class Joining:
    """Which table, and by which column; it is called the same in both."""

    table: Path
    key: str


def joined(labelled: Labelled, joining: Joining, note: Callable[[str], None]) -> Labelled:
    """The labelled tables with the columns of the other table beside the input's own.

    Args:
        labelled: the tables; all their comments are kept.
        joining: the other table.
        note: told how many comments have no record there.

    Raises:
        OptionError: a table has no such column, or both have another column in common.
        InputError: a key stands in several records of the other table, or none is that of a comment.
    """
    key, own = joining.key, labelled.rows if labelled.rows is not None else pl.DataFrame()
    if key not in own.columns:
        raise OptionError(unknown("column for --on", key, own.columns))
    table = read_feedback(str(joining.table), text=key).rows
    both = sorted(set(table.columns) & set(own.columns) - {key})
    if both:
        raise OptionError(f"{joining.table} and the comments both have a column {both[0]!r}; rename one of them")
    keys = table.select(_key(key)).to_series()
    table = table.with_columns(keys).drop_nulls(key)
    twice = table[key].value_counts().filter(pl.col("count") > 1).sort(key)
    if len(twice):
        raise InputError(
            f"{joining.table}: {key} {twice[key][0]!r} stands in {twice['count'][0]} records; each must stand in one"
        )
    keyed = own.with_columns(_key(key).alias(key))
    missing = keyed.join(table, on=key, how="anti").height
    if missing == len(own):
        raise InputError(f"no {key} of the comments stands in {joining.table}; is it the same key?")
    if missing:
        note(f"{missing:,} of {len(own):,} comments have no record in {joining.table.name}.")
    return dataclasses.replace(labelled, rows=keyed.join(table, on=key, how="left", maintain_order="left"))


def _key(name: str) -> pl.Expr:
    text = pl.col(name).cast(pl.String).str.strip_chars()
    return pl.when(text != "").then(text)
