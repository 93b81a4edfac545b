import numpy as np
import pytest

from cxtext.sentiment.aggregate import comment_intensity, comment_leaning, comment_scores, confidence, is_mixed
from cxtext.sentiment.score import NEUTRAL_BAND


def test_a_long_mention_weighs_more():
    scores = comment_scores(np.array([0.8, -0.4]), np.array([1, 3]), np.array([0, 0]), 1)
    assert np.allclose(scores, [(0.8 - 1.2) / 4])


def test_a_comment_without_mentions_has_no_score():
    scores = comment_scores(np.array([0.5]), np.array([2]), np.array([1]), 3)
    assert np.isnan(scores[[0, 2]]).all()
    assert scores[1] == 0.5


def test_a_comment_is_as_intense_as_its_most_intense_mention():
    found = comment_intensity(np.array([0.2, 0.7, 0.4]), np.array([0, 0, 2]), 3)
    assert found[[0, 2]].tolist() == [0.7, 0.4]
    assert np.isnan(found[1])


def test_two_strong_poles_are_mixed_and_an_aside_is_not():
    comment = np.array([0, 0, 1, 1])
    mixed = is_mixed(np.array([0.6, -0.6, 0.6, -0.6]), np.array([5, 5, 19, 1]), comment, 2)
    assert mixed.tolist() == [True, False]


def test_confidence_grows_away_from_the_border_of_the_class():
    values = confidence(np.array([0.0, 0.04, 0.3, -0.9]))
    assert values[0] > values[1]
    assert values[3] > values[2]
    assert np.all((values >= 0) & (values <= 1))


def test_what_a_wider_band_calls_neutral_makes_no_comment_mixed():
    scores, words, comment = np.array([0.6, -0.6]), np.array([5, 5]), np.array([0, 0])
    assert is_mixed(scores, words, comment, 1, band=(-0.5, 0.5)).tolist() == [True]
    assert is_mixed(scores, words, comment, 1, band=(-0.5, 0.7)).tolist() == [False]


def test_confidence_is_none_at_the_borders_of_any_band():
    inside = confidence(np.array([0.1001, 0.2, 0.3, 0.3999]), band=(0.1, 0.4))
    assert inside[[0, 3]] == pytest.approx(0, abs=1e-3)
    assert inside[1] == pytest.approx(inside[2])
    assert confidence(np.array([0.25]), band=(0.1, 0.4)).tolist() == [1.0]


def test_mentions_that_cancel_each_other_out_are_neutral():
    scores = comment_leaning(np.array([0.6, -0.4, 0.9, 0.7]), np.array([4, 4, 4, 4]), np.array([0, 0, 1, 1]), 3)
    assert abs(scores[0]) < NEUTRAL_BAND
    assert scores[1] == 0.8
    assert np.isnan(scores[2])


def test_a_single_mention_keeps_its_score():
    assert comment_leaning(np.array([0.06]), np.array([4]), np.array([0]), 1).tolist() == [0.06]
