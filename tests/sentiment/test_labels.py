import numpy as np
import pytest

from cxtext.errors import InputError
from cxtext.sentiment.labels import UNLABELLED, classes_of

NOWHERE = np.array([np.nan] * 400)


def read(values, scores=None):
    scores = NOWHERE[: len(values)] if scores is None else scores
    return classes_of(values, scores, column="said").tolist()


@pytest.mark.parametrize(
    ("values", "classes"),
    [
        (["Negative", " neutral ", "POSITIVE", None, "", "mixed"], [0, 1, 2, UNLABELLED, UNLABELLED, UNLABELLED]),
        (["neg", "pos"], [0, 2]),
        ([-1, 0, 1, None], [0, 1, 2, UNLABELLED]),
        (["0", "1", "2"], [0, 1, 2]),
        ([0, 1], [0, 2]),
        ([-1, 0], [0, 1]),
        ([1, 2, 3, 4, 5], [0, 0, 1, 2, 2]),
        ([0, 3, 4, 5, 6, 7, 10], [0, 0, 1, 1, 1, 2, 2]),
        ([1.0, 3.0, None, 5.0], [0, 1, UNLABELLED, 2]),
    ],
)
def test_labels_codes_and_ratings_are_read(values, classes):
    assert read(values) == classes


def test_a_scale_whose_low_end_is_good_is_turned():
    scores = np.tile([0.9, 0.5, 0.0, -0.5, -0.9], 20)
    assert read([1, 2, 3, 4, 5] * 20, scores) == [2, 2, 1, 0, 0] * 20
    assert read([0, 1] * 50, np.tile([0.9, -0.9], 50)) == [2, 0] * 50


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            ["negative", "grumpy"],
            "column 'said' holds 'grumpy', which is not negative, neutral or positive, nor a number",
        ),
        (["1", "5 stars"], "column 'said' holds '5 stars', which is not a number"),
        (["nan", "1"], "column 'said' holds 'nan'"),
        ([None, " "], "column 'said' holds no label"),
    ],
)
def test_what_is_no_label_is_named(values, message):
    with pytest.raises(InputError, match=message):
        read(values)
