"""A text as words: small letters, contractions written out, each with its place.

The rules for contractions are those of spaCy's English tokenizer ("don't", "dont" and "cannot" are two words); cues and
mentions are cut alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from spacy.attrs import NORM, ORTH
from spacy.lang.en import English
from spacy.lang.en.lex_attrs import like_num

# Words that may stand before what begins a mention.
OPENING = frozenset("and but so also hi hello hey ok okay please oh well or then guys yes no just again".split())
_TOKEN = re.compile(r"(?<!\w)'(?:d|ll|re|ve|s|m)(?!\w)|[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:[.,:]\d+)*|[^\w\s]|_")
_QUOTES = str.maketrans("‘’‛´`“”", "'''''\"\"")


@dataclass(frozen=True)
class Words:
    """The words and marks of a text, and where each stands."""

    words: tuple[str, ...]
    text: str  # in small letters, with plain quotes

    @cached_property
    def places(self) -> tuple[tuple[int, int], ...]:
        """The characters (start, end) of each word; few texts are asked for them."""
        matches = list(_TOKEN.finditer(self.text))
        if len(matches) == len(self.words):  # no contraction, which is several words
            return tuple(match.span() for match in matches)
        found: list[tuple[int, int]] = []
        for match in matches:
            start = match.start()
            for length, _ in _pieces(match.group()) or ((match.end() - start, ""),):
                found.append((start, start + length))
                start += length
        return tuple(found)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The different words."""
        return frozenset(self.words)

    @cached_property
    def backwards(self) -> tuple[str, ...]:
        """The words, the last one first."""
        return self.words[::-1]

    def __len__(self) -> int:
        return len(self.words)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Character offsets of the words from `start` to before `end`."""
        return self.places[start][0], self.places[end - 1][1]

    def begins(self, start: int) -> bool:
        """Whether nothing but opening words and marks stands before a word."""
        return all(not word.isalpha() or word in OPENING for word in self.words[:start])

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
    """The words of a text."""
    small = plain(text)
    found: list[str] = _TOKEN.findall(small)
    if "'" in small or not _contractions().keys().isdisjoint(found):
        found = [norm for word in found for _, norm in _pieces(word) or ((0, word),)]
    return Words(tuple(found), small)


def _pieces(word: str) -> tuple[tuple[int, str], ...] | None:
    """The length and the full form of each piece of a contraction; None for any other word."""
    return _contractions().get(word) or (_parted(word) if "'" in word[1:] else None)


def plain(text: str) -> str:
    """The text in small letters, with plain quotes: as long as before, so that offsets hold."""
    small = text.lower()
    if text.isascii():
        return small.replace("`", "'")
    if len(small) != len(text):
        small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return small.translate(_QUOTES)


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
