import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cxtext.errors import InputError, OptionError
from cxtext.insight.bands import bands
from cxtext.insight.practical import practical, spearman


def orders(n, *, seed=0, drift=0.0):
    """Delivery takes 1 to 9 days; each day costs half a point; the later half is less patient by `drift`."""
    random = np.random.default_rng(seed)
    rows = []
    for i in range(n):
        days, late = int(random.integers(1, 10)), i % 2
        rating = float(np.clip(round(9 - days / 2 - drift * late + random.normal()), 0, 10))
        rows.append({"day": 100 * late + i % 50, "days": days, "rating": rating})
    return rows


def test_the_correlation_is_that_of_scipy():
    random = np.random.default_rng(0)
    x, y = random.integers(0, 5, 200).astype(float), random.integers(0, 3, 200).astype(float)
    number = spearman(x, x + y, np.arange(200))
    assert number.value == pytest.approx(stats.spearmanr(x, x + y).statistic)
    assert number.low < number.value < number.high
    assert spearman(x, np.ones(200), np.arange(200)).value is None


@pytest.mark.parametrize(
    ("n", "samples"), [(30, 300), *(pytest.param(n, 2_000, marks=pytest.mark.nightly) for n in (30, 100, 1_000))]
)
@pytest.mark.parametrize("repeated", [False, True])
def test_the_interval_of_the_correlation_covers_what_it_says(n, samples, repeated):
    def draw(random, n):
        who = random.integers(n // 2, size=n) if repeated else np.arange(n)
        mood = random.normal(0, 0.7 if repeated else 0, n)[who]
        days = random.integers(1, 10, n).astype(float)
        return days, np.clip(np.round(1 - 0.2 * days + mood + random.normal(0, 0.8, n)), -1, 1), who

    x, y, _ = draw(np.random.default_rng(0), 400_000)
    truth = stats.spearmanr(x, y).statistic
    random = np.random.default_rng(n)
    found = [spearman(*draw(random, n)) for _ in range(samples)]
    covered = np.mean([one.low <= truth <= one.high for one in found])
    most = 0.985 if n == 30 and repeated else 0.97  # too wide where 15 customers gave 30 answers
    assert (0.93 if samples > 1_000 else 0.90) <= covered <= (most if samples > 1_000 else 0.995)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(-3, 12)), min_size=6, max_size=60), st.integers(2, 6))
def test_bands_hold_every_number_and_none_is_small(drawn, count):
    values = pl.Series("days", drawn, dtype=pl.Float64)
    known = values.drop_nulls()
    if len(known) < 5:
        return
    band, names = bands(values, count)
    sizes = dict(band.drop_nulls().value_counts().iter_rows())
    assert band.is_null().to_list() == values.is_null().to_list()
    assert set(sizes) == set(names)
    assert len(names) <= count
    assert min(sizes.values()) >= 5
    means = [known.filter(band.drop_nulls() == name).mean() for name in names]
    assert means == sorted(means)


def test_what_takes_longer_pleases_less(tables):
    rows = orders(900)
    rows[0]["days"] = None
    (found,) = practical(tables.ready(rows, own=("days",)), ["days"], metric="mean_rating")
    assert found.answers == 899
    assert found.without_value == 1
    assert found.association.high < -0.5
    values = [band.number.value for band in found.bands]
    assert values == sorted(values, reverse=True)
    assert sum(band.answers for band in found.bands) == 899
    assert found.bands[0].name == "up to 3"
    first = [row["rating"] for row in rows[1:] if row["days"] <= 3]
    assert found.bands[0].number.value == pytest.approx(np.mean(first))
    assert found.drift.within.low <= 0 <= found.drift.within.high


def test_rising_expectations_are_found_at_equal_value(tables):
    rows = orders(900, drift=0.8)
    for row in rows:  # and the later half is served faster, so that the mean hides it
        if row["day"] >= 100:
            row["days"] = max(1, row["days"] - 1)
            row["rating"] = min(10.0, row["rating"] + 0.5)
    (found,) = practical(tables.ready(rows, own=("days",)), ["days"], metric="mean_rating")
    assert found.drift.within.high < 0
    assert found.drift.mix.low > 0
    assert found.drift.change.value == pytest.approx(found.drift.within.value + found.drift.mix.value)


def test_refusals(tables):
    rows = [{"days": "soon", "rating": 3.0}] * 40
    with pytest.raises(OptionError, match="column 'days' holds no number"):
        practical(tables.ready(rows, own=("days",)), ["days"])
    with pytest.raises(OptionError, match="did you mean 'days'"):
        practical(tables.ready(rows, own=("days",)), ["day"])
    few = [{"days": i if i < 20 else None, "rating": 3.0} for i in range(40)]
    with pytest.raises(InputError, match="fewer than 30 comments have a number"):
        practical(tables.ready(few, own=("days",)), ["days"])
