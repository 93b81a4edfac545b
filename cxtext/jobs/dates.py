"""What became of the dates of an input, so that a wrong column or order of day and month is noticed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from cxtext.read.typed import as_text


@dataclass(frozen=True)
class Dates:
    """Cells of the date column: how many are filled, how many of those are no date, and the last day."""

    filled: int = 0
    unread: int = 0
    last: dt.date | None = None

    def __add__(self, other: Dates) -> Dates:
        days = [day for day in (self.last, other.last) if day is not None]
        return Dates(self.filled + other.filled, self.unread + other.unread, max(days, default=None))


def dates_of(rows: pl.DataFrame, dates: pl.Series, column: str | None) -> Dates:
    """The dates of some rows; `dates` is what was read of them, null where there is none."""
    if column is None or column not in rows.columns:
        return Dates()
    filled = (as_text(rows[column]).str.strip_chars() != "").fill_null(value=False)
    last = dates.max()
    return Dates(int(filled.sum()), int((filled & dates.is_null()).sum()), last if isinstance(last, dt.date) else None)
