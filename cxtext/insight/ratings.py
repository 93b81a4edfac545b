"""The ratings that came with the comments: their scale, their direction, their numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from cxtext.insight.cells import NUMBERS_FROM
from cxtext.insight.clustered import welch
from cxtext.insight.intervals import Floats
from cxtext.insight.metrics import mean_rating, share, withheld, without
from cxtext.insight.results import Number, Scale
from cxtext.insight.suppression import hidden_parts, swaps, swaps_of_grades
from cxtext.scales import LEAST_GRADES, codes_apart, scale_of

SHOWN_VALUES = 11  # 0 … 10; a distribution of more values than that is no longer read
# Survey codings with 1 = very good show as a clear negative correlation of rating and text score.
# Weaker ones come from ratings that have little to do with the text.
REVERSED_BELOW = -0.2
TURN = 0.25  # of the text score, -1 … 1: what a value at the end of the scale must turn back by to look like a code


def scale(comments: pl.DataFrame) -> Scale | None:
    """The scale of the column rating; None where no comment has one."""
    ratings = comments["rating"].drop_nulls().drop_nans()
    if ratings.is_empty():
        return None
    lowest, highest = float(ratings.min()), float(ratings.max())  # type: ignore[arg-type]
    low, high = scale_of(lowest, highest)
    return Scale(low, high, best=low if _reversed(comments) else high)


@dataclass(frozen=True)
class Code:
    """A rating that looks like the code of an answer, such as "don't know"."""

    value: float
    ratings: int
    # Apart from an unbroken scale; at its end, with texts that say the reverse; or outside the scale that was given.
    why: Literal["apart", "turned", "outside"]


def codes(comments: pl.DataFrame) -> tuple[Code, ...]:
    """The ratings that do not look like grades, lowest first.

    At an end of the scale, a value is a code where the texts that go with it surely turn back by TURN or more: they
    should be the best or the worst of all.
    """
    given = comments.select("rating", "score").drop_nulls("rating").filter(pl.col("rating").is_finite())
    counts = dict(given["rating"].value_counts().iter_rows())
    apart = codes_apart(counts)
    found = [Code(value, counts[value], "apart") for value in apart]
    scored = given.filter(~pl.col("rating").is_in(list(apart))).drop_nulls("score")
    whole = sorted(value for value in counts if value not in apart and float(value).is_integer())
    if len(whole) > LEAST_GRADES:
        levels = [scored.filter(pl.col("rating") == value)["score"].to_numpy() for value in whole]
        found += [Code(whole[-1], counts[whole[-1]], "turned")] if _turns_back(levels) else []
        found += [Code(whole[0], counts[whole[0]], "turned")] if _turns_back(levels[::-1]) else []
    return tuple(sorted(found, key=lambda code: code.value))


def _turns_back(levels: Sequence[Floats]) -> bool:
    """Whether the mean of the last level surely goes against the way from the first to the last but one."""
    known = [level for level in levels if level.size >= NUMBERS_FROM]
    if len(known) <= LEAST_GRADES or levels[-1].size < NUMBERS_FROM:
        return False
    first, before, last = known[0], known[-2], known[-1]
    way = float(before.mean() - first.mean())
    low, high = welch(last, before)
    against = low if way < 0 else -high
    return abs(way) >= TURN and against > 0 and abs(float(last.mean() - before.mean())) >= TURN


def top_box(ratings: pl.Series, ends: Scale) -> Number:
    """The share of ratings that are the best of the scale; hidden where `distribution` would hide it."""
    found = share(int((ratings == ends.best).sum()), len(ratings), metric="top_box")
    shown = dict(_split(ratings, best=ends.best))
    return withheld(found) if found.n is not None and ends.best in shown and shown[ends.best].n is None else found


def distribution(ratings: pl.Series, *, best: float) -> tuple[tuple[float, Number], ...]:
    """The share of every value, from the lowest; empty where there are too many values to read, or none can be shown.

    Where a value of fewer than five ratings could be told from the others and the mean, others are hidden too: the
    smallest first, the best of the scale last.
    """
    found = _split(ratings, best=best)
    return found if any(number.n is not None for _, number in found) else ()


def _split(ratings: pl.Series, *, best: float) -> tuple[tuple[float, Number], ...]:
    counts = Counter(ratings.to_list())
    if len(counts) > SHOWN_VALUES:
        return ()
    values = sorted(counts)
    sizes = [counts[value] for value in values]
    moves = swaps_of_grades(values) if len(ratings) >= NUMBERS_FROM else swaps(len(values))
    hidden = hidden_parts(sizes, moves, keep=[place for place, value in enumerate(values) if value == best])
    numbers = [share(size, len(ratings), metric="rating_share") for size in sizes]
    return tuple(zip(values, without(numbers, hidden), strict=True))


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
