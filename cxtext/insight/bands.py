"""Columns of many different numbers, such as age or days to delivery, cut into bands of about equal many answers."""

from __future__ import annotations

import numpy as np
import polars as pl

from cxtext.insight.cells import HIDDEN_BELOW
from cxtext.insight.controls import CONTINUOUS_FROM, FIFTHS, NONE
from cxtext.insight.intervals import Floats


def bands(values: pl.Series, count: int = FIFTHS) -> tuple[pl.Series, tuple[str, ...]]:
    """The band of each number, as text, and the names of the bands from the lowest up; null stays null.

    Bands hold about equally many numbers; equal numbers are in one band, and a band of fewer than 5 is one with its
    neighbour, so that there may be fewer than `count`. Names tell no extreme: it may be one customer's.
    """
    known = values.drop_nulls().sort().to_numpy()
    tops = _tops(known, count)
    names = _names(known, tops)
    place = np.minimum(np.searchsorted(tops, values.fill_null(0.0).to_numpy()), len(tops) - 1)
    found = pl.Series(values.name, [names[i] for i in place], dtype=pl.String)
    return found.set(values.is_null(), None), names


def _tops(known: Floats, count: int) -> list[float]:
    """The greatest number of each band."""
    wanted = np.unique(np.quantile(known, np.arange(1, count + 1) / count, method="inverted_cdf"))
    tops: list[float] = []
    below = 0
    for top in wanted.tolist():
        upto = int(np.searchsorted(known, top, side="right"))
        if upto - below >= HIDDEN_BELOW:
            tops.append(top)
            below = upto
    if below < len(known) and tops:
        tops[-1] = float(known[-1])
    return tops or [float(known[-1])]


def _names(known: Floats, tops: list[float]) -> tuple[str, ...]:
    names = []
    for place, top in enumerate(tops):
        low = int(np.searchsorted(known, tops[place - 1], side="right")) if place else 0
        if known[low] == top:
            names.append(f"{top:.10g}")
        elif place == 0:
            names.append(f"up to {top:.10g}" if len(tops) > 1 else "all")
        elif place == len(tops) - 1:
            names.append(f"over {tops[place - 1]:.10g}")
        else:
            names.append(f"over {tops[place - 1]:.10g} to {top:.10g}")
    return tuple(names)


def banded(levels: pl.Series) -> pl.Series:
    """A column of many different numbers in fifths; any other as it is. Blank stays "(none)"."""
    given = levels.set(levels == NONE, None)
    numbers = given.cast(pl.Float64, strict=False)
    if numbers.null_count() > given.null_count() or numbers.n_unique() < CONTINUOUS_FROM:
        return levels
    return bands(numbers)[0].fill_null(NONE).alias(levels.name)
