"""Sentiment of single mentions, behind one interface."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cxtext.sentiment.attribution import Word, attribute

Scores = NDArray[np.float64]  # (n,), -1 … 1, higher is more positive

NEUTRAL_BAND = 0.05  # VADER's README: -0.05 < compound < 0.05 is neutral
Band = tuple[float, float]  # scores strictly between are neutral; -1 ≤ low < high ≤ 1
DEFAULT_BAND: Band = (-NEUTRAL_BAND, NEUTRAL_BAND)
INSIDE = 0.9  # of the band that a shrunk score can fill, so that rounding takes none out of it


class Scorer(Protocol):
    """What scores mentions. `texts` are sentiment views (`text.clean.for_sentiment`)."""

    name: str

    def score(self, texts: Sequence[str]) -> Scores:
        """The score of each text, in order."""
        ...

    def explain(self, text: str) -> list[Word]:
        """What each word adds to the score of one text, strongest first; the weights sum to the score."""
        ...


class VaderScorer:
    """VADER's compound score (Hutto & Gilbert 2014), from the package vaderSentiment."""

    name = "vader"

    def __init__(self) -> None:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

        self._analyzer = SentimentIntensityAnalyzer()

    def score(self, texts: Sequence[str]) -> Scores:
        """VADER's `compound` of each text."""
        return np.array([self._compound(text) for text in texts], dtype=np.float64)

    def explain(self, text: str) -> list[Word]:
        """As `attribution.attribute` divides the score among the words; those that add nothing are left out."""
        spans = [match.span() for match in re.finditer(r"\S+", text)]
        return [word for word in attribute(self.score, text, spans) if word.weight]

    def _compound(self, text: str) -> float:
        return float(self._analyzer.polarity_scores(text)["compound"])


def leaning(probabilities: NDArray[np.float64]) -> Scores:
    """P(positive) − P(negative), kept on the side of the neutral band that the likeliest class lies on.

    Where neutral is likeliest the difference is shrunk into the band, where a pole is, it reaches the
    band's border at least; so `polarity` names the likeliest class, and facts hardly move a mean.

    Args:
        probabilities: (n, 3) of negative, neutral, positive.
    """
    negative, neutral, positive = probabilities.T
    difference = positive - negative
    outside = np.where(difference > 0, np.maximum(difference, NEUTRAL_BAND), np.minimum(difference, -NEUTRAL_BAND))
    inside = difference * NEUTRAL_BAND * INSIDE
    return np.asarray(np.where((neutral >= negative) & (neutral >= positive) | (difference == 0), inside, outside))


def polarity(scores: Scores, *, band: Band = DEFAULT_BAND) -> list[str]:
    """negative, neutral or positive for each score; neutral lies strictly inside the band."""
    low, high = band
    names = np.array(["negative", "neutral", "positive"])
    sides = np.where(scores >= high, 2, np.where(scores <= low, 0, 1))
    return [str(name) for name in names[sides]]
