from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.insight import summarise, trend
from cxtext.insight.change import benjamini_hochberg, changes


def _dated(days, sentiment="positive"):
    columns = {"date": days, "sentiment": [sentiment] * len(days)}
    return pl.DataFrame(columns, schema={"date": pl.Date, "sentiment": pl.String})


@pytest.mark.parametrize(
    ("span", "unit"), [(0, None), (9, None), (20, "week"), (90, "week"), (95, "month"), (800, "month")]
)
def test_the_unit_follows_the_span(span, unit):
    monday = date(2025, 3, 3)
    assert trend.unit(_dated([monday, monday + timedelta(days=span)])) == unit


def test_no_dates_no_unit():
    assert trend.unit(_dated([None, None])) is None


def test_periods_fill_gaps_and_forget_a_wrong_date():
    days = [date(2025, 1, 5), date(2025, 4, 30)]
    assert [day.month for day in trend.periods(_dated(days), "month")] == [1, 2, 3, 4]
    assert len(trend.periods(_dated([date(1970, 1, 1), *days]), "month")) == trend.MOST_PERIODS


def test_weeks_begin_on_monday():
    starts = trend.periods(_dated([date(2025, 5, 14), date(2025, 5, 30)]), "week")
    assert [trend.label(start, "week") for start in starts] == ["12 May 2025", "19 May 2025", "26 May 2025"]


def test_points_hide_small_periods():
    days = [date(2025, 1, 1)] * 50 + [date(2025, 2, 1)] * 4 + [date(2025, 3, 1)] * 3
    points = trend.points(_dated(days), [date(2025, m, 1) for m in (1, 2, 3)], "month", totals=[100, 100, 100])
    assert (points[0].comments, points[0].share.value, points[0].net.value) == (50, 0.5, 100)
    assert (points[1].comments, points[1].share.value, points[1].net.n) == (None, None, None)


@given(st.lists(st.integers(0, 40), min_size=3, max_size=8), st.booleans())
def test_no_small_period_can_be_told_by_subtraction(sizes, of_all):
    starts = [date(2025, month, 1) for month in range(1, len(sizes) + 1)]
    days = [start for start, n in zip(starts, sizes, strict=True) for _ in range(n)]
    points = trend.points(_dated(days), starts, "month", totals=None if of_all else [100] * len(sizes))
    hidden = [n for n, point in zip(sizes, points, strict=True) if point.comments is None]
    assert sum(n > 0 for n in hidden) != 1 or all(n < 5 for n in sizes)
    assert all(point.net.n is None for point in points if point.comments is None)


def test_benjamini_hochberg_gives_the_published_example():
    """Benjamini and Hochberg 1995, section 3.1: of 15 p-values the first four fall at 0.05."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert benjamini_hochberg(p, rate=0.05) == [True] * 4 + [False] * 11
    assert benjamini_hochberg([], rate=0.05) == []


def test_quiet_periods_raise_an_alarm_in_about_one_of_ten():
    random = np.random.default_rng(5)
    shares = random.uniform(0.02, 0.2, 40)
    alarms = 0
    for _ in range(400):
        series = {str(k): random.binomial(500, p, 6).tolist() for k, p in enumerate(shares)}
        alarms += bool(changes(series, [500] * 6)[0])
    assert alarms / 400 <= 0.15


def test_a_planted_rise_is_found_and_named():
    random = np.random.default_rng(6)
    found = 0
    for _ in range(100):
        series = {str(k): random.binomial(500, 0.08, 6).tolist() for k in range(40)}
        series["7"][-1] = int(random.binomial(500, 0.16))
        found += "7" in [change.id for change in changes(series, [500] * 6)[0]]
    assert found >= 95


def test_small_topics_and_small_periods_are_not_tested():
    assert changes({"a": [9, 9, 9]}, [500, 500, 500]) == ((), 0)
    assert changes({"a": [90, 20]}, [500, 29]) == ((), 0)
    assert changes({"a": [100, 3]}, [500, 500]) == ((), 0)


def test_a_month_just_begun_is_not_the_one_that_changed(samples):
    def month(year, number, n, rising):
        return [
            samples.comment(f"{year}{number}{i}", date=date(year, number, 1 + i % 28), themes=["Login"] * (i < rising))
            for i in range(n)
        ]

    quiet = [row for number in (1, 2, 3, 4) for row in month(2025, number, 100, 10)]
    rows = [*quiet, *month(2025, 5, 100, 60), *month(2025, 6, 3, 0)]
    found = summarise(samples.build(rows, [])).trend
    assert found.points[-1].label == "Jun 2025"
    assert found.compared == "May 2025"
    assert [change.name for change in found.changes] == ["Login"]
