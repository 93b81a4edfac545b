"""Words that say when, where or who: a theme is called by them only when nothing else tells it apart.

Times and people are a list. Places are learnt from the mentions: their names follow "from", "in", "at" and "to", and
hardly ever an article ("from Dallas", "at JFK", but "at the gate").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib import resources
from itertools import pairwise

from cxtext.themes.generic import generic_words
from cxtext.themes.phrases import may_begin

PASSING = 0.3  # what a name of such words alone is worth, beside others
FEWEST = 8  # times that a place must stand in the mentions
BARE, LOCATED, DETERMINED = 0.35, 0.12, 0.1  # shares of these: after one of the prepositions, one but "to", an article
ENDED = 0.6  # share of a word's places behind a place, of which it is a part: "Francisco"
_AT, _TO = frozenset("from in at near via through".split()), "to"
_DETERMINERS = frozenset(
    "the a an my your our their his her its this these those no any some every each another".split()
)


class Passing:
    """What the texts that were counted say in passing."""

    def __init__(self, tokenised: Sequence[Sequence[str]]) -> None:
        """Args: tokenised: lower-cased tokens of each mention."""
        seen: Counter[str] = Counter()
        located: Counter[str] = Counter()
        reached: Counter[str] = Counter()
        determined: Counter[str] = Counter()
        for tokens in tokenised:
            seen.update(tokens)
            for before, word in pairwise(tokens):
                if before in _AT:
                    located[word] += 1
                elif before == _TO:
                    reached[word] += 1
                elif before in _DETERMINERS:
                    determined[word] += 1
        begun = {
            word
            for word, n in seen.items()
            if n >= FEWEST
            and may_begin(word)
            and located[word] >= LOCATED * n
            and located[word] + reached[word] >= BARE * n
            and determined[word] <= DETERMINED * n
        }
        behind = Counter(word for tokens in tokenised for before, word in pairwise(tokens) if before in begun)
        ended = {word for word, n in behind.items() if n >= ENDED * seen[word]}
        self.places = frozenset(begun | ended)

    def worth(self, phrase: str) -> float:
        """What a phrase is worth as a name, 0 … 1: little if it only says when, where or who."""
        return PASSING if self.is_all_of(phrase) else 1.0

    def is_all_of(self, name: str) -> bool:
        """Whether a phrase, or a name, only says when, where or who."""
        return all(map(self._is_passing, name.lower().split(" ")))

    def _is_passing(self, word: str) -> bool:
        return word in self.places or word in _listed()


@cache
def _listed() -> frozenset[str]:
    return passing_words() | generic_words() | {"and"}


@cache
def passing_words() -> frozenset[str]:
    """Words of times and people, and those that refer to anything."""
    text = resources.files("cxtext.themes").joinpath("data/passing_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
