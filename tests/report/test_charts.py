from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.insight.metrics import net_sentiment, share
from cxtext.insight.results import Point
from cxtext.report import charts


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 0.31, (0, 0.1, 0.2, 0.3, 0.4)),
        (0, 0.02, (0, 0.005, 0.01, 0.015, 0.02)),
        (-42, 3, (-60, -40, -20, 0, 20)),
    ],
)
def test_axes_have_round_ticks(low, high, ticks):
    assert charts.axis(low, high, ticks=4 if low == 0 else 3).ticks == pytest.approx(ticks)


@given(st.floats(-100, 100), st.floats(1e-6, 200))
def test_an_axis_holds_its_values(low, width):
    scale = charts.axis(low, low + width)
    assert scale.low <= low + 1e-6
    assert scale.high >= low + width - 1e-6
    assert 2 <= len(scale.ticks) <= 9
    assert 0 <= scale.at(low) <= scale.at(low + width) <= 100


def test_a_line_is_cut_where_a_point_is_hidden():
    numbers = [share(20, 100), share(2, 100), share(20, 100), share(30, 100)]
    runs = charts.runs(charts.dots(numbers, charts.share_axis(numbers)))
    assert [len(run) for run in runs] == [1, 2]
    assert charts.path(runs[1]).startswith("M66.67 ")


@pytest.mark.parametrize(
    ("positive", "negative", "tone"),
    [(10, 80, "negative"), (80, 10, "positive"), (50, 48, "unclear"), (0, 0, "unclear")],
)
def test_a_colour_needs_the_whole_interval_on_one_side(positive, negative, tone):
    assert charts.tone(net_sentiment(positive, negative, 100)) == tone
    assert charts.tone(net_sentiment(9, 0, 9)) == "none"


def test_runs_of_periods_that_say_nothing_are_one_row():
    sizes = [2, 3, 40, 1, 0, 8]
    points = [
        Point(date(2025, m, 1), str(m), n if n >= 5 else None, None, net_sentiment(n, 0, n))
        for m, n in enumerate(sizes, 1)
    ]
    rows = [(first.label, last.label) for first, last in charts.folded(points)]
    assert rows == [("1", "2"), ("3", "3"), ("4", "5"), ("6", "6")]
