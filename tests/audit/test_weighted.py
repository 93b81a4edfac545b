import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.audit.weighted import Sample, f1, ratio

BENCHMARKS = str(Path(__file__).parents[1] / "benchmarks")
LOWEST, HIGHEST = 0.93, 0.97  # of coverage, where both hits and misses can be expected
INHERENT = (0.90, 0.995)  # where fewer than five of the rarer kind can
SIZES = np.array([4_000.0, 1_200, 300, 60])
STRATUM = np.repeat(np.arange(4), SIZES.astype(int))


@pytest.fixture(scope="module")
def intervals():
    """The benchmark, whose designs `report` were not looked at while the intervals were made."""
    sys.path.insert(0, BENCHMARKS)
    try:
        import audit_intervals

        yield audit_intervals
    finally:
        sys.path.remove(BENCHMARKS)


@pytest.mark.parametrize(("draws", "every"), [(400, 4), pytest.param(4_000, 1, marks=pytest.mark.nightly)])
def test_intervals_hold_the_truth_in_93_to_97_of_100_samples(intervals, draws, every):
    designs = list(intervals.designs("report"))[::every]
    found = [intervals.covered(design, ["cxtext"], draws=draws)["cxtext"] for design in designs]
    several = np.array([one.held for one in found if one.few >= intervals.ENOUGH])
    few = np.array([one.held for one in found if one.few < intervals.ENOUGH])
    chance = 4 * np.sqrt(LOWEST * (1 - LOWEST) / draws)  # of the simulation itself
    assert min(len(several), len(few)) > 200 / every
    assert LOWEST + 0.01 < several.mean() < HIGHEST - 0.01
    assert LOWEST - chance <= several.min()
    assert several.max() <= HIGHEST + chance
    assert INHERENT[0] <= few.min()
    assert few.max() <= INHERENT[1] + chance / 4
    assert LOWEST < few.mean() < HIGHEST


@pytest.mark.parametrize("samples", [300, pytest.param(4_000, marks=pytest.mark.nightly)])
@pytest.mark.parametrize(("right", "missed"), [(0.9, 0.02), (0.6, 0.1)])
def test_precision_and_recall_are_unbiased_whatever_strata_are_drawn_too_often(samples, right, missed):
    random = np.random.default_rng(8)
    said = (STRATUM == 1) | (random.random(len(STRATUM)) < np.where(STRATUM > 1, 0.4, 0.05))
    meant = random.random(len(STRATUM)) < np.where(said, np.where(STRATUM == 1, right, 0.3), missed)
    truth = {"precision": meant[said].mean(), "recall": said[meant].mean()}
    found, plain = {name: [] for name in truth}, {name: [] for name in truth}
    for _ in range(samples):
        rows = np.concatenate([random.choice(np.flatnonzero(h == STRATUM), 50, replace=False) for h in range(4)])
        sample = Sample(STRATUM[rows], SIZES)
        for name, hits, of in (("precision", meant[rows], said[rows]), ("recall", said[rows], meant[rows])):
            found[name].append(sample.share(hits, of).value)
            plain[name].append(hits[of].mean())
    for name, value in truth.items():
        error = np.std(found[name]) / np.sqrt(samples)
        ratio_bias = np.std(found[name]) ** 2  # of the order of 1 / n, as of any ratio (Cochran 1977, 6.8)
        assert abs(np.mean(found[name]) - value) < 4 * error + ratio_bias
    assert abs(np.mean(plain["precision"]) - truth["precision"]) > 0.05  # what the weights take out


def test_of_a_simple_sample_it_is_the_plain_share():
    said = np.array([True] * 8 + [False] * 12)
    meant = np.array([True] * 6 + [False] * 10 + [True] * 4)
    sample = Sample(np.zeros(20, dtype=np.int64), np.array([100_000.0]))
    assert sample.share(meant, said).value == pytest.approx(6 / 8)
    assert sample.share(said, meant).value == pytest.approx(6 / 10)
    assert f1(said & meant, said | meant, sample).value == pytest.approx(2 * 6 / (8 + 10))
    assert sample.share(meant, np.zeros(20, dtype=bool)).value is None


def test_a_stratum_that_was_read_whole_is_known():
    sample = Sample(np.zeros(20, dtype=np.int64), np.array([20.0]))
    hits = np.arange(20) < 13
    found = sample.share(hits, np.ones(20, dtype=bool))
    assert [found.value, found.low, found.high] == pytest.approx([13 / 20] * 3)


def test_one_miss_that_stands_for_many_tells_less_than_many_misses():
    sizes, sampled = np.array([10_000.0, 1_000]), np.array([50.0, 100])
    hits = np.array([0.0, 60])  # ten comments each
    one, many = (ratio(hits, np.array(misses), sampled, sizes) for misses in ([1.0, 0], [0.0, 20]))
    assert one[0] == many[0] == pytest.approx(0.75)
    assert one[1] < 0.4 < many[1]
    assert one[2] > many[2]


@given(data=st.data(), strata=st.integers(1, 6))
def test_ends_enclose_the_share_and_hits_and_misses_are_mirrored(data, strata):
    each = st.lists(st.integers(0, 30), min_size=strata, max_size=strata)
    hits, misses, others, unseen = (np.array(data.draw(each), dtype=float) for _ in range(4))
    hits[0] += 1
    sampled = np.maximum(hits + misses + others, 1)
    value, low, high = ratio(hits, misses, sampled, sampled + unseen)
    assert 0 <= low <= value <= high <= 1
    assert np.array(ratio(misses, hits, sampled, sampled + unseen)) == pytest.approx([1 - value, 1 - high, 1 - low])
