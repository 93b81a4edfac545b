"""How strongly a text is worded, whichever way it leans, heard while VADER reads it.

VADER's lexicon holds the mean of ten people's ratings of each word, and its rules add what adverbs of degree ("very",
"somewhat"), capitals and exclamation marks were found to change in such ratings (Hutto & Gilbert 2014).
"""

from __future__ import annotations

from dataclasses import dataclass

from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES, SentimentIntensityAnalyzer, SentiText

from cxtext.sentiment.lexicon import STRONG

STRONGEST = 4.0  # the end of the scale that words were rated on
MARK, MOST_MARKS = 0.292, 4  # VADER's: what an exclamation mark adds, and how many of them do
EDGES = ".,;:!?\"'()"


BEFORE, BEHIND = 3, 2  # words that VADER looks at around a word of its lexicon
_PARTICLES = frozenset(("the", "to", "of", "for"))
# Without one of these words, or "n't", around it a word keeps the valence that the lexicon gives it.
_TURNING = (
    frozenset(word for phrase in (*BOOSTER_DICT, *SPECIAL_CASES) for word in phrase.split()) - _PARTICLES
    | frozenset(NEGATE)
    | frozenset(("no", "so", "this", "least"))
)


@dataclass(frozen=True)
class _Around:
    """The words that VADER looks at, under the names that it reads them by."""

    words_and_emoticons: list[str]
    is_cap_diff: bool


class Analyzer(SentimentIntensityAnalyzer):  # type: ignore[misc]
    """VADER that also tells how strong the strongest word of the text is.

    The scores are VADER's to the last bit. They take half of the time and less of long texts, for VADER looks every
    letter up among the emoji, and makes small letters of the whole text again at each word of its lexicon.
    """

    _strongest = 0.0

    def heard(self, text: str) -> tuple[dict[str, float], float]:
        """VADER's scores, and the wording: 0 … 1, the strength of the strongest word with what stresses it.

        A text without a word of feeling is worded as the weakest one, with its adverbs of degree.
        """
        scores: dict[str, float] = self.polarity_scores(text)
        stressed = (self._strongest or _degree(text)) + MARK * min(text.count("!"), MOST_MARKS)
        return scores, min(stressed / STRONGEST, 1.0)

    def polarity_scores(self, text: str) -> dict[str, float]:
        """VADER's scores."""
        if not self.emojis.keys().isdisjoint(text):
            scores: dict[str, float] = super().polarity_scores(text)
            return scores
        text = text.strip()
        said = SentiText(text)
        words, small = said.words_and_emoticons, [word.lower() for word in said.words_and_emoticons]
        valences = [0.0] * len(words)
        for i, word in enumerate(small):
            if word in self.lexicon and word not in BOOSTER_DICT and small[i : i + 2] != ["kind", "of"]:
                first = max(i - BEFORE, 0)
                near = small[first : i + BEHIND + 1]
                if _TURNING.isdisjoint(near) and "n't" not in " ".join(near) and not words[i].isupper():
                    valences[i] = self.lexicon[word]
                    continue
                around = _Around(words[first : i + BEHIND + 1], said.is_cap_diff)
                valences[i] = self.sentiment_valence(0.0, around, words[i], i - first, [])[0]
        return self.score_valence(self._but_check(words, valences), text)

    def score_valence(self, sentiments: list[float], text: str) -> dict[str, float]:
        """VADER's sum of the words' valences, which come with adverbs, negation and capitals counted in."""
        self._strongest = max(map(abs, sentiments), default=0.0)
        scores: dict[str, float] = super().score_valence(sentiments, text)
        return scores


def _degree(text: str) -> float:
    """STRONG with what the text's adverbs of degree add or take."""
    degrees: dict[str, float] = BOOSTER_DICT
    return max(STRONG + sum(degrees.get(word.strip(EDGES), 0.0) for word in text.lower().split()), 0.0)
