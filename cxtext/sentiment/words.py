"""The words of many texts as numbers, so that what is known of a word is worked out once and then looked up in arrays.

A word is what stands between white space, with its marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

# Bounds on memory, no change of answers:
MOST_WORDS = 65_536  # kept from one reading to the next: the first that come, for the common ones come soon
MOST_LOST = 4 * MOST_WORDS  # words met beyond them, until all begins afresh: the feedback may have changed
MOST_LETTERS = 1_000_000  # of the words kept

NOBODYS = ("", " ")  # words that no text has; a margin of them stands before, between and behind the texts
MARGIN = (NOBODYS[0], NOBODYS[0], NOBODYS[1])

ROOM = 1024  # values that a column has room for at first

Numbers = NDArray[np.int64]


class Column:
    """An array that grows at its end at little cost."""

    def __init__(self, kind: DTypeLike) -> None:
        self._values: NDArray[Any] = np.zeros(ROOM, kind)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def extend(self, values: ArrayLike) -> None:
        """Puts values behind the others."""
        added = np.asarray(values, self._values.dtype)
        length = self._length + len(added)
        if length > len(self._values):
            self._values = np.concatenate([self._values, np.zeros(length, self._values.dtype)])
        self._values[self._length : length] = added
        self._length = length

    def cut(self, length: int) -> None:
        """Keeps so many of the first values."""
        self._length = length
        if not length:
            self._values = np.zeros(ROOM, self._values.dtype)

    def take(self, places: Numbers) -> NDArray[Any]:
        """The values at these places."""
        return self._values.take(places)


@dataclass(frozen=True)
class Said:
    """The words of n texts. The numbers hold until other texts are read."""

    numbers: Numbers  # (n_words + margins,)
    starts: Numbers  # (n,) where each text's words start; a margin begins where they end
    lengths: Numbers  # (n,) words of each text; 0 for an empty one

    def sums(self, values: NDArray[np.integer]) -> Numbers:
        """(n,) the sums over each text of a value for each word, 0 for those of the margins."""
        if not len(self.starts):
            return np.zeros(0, np.int64)
        return np.asarray(np.add.reduceat(values, self.starts, dtype=np.int64))


class Learner(Protocol):
    """What keeps something of each word, in the order of their numbers."""

    def learn(self, words: Sequence[str]) -> None:
        """The words with the next numbers."""
        ...

    def forget(self, kept: int) -> None:
        """All but so many of the first words."""
        ...


class _Numbering(dict[str, int]):
    """The number of each word; a new one is given the next."""

    def __init__(self) -> None:
        super().__init__()
        self.new: list[str] = []

    def __missing__(self, word: str) -> int:
        self.new.append(word)
        number = self[word] = len(self)
        return number


class Words:
    """Numbers words as they come, and has each learner learn them."""

    def __init__(self, *learners: Learner) -> None:
        self._learners = list(learners)
        self._numbers = _Numbering()
        self._letters = self._lost = 0

    def teach(self, learner: Learner) -> None:
        """Has this one learn too, from the first word on."""
        self._keep(0)
        self._learners.append(learner)

    def read(self, texts: Sequence[str]) -> Said:
        """The words of each text."""
        self._make_room()
        words, lengths = list(MARGIN), []
        for text in texts:
            found = text.split()
            lengths.append(len(found))
            words += found
            words += MARGIN
        counted = np.array(lengths, np.int64)
        return Said(self._numbered(words), np.cumsum(counted + len(MARGIN)) - counted, counted)

    def _numbered(self, words: Sequence[str]) -> Numbers:
        try:
            numbers = np.fromiter(map(self._numbers.__getitem__, words), np.int64, len(words))
            self._learn()
        except BaseException:  # such as Ctrl-C: no word may have a number and not be learnt
            self._keep(0)
            raise
        return numbers

    def _learn(self) -> None:
        new, self._numbers.new = self._numbers.new, []
        self._letters += sum(map(len, new))
        for learner in self._learners:
            learner.learn(new)

    def _make_room(self) -> None:
        beyond = max(len(self._numbers) - MOST_WORDS, 0)
        self._lost += beyond
        if self._letters > MOST_LETTERS or self._lost > MOST_LOST:
            self._keep(0)
        elif beyond:
            self._keep(MOST_WORDS)

    def _keep(self, kept: int) -> None:
        if not kept:
            self._numbers = _Numbering()
            self._letters = self._lost = 0
        while len(self._numbers) > kept:
            self._letters -= len(self._numbers.popitem()[0])
        for learner in self._learners:
            learner.forget(kept)
