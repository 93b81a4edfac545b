"""The words of a text as names are looked for among them, and whether it is worth looking."""

from __future__ import annotations

import re
from typing import NamedTuple

from cxtext.text.gazetteer import COMMON_WORDS
from cxtext.text.letters import letters_of
from cxtext.text.name_cues import CUE_TRIGGERS, NAME_TRIGGERS
from cxtext.word_cache import WordCache

MOST_SHORT = 4  # letters; "EVA", "PAM" and "ANA" in capitals are firms and brands
MIN_UNLISTED = 3  # letters; shorter words are abbreviations
STOP = re.compile(r"[.!?;:\n]")
# What stands before a word, and the word; "\Z" closes the last piece, or a row of digits would be tried from each.
_PIECE = re.compile(r"([\W\d_]*+)([^\W\d_]+(?:['’\-][^\W\d_]+)*|\Z)")
_ALMOST_ALL = 0.7  # share of capitalised words from which a capital says nothing
_ENOUGH_WORDS = 6


class Word(NamedTuple):
    """A word of the text: `lower` without a possessive, offsets, and whether its capital says anything."""

    lower: str
    start: int
    end: int
    capital: bool
    shouted: bool


def may_name(text: str) -> bool:
    """Whether a text has a name's own word, or a cue and a word for it to point to, which is none of the language."""
    letters = letters_of(text)
    return not NAME_TRIGGERS.isdisjoint(letters) or (
        not CUE_TRIGGERS.isdisjoint(letters)
        and any(len(word) >= MIN_UNLISTED and word.lower() not in COMMON_WORDS for word in letters)
    )


def words_of(text: str) -> list[Word]:
    """The words; in a sentence nearly all in capitals, a capital says nothing."""
    words: list[Word] = []
    first = 0  # of the sentence
    place = 0
    for gap, word in _PIECE.findall(text):
        if gap != " " and len(words) > first and STOP.search(gap):
            _quieten(text, words, first)
            first = len(words)
        place += len(gap)
        if word:
            lower, length, capital, shouted = _forms[word]
            words.append(Word(lower, place, place + length, capital, shouted))
            place += len(word)
    _quieten(text, words, first)
    return words


def _quieten(text: str, words: list[Word], first: int) -> None:
    """Take the capitals' meaning from the sentence that begins with the word `first`, if it is nearly all capitals."""
    count = len(words) - first
    if count >= _ENOUGH_WORDS and len([1 for w in words[first:] if text[w.start].isupper()]) >= _ALMOST_ALL * count:
        words[first:] = [Word(w.lower, w.start, w.end, capital=False, shouted=False) for w in words[first:]]


def _form_of(word: str) -> tuple[str, int, bool, bool]:
    """A word without a possessive in small letters, its length, and whether it has a capital, or more than one."""
    bare = word[:-2] if word[-1] in "sS" and word[-2:-1] in ("'", "’") else word
    shouted = len(bare) > 1 and bare.isupper()
    return bare.lower(), len(bare), bare[0].isupper() and not (shouted and len(bare) <= MOST_SHORT), shouted


_forms = WordCache(_form_of)
