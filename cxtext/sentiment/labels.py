"""A user's own column of labels, ratings or codes as classes of sentiment."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxtext.errors import InputError
from cxtext.sentiment.rating import rating_scale
from cxtext.sentiment.score import Scores

CLASSES = ("negative", "neutral", "positive")
UNLABELLED = -1  # no label, or one that names no side
CLEAR = 1 / 3  # of the way from the middle of a scale to its end, from where a rating counts as a pole

_WORDS = {"neg": 0, "pos": 2, "neu": 1, "mixed": UNLABELLED, **{name: i for i, name in enumerate(CLASSES)}}
_CODES = ({0.0, 1.0}, {-1.0, 0.0, 1.0}, {0.0, 1.0, 2.0})  # codes and no known scale, if one is not above 0


def classes_of(values: Sequence[Any], scores: Scores, *, column: str) -> NDArray[np.int64]:
    """The class of each value: an index into CLASSES, or UNLABELLED.

    Either the words negative, neutral, positive (neg, neu, pos; "mixed" is left out), in any case; or numbers: the
    codes -1, 0, 1 or 0, 1, 2 or 0, 1, or ratings, of which the lower third of the scale is negative and the upper
    third positive. Which end is good is told from the scores.

    Args:
        values: (n,) as given; None and blanks are no label.
        scores: (n,) sentiment of the texts, nan where there is none.
        column: the column's name, for messages.

    Raises:
        InputError: a value is neither, or there is none.
    """
    cells = ["" if value is None else str(value).strip().lower() for value in values]
    given = sorted({cell for cell in cells if cell})
    if not given:
        raise InputError(f"column {column!r} holds no label; name a column with labels or ratings")
    if all(cell in _WORDS for cell in given):
        return np.array([_WORDS.get(cell, UNLABELLED) for cell in cells])
    for cell in given:
        if _number(cell) is None:
            known = "a number" if _number(given[0]) is not None else "negative, neutral or positive, nor a number"
            raise InputError(f"column {column!r} holds {cell!r}, which is not {known}; correct it or leave it blank")
    numbers = np.array([np.nan if (number := _number(cell)) is None else number for cell in cells])
    return _of_numbers(numbers, scores)


def _of_numbers(numbers: Scores, scores: Scores) -> NDArray[np.int64]:
    scale = rating_scale(numbers, scores)
    if scale is None:
        return np.full(len(numbers), UNLABELLED)
    found = set(numbers[~np.isnan(numbers)].tolist())
    codes = next((codes for codes in _CODES if found <= codes and min(found) <= 0), None)
    if codes:
        scale = dataclasses.replace(scale, low=min(codes), high=max(codes))
    good = scale.goodness(numbers)
    with np.errstate(invalid="ignore"):
        sides = np.where(good <= -CLEAR, 0, np.where(good >= CLEAR, 2, 1))
    return np.where(np.isnan(good), UNLABELLED, sides)


def _number(cell: str) -> float | None:
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if np.isfinite(number) else None
