from datetime import date, timedelta

import numpy as np
import pytest

from cxtext.errors import InputError, OptionError
from cxtext.insight.calendar_periods import periods
from cxtext.insight.catalogue import Catalogue, ThemeCard
from cxtext.insight.period_changes import period_changes

MONDAY = date(2025, 1, 6)


def history(samples, weekly, *, days=7, rating=None):
    """Comments of weeks, each a dict of theme → how many of 100; the last week may have fewer days."""
    rows = []
    for week, themes in enumerate(weekly):
        whole = week < len(weekly) - 1
        for i in range(100):
            said = [name for name, n in themes.items() if i < n]
            day = MONDAY + timedelta(days=7 * week + i % (7 if whole else days))
            rows.append(samples.comment(1_000 * week + i, date=day, themes=said, rating=rating))
    return samples.build(rows, [])


def one(found, name):
    return next(topic for topic in found.topics if topic.name == name)


def test_rising_falling_new_and_steady(samples):
    quiet = {"Login": 20, "Price": 40, "Staff": 30}
    found = period_changes(
        history(samples, [quiet] * 12 + [{"Login": 60, "Price": 8, "Staff": 31, "Fraud": 25}]), unit="week"
    )
    directions = {topic.name: topic.direction for topic in found.topics}
    assert directions == {"Login": "rising", "Price": "falling", "Fraud": "new", "Staff": "steady"}
    assert found.changed[0].name == "Login"
    assert found.history == 12
    assert found.tests == 8
    login = one(found, "Login")
    assert login.against == ("forecast", "period before")
    assert login.expected == pytest.approx(0.2)
    assert (login.now.value, login.before.value) == (0.6, 0.2)
    assert one(found, "Fraud").expected is None  # fewer than five comments before
    assert one(found, "Fraud").before.value is None


def test_what_is_asked_about_gets_an_answer_in_any_case(samples):
    quiet = {"Login": 20, "Price": 40, "Staff": 30, "Parking": 2}
    weeks = history(samples, [quiet] * 12 + [{"Login": 60, "Price": 8, "Staff": 31, "Fraud": 25, "Parking": 3}])
    catalogue = Catalogue(themes={"Lifts": ThemeCard()})
    asked = ["staff", "Login", "Price", "Fraud", "Parking", "Lifts", "Staff"]
    found = period_changes(weeks, unit="week", catalogue=catalogue, asked=asked).asked
    assert [(answer.name, answer.verdict) for answer in found] == [
        ("Staff", "no signal"),
        ("Login", "rising"),
        ("Price", "falling"),
        ("Fraud", "new"),
        ("Parking", "too few to test"),
        ("Lifts", "too few to test"),
    ]
    assert found[0].change.now.value == 0.31
    assert found[0].change.expected_low < 0.3 < found[0].change.expected_high
    with pytest.raises(OptionError, match=r"--ask: unknown theme 'Stuff'; did you mean 'Staff'\?"):
        period_changes(weeks, unit="week", asked=["Stuff"])


def test_a_part_week_is_compared_with_the_same_days(samples):
    labelled = history(samples, [{"Price": 40}] * 10, days=3)
    found = period_changes(labelled, unit="week")
    assert found.days == 3
    assert found.comments == 100
    assert found.comments_before == 44  # Monday to Wednesday: 15, 15 and 14 of 100 dealt out over seven days
    assert any("first 3 days" in note for note in found.notes)


def test_gaps_and_a_week_just_begun(samples):
    rows = history(samples, [{"Price": 40}] * 10).comments.to_dicts()
    rows = [row for row in rows if not MONDAY + timedelta(28) <= row["date"] < MONDAY + timedelta(42)]
    rows.append(samples.comment(99_999, date=MONDAY + timedelta(70), themes=["Price"]))
    found = period_changes(samples.build(rows, []), unit="week")
    assert found.period == "10 Mar 2025"
    assert found.history == 0  # seven weeks are left
    assert len(periods(samples.build(rows, []).comments, "week").starts) == 10
    assert any("Later weeks" in note for note in found.notes)
    assert any("No forecast" in note for note in found.notes)


def test_the_headline_says_what_could_be_seen(samples):
    rows = history(samples, [{"Price": 40}] * 10).comments.to_dicts()
    random = np.random.default_rng(1)
    rows = [{**row, "rating": float(random.choice([0, 5, 8, 9, 10]))} for row in rows]
    found = {change.metric: change for change in period_changes(samples.build(rows, []), unit="week").headline}
    nps = found["nps"]
    assert not nps.reliable
    assert abs(nps.difference) < nps.detectable
    assert nps.low < nps.difference < nps.high
    worse = [{**row, "rating": 0.0 if row["date"] >= MONDAY + timedelta(63) else row["rating"]} for row in rows]
    change = next(c for c in period_changes(samples.build(worse, []), unit="week").headline if c.metric == "nps")
    assert change.reliable
    assert change.high < 0


def test_without_two_weeks_there_is_nothing_to_compare(samples):
    with pytest.raises(InputError, match="two weeks with 30 dated comments each"):
        period_changes(history(samples, [{"Price": 40}]), unit="week")
    with pytest.raises(InputError, match="name the column of dates"):
        period_changes(samples.build([samples.comment(i) for i in range(100)], []))


def test_small_topics_are_not_tested(samples):
    found = period_changes(history(samples, [{"Price": 40, "Rare": 3}] * 10), unit="week")
    assert [topic.name for topic in found.topics] == ["Price"]
