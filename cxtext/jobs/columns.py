"""The labels as columns of the user's own table."""

from __future__ import annotations

import polars as pl

from cxtext.errors import OptionError, unknown
from cxtext.schema import CODE_LABELS, COMMENT_LABELS, Labelled

PREFIX = "cx_"
ID = "id"  # joins a labelled table to its mentions
ROW = "row"  # the number of the record in the input: the key of a table of a database
ENOUGH_ROWS = 100  # from which it can be told
SURELY_KEYS = 0.9  # share of different values from which a column cannot mean owners


def labelled_table(
    labelled: Labelled, *, prefix: str = PREFIX, with_id: bool = False, with_row: bool = False, drop: str = ""
) -> pl.DataFrame:
    """The user's own columns, unchanged and in order, and the labels behind them.

    Args:
        labelled: with the user's own rows.
        prefix: of the new columns.
        with_id: add the id that the mentions carry.
        with_row: add the number of the record in the input.
        drop: a column of the user's to leave out.
    """
    rows = labelled.rows if labelled.rows is not None else labelled.comments.select("text", "rating", "date", "source")
    names = [*COMMENT_LABELS, *(name for name in CODE_LABELS if name in labelled.comments.columns)]
    labels = labelled.comments.select(pl.col(name).alias(prefix + name) for name in names)
    if with_id:
        labels.insert_column(0, labelled.comments["comment_id"].alias(prefix + ID))
    if with_row:
        labels.insert_column(0, labelled.comments["row"].alias(prefix + ROW))
    return rows.drop(drop, strict=False).hstack(labels)


def check_owner_column(columns: list[str], owner_column: str | None) -> None:
    """Refuse a column that is not there.

    Raises:
        OptionError: as it says.
    """
    if owner_column is not None and owner_column not in columns:
        raise OptionError(unknown("column for --owner-column", owner_column, columns))


def check_owner_values(rows: pl.DataFrame, owner_column: str | None) -> None:
    """Refuse a column that has another value in nearly every row, as ids, names and texts have.

    Raises:
        OptionError: as it says.
    """
    filled = rows[owner_column].drop_nulls() if owner_column in rows.columns else pl.Series()
    if len(filled) >= ENOUGH_ROWS and filled.n_unique() > SURELY_KEYS * len(filled):
        raise OptionError(
            f"--owner-column {owner_column!r} holds {filled.n_unique():,} different values in {len(filled):,} rows: "
            "it names no owners; take a queue, team, store or product"
        )


def check_prefix(columns: list[str], prefix: str, *, codes: bool = False, rows: bool = False) -> None:
    """Refuse a prefix that would make a column twice; `codes`: the model has a codebook; `rows`: rows are numbered.

    Columns that differ by case alone are one to DuckDB, Spark and most databases.

    Raises:
        OptionError: the input has such a column already.
    """
    added = (*COMMENT_LABELS, *(CODE_LABELS if codes else ()), ID, *((ROW,) if rows else ()))
    taken = {name.lower(): name for name in columns}
    clash = [taken[name] for name in (f"{prefix}{label}".lower() for label in added) if name in taken]
    if clash:
        raise OptionError(
            f"the input already has a column {clash[0]!r} (was it labelled before?); choose another --prefix"
        )
