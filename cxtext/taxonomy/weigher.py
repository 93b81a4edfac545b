"""Terms found in texts and weighed by TF-IDF: words as numbers, a block of texts at a time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from cxtext.taxonomy.seeds import words_of
from cxtext.taxonomy.terms import Floats, Terms

Numbers = NDArray[np.int64]

UNKNOWN = 0  # number of a word that stands in no term, code of what is no term


class Weigher:
    """Weighs the terms of texts by several vocabularies, reading each text once.

    Each word that stands in a term has a number, and each term a code: its words' numbers are the digits.
    """

    def __init__(self, vocabularies: Sequence[Terms]) -> None:
        halves = {term: term.split(" ", 1) for vocabulary in vocabularies for term in vocabulary.names}
        words = dict.fromkeys(chain.from_iterable(halves.values()))
        self._number = {word: number for number, word in enumerate(words, start=UNKNOWN + 1)}
        self._base = len(words) + 1
        code = {term: self._code(*own) for term, own in halves.items()}
        self._codes = np.unique(np.fromiter((UNKNOWN, *code.values()), dtype=np.int64))
        self._of_word = self._places(np.arange(self._base))
        left, right = np.divmod(self._codes[self._codes >= self._base], self._base)
        self._begins, self._ends = np.zeros((2, self._base), dtype=bool)
        self._begins[left] = self._ends[right] = True
        self._vocabularies = [
            (self._columns([code[term] for term in vocabulary.names]), vocabulary.idf) for vocabulary in vocabularies
        ]

    def weigh(self, texts: Sequence[str]) -> list[csr_matrix]:
        """(n, t) TF-IDF by each vocabulary, a term of a text counted once; rows have unit length or are all zeros."""
        numbers = [list(map(self._number.get, words_of(text), repeat(UNKNOWN))) for text in texts]
        word = np.fromiter(chain.from_iterable(numbers), dtype=np.int64)
        row = np.repeat(np.arange(len(texts)), list(map(len, numbers)))
        first = np.flatnonzero(self._begins[word[:-1]] & self._ends[word[1:]] & (row[:-1] == row[1:]))
        pairs = self._places(word[first] * self._base + word[first + 1])
        place, row = np.concatenate([self._of_word[word], pairs]), np.concatenate([row, row[first]])
        return [_tf_idf(row, columns[place], len(texts), idf) for columns, idf in self._vocabularies]

    def _code(self, word: str, second: str | None = None) -> int:
        number = self._number[word]
        return number if second is None else number * self._base + self._number[second]

    def _places(self, codes: Numbers) -> Numbers:
        """Where the codes stand among those known; where UNKNOWN stands if they do not."""
        places = np.searchsorted(self._codes, codes)
        places[places == len(self._codes)] = 0
        places[self._codes[places] != codes] = 0
        return places

    def _columns(self, codes: Sequence[int]) -> Numbers:
        """The column of each code known, -1 for what is no term of a vocabulary, from the codes of its terms."""
        columns = np.full(len(self._codes), -1)
        columns[self._places(np.array(codes, dtype=np.int64))] = np.arange(len(codes))
        return columns


def _tf_idf(row: Numbers, column: Numbers, n: int, idf: Floats) -> csr_matrix:
    """(n, t) from the row and the column of each term found, however often; column -1 is none."""
    own = np.flatnonzero(column >= 0)
    cell = np.sort(row[own] * len(idf) + column[own])
    cell = cell[np.diff(cell, prepend=-1) > 0]
    row, column = np.divmod(cell, max(len(idf), 1))
    weights = idf[column]
    squares = np.bincount(row, weights=weights.astype(np.float64) ** 2, minlength=n)
    weights = (weights / np.sqrt(squares)[row]).astype(np.float32)
    ends = np.searchsorted(row, np.arange(n + 1))
    return csr_matrix((weights, column, ends), shape=(n, len(idf)))
