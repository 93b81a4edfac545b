import numpy as np
import pytest
from scipy import stats

from cxtext.insight.change import FALSE_DISCOVERY_RATE, benjamini_hochberg
from cxtext.insight.forecast import benjamini_hochberg_q, detectable, forecast, from_one_to_next

HISTORY = 26
TOPICS = 40


def weeks(random, shares, number, *, size=500, dispersion=1.5):
    """Counts (topics, weeks) whose variance is that of a binomial times the dispersion, and all comments."""
    totals = random.poisson(size, number)
    within = (dispersion - 1) / (size - 1)
    found = np.empty((len(shares), number))
    for topic, share in enumerate(shares):
        swing = random.beta(share * (1 - within) / within, (1 - share) * (1 - within) / within, number)
        found[topic] = random.binomial(totals, swing)
    return found, totals.astype(float)


def changed(counts, totals):
    """Which topics the last week differs in: by the forecast or from the week before, all tests in one."""
    told = forecast(counts[:, :-1], totals[:-1], counts[:, -1], totals[-1])
    versus = from_one_to_next(counts[:, -1], totals[-1], counts[:, -2], totals[-2], told.dispersion, told.freedom)
    q_values = benjamini_hochberg_q(np.concatenate([told.p_value, versus]))
    return (q_values.reshape(2, -1) <= FALSE_DISCOVERY_RATE).any(axis=0), told


@pytest.mark.parametrize("dispersion", [1.01, 2])
@pytest.mark.parametrize("years", [1, pytest.param(20, marks=pytest.mark.nightly)])
def test_a_year_of_quiet_weeks_keeps_to_the_budget(dispersion, years):
    random = np.random.default_rng(int(10 * dispersion))
    counts, totals = weeks(random, random.uniform(0.01, 0.15, TOPICS), HISTORY + 52 * years, dispersion=dispersion)
    alarms = 0
    for last in range(HISTORY, HISTORY + 52 * years):
        window = slice(last - HISTORY, last + 1)
        alarms += changed(counts[:, window], totals[window])[0].any()
    # Of 52 weeks at most 5.2 on average; 10 or more would be seen 4 times of 100.
    assert alarms <= (9 if years == 1 else FALSE_DISCOVERY_RATE * 52 * years)


def test_ignoring_overdispersion_breaks_the_budget():
    random = np.random.default_rng(30)
    counts, totals = weeks(random, random.uniform(0.01, 0.15, TOPICS), HISTORY + 12, dispersion=3)
    alarms = 0
    for last in range(HISTORY, HISTORY + 12):
        share = counts[:, last - HISTORY : last].sum(axis=1) / totals[last - HISTORY : last].sum()
        p_values = [
            stats.binomtest(int(y), int(totals[last]), p).pvalue for y, p in zip(counts[:, last], share, strict=True)
        ]
        alarms += any(benjamini_hochberg(p_values, rate=FALSE_DISCOVERY_RATE))
    assert alarms >= 6


@pytest.mark.parametrize("samples", [40, pytest.param(600, marks=pytest.mark.nightly)])
def test_a_rise_of_the_size_that_is_called_detectable_is_found_with_the_stated_power(samples):
    random = np.random.default_rng(8)
    shares = np.full(TOPICS, 0.08)
    found = smallest = 0
    for _ in range(samples):
        counts, totals = weeks(random, shares, HISTORY + 1, size=1_200, dispersion=1.3)
        counts[0, -1] = random.binomial(int(totals[-1]), 0.12)  # half as much again
        hits, told = changed(counts, totals)
        found += hits[0]
        smallest += detectable(told.error[0], alpha=FALSE_DISCOVERY_RATE / (2 * TOPICS)) / samples
    assert smallest < 0.045  # so a rise of 4 points is about what is found 8 times of 10
    assert found / samples >= (0.7 if samples < 100 else 0.78)


def test_the_interval_holds_95_of_100_quiet_weeks():
    random = np.random.default_rng(9)
    within = []
    for _ in range(20):
        counts, totals = weeks(random, np.full(TOPICS, 0.05), HISTORY + 1)
        told = forecast(counts[:, :-1], totals[:-1], counts[:, -1], totals[-1])
        share = counts[:, -1] / totals[-1]
        within.append(np.mean((told.low <= share) & (share <= told.high)))
    assert 0.93 <= np.mean(within) <= 0.98


def test_a_yearly_wave_is_no_change():
    months = np.arange(27)
    share = 0.1 + 0.06 * np.sin(2 * np.pi * months / 12)
    totals = np.full(27, 2_000.0)
    counts = np.round(share * totals)[None, :]
    flat = forecast(counts[:, :-1], totals[:-1], counts[:, -1], 2_000.0)
    season = forecast(counts[:, :-1], totals[:-1], counts[:, -1], 2_000.0, season=True)
    assert season.expected[0] == pytest.approx(share[-1], abs=0.01)
    assert season.p_value[0] > 0.2
    assert abs(flat.expected[0] - share[-1]) > 0.03


def test_a_gap_says_nothing():
    counts, totals = np.full((1, 10), 50.0), np.full(10, 500.0)
    gap_counts, gap_totals = np.insert(counts, 4, 0, axis=1), np.insert(totals, 4, 0)
    whole = forecast(counts, totals, np.array([60.0]), 500.0)
    gappy = forecast(gap_counts, gap_totals, np.array([60.0]), 500.0)
    assert whole.p_value == pytest.approx(gappy.p_value)


def test_what_was_never_there_is_odd_from_ten_comments_on():
    counts = np.zeros((1, 12))
    told = forecast(counts, np.full(12, 500.0), np.array([10.0]), 500.0)
    assert told.p_value[0] < 1e-4


def test_q_values_agree_with_the_rule():
    p = np.random.default_rng(0).uniform(size=50) ** 3
    assert (benjamini_hochberg_q(p) <= 0.1).tolist() == benjamini_hochberg(p.tolist(), rate=0.1)
