"""Columns of many different numbers, such as age or days to delivery, cut into bands of about equal many answers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl

from cxtext.insight.controls import CONTINUOUS_FROM, FIFTHS, NONE


def bands(values: pl.Series, count: int = FIFTHS) -> tuple[pl.Series, tuple[str, ...]]:
    """The band of each number, as text, and the names of the bands from the lowest up; null stays null.

    Bands hold about equally many numbers; equal numbers are in one band, so that there may be fewer than `count`.
    """
    known = values.drop_nulls().sort().to_numpy()
    edges = np.unique(np.quantile(known, np.linspace(0, 1, count + 1), method="inverted_cdf"))
    if len(edges) == 1:
        edges = np.repeat(edges, 2)
    names, chosen = [], pl.lit(None, dtype=pl.String)
    for place, (low, high) in enumerate(pairwise(edges)):
        inside = known[(known > low) & (known <= high)] if place else known[known <= high]
        name = f"{inside[0]:.10g}" if inside[0] == inside[-1] else f"{inside[0]:.10g} to {inside[-1]:.10g}"
        names.append(name)
        on = pl.col("value").is_between(float(inside[0]), float(inside[-1]))
        chosen = pl.when(on).then(pl.lit(name)).otherwise(chosen)
    return pl.DataFrame({"value": values}).select(chosen.alias(values.name)).to_series(), tuple(names)


def banded(levels: pl.Series) -> pl.Series:
    """A column of many different numbers in fifths; any other as it is. Blank stays "(none)"."""
    given = levels.set(levels == NONE, None)
    numbers = given.cast(pl.Float64, strict=False)
    if numbers.null_count() > given.null_count() or numbers.n_unique() < CONTINUOUS_FROM:
        return levels
    return bands(numbers)[0].fill_null(NONE).alias(levels.name)
