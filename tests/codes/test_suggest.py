import numpy as np

from cxtext.codes.learn import learn_codebook
from cxtext.codes.suggest import choose, uncertainty
from tests.codes.conftest import NAMES, coded, comments


def test_what_lies_between_codes_is_the_most_uncertain(several):
    codebook = learn_codebook(coded(200, several=several), NAMES, column="code")
    texts = ["expensive cheap cost fee", "expensive fee nurse rude queue late"]
    vectors = np.array([[1, 0, 0], [0.58, 0.58, 0.58]], np.float32)
    probabilities, _ = codebook.label(texts, vectors)
    found = uncertainty(probabilities, codebook.calibration)
    assert ((found >= 0) & (found <= 1)).all()
    if not several:
        assert found[1] > found[0]


def test_the_chosen_are_unlike_one_another():
    random = np.random.default_rng(0)
    centres = np.eye(5, dtype=np.float32)
    vectors = np.repeat(centres, [200, 10, 10, 10, 10], axis=0) + random.normal(0, 0.01, (240, 5)).astype(np.float32)
    chosen = choose(vectors, None, 5, seed=0)
    assert sorted(vectors[chosen].argmax(axis=1).tolist()) == [0, 1, 2, 3, 4]
    assert vectors[chosen[0]].argmax() == 0  # stands for most


def test_uncertain_comments_are_chosen_before_certain_ones():
    random = np.random.default_rng(0)
    vectors = random.normal(size=(500, 4)).astype(np.float32)
    weight = np.where(np.arange(500) < 50, 0.9, 0.1)
    assert (choose(vectors, weight, 5, seed=0) < 50).all()


def test_no_more_than_there_are_and_each_once():
    vectors = comments(30)[1]
    chosen = choose(vectors, None, 100, seed=0)
    assert len(set(chosen.tolist())) == len(chosen) <= 30
    assert np.array_equal(choose(vectors, None, 5, seed=0), choose(vectors, None, 5, seed=0))
