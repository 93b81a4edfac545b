"""Days from dates in any common form.

The day is the one written: a time zone behind it moves nothing, so that a comment of 24 February
stays one of 24 February wherever it is read.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

YEARS = (1900, 2100)  # a day outside is no date of feedback
ZERO = dt.date(1970, 1, 1)  # what a timestamp of 0 is shown as; nobody kept feedback in files on that day
PIVOT = 69  # POSIX: two-digit years from 69 are of the last century
LEFTOVERS_TRIED = 200  # distinct values that python-dateutil is tried on before it is given all
LEFTOVERS_WORTH = 0.1  # share of them it must understand
# Seconds since 1970 of 1973 … 2286, and the same in milli-, micro- and nanoseconds.
EPOCH = {1: (1e8, 1e10), 1_000: (1e11, 1e13), 10**6: (1e14, 1e16), 10**9: (1e17, 1e19)}
SECONDS_A_DAY = 86_400
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
REST = r"(?:[T\s,].*)?$"
ISO = r"^(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})" + REST
COMPACT = r"^(?P<y>(?:19|20)[0-9]{2})(?P<m>[01][0-9])(?P<d>[0-3][0-9])(?:T?[0-9]{4,6})?Z?$"
SLASHED = r"^(?P<a>[0-9]{1,2})[-/.](?P<b>[0-9]{1,2})[-/.](?P<y>[0-9]{4}|[0-9]{2})" + REST
DAY_MONTH = (
    rf"^(?:[a-z]{{2,9}}\.?,?\s+)?(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?[\s\-/.]*(?:of\s+)?"
    rf"(?P<n>{MONTHS})[a-z]*[\s\-/.,]*(?P<y>[0-9]{{4}}|[0-9]{{2}})" + REST
)
MONTH_DAY = (
    rf"^(?:[a-z]{{2,9}}\.?,?\s+)?(?P<n>{MONTHS})[a-z]*[\s\-/.]*(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?"
    rf"(?:,\s*|[\s\-/.]+)(?P<y>[0-9]{{4}})" + REST
)

# Unix and Twitter: "Tue Feb 24 11:35:52 -0800 2015"
CTIME = rf"^[a-z]{{3}}\s+(?P<n>{MONTHS})\s+(?P<d>[0-9]{{1,2}})\s+[0-9:.]+(?:\s+\S+)?\s+(?P<y>[0-9]{{4}})$"


def parse_dates(column: pl.Series, *, day_first: bool | None = None) -> pl.Series:
    """The days as Date; what is none, or is 1970-01-01, or of a year outside `YEARS`, is null.

    Whether 3/4/2021 is in April or March is decided over the whole column: see `is_day_first`,
    unless `day_first` says it.
    """
    if column.dtype == pl.Date:
        return _plausible(column)
    if column.dtype == pl.Datetime:
        return _plausible(column.dt.date())
    if column.dtype.is_numeric():
        return _plausible(_from_numbers(column))
    if column.dtype not in (pl.String, pl.Categorical, pl.Enum):
        return pl.Series(column.name, [None] * len(column), dtype=pl.Date)
    written = column.cast(pl.String).str.strip_chars().str.to_lowercase()
    distinct = written.drop_nulls().unique(maintain_order=True)
    table = pl.DataFrame({"text": distinct, "day": _parse(distinct, day_first)})
    joined = written.to_frame("text").join(table, on="text", how="left", maintain_order="left")
    return joined["day"].alias(column.name)


def is_day_first(column: pl.Series) -> bool | None:
    """Whether dates such as 3/4/2021 put the day first; None where the column holds no sign of it.

    A number over 12 decides, by majority where there are some in both places; failing that,
    an AM or PM behind the date speaks for the American order.
    """
    if column.dtype != pl.String:
        return None
    parts = column.str.strip_chars().str.extract_groups(SLASHED).struct.unnest()
    first, second = (parts[name].cast(pl.Int64, strict=False) for name in ("a", "b"))
    days_first, days_second = (first > 12).sum(), (second > 12).sum()
    if days_first != days_second:
        return bool(days_first > days_second)
    american = column.str.contains(r"(?i)^[0-9/.-]+\s.*[0-9]\s*[ap]\.?m\b").any()
    return False if american else None


def _parse(texts: pl.Series, day_first: bool | None) -> pl.Series:
    found = is_day_first(texts)
    # Day first where nothing says otherwise: most of the world writes so.
    order = (found is not False) if day_first is None else day_first
    patterns = (
        _iso_day(ISO),
        _slashed(order),
        _named_month(DAY_MONTH),
        _named_month(MONTH_DAY),
        _named_month(CTIME),
        _iso_day(COMPACT),
        _epoch(pl.col("text").str.extract(r"^([0-9]{9,19}(?:\.[0-9]+)?)$").cast(pl.Float64)),
    )
    days = pl.Series("day", [None] * len(texts), dtype=pl.Date)
    for pattern in patterns:
        unread = days.is_null()
        if unread.any():
            left = texts.filter(unread).to_frame("text")
            days = days.scatter(unread.arg_true(), left.select(pattern.alias("day"))["day"])
    return _plausible(_with_leftovers(pl.DataFrame({"text": texts, "day": days})))


def _part(pattern: str, name: str) -> pl.Expr:
    return pl.col("text").str.extract_groups(pattern).struct.field(name)


def _day(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    return pl.concat_str(year, pl.lit("-"), month, pl.lit("-"), day).str.to_date("%Y-%m-%d", strict=False)


def _iso_day(pattern: str) -> pl.Expr:
    return _day(*(_part(pattern, name) for name in ("y", "m", "d")))


def _slashed(day_first: bool) -> pl.Expr:
    year = _four_digits(_part(SLASHED, "y"))
    a, b = _part(SLASHED, "a"), _part(SLASHED, "b")
    in_order, swapped = _day(year, b, a), _day(year, a, b)
    return pl.coalesce(in_order, swapped) if day_first else pl.coalesce(swapped, in_order)


def _named_month(pattern: str) -> pl.Expr:
    months = {name: str(number) for number, name in enumerate(MONTHS.split("|"), start=1)}
    month = _part(pattern, "n").replace_strict(months, default=None, return_dtype=pl.String)
    return _day(_four_digits(_part(pattern, "y")), month, _part(pattern, "d"))


def _four_digits(year: pl.Expr) -> pl.Expr:
    century = pl.when(year.cast(pl.Int64, strict=False) >= PIVOT).then(pl.lit("19")).otherwise(pl.lit("20"))
    return pl.when(year.str.len_bytes() == 2).then(pl.concat_str(century, year)).otherwise(year)


def _epoch(number: pl.Expr) -> pl.Expr:
    days = []
    for unit, (low, high) in EPOCH.items():
        since_1970 = (number / unit // SECONDS_A_DAY).cast(pl.Int32).cast(pl.Date)
        days.append(pl.when((number >= low) & (number < high)).then(since_1970))
    return pl.coalesce(days)


def _from_numbers(column: pl.Series) -> pl.Series:
    number = pl.col("number")
    compact = pl.when(number.is_between(19_000_101, 21_001_231)).then(
        number.cast(pl.Int64, strict=False).cast(pl.String).str.to_date("%Y%m%d", strict=False)
    )
    frame = column.cast(pl.Float64).to_frame("number").select(pl.coalesce(compact, _epoch(number)).alias("day"))
    return frame["day"].alias(column.name)


def _plausible(days: pl.Series) -> pl.Series:
    """The days that may be of feedback; a 0 that was stored for "no date", and years far off, are null."""
    day = pl.col("day")
    sound = day.dt.year().is_between(*YEARS) & (day != ZERO)
    return days.to_frame("day").select(pl.when(sound).then(day)).to_series().alias(days.name)


def _with_leftovers(frame: pl.DataFrame) -> pl.Series:
    """Give python-dateutil what the patterns did not understand, if it seems to be dates at all."""
    likely = pl.col("text").str.contains(r"[0-9]{4}") & (pl.col("text").str.len_chars() <= 64)
    left = frame.filter(pl.col("day").is_null() & likely)["text"].to_list()
    sample = [_by_dateutil(text) for text in left[:LEFTOVERS_TRIED]]
    if sum(day is not None for day in sample) < max(1, LEFTOVERS_WORTH * len(sample)):
        return frame["day"]
    days = dict(zip(left, sample + [_by_dateutil(text) for text in left[LEFTOVERS_TRIED:]], strict=True))
    rest = pl.Series("rest", [days.get(text) for text in frame["text"].to_list()], dtype=pl.Date)
    return frame["day"].fill_null(rest)


def _by_dateutil(text: str) -> dt.date | None:
    """A complete day; dateutil fills gaps from a default, so two defaults must agree."""
    from dateutil import parser

    try:
        days = {parser.parse(text, default=default, ignoretz=True).date() for default in _DEFAULTS}
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError):
        return None
    return days.pop() if len(days) == 1 else None


_DEFAULTS = (dt.datetime(2000, 1, 1), dt.datetime(2004, 2, 2))
