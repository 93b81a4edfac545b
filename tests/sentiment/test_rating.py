import numpy as np

from cxtext.sentiment.rating import contradicts, rating_scale

RNG = np.random.default_rng(0)
SCORES = RNG.uniform(-1, 1, 200)
STARS = np.clip(np.round(3 + 2 * SCORES + RNG.normal(0, 0.5, 200)), 1, 5)


def test_stars_go_up_with_praise():
    scale = rating_scale(STARS, SCORES)
    assert (scale.low, scale.high, scale.reversed) == (1, 5, False)


def test_a_survey_where_one_is_best_is_noticed():
    assert rating_scale(6 - STARS, SCORES).reversed


def test_few_pairs_do_not_turn_a_scale():
    assert not rating_scale(6 - STARS[:10], SCORES[:10]).reversed


def test_no_rating_is_no_scale():
    assert rating_scale(np.full(5, np.nan), np.zeros(5)) is None


def test_an_angry_text_under_five_stars_contradicts():
    scale = rating_scale(STARS, SCORES)
    found = contradicts(np.array([5.0, 5.0, 1.0, 3.0, np.nan]), np.array([-0.8, 0.8, 0.8, -0.8, -0.8]), scale)
    assert found.tolist() == [True, False, True, False, False]


def test_one_value_alone_is_no_end_of_a_scale():
    ones = np.ones(50)
    assert not contradicts(ones, np.full(50, -0.9), rating_scale(ones, np.full(50, -0.9))).any()


def test_the_scale_is_one_in_use_and_not_what_happens_to_be_given():
    fours_and_fives = np.tile([4.0, 5.0], 40)
    praise = np.full(80, 0.8)
    scale = rating_scale(fours_and_fives, praise)
    assert (scale.low, scale.high) == (1, 5)
    assert not contradicts(fours_and_fives, praise, scale).any()
