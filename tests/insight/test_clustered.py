import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.insight.clustered import numbered
from cxtext.insight.permutation import SHUFFLES, _shuffled


@given(st.lists(st.integers(0, 40)) | st.lists(st.integers(0, 10**9)))
def test_clusters_are_numbered_as_by_sorting(found):
    clusters = np.array(found, dtype=np.int64)
    assert numbered(clusters).tolist() == np.unique(clusters, return_inverse=True)[1].tolist()


@pytest.mark.parametrize("values", [[-1.0, 0.0, 1.0], np.random.default_rng(4).normal(size=90)], ids=["few", "all"])
def test_drawn_tables_vary_as_shuffled_labels_do(values):
    random = np.random.default_rng(5)
    sums = random.choice(values, 90)
    sums -= sums.mean()
    label = random.integers(3, size=90)
    drawn = _shuffled(sums, np.ones(90), label, random)
    totals = (np.bincount(random.permutation(label), weights=sums) for _ in range(4_000))
    shuffled = [(total**2 / np.bincount(label)).sum() for total in totals]
    assert len(drawn) == SHUFFLES
    assert np.mean(drawn) == pytest.approx(np.mean(shuffled), rel=0.15)
    assert np.quantile(drawn, 0.9) == pytest.approx(np.quantile(shuffled, 0.9), rel=0.2)
