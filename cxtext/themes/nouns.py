"""Which words name things, learnt from the company they keep in the mentions themselves.

The blank pipeline tags no parts of speech. A word that follows "the", "my" or "of" is mostly a noun; one
that follows "to", "they" or "not" mostly is not. This is the distributional test that linguists use
(Harris 1951, Methods in Structural Linguistics), on the nearest neighbours only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from cxtext.themes.phrases import may_begin

_BEFORE_NOUNS = frozenset(
    "the a an my your our their his her its this these those no any some of in on at with for from about by into over"
    " without another each every all more most much many several two three four five six good bad great poor nice new"
    " free whole same other little less own excellent lovely terrible only first last next".split()
)
_BEFORE_OTHERS = frozenset(
    "to i we they you he she it who which n't not will would can could should may might must did do does 'll 'd 've"
    " just never always really please be been was were is are am have has had being get got very so too when if"
    " because as how why there still even also then than".split()
)
MODIFIER = (
    0.5  # times that a word counts as no noun where a word of content follows: "credit" in "a credit card" is one
)
DOUBTFUL = 0.2  # headship below which a word is held to name nothing: "wait" in "we had to wait"
_PRIOR = 0.6  # seen on each side before counting, so that a rare word is undecided


class Nouns:
    """How noun-like each word is in the texts that were counted."""

    def __init__(self, tokenised: Iterable[Sequence[str]]) -> None:
        """Args: tokenised: lower-cased tokens of each mention."""
        self._noun: Counter[str] = Counter()
        self._other: Counter[str] = Counter()
        self._modifier: Counter[str] = Counter()
        for tokens in tokenised:
            for before, word, after in zip(tokens, tokens[1:], [*tokens[2:], ""], strict=False):
                if before in _BEFORE_NOUNS:
                    self._noun[word] += 1
                    self._modifier[word] += may_begin(after)
                elif before in _BEFORE_OTHERS:
                    self._other[word] += 1

    def likeness(self, phrase: str) -> float:
        """0 … 1: the share of noun places among the places where the phrase's last word was seen."""
        head = phrase.rsplit(" ", 1)[-1]
        noun, other = self._noun[head] + _PRIOR, self._other[head] + _PRIOR
        return noun / (noun + other)

    def headship(self, phrase: str) -> float:
        """0 … 1: the same, where a place before another word of content counts as none, or half against it.

        What the phrase would be called by stands there alone: "long" has the places of a noun in "a long wait" only.
        A doubtful share counts for less than it is, so that "wait" names no theme that "wait time" might.
        """
        head = phrase.rsplit(" ", 1)[-1]
        noun = self._noun[head] - self._modifier[head] + _PRIOR
        other = self._other[head] + MODIFIER * self._modifier[head] + _PRIOR
        share = noun / (noun + other)
        return share * min(1.0, share / DOUBTFUL)
