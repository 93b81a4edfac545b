import numpy as np
import pytest

from cxtext.audit.weighted import Sample, f1

SIZES = np.array([4_000.0, 1_200, 300, 60])
STRATUM = np.repeat(np.arange(4), SIZES.astype(int))


@pytest.mark.parametrize("samples", [200, pytest.param(2_000, marks=pytest.mark.nightly)])
@pytest.mark.parametrize(("right", "missed"), [(0.9, 0.02), (0.6, 0.1)])
def test_intervals_cover_and_shares_are_unbiased(samples, right, missed):
    random = np.random.default_rng(8)
    said = (STRATUM == 1) | (random.random(len(STRATUM)) < 0.05)
    meant = random.random(len(STRATUM)) < np.where(said, right, missed)
    truth = {"precision": meant[said].mean(), "recall": said[meant].mean()}
    found, covered = {name: [] for name in truth}, dict.fromkeys(truth, 0)
    for _ in range(samples):
        rows = np.concatenate([random.choice(np.flatnonzero(h == STRATUM), 50, replace=False) for h in range(4)])
        sample = Sample(STRATUM[rows], SIZES)
        told = {"precision": sample.share(meant[rows], said[rows]), "recall": sample.share(said[rows], meant[rows])}
        for name, share in told.items():
            found[name].append(share.value)
            covered[name] += share.low <= truth[name] <= share.high
    for name, value in truth.items():
        assert np.mean(found[name]) == pytest.approx(value, abs=0.04)
        assert 0.92 <= covered[name] / samples <= 0.995


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
    assert sample.share(hits, np.ones(20, dtype=bool)).value == pytest.approx(13 / 20)
