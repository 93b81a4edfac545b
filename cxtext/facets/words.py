"""A text as words: small letters, contractions written out, each with its place.

The rules for contractions are those of spaCy's English tokenizer ("don't", "dont" and "cannot" are two words); cues and
mentions are cut alike.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate, chain
from typing import Any

from spacy.attrs import NORM, ORTH
from spacy.lang.en import English
from spacy.lang.en.lex_attrs import like_num

from cxtext.word_cache import WordCache

# Words that may stand before what begins a mention.
OPENING = frozenset("and but so also hi hello hey ok okay please oh well or then guys yes no just again".split())
_TOKEN = re.compile(r"(?<!\w)'(?:d|ll|re|ve|s|m)(?!\w)|[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:[.,:]\d+)*|[^\w\s]|_")
_QUOTES = tuple(zip("‘’‛´`“”", "'''''\"\"", strict=True))

_PIECE = re.compile(r"\S+")


class _Places:
    """Where the words of a text stand; `cut` are the words of each piece of it between white space."""

    def __init__(self, text: str, cut: list[tuple[str, ...]]) -> None:
        self._pieces = text.split()
        self._starts = _starts(text, self._pieces)
        self._behind = list(accumulate(map(len, cut)))  # the number of words up to the end of each piece
        self._inside: dict[int, list[tuple[int, int]]] = {}  # of the pieces asked for, the places of their words

    def of(self, i: int) -> tuple[int, int]:
        """The characters (start, end) of a word."""
        k = bisect_right(self._behind, i)
        if k not in self._inside:
            self._inside[k] = _inside[self._pieces[k]]
        start, end = self._inside[k][i - self._behind[k]]  # counted from the piece's end
        return self._starts[k] + start, self._starts[k] + end


@dataclass
class Words:
    """The words and marks of a text, and where each stands."""

    words: tuple[str, ...]
    text: str  # in small letters, with plain quotes
    cut: list[tuple[str, ...]]  # the words of each piece of the text between white space
    _places: _Places | None = None  # few texts are asked for them

    def __len__(self) -> int:
        return len(self.words)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Character offsets of the words from `start` to before `end`."""
        if self._places is None:
            self._places = _Places(self.text, self.cut)
        return self._places.of(start)[0], self._places.of(end - 1)[1]

    @cached_property
    def beginning(self) -> int:
        """The first word that is neither an opening word nor a mark; the number of words where none is."""
        for i, word in enumerate(self.words):
            if word not in OPENING and word.isalpha():
                return i
        return len(self)

    @cached_property
    def asks(self) -> bool:
        """Whether the text ends with a question mark."""
        for word in reversed(self.words):
            if word == "?":
                return True
            if word.isalnum():
                return False
        return False

    def number(self, i: int) -> bool:
        """Whether a word is a number, in digits or written out."""
        return bool(like_num(self.words[i]))  # type: ignore[no-untyped-call]


def words_of(text: str) -> Words:
    """The words of a text: those of its pieces between white space, which no word spans."""
    small = plain(text)
    cut = list(map(_cut.__getitem__, small.split()))
    return Words(tuple(chain.from_iterable(cut)), small, cut)


def _words_of_piece(piece: str) -> tuple[str, ...]:
    stem = piece.rstrip(".,!?")
    if stem.isalpha() and stem not in _contractions():  # as most are
        return (stem, *piece[len(stem) :])
    return tuple(norm for word in _TOKEN.findall(piece) for _, norm in _parts(word) or ((0, word),))


_cut = WordCache(_words_of_piece, most=40_000)


def _starts(text: str, pieces: list[str]) -> list[int]:
    """The first character of each of the pieces that white space parts."""
    if " ".join(pieces) == text:  # as of most texts, and soon told
        return [before + k for k, before in enumerate(accumulate(map(len, pieces), initial=0))]
    return [match.start() for match in _PIECE.finditer(text)]


def _places_in(piece: str) -> list[tuple[int, int]]:
    """The characters (start, end) of each word."""
    found: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(piece):
        start = match.start()
        for length, _ in _parts(match.group()) or ((match.end() - start, ""),):
            found.append((start, start + length))
            start += length
    return found


_inside = WordCache(_places_in, most=10_000)


def _parts(word: str) -> tuple[tuple[int, str], ...] | None:
    """The length and the full form of each piece of a contraction; None for any other word."""
    return _contractions().get(word) or (_parted(word) if "'" in word[1:] else None)


def plain(text: str) -> str:
    """The text in small letters, with plain quotes: as long as before, so that offsets hold."""
    small = text.lower()
    if text.isascii():
        return small.replace("`", "'")
    if len(small) != len(text):
        small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for quote, mark in _QUOTES:  # ten times as fast as `translate`
        small = small.replace(quote, mark)
    return small


@cache
def _contractions() -> dict[str, tuple[tuple[int, str], ...]]:
    """Of each contraction, the length and the full form of its pieces."""
    rules: Mapping[str, Any] = English.Defaults.tokenizer_exceptions
    found = {
        word: tuple((len(piece[ORTH]), str(piece.get(NORM) or piece[ORTH]).strip().lower()) for piece in pieces)
        for word, pieces in rules.items()
        if word == word.lower() and word.replace("'", "").isalpha() and len(pieces) > 1
    }
    for word in ("didn't", "didnt"):  # spaCy's full form is "do not"
        found[word] = ((3, "did"), (len(word) - 3, "not"))
    return found


def _parted(word: str) -> tuple[tuple[int, str], ...]:
    """Such as "mum's": the word, and what the apostrophe begins."""
    stem, _, ending = word.partition("'")
    return (len(stem), stem), (len(ending) + 1, "'" + ending)
