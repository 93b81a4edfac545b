import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("onnxruntime")

from cxtext.sentiment.scorers import make_scorer

SCORER = make_scorer("accurate")
SAME_LENGTH = ["The nurse was rude.", "The nurse was kind.", "The coffee was cold.", "The price went up."] * 9


@settings(deadline=None, max_examples=15)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_the_company_of_a_text_changes_nothing(texts):
    alone = np.vstack([SCORER.probabilities([text]) for text in texts])
    assert np.array_equal(SCORER.probabilities(texts), alone)


def test_texts_of_one_length_are_read_together_and_kept_apart():
    found = SCORER.probabilities(SAME_LENGTH)
    assert np.array_equal(found, np.tile(np.vstack([SCORER.probabilities([t]) for t in SAME_LENGTH[:4]]), (9, 1)))
    assert found[0, 0] > 0.5 > found[1, 0]


def test_no_text_gives_no_probabilities():
    assert SCORER.probabilities([]).shape == (0, 3)
