"""VADER (Hutto & Gilbert 2014) on many texts at once, to the last bit as the package vaderSentiment has it.

VADER gives each word of its lexicon a valence, which the words around it may turn, and sums the valences of a text.
Only where one of them may is VADER itself asked, and once for each surrounding: all words that none of its rules
names are one word to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from cxtext.sentiment.word_facts import Facts, WordFacts
from cxtext.sentiment.words import MARGIN, NOBODYS, Said, Words
from cxtext.word_cache import WordCache

ALPHA = 15  # VADER's, of the compound's scale
MOST_EXCLAIMED, MOST_ASKED = 4, 4  # marks; VADER adds nothing for more
_EXCLAIMED = np.array([SentimentIntensityAnalyzer._amplify_ep("!" * n) for n in range(MOST_EXCLAIMED + 1)])
_ASKED = np.array([SentimentIntensityAnalyzer._amplify_qm("?" * n) for n in range(MOST_ASKED + 1)])
BEFORE, BEHIND = len(MARGIN), 2  # words that VADER looks at around a word of its lexicon
_NEAR = np.arange(-BEFORE, BEHIND + 1)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Around:
    """The words that VADER looks at, under the names that it reads them by."""

    words_and_emoticons: list[str]
    is_cap_diff: bool


@dataclass(frozen=True)
class Spoken:
    """What VADER hears in n texts."""

    said: Said  # the words as they are spelt
    facts: Facts  # of them
    scores: Floats  # (n, 4) VADER's compound, negative, neutral, positive
    strongest: Floats  # (n,) the size of the strongest word's valence, with what turns it; 0 without one

    def tally(self, fact: str) -> NDArray[np.int64]:
        """(n,) the sum of a fact over the words of each text."""
        return self.said.sums(self.facts[fact])


class Vader:
    """VADER's scores of many texts.

    Attributes:
        words: numbers the words of the texts.
        emoji: the name of each.
    """

    def __init__(self) -> None:
        self._rules = SentimentIntensityAnalyzer()
        self.emoji: dict[str, str] = self._rules.emojis
        self._facts = WordFacts(self._rules.lexicon, self.emoji.keys())
        self.words = Words(self._facts)
        self._turned: WordCache[float] = WordCache(self._turn)

    def hear(self, texts: Sequence[str], said: Said) -> Spoken:
        """The scores and what they rest on.

        Args:
            texts: n texts.
            said: their words (`words.Words.read`).
        """
        spoken = self._read(said)
        if with_emoji := np.flatnonzero(spoken.tally("emoji")).tolist():
            spelt = self._read(self.words.read([self._spelt(texts[i]) for i in with_emoji]))
            spoken.scores[with_emoji], spoken.strongest[with_emoji] = spelt.scores, spelt.strongest
        return spoken

    def _spelt(self, text: str) -> str:
        """The text with the names of its emoji, apart from what stands before them, as VADER writes them."""
        spelt, apart = "", True
        for character in text:
            name = self.emoji.get(character)
            spelt += character if name is None else name if apart else f" {name}"
            apart = name is None and character == " "
        return spelt

    def _read(self, said: Said) -> Spoken:
        facts, n = self._facts.of(said.numbers), len(said.starts)
        spoken = Spoken(said, facts, np.zeros((n, 4)), np.zeros(n))
        if n:
            valences = self._valences(spoken)
            spoken.scores[:] = _scores(valences, spoken)
            spoken.strongest[:] = np.maximum.reduceat(np.abs(valences), said.starts)
        return spoken

    def _valences(self, spoken: Spoken) -> Floats:
        """Of each word, 0 for those without feeling."""
        said, facts = spoken.said, spoken.facts
        felt = np.flatnonzero(facts["felt"])
        valences = np.zeros(len(facts))
        valences[felt] = facts["valence"][felt]
        turned = felt[facts["turning"][felt[:, None] + _NEAR].any(axis=1) | (facts["capitals"][felt] > 0)]
        for at, around in zip(turned.tolist(), self._around(turned, spoken), strict=True):
            valences[at] = self._turned[around]
        for i in np.flatnonzero(spoken.tally("but")).tolist():
            words = slice(said.starts[i], said.starts[i] + said.lengths[i])
            valences[words] = self._rules._but_check(self._facts.roles(facts[words]), valences[words].tolist())
        return valences

    def _around(self, turned: NDArray[np.int64], spoken: Spoken) -> list[str]:
        """What `_turn` reads the valence of each of these words from."""
        said, capitals = spoken.said, spoken.tally("capitals")
        some = (capitals > 0) & (capitals < said.lengths)
        some = some[np.searchsorted(said.starts, turned, side="right") - 1]
        roles = self._facts.roles(spoken.facts.take((turned[:, None] + _NEAR).ravel()))
        firsts = range(0, len(roles), len(_NEAR))
        return [
            "\n".join((*roles[i : i + len(_NEAR)], str(differs)))
            for i, differs in zip(firsts, some.tolist(), strict=True)
        ]

    def _turn(self, around: str) -> float:
        """The valence of a word by VADER's rules.

        Args:
            around: BEFORE words, the word, and BEHIND words, of which the margin's are no words, and whether the text
                has some words in capitals and some not; a line each.
        """
        *near, some = around.split("\n")
        words = [word for word in near if word not in NOBODYS]
        i = sum(word not in NOBODYS for word in near[:BEFORE])
        if [word.lower() for word in words[i : i + 2]] == ["kind", "of"]:
            return 0.0
        valence: float = self._rules.sentiment_valence(0.0, _Around(words, some == str(True)), words[i], i, [])[0]
        return valence


def _scores(valences: Floats, spoken: Spoken) -> Floats:
    """(n, 4) compound, negative, neutral and positive, by VADER's `score_valence`."""
    said, n = spoken.said, len(spoken.said.starts)
    felt = np.flatnonzero(valences)
    values, of = valences[felt], np.searchsorted(said.starts, felt, side="right") - 1
    counts = np.bincount(of, minlength=n)
    stress = _EXCLAIMED[np.minimum(spoken.tally("exclaimed"), MOST_EXCLAIMED)]
    stress = stress + _ASKED[np.minimum(spoken.tally("asked"), MOST_ASKED)]
    total = _sums(values.tolist(), counts)
    total = total + np.sign(total) * stress
    compound = np.clip(total / np.sqrt(total * total + ALPHA), -1.0, 1.0)
    positive = np.bincount(of, np.where(values > 0, values + 1, 0.0), n)
    negative = np.bincount(of, np.where(values < 0, 1 - values, 0.0), n)
    side = np.sign(positive - negative)
    positive = positive + np.where(side > 0, stress, 0.0)
    negative = negative + np.where(side < 0, stress, 0.0)
    neutral = said.lengths - counts
    parts = np.column_stack([negative, neutral, positive])
    shares = parts / np.maximum(positive + negative + neutral, 1)[:, None]  # below 1 without a word only
    return np.column_stack([_rounded(compound, 4), _rounded(shares.ravel(), 3).reshape(-1, 3)])


def _sums(values: list[float], counts: NDArray[np.int64]) -> Floats:
    """(n,) sums of so many values each by Python's `sum`: it minds lost bits since 3.12."""
    ends = np.cumsum(counts).tolist()
    return np.array([sum(values[end - count : end]) for end, count in zip(ends, counts.tolist(), strict=True)], float)


def _rounded(values: Floats, decimals: int) -> Floats:
    """Python's `round`, which looks at all digits of a number about half way between two; numpy's does not."""
    scaled = values * 10**decimals
    found: Floats = np.rint(scaled) / 10**decimals
    for i in np.flatnonzero(np.abs(scaled - np.floor(scaled) - 0.5) < 1e-6).tolist():
        found[i] = round(float(values[i]), decimals)
    return found
