import datetime as dt
import time

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.read.canonical import canonical
from cxtext.read.dates import parse_dates
from cxtext.read.ids import SeenIds
from cxtext.schema import CANONICAL, Columns

ALL = Columns(text="t", rating="r", date="d", id="i", source="s")


def numbered(*values):
    return pl.Series("row", values, dtype=pl.Int64)


def dates(*values, **options):
    frame = pl.DataFrame({"t": ["x"] * len(values), "d": values}, strict=False)
    comments = canonical(frame, Columns(text="t", date="d"), numbered(*range(1, len(values) + 1)), **options)
    return comments["date"].to_list()


def rating(value):
    frame = pl.DataFrame({"t": ["x"], "r": [value]})
    return canonical(frame, Columns(text="t", rating="r"), numbered(1))["rating"].item()


def ids(*values, seen=None, first=1):
    frame = pl.DataFrame({"t": ["x"] * len(values), "i": pl.Series(values, dtype=pl.String)})
    rows = numbered(*range(first, first + len(values)))
    return canonical(frame, Columns(text="t", id="i"), rows, seen=seen)["comment_id"].to_list()


def test_the_columns_are_those_of_the_contract():
    rows = pl.DataFrame(
        {
            "t": [" as read ", "  ", None],
            "r": ["5", "", None],
            "d": ["2024-02-29", "", None],
            "i": ["a", "b", "c"],
            "s": ["web ", " ", None],
        }
    )
    comments = canonical(rows, ALL, numbered(2, 3, 7))
    assert comments.schema == CANONICAL
    assert comments.row(0) == (2, "a", " as read ", 5.0, dt.date(2024, 2, 29), "web", None)
    assert comments.rows()[1:] == [(3, "b", "", *[None] * 4), (7, "c", "", *[None] * 4)]


def test_columns_a_batch_lacks_are_empty():
    comments = canonical(pl.DataFrame({"other": [1, 2]}), ALL, numbered(1, 2), seen=SeenIds())
    assert comments.schema == CANONICAL
    assert comments["text"].to_list() == ["", ""]
    assert comments["comment_id"].to_list() == ["#1", "#2"]


DAY = dt.date(2015, 2, 24)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "2015-02-24",
            "2015-2-24",
            "2015/02/24",
            "20150224",
            "24/02/2015",
            "02/24/2015",
            "24.2.15",
            "2/24/15",
        ),
        *("2015-02-24 11:35:52 -0800", "2015-02-24T23:59:59.123Z", "24/02/2015 13:05", "2/24/2015 3:05 PM"),
        *(
            "Feb 24, 2015",
            "24 February 2015",
            "24th Feb 2015",
            "24-Feb-15",
            "Tuesday, 24 February 2015",
            "02 24, 2015",
        ),
        *("Tue Feb 24 11:35:52 -0800 2015", "Tue Feb 24 11:35:52 PST 2015", "February 24 2015 at 11:35 AM"),
        *("1424778952", "1424778952.5", "1424778952000", "  2015-02-24 "),
    ],
)
def test_dates_in_any_common_form(written):
    assert dates(written) == [DAY]


@pytest.mark.parametrize(
    "written",
    ["", "soon", "2015", "May", "12:30", "2015-02-30", "31/02/2015", "0001-01-01", "3 days ago", "5"],
)
def test_what_is_no_day_is_null(written):
    assert dates(written) == [None]


@pytest.mark.parametrize(
    "number", [1424778952, 1424778952000, 1424778952000000, 1424778952000000000, 20150224, 1424778952.5]
)
def test_numbers_that_are_dates(number):
    assert dates(number) == [DAY]


def test_typed_dates_are_taken_as_they_are():
    written = pl.Series(["2015-02-24 23:30:00"]).str.to_datetime().dt.replace_time_zone("America/New_York")
    frame = pl.DataFrame({"t": ["x"], "d": written})
    assert canonical(frame, Columns(text="t", date="d"), numbered(1))["date"].to_list() == [DAY]
    assert dates(dt.date(2015, 2, 24)) == [DAY]


