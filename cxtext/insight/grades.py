"""Which ratings count as grades: those on the scale; codes of answers such as "don't know" are set aside."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from cxtext.insight import ratings
from cxtext.insight.ratings import Code
from cxtext.insight.results import Scale
from cxtext.schema import Labelled


@dataclass(frozen=True)
class Graded:
    """Labelled tables whose ratings are grades."""

    labelled: Labelled
    scale: Scale | None  # None: no ratings
    aside: tuple[Code, ...]  # that are none and count for nothing, lowest first
    doubtful: tuple[Code, ...]  # that look like codes, and count


def graded(labelled: Labelled, scale: Scale | None = None) -> Graded:
    """The tables without the ratings that lie off the scale.

    Args:
        labelled: the tables.
        scale: of the ratings. If not given it is told from them: whole values that stand apart from an unbroken scale
            (9, 99 or -1 beside 1 to 5, see `scales.codes_apart`) are codes, and are off it.
    """
    if ("graded", scale) not in labelled.told:
        labelled.told["graded", scale] = _graded(labelled, scale)
    told: Graded = labelled.told["graded", scale]
    return told


def _graded(labelled: Labelled, scale: Scale | None) -> Graded:
    found = ratings.codes(labelled.comments)
    aside = _outside(labelled.comments, scale) if scale else tuple(code for code in found if code.why == "apart")
    doubtful = () if scale else tuple(code for code in found if code.why == "turned")
    if aside:
        off = pl.col("rating").is_in([code.value for code in aside])
        comments = labelled.comments.with_columns(pl.when(~off).then("rating").alias("rating"))
        labelled = replace(labelled, comments=comments)
    return Graded(labelled, scale or ratings.scale(labelled.comments), aside, doubtful)


def _outside(comments: pl.DataFrame, scale: Scale) -> tuple[Code, ...]:
    off = comments["rating"].filter(~comments["rating"].is_between(scale.low, scale.high))
    counted = off.drop_nulls().drop_nans().value_counts().sort("rating")
    return tuple(Code(value, n, "outside") for value, n in counted.iter_rows())
