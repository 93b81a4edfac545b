"""Comments by week or month, so that the last one is compared like with like."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from cxtext.insight import trend
from cxtext.insight.cells import NUMBERS_FROM

WEEKS_UP_TO = timedelta(weeks=40)  # beyond, months have enough history
MOST_HISTORY = 26  # periods before the last; of months with two whole years, so that a season shows
LEAST_FORECAST = 8  # periods of history from which a forecast is made
EVERY: dict[trend.Unit, str] = {"week": "1w", "month": "1mo"}


@dataclass(frozen=True)
class Periods:
    """The periods that are compared; the last is the one under test."""

    unit: trend.Unit
    starts: tuple[date, ...]  # first days, oldest first, gaps included
    comments: pl.DataFrame  # only days that all periods have in common with the last; with a column `start`
    totals: tuple[int, ...]
    days: int | None  # how many days of each period are counted; None: all
    skipped: int  # periods at the end that have too few comments to compare


def periods(comments: pl.DataFrame, unit: trend.Unit | None = None) -> Periods | None:
    """The last period with at least 30 comments and up to 26 before it; None where there are no two such.

    Where the data end within that period, only its days so far are counted, in every period: the first three days of
    a week are compared with the first three of others.
    """
    dated = comments.drop_nulls("date")
    last = dated["date"].max()
    if not isinstance(last, date):
        return None
    chosen: trend.Unit = unit or _unit(dated)
    dated = dated.with_columns(start=pl.col("date").dt.truncate(EVERY[chosen]))
    days = _days_so_far(last, chosen)
    alike = _first_days(dated, days)
    starts, totals = _counted(alike, chosen)
    skipped = 0
    if totals[-1] < NUMBERS_FROM:  # a period just begun; those before it are whole
        newest = starts[-1]
        days, alike = None, dated.filter(pl.col("start") < newest)
        if alike.is_empty():
            return None
        starts, totals = _counted(alike, chosen)
        skipped = 1
        while totals and totals[-1] < NUMBERS_FROM:
            starts, totals, skipped = starts[:-1], totals[:-1], skipped + 1
    starts, totals = starts[-MOST_HISTORY - 1 :], totals[-MOST_HISTORY - 1 :]
    if max(totals[:-1], default=0) < NUMBERS_FROM:
        return None
    within = alike.filter(pl.col("start").is_in(starts))
    return Periods(chosen, tuple(starts), within, tuple(totals), days, skipped)


def _unit(dated: pl.DataFrame) -> trend.Unit:
    first, last = dated["date"].min(), dated["date"].max()
    short = isinstance(first, date) and isinstance(last, date) and last - first <= WEEKS_UP_TO
    return "week" if short else "month"


def _days_so_far(last: date, unit: trend.Unit) -> int | None:
    if unit == "week":
        return None if last.weekday() == 6 else last.weekday() + 1
    return None if last.day == calendar.monthrange(last.year, last.month)[1] else last.day


def _first_days(dated: pl.DataFrame, days: int | None) -> pl.DataFrame:
    return dated if days is None else dated.filter((pl.col("date") - pl.col("start")).dt.total_days() < days)


def _counted(dated: pl.DataFrame, unit: trend.Unit) -> tuple[list[date], list[int]]:
    ends = pl.DataFrame({"a": [dated["start"].min()], "b": [dated["start"].max()]})
    starts = ends.select(pl.date_ranges("a", "b", EVERY[unit])).to_series().explode().to_list()
    found = dict(dated["start"].value_counts().iter_rows())
    return starts, [int(found.get(start, 0)) for start in starts]
