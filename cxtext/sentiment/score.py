"""Sentiment of single mentions, behind one interface."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cxtext.sentiment.attribution import Word, attribute

Scores = NDArray[np.float64]  # (n,), -1 … 1, higher is more positive

NEUTRAL_BAND = 0.05  # VADER's README: -0.05 < compound < 0.05 is neutral
Band = tuple[float, float]  # scores strictly between are neutral; -1 ≤ low < high ≤ 1
DEFAULT_BAND: Band = (-NEUTRAL_BAND, NEUTRAL_BAND)
INSIDE = 0.9  # of the band that a shrunk score can fill, so that rounding takes none out of it


@dataclass(frozen=True)
class Judgement:
    """What a scorer says of n texts."""

    scores: Scores  # (n,)
    probabilities: NDArray[np.float64]  # (n, 3) of negative, neutral, positive; nan from a scorer that knows none
    intensity: NDArray[np.float64]  # (n,) how strong the feeling is, 0 … 1, whichever way it leans

    def at(self, rows: NDArray[np.int64]) -> Judgement:
        """The same of some of the texts, as often as they are named."""
        return Judgement(self.scores[rows], self.probabilities[rows], self.intensity[rows])


class Scorer(Protocol):
    """What scores mentions. `texts` are sentiment views (`text.clean.for_sentiment`)."""

    name: str

    def score(self, texts: Sequence[str]) -> Scores:
        """The score of each text, in order."""
        ...

    def judge(self, texts: Sequence[str]) -> Judgement:
        """The scores with all that goes with them, in the same order."""
        ...

    def explain(self, text: str) -> list[Word]:
        """What each word adds to the score of one text, strongest first; the weights sum to the score."""
        ...


class VaderScorer:
    """VADER's compound score (Hutto & Gilbert 2014), from the package vaderSentiment."""

    name = "vader"

    def __init__(self) -> None:
        from cxtext.sentiment.wording import Analyzer

        self._analyzer = Analyzer()

    def score(self, texts: Sequence[str]) -> Scores:
        """VADER's `compound` of each text."""
        return self.judge(texts).scores

    def judge(self, texts: Sequence[str]) -> Judgement:
        """The scores; no probabilities; the wording where a word of feeling was found, as the intensity."""
        heard = self._analyzer.heard(texts)
        compound = heard.scores[:, 0]
        return Judgement(compound, np.full((len(texts), 3), np.nan), np.where(compound == 0, 0.0, heard.wording))

    def explain(self, text: str) -> list[Word]:
        """As `attribution.attribute` divides the score among the words; those that add nothing are left out."""
        spans = [match.span() for match in re.finditer(r"\S+", text)]
        return [word for word in attribute(self.score, text, spans) if word.weight]


def unjudged(n: int) -> Judgement:
    """Of n texts that nobody asked the sentiment of: nan throughout."""
    return Judgement(np.full(n, np.nan), np.full((n, 3), np.nan), np.full(n, np.nan))


def judgement(probabilities: NDArray[np.float64], wording: NDArray[np.float64]) -> Judgement:
    """The leaning of each text, and its intensity: the probability of its likelier pole times its wording.

    So a strong word in a text that is likely neutral counts for little, and of two complaints that are equally
    sure the one in stronger words is the more intense.

    Args:
        probabilities: (n, 3) of negative, neutral, positive.
        wording: (n,) how strong the words are, 0 … 1 (`wording.Analyzer`).
    """
    return Judgement(leaning(probabilities), probabilities, probabilities[:, [0, 2]].max(axis=1) * wording)


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
