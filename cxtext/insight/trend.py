"""Shares and sentiment by week or month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

import polars as pl

from cxtext.insight.cells import HIDDEN_BELOW
from cxtext.insight.metrics import net_sentiment, share, withheld
from cxtext.insight.results import Point
from cxtext.insight.suppression import hidden_parts, swaps

Unit = Literal["week", "month"]

WEEKLY_UP_TO = timedelta(days=92)  # about three months: up to 13 weeks, then months
LEAST_PERIODS = 3
MOST_PERIODS = 24  # the last ones; a wrong date in 1970 must not make a trend of 600 months
_EVERY: dict[Unit, str] = {"week": "1w", "month": "1mo"}
# Not strftime, whose names follow the locale of the machine.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def unit(comments: pl.DataFrame) -> Unit | None:
    """Week or month, whichever suits the span of the dates; None where there are fewer than 3 periods."""
    dates = comments["date"].drop_nulls()
    if dates.is_empty():
        return None
    first, last = dates.min(), dates.max()
    short = isinstance(first, date) and isinstance(last, date) and last - first <= WEEKLY_UP_TO
    chosen: Unit = "week" if short else "month"
    return chosen if len(periods(comments, chosen)) >= LEAST_PERIODS else None


def periods(comments: pl.DataFrame, every: Unit) -> list[date]:
    """The first day of every period from the first comment to the last, gaps included; at most 24."""
    starts = comments["date"].drop_nulls().dt.truncate(_EVERY[every])
    if starts.is_empty():
        return []
    ends = pl.DataFrame({"start": [starts.min()], "end": [starts.max()]})
    whole = ends.select(pl.date_ranges("start", "end", _EVERY[every])).to_series().explode()
    return list(whole.to_list()[-MOST_PERIODS:])


def counts_by_period(frame: pl.DataFrame, every: Unit) -> dict[date, dict[str, int]]:
    """Number of rows by first day of the period and sentiment; `frame` has the columns date and sentiment."""
    counted = (
        frame.drop_nulls("date")
        .group_by(pl.col("date").dt.truncate(_EVERY[every]).alias("start"), "sentiment")
        .agg(pl.len().alias("comments"))
    )
    found: dict[date, dict[str, int]] = {}
    for start, sentiment, comments in counted.iter_rows():
        found.setdefault(start, {})[sentiment] = comments
    return found


def points(
    frame: pl.DataFrame, starts: Sequence[date], every: Unit, *, totals: Sequence[int] | None = None
) -> tuple[Point, ...]:
    """One point for each of `starts`; `totals` are all comments of each period, None for the trend of all.

    Where a period too small to show could be told by subtraction, the next smallest is hidden with it; of the last
    one as few as possible.
    """
    counts = counts_by_period(frame, every)
    bases: Sequence[int | None] = totals or [None] * len(starts)
    found = [_point(start, every, counts.get(start, {}), base) for start, base in zip(starts, bases, strict=True)]
    of = [sum(counts.get(start, {}).values()) for start in starts]
    hidden = hidden_parts(of, swaps(len(of)), keep=[len(of) - 1])
    return tuple(
        _without_numbers(point) if hidden.alike and i in hidden.places and of[i] else point
        for i, point in enumerate(found)
    )


def sizes(frame: pl.DataFrame, starts: Sequence[date], every: Unit) -> list[int]:
    """Number of rows in each of the periods."""
    counts = counts_by_period(frame, every)
    return [sum(counts.get(start, {}).values()) for start in starts]


def label(start: date, every: Unit) -> str:
    """Names a period: "May 2025", or "19 May 2025" for the week that begins on that Monday."""
    month = f"{MONTHS[start.month - 1]} {start.year}"
    return month if every == "month" else f"{start.day} {month}"


def _without_numbers(point: Point) -> Point:
    share_hidden = None if point.share is None else withheld(point.share)
    return replace(point, comments=None, share=share_hidden, net=replace(withheld(point.net), of=None))


def _point(start: date, every: Unit, counts: dict[str, int], base: int | None) -> Point:
    n = sum(counts.values())
    return Point(
        start=start,
        label=label(start, every),
        comments=n if n >= HIDDEN_BELOW else None,
        share=None if base is None else share(n, base),
        net=net_sentiment(counts.get("positive", 0), counts.get("negative", 0), n),
    )
