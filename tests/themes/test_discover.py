import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, homogeneity_score

from cxtext.themes import consensus
from cxtext.themes.discover import MIN_PER_THEME, discover
from cxtext.themes.encode import unit_rows
from cxtext.themes.space import fit_space, nearest


def blobs(k=6, per=80, dims=16, seed=0, spread=0.15):
    rng = np.random.default_rng(seed)
    centres = unit_rows(rng.normal(size=(k, dims)).astype(np.float32))
    labels = np.repeat(np.arange(k), per)
    points = centres[labels] + rng.normal(scale=spread, size=(k * per, dims)).astype(np.float32)
    return unit_rows(points.astype(np.float32)), labels


def test_planted_groups_are_found():
    vectors, labels = blobs()
    centres = discover(vectors, n_themes=6).centres
    assert adjusted_rand_score(labels, nearest(vectors, centres)[0]) > 0.95


def test_the_order_of_the_rows_does_not_matter():
    vectors, _ = blobs()
    shuffled = np.random.default_rng(1).permutation(len(vectors))
    one, other = discover(vectors, n_themes=6), discover(vectors[shuffled], n_themes=6)
    assert np.array_equal(one.centres, other.centres)
    assert np.array_equal(one.subcentres, other.subcentres)


def test_the_biggest_theme_comes_first():
    vectors, _ = blobs()
    sizes = np.bincount(nearest(vectors, discover(vectors[: 80 * 4], n_themes=4).centres)[0])
    own = np.bincount(nearest(vectors[: 80 * 4], discover(vectors[: 80 * 4], n_themes=4).centres)[0])
    assert sizes.sum() == len(vectors)
    assert list(own) == sorted(own, reverse=True)


def test_few_mentions_give_few_themes():
    vectors, _ = blobs(per=10)
    centres = discover(vectors).centres
    assert 1 <= len(centres) <= max(1, 60 // MIN_PER_THEME)


@pytest.mark.parametrize("n", [1, 2, 3, 12])
def test_more_themes_than_mentions_is_no_error(n):
    vectors, _ = blobs(k=3, per=4)
    assert len(discover(vectors[:n], n_themes=50).centres) <= n


@pytest.mark.parametrize("k", [12, 16, 20])
def test_the_number_of_themes_is_found(k):
    vectors, _ = blobs(k=k, per=60, dims=32, spread=0.1)
    assert len(discover(vectors).centres) == k


def test_how_steady_each_theme_is_is_told():
    vectors, _ = blobs(k=8, per=60, dims=32, spread=0.05)
    clear = discover(vectors).stability
    rng = np.random.default_rng(0)
    blurred = discover(unit_rows(rng.normal(size=(480, 32)).astype(np.float32))).stability
    assert clear.shape == (8,)
    assert clear.min() > 0.95
    assert 0 < blurred.mean() < 0.7


def test_sentiment_is_taken_out_of_the_space():
    rng = np.random.default_rng(0)
    topic = np.repeat([[1.0, 0, 0, 0], [0, 1.0, 0, 0]], 100, axis=0)
    scores = np.tile([0.8, -0.8], 100)
    vectors = unit_rows((topic + scores[:, None] * [0, 0, 1.0, 0] + rng.normal(0, 0.05, (200, 4))).astype(np.float32))
    placed = fit_space(vectors, scores).apply(vectors)
    same_topic_other_feeling = placed[0] @ placed[1]
    other_topic_same_feeling = placed[0] @ placed[100]
    assert same_topic_other_feeling > 0.8 > other_topic_same_feeling


def test_a_theme_is_divided_into_the_groups_it_consists_of():
    rng = np.random.default_rng(0)
    broad = unit_rows(rng.normal(size=(3, 24)).astype(np.float32))
    fine = unit_rows((np.repeat(broad, 4, axis=0) + rng.normal(scale=0.12, size=(12, 24))).astype(np.float32))
    labels = np.repeat(np.arange(12), 100)
    vectors = unit_rows((fine[labels] + rng.normal(scale=0.03, size=(1_200, 24))).astype(np.float32))
    tree = discover(vectors, n_themes=3)
    theme, subtheme, _ = tree.place(vectors)
    assert np.array_equal(tree.parent[subtheme], theme)
    assert adjusted_rand_score(labels // 4, theme) == 1
    assert homogeneity_score(labels, subtheme) > 0.95  # no subtheme mixes two groups


@pytest.mark.parametrize(("error", "number"), [(0.0, 12), (0.05, 8)])
def test_more_themes_must_be_steadier_by_more_than_chance(monkeypatch, error, number):
    better = 0.5 + consensus.LEAN * np.log2(12 / 8) + 0.01  # than 8, of which samples agree by a half
    agreements = iter([(0.5, error), (better, error)])
    monkeypatch.setattr(consensus, "_agreement", lambda *_: next(agreements))
    points = np.random.default_rng(0).normal(size=(100, 4)).astype(np.float32)
    assert consensus.steadiest(points, [8, 12], seed=0) == number
