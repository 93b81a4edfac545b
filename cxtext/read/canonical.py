"""Comments in the columns that the pipeline knows, whatever the input called them."""

from __future__ import annotations

import polars as pl

from cxtext.read.dates import parse_dates
from cxtext.read.ids import SeenIds, usable_ids
from cxtext.read.ratings import parse_ratings
from cxtext.read.typed import as_text
from cxtext.schema import CANONICAL, Columns


def canonical(
    rows: pl.DataFrame,
    columns: Columns,
    numbers: pl.Series,
    *,
    seen: SeenIds | None = None,
    day_first: bool | None = None,
) -> pl.DataFrame:
    """One comment for each row, with the CANONICAL columns.

    Without `seen`, `rows` are the whole input: its ids serve if each is filled and unique, else row numbers.
    With `seen`, they are a batch, and an id that was there before gets "#row" appended.
    `day_first` settles dates such as 3/4/2021; otherwise the column's own signs do. A column that these rows
    lack is taken as empty, and a value that cannot be read is null.
    """
    text = as_text(_column(rows, columns.text)).fill_null("")
    source = as_text(_column(rows, columns.source)).str.strip_chars()
    comments = {
        "row": numbers,
        "comment_id": _ids(rows, columns.id, numbers, seen),
        "text": pl.select(pl.when(text.str.strip_chars() == "").then(pl.lit("")).otherwise(text)).to_series(),
        "rating": parse_ratings(_column(rows, columns.rating)),
        "date": parse_dates(_column(rows, columns.date), day_first=day_first),
        "source": pl.select(pl.when(source != "").then(source)).to_series(),
        "question": _questions(rows, columns),
    }
    return pl.DataFrame([comments[name].cast(dtype).alias(name) for name, dtype in CANONICAL.items()])


def _questions(rows: pl.DataFrame, columns: Columns) -> pl.Series:
    if columns.question_text is not None:
        return pl.repeat(columns.question_text, rows.height, dtype=pl.String, eager=True)
    return as_text(_column(rows, columns.question))


def _column(rows: pl.DataFrame, name: str | None) -> pl.Series:
    if name is None or name not in rows.columns:
        return pl.Series("missing", [None] * rows.height, dtype=pl.String)
    return rows[name]


def _ids(rows: pl.DataFrame, name: str | None, numbers: pl.Series, seen: SeenIds | None) -> pl.Series:
    if name is None:
        return numbers.cast(pl.String)
    ids = _column(rows, name)
    if seen is not None:
        return seen.unique(ids, numbers)
    usable = usable_ids(ids)
    return numbers.cast(pl.String) if usable is None else usable
