"""How strongly a text is worded, whichever way it leans, heard while VADER reads it.

VADER's lexicon holds the mean of ten people's ratings of each word, and its rules add what adverbs of degree ("very",
"somewhat"), capitals and exclamation marks were found to change in such ratings (Hutto & Gilbert 2014).
"""

from __future__ import annotations

from vaderSentiment.vaderSentiment import BOOSTER_DICT, SentimentIntensityAnalyzer

from cxtext.sentiment.lexicon import STRONG

STRONGEST = 4.0  # the end of the scale that words were rated on
MARK, MOST_MARKS = 0.292, 4  # VADER's: what an exclamation mark adds, and how many of them do
EDGES = ".,;:!?\"'()"


class Analyzer(SentimentIntensityAnalyzer):  # type: ignore[misc]
    """VADER that also tells how strong the strongest word of the text is."""

    _strongest = 0.0

    def heard(self, text: str) -> tuple[dict[str, float], float]:
        """VADER's scores, and the wording: 0 … 1, the strength of the strongest word with what stresses it.

        A text without a word of feeling is worded as the weakest one, with its adverbs of degree.
        """
        scores: dict[str, float] = self.polarity_scores(text)
        stressed = (self._strongest or _degree(text)) + MARK * min(text.count("!"), MOST_MARKS)
        return scores, min(stressed / STRONGEST, 1.0)

    def score_valence(self, sentiments: list[float], text: str) -> dict[str, float]:
        """VADER's sum of the words' valences, which come with adverbs, negation and capitals counted in."""
        self._strongest = max(map(abs, sentiments), default=0.0)
        scores: dict[str, float] = super().score_valence(sentiments, text)
        return scores


def _degree(text: str) -> float:
    """STRONG with what the text's adverbs of degree add or take."""
    degrees: dict[str, float] = BOOSTER_DICT
    return max(STRONG + sum(degrees.get(word.strip(EDGES), 0.0) for word in text.lower().split()), 0.0)
