"""What VADER's rules and the tone look at in a word."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES, SentiText

from cxtext.sentiment.words import NOBODYS, Column, Numbers

EDGES = ".,;:!?\"'()"  # marks that an adverb of degree may stand beside
SHOUT = 3  # letters, at least, of a word in capitals that is no abbreviation
FACTS = np.dtype(
    [
        ("role", np.int32),  # the number of the word that VADER's rules see
        ("valence", np.float64),  # in the lexicon
        ("felt", np.bool_),  # it is of the lexicon, and no adverb of degree
        ("turning", np.bool_),  # it may change the valence of a word near it
        # counted in each text:
        ("exclaimed", np.int32),  # exclamation marks
        ("asked", np.int32),  # question marks
        ("capitals", np.int32),  # a word in capitals, to VADER
        ("shouted", np.int32),  # a word in capitals, to the tone
        ("degrees", np.int32),  # an adverb of degree
        ("but", np.int32),
        ("emoji", np.int32),  # a word with emoji
    ]
)
Facts = NDArray[np.void]

NEUTRAL = "_"  # stands for any word that no rule of VADER's knows
NEGATING = "isn't"  # stands for any other word with "n't" in it
_PARTICLES = frozenset(("the", "to", "of", "for"))
# Without one of these words, or "n't", around it a word keeps the valence that the lexicon gives it.
_TURNING = (
    frozenset(word for phrase in (*BOOSTER_DICT, *SPECIAL_CASES) for word in phrase.split()) - _PARTICLES
    | frozenset(NEGATE)
    | frozenset(("no", "so", "this", "least"))
)
# All that VADER's rules know beside the lexicon.
_KNOWN = _TURNING | _PARTICLES | frozenset(("at", "or", "nor", "doubt", "but"))


class WordFacts:
    """The facts of each word, by its number (`words.Learner`).

    Args:
        lexicon: the valence of each word, in small letters.
        emoji: characters that VADER reads as words.
    """

    def __init__(self, lexicon: Mapping[str, float], emoji: Collection[str]) -> None:
        self._lexicon, self._emoji = lexicon, frozenset(emoji)
        self._telling = _KNOWN.union(lexicon, BOOSTER_DICT)
        self._roles: list[str] = []
        self._role_numbers: dict[str, int] = {}
        self._facts = Column(FACTS)

    def of(self, numbers: Numbers) -> Facts:
        """The facts of the words with these numbers."""
        return self._facts.take(numbers)

    def roles(self, facts: Facts) -> list[str]:
        """The words as VADER's rules may see them: those that it does not know are one to it."""
        return [self._roles[role] for role in facts["role"].tolist()]

    def forget(self, kept: int) -> None:
        """All but the first words; the roles are few and stay."""
        self._facts.cut(kept)

    def learn(self, words: Sequence[str]) -> None:
        """The facts of the next words."""
        self._facts.extend([self._facts_of(word) for word in words])

    def _facts_of(self, word: str) -> tuple[float, ...]:
        """In the order of `FACTS`."""
        bare = SentiText._strip_punc_if_word(word)
        small, capital = bare.lower(), bare.isupper()
        marks = word.count("!"), word.count("?")
        if word.isascii() and small.isalpha() and not capital and small not in self._telling:
            return self._role(NEUTRAL), 0.0, False, False, *marks, False, False, False, False, False
        return (
            self._role(self._seen_as(bare, small, capital)),
            self._lexicon.get(small, 0.0),
            small in self._lexicon and small not in BOOSTER_DICT,
            small in _TURNING or "n't" in small,
            *marks,
            capital,
            len(word) >= SHOUT and word.isupper(),
            word.lower().strip(EDGES) in BOOSTER_DICT,
            small == "but",
            not self._emoji.isdisjoint(word),
        )

    def _seen_as(self, bare: str, small: str, capital: bool) -> str:
        """The word as VADER's rules may see it."""
        if bare in NOBODYS:
            return bare
        if small in self._lexicon or small in _KNOWN:
            return bare if capital else small
        return NEGATING if "n't" in small else NEUTRAL

    def _role(self, word: str) -> int:
        if word not in self._role_numbers:
            self._role_numbers[word] = len(self._roles)
            self._roles.append(word)
        return self._role_numbers[word]
