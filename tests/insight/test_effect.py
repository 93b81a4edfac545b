from datetime import date, timedelta

import numpy as np
import pytest
from scipy import signal, stats

from cxtext.errors import InputError, OptionError
from cxtext.insight.effect import effect
from cxtext.insight.serial import serial_welch

EVENT = date(2025, 3, 3)  # the ninth Monday


def weeks(random, *, weekly=30, planted=0.0, drift=0.0, n=16):
    """Two shops whose common mood moves from week to week; the first gets better at the event by `planted` points."""
    rows = []
    for week in range(n):
        common, own = random.normal(0, 0.3), random.normal(0, 0.1, 2)
        for shop in (0, 1):
            shift = (planted * (week >= 8) + drift * week) if shop == 0 else 0.0
            moods = np.clip(np.round(random.normal(6 + common + own[shop] + shift, 1.5, weekly)), 0, 10)
            rows += [
                {"day": 7 * week + i % 7, "shop": f"s{shop}", "rating": float(mood)} for i, mood in enumerate(moods)
            ]
    return rows


def told(tables, rows, **how):
    made = tables.ready(rows, own=("shop",))
    return effect(
        made, how.pop("at", EVENT), metric="mean_rating", treated="shop = 's0'", untreated="shop = 's1'", **how
    )


def test_the_effect_by_hand(tables):
    rows = []
    means = {"s0": [1, 2, 1, 2, 4, 5, 4, 5], "s1": [3, 3, 3, 3, 4, 4, 4, 4]}
    for shop, values in means.items():
        rows += [
            {"day": 7 * week, "shop": shop, "rating": float(v)} for week, v in enumerate(values) for _ in range(10)
        ]
    found = told(tables, rows, at=date(2025, 2, 3))
    gaps = np.array(means["s0"]) - np.array(means["s1"])
    assert found.effect.value == pytest.approx(2.0)
    interval = stats.ttest_ind(gaps[4:], gaps[:4], equal_var=False).confidence_interval()
    assert (found.effect.low, found.effect.high) == pytest.approx((interval.low, interval.high))
    assert (found.treated_before, found.treated_after, found.control_after) == (1.5, 4.5, 4.0)
    slope = stats.linregress(range(4), gaps[:4])
    assert found.slope_before.value == pytest.approx(slope.slope)
    assert all(point.treated is None for point in found.points)  # ten answers


@pytest.mark.parametrize("samples", [12, pytest.param(2_000, marks=pytest.mark.nightly)])
@pytest.mark.parametrize("planted", [0.0, 0.8])
def test_the_interval_covers_what_was_planted_though_weeks_vary(tables, samples, planted):
    random = np.random.default_rng(3)
    covered = found_it = 0
    for _ in range(samples):
        number = told(tables, weeks(random, planted=planted)).effect
        covered += number.low <= planted <= number.high
        found_it += number.low > 0
    least, most = (0.93, 0.975) if samples > 100 else (0.75, 1)  # to look for persistence costs a little width
    assert least <= covered / samples <= most
    assert found_it / samples >= (0.75 if planted else 0.0)


def test_a_gap_that_moved_before_is_told(tables):
    rows = weeks(np.random.default_rng(0), drift=0.3)
    assert any("moved already before" in note for note in told(tables, rows).notes)
    assert not any("moved already" in note for note in told(tables, weeks(np.random.default_rng(0))).notes)


def test_a_week_that_the_event_falls_into_is_left_out(tables):
    rows = weeks(np.random.default_rng(0))
    found = told(tables, rows, at=EVENT + timedelta(days=2))
    assert (found.periods_before, found.periods_after) == (8, 7)
    assert any("is left out" in note for note in found.notes)


def test_a_topic_against_others(tables):
    rows = []
    for week in range(12):
        for i in range(40):
            said = [{"theme": "Delivery"}] if i < (20 if week < 8 else 10) else []
            said += [{"theme": "Price"}] if i % 4 == 0 else []
            rows.append({"day": 7 * week, "said": said})
    found = effect(tables.ready(rows), EVENT, topic="delivery")
    assert (found.metric, found.treated, found.control) == ("share", "Delivery", "all other themes")
    assert found.effect.value == pytest.approx(-0.25)
    assert found.effect.high < 0


@pytest.mark.parametrize(
    ("how", "error", "message"),
    [
        ({}, OptionError, "needs a --topic, or both groups"),
        ({"topic": "Delivery", "treated": "shop = 's0'"}, OptionError, "needs a --topic, or both groups"),
        ({"topic": "Delivery", "controls": ["delivery"]}, OptionError, "is the topic itself"),
        ({"topic": "Delivery", "metric": "nps"}, OptionError, "it is share or net_sentiment"),
        ({"treated": "shop = 's0'", "untreated": "shop <> 'x'"}, OptionError, "hold of the same comments"),
        ({"topic": "Delivery"}, InputError, "no other theme"),
    ],
)
def test_refusals(tables, how, error, message):
    rows = [{**row, "said": [{"theme": "Delivery"}]} for row in weeks(np.random.default_rng(0), weekly=6)]
    with pytest.raises(error, match=message):
        effect(tables.ready(rows, own=("shop",)), EVENT, **how)
    with pytest.raises(InputError, match="only 1 weeks before"):
        told(tables, rows, at=date(2025, 1, 13))


@pytest.mark.parametrize("alike", [0.0, 0.4])
def test_the_interval_allows_for_weeks_that_go_with_their_neighbours(alike):
    random = np.random.default_rng(6)
    covered, naive, samples = 0, 0, 1_000
    for _ in range(samples):
        noise = random.normal(size=60)
        series = signal.lfilter([1], [1, -alike], noise)[-26:]
        low, high = serial_welch(series[13:], series[:13])
        covered += low <= 0 <= high
        naive += stats.ttest_ind(series[13:], series[:13], equal_var=False).pvalue > 0.05
    assert 0.93 <= covered / samples <= 0.98
    assert naive / samples > 0.93 if alike == 0 else naive / samples < 0.87
