import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.errors import OptionError
from cxtext.insight.expression import where

CONDITIONS = (
    "age BETWEEN 30 AND 40",
    "age >= 35 AND channel = 'app'",
    "channel IN ('app', 'web') OR age < 20",
    "NOT (channel = 'app') AND age IS NOT NULL",
    "age IS NULL",
    "lower(name) LIKE 'ann%'",
    "length(name) > 3 AND (age <> 35 OR channel = 'shop')",
    "CASE WHEN age > 30 THEN channel = 'app' ELSE channel = 'web' END",
    "coalesce(age, 0) < 30",
    "name = 'O''Neil (sum)'",
    "source = 'web' AND rating <= 2",
)
ROW = st.fixed_dictionaries(
    {
        "age": st.one_of(st.none(), st.integers(15, 60)),
        "channel": st.sampled_from(["app", "web", "shop"]),
        "name": st.sampled_from(["Ann", "Anne", "John", "O'Neil (sum)"]),
        "rating": st.one_of(st.none(), st.integers(1, 5).map(float)),
        "source": st.sampled_from(["web", "phone"]),
    }
)
OWN = ("age", "channel", "name")


@settings(max_examples=15, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=12))
@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_holds_of_what_sql_says(tables, condition, rows):
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE c (age REAL, channel TEXT, name TEXT, rating REAL, source TEXT)")
    base.executemany("INSERT INTO c VALUES (:age, :channel, :name, :rating, :source)", rows)
    wanted = {number - 1 for (number,) in base.execute(f"SELECT rowid FROM c WHERE {condition}")}
    base.close()
    found = where(tables.ready(rows, own=OWN), condition, place="here")
    assert {i for i, on in enumerate(found) if on} == wanted


def test_dates_are_text(tables):
    rows = [{"day": day} for day in (0, 10, 40)]
    made = tables.ready(rows)
    assert where(made, "date < '2025-01-16'", place="here").to_list() == [True, False, False]
    assert where(made, "month = '2025-02-01'", place="here").to_list() == [False, False, True]
    assert where(made, "week = '2025-01-06'", place="here").to_list() == [True, False, False]


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("ages > 3", "did you mean 'age'"),
        ("max(age) > 3", "unknown function 'max'"),
        ("sum(age) OVER (PARTITION BY channel) > 3", "unknown function 'sum'"),
        ("age IN (SELECT 1)", "."),
        ("age > 3; DROP TABLE c", "is no condition"),
        ("age", "neither true nor false"),
        ("1 = 1", "must compare columns"),
        ("age = 'old'", "cannot be told"),
        ("age > " + "1" * 3_000, "shorten it"),
        ("columns('.*')", "unknown function"),
        ("COLUMNS", "unknown column"),
    ],
)
def test_what_is_no_condition_is_refused(tables, condition, message):
    rows = [{"age": 30, "channel": "app", "name": "Ann"}] * 3
    with pytest.raises(OptionError, match=message) as refused:
        where(tables.ready(rows, own=OWN), condition, place="personas.yaml, line 4")
    assert str(refused.value).startswith("personas.yaml, line 4: ")
    assert len(str(refused.value).splitlines()) == 1


def test_a_column_called_as_one_of_ours(tables):
    made = tables.ready([{"source": "web"}, {"source": "web"}], own=("sentiment",))
    assert where(made, '"column:sentiment" IS NULL', place="here").to_list() == [True, True]
