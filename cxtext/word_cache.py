"""What is worked out for a word once and looked up from then on: a few thousand words make up most of all feedback."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

MOST = 50_000  # words kept; a bound on memory, no change of answers
PATIENCE = 20  # times its size that a full cache is asked for words that it lacks, until it begins afresh
LONGEST = 64  # characters of a word kept; longer ones hardly come twice

Value = TypeVar("Value")


class WordCache(dict[str, Value]):
    """Answers `cache[word]` with `make(word)`, which is called when the word is new.

    What comes first is kept: among the first words of an input are most that will come often. A full cache begins
    afresh when that has changed. `map(cache.__getitem__, words)` looks many words up at little cost.

    Args:
        make: of the word alone.
        most: words kept.
    """

    def __init__(self, make: Callable[[str], Value], most: int = MOST) -> None:
        super().__init__()
        self._make, self._most = make, most
        self._lacked = 0  # words since it is full

    def __missing__(self, word: str) -> Value:
        value = self._make(word)
        if len(self) < self._most:
            if len(word) <= LONGEST:
                self[word] = value
            return value
        self._lacked += 1
        if self._lacked > PATIENCE * self._most:
            self.clear()
            self._lacked = 0
        return value
