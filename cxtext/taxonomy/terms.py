"""The words and pairs of words that touchpoints are told by, weighed by TF-IDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from cxtext.taxonomy.seeds import words_of

COMMON = 0.05  # share of the seeds from which a word says nothing of any of them
FEWEST_COMMON = 5  # seeds that this share is at least, so that a small taxonomy keeps its words

Floats = NDArray[np.float32]
Tokens = Sequence[Sequence[str]]  # of each text, as `terms_of` gives them


@dataclass(frozen=True)
class Terms:
    """A vocabulary of words and pairs of words, and how much each weighs."""

    names: tuple[str, ...]  # (t,) sorted
    idf: Floats  # (t,)

    @cached_property
    def _place(self) -> dict[str, int]:
        return {term: i for i, term in enumerate(self.names)}

    def weigh(self, tokens: Tokens) -> csr_matrix:
        """(n, t) TF-IDF of texts, each term counted once, rows of unit length or all zeros."""
        place = self._place
        columns: list[int] = []
        ends = [0]
        for own in tokens:
            columns += sorted(map(place.__getitem__, place.keys() & own))
            ends.append(len(columns))
        flat = np.array(columns, dtype=np.int64)
        weights = self.idf[flat]
        rows = np.repeat(np.arange(len(tokens)), np.diff(ends))
        squares = np.bincount(rows, weights=weights.astype(np.float64) ** 2, minlength=len(tokens))
        weights = (weights / np.sqrt(squares)[rows]).astype(np.float32)
        return csr_matrix((weights, flat, np.array(ends)), shape=(len(tokens), len(self.names)))


def terms_of(text: str) -> list[str]:
    """The words of a text, then its pairs of neighbouring words."""
    words = words_of(text)
    return words + [f"{left} {right}" for left, right in pairwise(words)]


def seed_terms(tokens: Tokens) -> Terms:
    """The terms of some seeds but those that stand in too many of them."""
    most = max(FEWEST_COMMON, COMMON * len(tokens))
    return _weighed({term: n for term, n in _counts(tokens).items() if n <= most}, len(tokens))


def commonest_terms(tokens: Tokens, most: int) -> Terms:
    """The `most` terms that stand in most of some texts; of equals those that come first in the alphabet."""
    ranked = sorted(_counts(tokens).items(), key=lambda item: (-item[1], item[0]))
    return _weighed(dict(ranked[:most]), len(tokens))


def _counts(tokens: Tokens) -> Counter[str]:
    return Counter(term for own in tokens for term in set(own))


def _weighed(counts: dict[str, int], n: int) -> Terms:
    """Terms with scikit-learn's smoothed inverse document frequency."""
    names = tuple(sorted(counts))
    found = np.array([counts[name] for name in names], dtype=np.float64)
    return Terms(names, (np.log((1 + n) / (1 + found)) + 1).astype(np.float32))
