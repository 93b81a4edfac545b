"""How many narrow groups there are, where they lie apart."""

import numpy as np
import pytest

from cxtext.themes.discover import discover
from cxtext.themes.encode import unit_rows
from cxtext.themes.silhouette import groups_apart


def groups(n: int, *, of: int, spread: float) -> np.ndarray:
    """Points around `n` centres of length 1."""
    rng = np.random.default_rng(0)
    centres = unit_rows(rng.normal(size=(n, 48)).astype(np.float32))
    return (np.repeat(centres, of, axis=0) + rng.normal(0, spread, (n * of, 48))).astype(np.float32)


@pytest.mark.parametrize("n", [20, 60])
def test_groups_that_lie_apart_are_counted(n: int) -> None:
    found = groups_apart(groups(n, of=80, spread=0.06), 200, seed=0)
    assert found is not None
    assert n / 1.3 <= found <= n * 1.3


def test_one_cloud_has_no_number_of_groups() -> None:
    assert groups_apart(groups(1, of=3_000, spread=0.1), 200, seed=0) is None


def test_too_few_mentions_have_no_number_of_groups() -> None:
    assert groups_apart(groups(20, of=20, spread=0.06), 10, seed=0) is None


def test_there_are_as_many_subthemes_as_groups_that_lie_apart() -> None:
    tree = discover(unit_rows(groups(120, of=60, spread=0.03)))
    assert 90 <= len(tree.subcentres) <= 150
