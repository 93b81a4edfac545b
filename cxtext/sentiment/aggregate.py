"""The sentiment of a comment from the sentiment of its mentions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cxtext.sentiment.score import DEFAULT_BAND, NEUTRAL_BAND, Band, Scores

AGREEMENT = 0.25  # chosen on NHS answers, tweets and film reviews of several mentions
MIXED_POLE = 0.3  # a pole this strong on both sides makes a comment mixed, whatever the mean says
MIXED_SHARE = 0.25  # … if the weaker side holds at least this share of the comment's words


def comment_scores(scores: Scores, words: NDArray[np.int64], comment: NDArray[np.int64], n: int) -> Scores:
    """The mean score of each comment's mentions, weighed by their length in words.

    Args:
        scores: (m,) score of each mention.
        words: (m,) words in each mention; at least 1 is counted.
        comment: (m,) index of each mention's comment, 0 … n - 1.
        n: number of comments.

    Returns:
        (n,) scores; nan for a comment without mentions.
    """
    weight = np.maximum(words, 1).astype(np.float64)
    total = np.bincount(comment, weights=weight * scores, minlength=n)
    mass = np.bincount(comment, weights=weight, minlength=n)
    with np.errstate(invalid="ignore"):
        return np.where(mass > 0, total / mass, np.nan)


def comment_leaning(scores: Scores, words: NDArray[np.int64], comment: NDArray[np.int64], n: int) -> Scores:
    """Like `comment_scores`, but length weighs less and several mentions must agree to leave neutral.

    A mention weighs by the square root of its words: a long story is no stronger a verdict than a short one.
    The mean of m > 1 mentions within ±AGREEMENT / √m is shrunk into the neutral band: few scores that
    cancel each other out leave a small rest of either sign by chance.
    """
    weight = np.sqrt(np.maximum(words, 1))
    total = np.bincount(comment, weights=weight * scores, minlength=n)
    mass = np.bincount(comment, weights=weight, minlength=n)
    count = np.bincount(comment, minlength=n)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / mass
        border = np.where(count > 1, np.maximum(AGREEMENT / np.sqrt(count), NEUTRAL_BAND), NEUTRAL_BAND)
    return np.where(np.abs(mean) < border, mean * NEUTRAL_BAND / border, mean)


def comment_intensity(intensity: Scores, comment: NDArray[np.int64], n: int) -> Scores:
    """(n,) the intensity of each comment's most intense mention; nan for a comment without mentions."""
    found = np.full(n, np.nan)
    np.fmax.at(found, comment, intensity)
    return found


def is_mixed(
    scores: Scores, words: NDArray[np.int64], comment: NDArray[np.int64], n: int, *, band: Band = DEFAULT_BAND
) -> NDArray[np.bool_]:
    """Whether both poles are strong, not neutral, and neither is an aside; shapes as in `comment_scores`."""
    low, high = min(-MIXED_POLE, band[0]), max(MIXED_POLE, band[1])
    weight = np.maximum(words, 1).astype(np.float64)
    mass = np.bincount(comment, weights=weight, minlength=n)
    up = np.bincount(comment, weights=weight * (scores >= high), minlength=n)
    down = np.bincount(comment, weights=weight * (scores <= low), minlength=n)
    return (mass > 0) & (np.minimum(up, down) >= MIXED_SHARE * mass)


def confidence(scores: Scores, *, band: Band = DEFAULT_BAND) -> Scores:
    """How far a score is from the border of its class, 0 … 1: a margin, not a probability.

    Neutral: 1 in the middle of the band, 0 at its borders. A pole: the distance from the band's middle.
    """
    low, high = band
    distance = np.abs(scores - (low + high) / 2)
    inside = (low < scores) & (scores < high)
    return np.clip(np.where(inside, 1 - 2 * distance / (high - low), distance), 0.0, 1.0)
