"""What else may go with a score, and is held fixed: channel, period, and columns of the user's choice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl
from scipy import sparse

from cxtext.insight import trend
from cxtext.insight.cells import NUMBERS_FROM
from cxtext.insight.columns import OWN

LEAST_OF_LEVEL = NUMBERS_FROM  # smaller levels are one, "other"
CONTINUOUS_FROM = 13  # different numbers from which a column is cut into fifths
FIFTHS = 5
NONE, OTHER = "(none)", "(other)"


def controls(comments: pl.DataFrame, own: Sequence[str], *, most: int) -> Iterator[tuple[str, sparse.csc_matrix]]:
    """Columns of 0 and 1, (n_comments, 1), with a name: one for every level but the biggest of each control.

    At most `most` in all; beyond, the smallest levels of a control are one.
    """
    levels = {"source": comments["source"], **{name: _banded(comments[OWN + name]) for name in own}}
    unit = trend.unit(comments)
    if unit is not None:
        levels["period"] = _periods(comments, unit)
    left = most
    for place, (name, values) in enumerate(levels.items()):
        found = _coded(values.fill_null(NONE), most=max(left // (len(levels) - place), 0))
        left -= len(found)
        for level, column in found:
            yield f"{name} = {level}", sparse.csc_matrix(column.cast(pl.Float64).to_numpy()[:, None])


def _periods(comments: pl.DataFrame, unit: trend.Unit) -> pl.Series:
    starts = trend.periods(comments, unit)
    first = pl.lit(starts[0])
    every = "1w" if unit == "week" else "1mo"
    when = pl.when(pl.col("date") >= first).then(pl.col("date").dt.truncate(every).cast(pl.String))
    return comments.select(when.otherwise(pl.lit(OTHER)).alias("period"))["period"]


def _banded(values: pl.Series) -> pl.Series:
    """A column of many different numbers, such as age, in fifths; any other as it is."""
    numbers = values.cast(pl.Float64, strict=False)
    if numbers.null_count() > values.null_count() or numbers.n_unique() < CONTINUOUS_FROM:
        return values
    return numbers.qcut(FIFTHS, allow_duplicates=True).cast(pl.String)


def _coded(values: pl.Series, *, most: int) -> list[tuple[str, pl.Series]]:
    counts = values.value_counts().sort(["count", values.name], descending=[True, False])
    big = [str(level) for level, count in counts.iter_rows() if count >= LEAST_OF_LEVEL]
    kept = set(big[:most])  # the biggest, which gets no column, among them; all others together need one
    grouped = values.to_frame("v").select(pl.when(pl.col("v").is_in(kept)).then("v").otherwise(pl.lit(OTHER)))["v"]
    base = big[0] if kept else OTHER
    return [(level, grouped == level) for level in sorted(grouped.unique().to_list()) if level != base]
