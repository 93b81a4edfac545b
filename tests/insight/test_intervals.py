import numpy as np
import pytest
from scipy.stats import binomtest

from cxtext.insight import intervals

SIMULATIONS = 4_000


@pytest.mark.parametrize(("k", "n"), [(0, 1), (0, 40), (1, 7), (7, 7), (15, 148), (56, 70), (499, 1000)])
def test_wilson_is_scipys(k, n):
    theirs = binomtest(k, n).proportion_ci(method="wilson")
    low, high = intervals.wilson(k, n)
    assert float(low) == pytest.approx(theirs.low, abs=1e-12)
    assert float(high) == pytest.approx(theirs.high, abs=1e-12)


def test_wilson_takes_arrays_and_knows_nothing_about_nothing():
    low, high = intervals.wilson([0, 5, 10], [0, 10, 10])
    assert low.shape == (3,)
    assert (low[0], high[0]) == (0, 1)
    assert high[2] == 1


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_newcombe_gives_the_published_examples(first, second, low, high):
    """Newcombe 1998, table II, cases (a), (b) and (h), method 10."""
    found = intervals.newcombe(*first, *second)
    assert [float(bound) for bound in found] == pytest.approx([low, high], abs=5e-5)


@pytest.mark.parametrize("p", [0.05, 0.2, 0.5])
@pytest.mark.parametrize("n", [30, 100, 1000])
def test_wilson_covers(p, n):
    drawn = np.random.default_rng(1).binomial(n, p, SIMULATIONS)
    low, high = intervals.wilson(drawn, n)
    assert 0.925 <= np.mean((low <= p) & (p <= high)) <= 0.98


@pytest.mark.parametrize("n", [30, 100, 1000])
@pytest.mark.parametrize(
    ("shares", "most"),
    [
        ((0.5, 0.3), 0.98),
        ((0.05, 0.9), 0.99),
        ((0.02, 0.03), 1.0),
    ],  # where hardly anyone takes a side: too wide
)
def test_net_covers(shares, most, n):
    positive, negative = shares
    chances = [positive, negative, 1 - positive - negative]
    drawn = np.random.default_rng(2).multinomial(n, chances, SIMULATIONS)
    low, high = intervals.net(drawn[:, 0], drawn[:, 1], n)
    truth = positive - negative
    assert 0.93 <= np.mean((low <= truth) & (truth <= high)) <= most


def test_net_of_equal_answers_is_not_certain():
    low, high = intervals.net(0, 30, 30)
    assert low == -1
    assert high > -1


def test_newcombe_covers():
    random = np.random.default_rng(3)
    first, second = random.binomial(120, 0.3, SIMULATIONS), random.binomial(60, 0.2, SIMULATIONS)
    low, high = intervals.newcombe(first, 120, second, 60)
    assert 0.935 <= np.mean((low <= 0.1) & (high >= 0.1)) <= 0.975


def _mean_coverage(make, truth, *, runs=200, draws=400):
    hits = 0
    for run in range(runs):
        values, clusters = make(np.random.default_rng(run))
        low, high = intervals.mean(values, clusters=clusters, draws=draws, seed=run)
        hits += low <= truth <= high
    return hits / runs


def test_mean_of_ratings_covers():
    def ratings(random):
        return random.choice([1.0, 2.0, 3.0, 4.0, 5.0], size=100, p=[0.3, 0.1, 0.1, 0.2, 0.3]), None

    assert 0.91 <= _mean_coverage(ratings, 3.1) <= 0.98


def test_mean_of_mentions_covers_only_when_it_knows_the_comments():
    def mentions(random):
        mood = np.repeat(random.normal(0, 1, 80), 4)
        return mood + random.normal(0, 0.3, 320), np.repeat(np.arange(80), 4)

    assert 0.9 <= _mean_coverage(mentions, 0) <= 0.98
    assert _mean_coverage(lambda random: (mentions(random)[0], None), 0) < 0.8


def test_mean_does_not_depend_on_the_order_of_the_values():
    random = np.random.default_rng(4)
    values, clusters = random.normal(size=200), random.integers(0, 50, 200)
    order = random.permutation(200)
    one = intervals.mean(values, clusters=clusters)
    assert one == intervals.mean(values[order], clusters=clusters[order])
    assert one != intervals.mean(values, clusters=clusters, seed=1)
