"""How strongly a text is worded, whichever way it leans, heard while VADER reads it.

VADER's lexicon holds the mean of ten people's ratings of each word, and its rules add what adverbs of degree ("very",
"somewhat"), capitals and exclamation marks were found to change in such ratings (Hutto & Gilbert 2014).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from vaderSentiment.vaderSentiment import BOOSTER_DICT

from cxtext.sentiment.lexicon import STRONG
from cxtext.sentiment.vader import Spoken, Vader
from cxtext.sentiment.word_facts import EDGES
from cxtext.sentiment.words import Said

STRONGEST = 4.0  # the end of the scale that words were rated on
MARK, MOST_MARKS = 0.292, 4  # VADER's: what an exclamation mark adds, and how many of them do


@dataclass(frozen=True)
class Heard:
    """What n texts sound like."""

    spoken: Spoken
    wording: NDArray[np.float64]  # (n,) 0 … 1, the strength of the strongest word with what stresses it

    @property
    def scores(self) -> NDArray[np.float64]:
        """(n, 4) VADER's compound, negative, neutral, positive."""
        return self.spoken.scores


class Analyzer:
    """VADER that also tells how strong the strongest word of a text is.

    Attributes:
        words: numbers the words of the texts.
        emoji: the name of each.
    """

    def __init__(self) -> None:
        self._vader = Vader()
        self.words, self.emoji = self._vader.words, self._vader.emoji

    def heard(self, texts: Sequence[str], said: Said | None = None) -> Heard:
        """VADER's scores, and the wording.

        A text without a word of feeling is worded as the weakest one, with its adverbs of degree.

        Args:
            texts: n texts.
            said: their words, where they are known.
        """
        spoken = self._vader.hear(texts, said or self.words.read(texts))
        mute = spoken.strongest == 0
        strength = np.where(mute, STRONG, spoken.strongest)
        for i in np.flatnonzero(mute & (spoken.tally("degrees") > 0)).tolist():
            strength[i] = _degree(texts[i])
        stressed = strength + MARK * np.minimum(spoken.tally("exclaimed"), MOST_MARKS)
        return Heard(spoken, np.minimum(stressed / STRONGEST, 1.0))


def _degree(text: str) -> float:
    """STRONG with what the text's adverbs of degree add or take."""
    degrees: dict[str, float] = BOOSTER_DICT
    return max(STRONG + sum(degrees.get(word.strip(EDGES), 0.0) for word in text.lower().split()), 0.0)
