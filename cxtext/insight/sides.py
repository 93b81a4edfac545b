"""The two sides of a comparison: two periods, or two groups that conditions tell apart."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from cxtext.errors import InputError, OptionError
from cxtext.insight import trend
from cxtext.insight.calendar_periods import periods
from cxtext.insight.cells import NUMBERS_FROM
from cxtext.insight.expression import where
from cxtext.insight.material import Material


@dataclass(frozen=True)
class Sides:
    """Which comments are on which side; none is on both."""

    before: pl.Series  # one truth a comment of the material
    after: pl.Series
    before_label: str
    after_label: str


def sides(
    material: Material, *, before: str | None = None, after: str | None = None, unit: trend.Unit | None = None
) -> Sides:
    """The sides of two conditions; without them, the last period with enough comments and the one before it.

    Where the data end within a period, as many days of the one before are compared.

    Raises:
        OptionError: one condition only, one that is none, or two that hold of the same comment.
        InputError: there are not two periods to compare.
    """
    if (before is None) != (after is None):
        raise OptionError("--before and --after go together: name both sides, or none for the last two periods")
    if before is not None and after is not None:
        left, right = where(material, before, place="--before"), where(material, after, place="--after")
        if (left & right).any():
            raise OptionError("--before and --after hold of the same comments; make them apart")
        return Sides(left, right, before, after)
    found = periods(material.comments, unit)
    if found is None:
        raise InputError(
            f"there are no two {unit or 'week'}s with {NUMBERS_FROM} dated comments each to compare; name the sides "
            "(--before, --after), the column of dates (--date), or --unit month"
        )
    previous = max(place for place, n in enumerate(found.totals[:-1]) if n >= NUMBERS_FROM)
    starts = material.comments.select("comment_id").join(
        found.comments.select("comment_id", "start"), on="comment_id", how="left", maintain_order="left"
    )["start"]
    old, new = found.starts[previous], found.starts[-1]
    return Sides(
        (starts == old).fill_null(False),
        (starts == new).fill_null(False),
        trend.label(old, found.unit),
        trend.label(new, found.unit),
    )
