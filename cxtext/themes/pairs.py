"""What is half of something, or no word, and so no name for a theme.

Words that hardly ever stand without each other: "San" before "Francisco" or "Diego", "customer" before "service".

A phrase that ends between two such words is half of one. A pair is fixed if most mentions of
either word are mentions of the pair: "Francisco" hardly ever comes without "San", though "San" is found without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from cxtext.themes.phrases import may_begin

FIXED = 0.6  # share of one of the two words' places that are places of the pair
FEWEST = 3  # places of a pair
HALF, UNKNOWN = 0.1, 0.35  # what a name is worth that is half of something, or of words that nobody knows
CUT = 0.5  # share of a word's places in which a fixed pair begins, or ends, with it


class Pairs:
    """The fixed pairs of the texts that were counted."""

    def __init__(self, tokenised: Iterable[Sequence[str]]) -> None:
        """Args: tokenised: lower-cased tokens of each mention."""
        single: Counter[str] = Counter()
        both: Counter[tuple[str, str]] = Counter()
        for tokens in tokenised:
            single.update(tokens)
            both.update(pair for pair in pairwise(tokens) if may_begin(pair[0]) and may_begin(pair[1]))
        begins: Counter[str] = Counter()
        ends: Counter[str] = Counter()
        for (first, second), n in both.items():
            if n >= FEWEST and n >= FIXED * min(single[first], single[second]):
                begins[first] += n
                ends[second] += n
        self._open_after = {word for word, n in begins.items() if n >= CUT * single[word]}
        self._open_before = {word for word, n in ends.items() if n >= CUT * single[word]}

    def are_cut_by(self, phrase: str) -> bool:
        """Whether a phrase mostly begins or ends inside a fixed pair."""
        words = phrase.split(" ")
        return words[-1] in self._open_after or words[0] in self._open_before


def name_worth(phrase: str, pairs: Pairs, knows: Callable[[str], bool]) -> float:
    """What a phrase is worth as a name, 0 … 1.

    Args:
        phrase: lower-cased.
        pairs: of the mentions.
        knows: whether a word is one that the encoder has learnt whole, and no misspelt or made-up one.
    """
    known = all(knows(word) for word in phrase.split(" "))
    return (1 if known else UNKNOWN) * (HALF if pairs.are_cut_by(phrase) else 1)
