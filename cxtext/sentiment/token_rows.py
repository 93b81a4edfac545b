"""Texts as rows of the scorer's word table.

No token reaches over white space, so the tokens of a text are those of its words, one word after the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from cxtext.sentiment.features import normal_form, tokens
from cxtext.sentiment.words import NOBODYS, Column, Numbers, Said

WINDOW = 5  # tokens
PAD, UNKNOWN, FIRST = 0, 1, 2  # rows of the table: beside a text, a token it lacks, its first token
_PADS = {NOBODYS[0]: [PAD], NOBODYS[1]: []}  # so that a margin of words is one of WINDOW // 2 tokens


@dataclass(frozen=True)
class Read:
    """The tokens of n texts."""

    rows: Numbers  # (n_tokens + pads,) WINDOW // 2 pads stand before, between and behind the texts
    starts: Numbers  # (n,) where each text's tokens start
    lengths: Numbers  # (n,) tokens of each text, at least 1

    def places(self) -> Numbers:
        """(n_tokens,) where the tokens stand."""
        pads = np.repeat(np.arange(1, len(self.lengths) + 1), self.lengths) * (WINDOW // 2)
        return np.arange(len(pads)) + pads


class TokenRows:
    """The rows of each word's tokens, by the number of the word (`words.Learner`).

    Args:
        rows: of each token in its normal form.
    """

    def __init__(self, rows: Mapping[str, int]) -> None:
        self._table = rows
        self._rows, self._firsts, self._counts = Column(np.int32), Column(np.int32), Column(np.int32)

    def of(self, said: Said) -> Read:
        """The tokens of the words."""
        counts = self._counts.take(said.numbers)
        ends = np.cumsum(counts)
        begins = ends - counts
        rows = self._rows.take(np.arange(ends[-1]) + np.repeat(self._firsts.take(said.numbers) - begins, counts))
        starts = begins[said.starts]
        lengths = begins[said.starts + said.lengths] - starts
        silent = lengths == 0
        if silent.any():
            rows = np.insert(rows, starts[silent], UNKNOWN)
            starts, lengths = starts + np.cumsum(silent) - silent, lengths + silent
        return Read(rows, starts, lengths)

    def forget(self, kept: int) -> None:
        """All but the first words."""
        self._rows.cut(int(self._counts.take(np.arange(kept)).sum()))
        self._firsts.cut(kept)
        self._counts.cut(kept)

    def learn(self, words: Sequence[str]) -> None:
        """The rows of the next words' tokens."""
        rows = [self._rows_of(word) for word in words]
        counts = np.array(list(map(len, rows)), np.int32)
        self._firsts.extend(len(self._rows) + np.cumsum(counts) - counts)
        self._counts.extend(counts)
        self._rows.extend(list(chain.from_iterable(rows)))

    def _rows_of(self, word: str) -> list[int]:
        if word in _PADS:
            return _PADS[word]
        return [self._row(token) for token in ([word] if word.isalpha() else tokens(word))]

    def _row(self, token: str) -> int:
        row = self._table.get(token.lower())  # most are in their normal form but for capitals
        return self._table.get(normal_form(token), UNKNOWN) if row is None else row
