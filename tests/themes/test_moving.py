"""Centres that move: nothing new moves nothing, a new half moves them half of the way."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.themes.assign import fit_levels
from cxtext.themes.discover import Tree
from cxtext.themes.encode import unit_rows
from cxtext.themes.moving import Mentions, Weight, moved, refitted, weigh, weight_from
from cxtext.themes.space import Space
from cxtext.themes.themes import NONE, Theme, ThemeSet

DIMS = 8


def around(*directions: int, n: int, seed: int) -> np.ndarray:
    """Unit vectors, n around each of some axes."""
    rng = np.random.default_rng(seed)
    return unit_rows(
        (
            np.repeat(np.eye(DIMS)[list(directions)], n, axis=0) + 0.2 * rng.normal(size=(n * len(directions), DIMS))
        ).astype(np.float32)
    )


def three_themes() -> ThemeSet:
    """Themes at the first three axes, without subthemes."""
    centres = np.eye(DIMS, dtype=np.float32)[:3]
    nothing = np.zeros(DIMS, dtype=np.float32)
    vectors = around(0, 1, 2, n=200, seed=0)
    tree = Tree(centres, centres.copy(), np.arange(3))
    leaf = np.repeat(np.arange(3), 200)
    fit = fit_levels(leaf, np.einsum("nd,nd->n", vectors, centres[leaf]), 3)
    themes = tuple(Theme(f"t00{i}", f"Theme {i}", (), 0, 0) for i in (1, 2, 3))
    return ThemeSet(
        (*themes, Theme("t000", "Overall impression", (), 0, 0)),
        tree,
        tuple((i, NONE) for i in range(3)),
        Space(nothing, nothing),
        fit,
    )


THEMES = three_themes()


def block(vectors: np.ndarray) -> list[Mentions]:
    return [Mentions(vectors, np.zeros(len(vectors), dtype=bool))]


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 5), st.integers(0, 100))
def test_more_of_the_same_moves_nothing(times, seed):
    known = weigh(THEMES, block(around(0, 1, 2, n=30, seed=seed)))
    more = Weight(known.counts * times, known.sums * times)
    after = moved(THEMES, known, known + more)
    assert np.allclose(after.tree.subcentres, THEMES.tree.subcentres, atol=1e-6)
    assert np.allclose(after.tree.centres, THEMES.tree.centres, atol=1e-6)


def test_a_centre_goes_where_its_new_mentions_lie_and_the_others_stay():
    known = weigh(THEMES, block(around(0, 1, 2, n=200, seed=1)))
    to = np.eye(DIMS, dtype=np.float32)[0] + 0.6 * np.eye(DIMS, dtype=np.float32)[4]
    after = moved(THEMES, known, known + weigh(THEMES, block(unit_rows(np.repeat(to[None, :], 200, axis=0)))))
    assert after.tree.centres[0, 4] > 0.2
    assert np.allclose(after.tree.centres[1:], THEMES.tree.centres[1:], atol=1e-6)
    assert np.allclose(np.linalg.norm(after.tree.subcentres, axis=1), 1, atol=1e-5)


def test_what_says_nothing_counts_for_no_centre():
    vectors = around(0, n=50, seed=2)
    aside = np.arange(50) < 20
    assert weigh(THEMES, [Mentions(vectors, aside)]).counts.tolist() == [30, 0, 0]
    vectors[20:30] = 0
    assert weigh(THEMES, [Mentions(vectors, aside)]).counts.tolist() == [20, 0, 0]


def test_a_score_stays_the_share_of_the_mentions_that_lie_further():
    known, far = weigh(THEMES, block(around(0, 1, 2, n=200, seed=3))), around(0, n=600, seed=4)
    cosines = far @ THEMES.tree.subcentres[0]
    after = refitted(THEMES, known, block(far))
    scores = after.fit.score(np.zeros(600, dtype=np.int64), cosines)
    assert np.mean(scores) == pytest.approx(0.5, abs=0.03)
    only = refitted(THEMES, None, block(far))
    assert np.quantile(cosines, 0.1) == pytest.approx(only.fit.levels[0, 9], abs=1e-2)
    assert np.array_equal(after.fit.levels[1:], THEMES.fit.levels[1:])


def test_weights_that_do_not_fit_the_centres_are_refused():
    known = weigh(THEMES, block(around(0, 1, 2, n=30, seed=5)))
    assert np.array_equal(weight_from(known.arrays(), (3, DIMS)).sums, known.sums)
    assert weight_from({}, (3, DIMS)) is None
    for broken in (dataclasses.replace(known, counts=-known.counts), dataclasses.replace(known, sums=known.sums[:2])):
        with pytest.raises(ValueError, match="weights of shape"):
            weight_from(broken.arrays(), (3, DIMS))
