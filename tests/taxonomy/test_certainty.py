import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.taxonomy.certainty import FEATURES, HEAD, Certainty, Line, certainty_from, learn_line, pair_features
from cxtext.taxonomy.head import shipped_head
from cxtext.taxonomy.teach import best_threshold

SHARE = list(FEATURES).index("share")


def test_a_line_learns_which_way_a_feature_points():
    random = np.random.default_rng(3)
    features = random.uniform(size=(2_000, len(FEATURES)))
    right = random.uniform(size=2_000) < features[:, SHARE]
    line = learn_line(features, right, np.ones(2_000))
    chance = line.probability(features)
    assert abs(chance.mean() - right.mean()) < 0.02
    high, low = features[:, SHARE] > 0.8, features[:, SHARE] < 0.2
    assert chance[high].mean() - chance[low].mean() > 0.5


def test_a_line_never_has_the_wrong_sign():
    random = np.random.default_rng(3)
    features = random.uniform(size=(500, len(FEATURES)))
    backwards = features[:, SHARE] < 0.5  # as no honest data would have it
    assert learn_line(features, backwards, np.ones(500)).weights[SHARE] == pytest.approx(0, abs=1e-6)


@given(st.integers(1, 8), st.integers(0, 60))
def test_shipped_probabilities_are_probabilities_and_a_head_never_lowers_them(n, words):
    certainty = shipped_head().certainty
    scores = np.random.default_rng(n).normal(0.1, 0.3, size=(n, 6)).astype(np.float32)
    places = np.argsort(-scores[:, :-1], axis=1)[:, :3]
    features = pair_features(scores, np.zeros_like(scores), scores[:, :3], np.full(n, words), places)
    silent = certainty.probability(features)
    features[..., HEAD] = 0.5
    assert np.all((silent >= 0) & (silent <= 1))
    assert np.all(certainty.probability(features)[:, 0] >= silent[:, 0])


def test_facts_give_the_same_certainty_back():
    line = Line(np.arange(len(FEATURES), dtype=float), 0.5)
    found = certainty_from(Certainty(line, line, line, 0.3, 0.6).facts())
    assert found.facts() == Certainty(line, line, line, 0.3, 0.6).facts()


def test_damaged_facts_are_refused():
    line = Line(np.zeros(len(FEATURES)), 0.0)
    with pytest.raises(ValueError, match="probability"):
        certainty_from(Certainty(line, line, line, 0.9, 0.1).facts())
    with pytest.raises(ValueError, match="no number"):
        certainty_from(Certainty(line, line, Line(np.full(len(FEATURES), np.nan), 0.0), 0.1, 0.2).facts())


def test_the_best_threshold_keeps_the_right_ones():
    chance = np.array([0.9, 0.8, 0.3, 0.2])
    right = np.array([True, True, False, False])
    assert best_threshold(chance, right, right, np.ones(4)) == pytest.approx(0.55)