def test_one_day_over_12_decides_for_the_whole_column():
    april, march = dt.date(2021, 4, 3), dt.date(2021, 3, 4)
    assert dates("3/4/2021", "13/1/2021")[0] == april
    assert dates("3/4/2021", "1/13/2021")[0] == march
    assert dates("3/4/2021")[0] == april
    assert dates("3/4/2021 3:05 PM")[0] == march
    assert dates("3/4/2021", day_first=False)[0] == march
    assert dates("3/4/2021", "13/1/2021", "14/1/2021", "1/13/2021")[::3] == [april, dt.date(2021, 1, 13)]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        *(("4", 4), (" 4.5 ", 4.5), ("4,5", 4.5), ("4/5", 4), ("4 out of 5", 4), ("4.0 out of 5 stars", 4)),
        *(
            ("4 stars", 4),
            ("★★★★☆", 4),
            ("⭐⭐⭐", 3),
            ("9 - Extremely likely", 9),
            ("10 (best)", 10),
            ("80 %", 80),
        ),
        *(("-2", -2), (True, None), (3, 3), (2.5, 2.5), (float("nan"), None)),
        *(("", None), ("good", None), ("nan", None), ("inf", None), ("2015-02-24", None), ("4 or 5", None)),
    ],
)
def test_ratings_however_written(written, number):
    assert rating(written) == number


def test_row_numbers_are_the_ids_unless_every_id_is_unique_and_filled():
    assert ids("a", "b", "c") == ["a", "b", "c"]
    assert ids("a", "b", "a") == ["1", "2", "3"]
    assert ids("a", " ", "c") == ["1", "2", "3"]
    assert ids("a", None, "c") == ["1", "2", "3"]


def test_repeated_ids_of_a_stream_get_their_row():
    seen = SeenIds()
    assert ids("a", "b", seen=seen) == ["a", "b"]
    assert ids("c", "a", None, seen=seen, first=3) == ["c", "a#4", "#5"]
    assert ids("a", "a#4", seen=seen, first=6) == ["a#6", "a#4#7"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["a", "b", "a#3", "#2", "", "a#3#", "c"]), max_size=6), max_size=8))
def test_ids_of_a_stream_are_unique(batches):
    seen, keys, first = SeenIds(), [], 1
    for batch in batches:
        keys += ids(*batch, seen=seen, first=first)
        first += len(batch)
    assert len(set(keys)) == len(keys)


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(5)))
def test_rows_permuted_are_comments_permuted(order):
    rows = pl.DataFrame(
        {
            "t": list("abcde"),
            "r": ["1", "2/5", "★", "x", "5"],
            "s": list("vwxyz"),
            "i": list("12345"),
            "d": ["3/4/2021", "1/13/2021", "2021-01-01", "x", "Feb 1, 2021"],
        }
    )
    numbers = numbered(*range(1, 6))
    comments = canonical(rows, ALL, numbers)
    assert canonical(rows[order], ALL, numbers[order]).equals(comments[order])


def test_many_rows_take_seconds():
    count = 200_000
    moments = pl.datetime_range(
        dt.datetime(2015, 1, 1),
        interval="1m",
        end=dt.datetime(2015, 1, 1) + dt.timedelta(minutes=count - 1),
        eager=True,
    )
    rows = (
        pl.DataFrame({"t": ["so good"], "r": ["4/5"], "s": ["web"]})
        .select(pl.all().repeat_by(count).explode())
        .with_columns(d=moments.dt.strftime("%d/%m/%Y %H:%M"), i=pl.int_range(count, eager=True).cast(pl.String))
    )
    start = time.process_time()
    comments = canonical(rows, ALL, numbered(*range(1, count + 1)))
    assert time.process_time() - start < 8
    assert comments["date"].equals(moments.dt.date().alias("date"))


@pytest.mark.parametrize(
    "column",
    [
        pl.Series(["1970-01-01", "1970-01-01T00:00:00Z", "01/01/1970", "9999-12-31", "0", "2024-05-01"]),
        pl.Series([dt.date(1970, 1, 1), dt.date(9999, 12, 31), dt.date(1, 1, 1), dt.date(2024, 5, 1)]),
        pl.Series([dt.datetime(1970, 1, 1), dt.datetime(9999, 12, 31), dt.datetime(2024, 5, 1, 9)]),
        pl.Series([0, 0, 20240501]),
    ],
)
def test_a_zero_and_the_end_of_time_are_no_dates(column):
    days = parse_dates(column)
    assert days.to_list() == [None] * (len(column) - 1) + [dt.date(2024, 5, 1)]
