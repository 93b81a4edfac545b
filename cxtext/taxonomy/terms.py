"""The words and pairs of words that touchpoints are told by, and their rarity; `weigher` finds them in texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cxtext.taxonomy.seeds import words_of

COMMON = 0.05  # share of the seeds from which a word says nothing of any of them
FEWEST_COMMON = 5  # seeds that this share is at least, so that a small taxonomy keeps its words

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Terms:
    """A vocabulary of words and pairs of words, and how much each weighs."""

    names: tuple[str, ...]  # (t,) sorted; the two words of a pair with a blank between
    idf: Floats  # (t,)


def seed_terms(seeds: Sequence[str]) -> Terms:
    """The terms of some seeds but those that stand in too many of them."""
    most = max(FEWEST_COMMON, COMMON * len(seeds))
    return _weighed({term: n for term, n in _counts(seeds).items() if n <= most}, len(seeds))


def commonest_terms(texts: Sequence[str], most: int) -> Terms:
    """The `most` terms that stand in most of some texts; of equals those that come first in the alphabet."""
    ranked = sorted(_counts(texts).items(), key=lambda item: (-item[1], item[0]))
    return _weighed(dict(ranked[:most]), len(texts))


def terms_of(text: str) -> list[str]:
    """The words of a text, then its pairs of neighbouring words."""
    words = words_of(text)
    return words + [f"{left} {right}" for left, right in pairwise(words)]


def _counts(texts: Sequence[str]) -> Counter[str]:
    return Counter(term for text in texts for term in set(terms_of(text)))


def _weighed(counts: dict[str, int], n: int) -> Terms:
    """Terms with scikit-learn's smoothed inverse document frequency."""
    names = tuple(sorted(counts))
    found = np.array([counts[name] for name in names], dtype=np.float64)
    return Terms(names, (np.log((1 + n) / (1 + found)) + 1).astype(np.float32))
