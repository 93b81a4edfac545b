"""The ratings that came with the comments: their scale, their direction, their numbers."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import polars as pl

from cxtext.insight.cells import NUMBERS_FROM
from cxtext.insight.metrics import mean_rating, share
from cxtext.insight.results import Number, Scale
from cxtext.scales import scale_of

SHOWN_VALUES = 11  # 0 … 10; a distribution of more values than that is no longer read
# Survey codings with 1 = very good show as a clear negative correlation of rating and text score.
# Weaker ones come from ratings that have little to do with the text.
REVERSED_BELOW = -0.2


def scale(comments: pl.DataFrame) -> Scale | None:
    """The scale of the column rating; None where no comment has one."""
    ratings = comments["rating"].drop_nulls().drop_nans()
    if ratings.is_empty():
        return None
    lowest, highest = float(ratings.min()), float(ratings.max())  # type: ignore[arg-type]
    low, high = scale_of(lowest, highest)
    return Scale(low, high, best=low if _reversed(comments) else high)


def top_box(ratings: pl.Series, ends: Scale) -> Number:
    """The share of ratings that are the best of the scale."""
    return share(int((ratings == ends.best).sum()), len(ratings), metric="top_box")


def distribution(ratings: pl.Series) -> tuple[tuple[float, Number], ...]:
    """The share of every value, from the lowest; empty where there are too many values to read."""
    counts = Counter(ratings.to_list())
    if len(counts) > SHOWN_VALUES:
        return ()
    return tuple((value, share(counts[value], len(ratings), metric="rating_share")) for value in sorted(counts))


def mean(ratings: pl.Series, *, seed: int) -> Number:
    """The mean rating; nulls are comments without a rating."""
    return mean_rating(ratings.drop_nulls().drop_nans().to_list(), seed=seed)


def _reversed(comments: pl.DataFrame) -> bool:
    """Whether low ratings go with positive texts."""
    both = comments.select("rating", "score").drop_nulls().filter(pl.all_horizontal(pl.all().is_finite()))
    if len(both) < NUMBERS_FROM or both["rating"].n_unique() < 2 or both["score"].n_unique() < 2:
        return False
    r = float(np.corrcoef(both["rating"].to_numpy(), both["score"].to_numpy())[0, 1])
    return r < REVERSED_BELOW and _surely_below_zero(r, len(both))


def _surely_below_zero(r: float, n: int) -> bool:
    """Upper end of the 95 % interval of a correlation, by Fisher's z (1921)."""
    return math.atanh(max(r, -0.999999)) + 1.96 / math.sqrt(n - 3) < 0
