"""Finds cues in a text.

A cue of words that follow one another is a phrase in each of its forms, and phrases are looked up by the words that
stand there. Of a cue with gaps, or with too many forms, only its rarest part is; where that part stands, the others are
looked for around it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TypeAlias

from spacy.lang.en.stop_words import STOP_WORDS

from cxtext.facets.cue import Cue, Gap, Number, Phrases
from cxtext.facets.words import Words, words_of

Hit: TypeAlias = tuple[int, int, int]  # index of the cue, first word, one behind the last
Row: TypeAlias = tuple[str, ...]  # words that follow one another

FEW_FORMS = 40  # of a cue without gaps, up to which each is a phrase


@dataclass(frozen=True)
class _Forms:
    """The forms of one part of a cue, by their number of words."""

    by_length: dict[int, frozenset[Row]]
    optional: bool


_Part: TypeAlias = _Forms | Gap | Number


@dataclass(frozen=True)
class _Spread:
    """A cue that is found by one of its parts: the parts behind it, and those before it, each read backwards."""

    behind: tuple[_Part, ...]
    before: tuple[_Part, ...]
    needed: tuple[frozenset[str], ...]  # first words of each part that may not be left out: one of each must be there


class CueMatcher:
    """Finds the cues of a list in a text."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self._cues = list(cues)
        self._spread: dict[int, _Spread] = {}
        self._rows: dict[str, Row] = {}
        self._of: dict[Row, list[int]] = defaultdict(list)  # the cues of each phrase
        lengths: dict[str, set[int]] = defaultdict(set)
        for i, cue in enumerate(self._cues):
            for row in dict.fromkeys(map(self._row, self._phrases_of(i, cue))):
                self._of[row].append(i)
                lengths[row[0]].add(len(row))
        self._lengths = {word: tuple(sorted(own)) for word, own in lengths.items()}  # of phrases that begin with a word

    def find(self, said: Words) -> Iterator[Hit]:
        """Every place of every cue; of a cue with gaps, the shortest at each place of its rarest part."""
        for start, end in self._phrases_in(said):
            for i in self._of[said.words[start:end]]:
                spread = self._spread.get(i)
                first, last = start, end
                if spread is not None:
                    if any(map(said.kinds.isdisjoint, spread.needed)):
                        continue
                    around = _around(spread, said, start, end)
                    if around is None:
                        continue
                    first, last = around
                cue = self._cues[i]
                if not (cue.asked and not said.asks()) and not (cue.first and not said.begins(first)):
                    yield i, first, last

    def _phrases_in(self, said: Words) -> Iterator[tuple[int, int]]:
        """The first word of each phrase in a text, and the word behind its last."""
        words, lengths, known = said.words, self._lengths, self._of
        for start, word in enumerate(words):
            for length in lengths.get(word, ()):
                if words[start : start + length] in known and start + length <= len(words):
                    yield start, start + length

    def _phrases_of(self, i: int, cue: Cue) -> Iterator[str]:
        """The phrases that are to be looked for, so that the cue is found."""
        literal = [part for part in cue.parts if isinstance(part, Phrases)]
        if len(literal) == len(cue.parts) and prod(len(p.forms) + p.optional for p in literal) <= FEW_FORMS:
            for words in product(*((*part.forms, "") if part.optional else part.forms for part in literal)):
                yield " ".join(word for word in words if word)
            return
        anchor = min((k for k, part in enumerate(cue.parts) if _needed(part)), key=lambda k: _commonness(cue.parts[k]))
        parts = [self._part(part) for part in cue.parts]
        before = tuple(_reversed(part) for part in reversed(parts[:anchor]))
        needed = tuple(
            _first_words(p) for p in parts if isinstance(p, _Forms) and not p.optional and 0 not in p.by_length
        )
        self._spread[i] = _Spread(tuple(parts[anchor + 1 :]), before, needed)
        part = cue.parts[anchor]
        if isinstance(part, Phrases):
            yield from part.forms

    def _part(self, part: Phrases | Gap | Number) -> _Part:
        if not isinstance(part, Phrases):
            return part
        by_length: dict[int, set[Row]] = defaultdict(set)
        for form in part.forms:
            row = self._row(form)
            by_length[len(row)].add(row)
        return _Forms({n: frozenset(by_length[n]) for n in sorted(by_length, reverse=True)}, part.optional)

    def _row(self, form: str) -> Row:
        if form not in self._rows:
            self._rows[form] = words_of(form).words
        return self._rows[form]


def _first_words(part: _Forms) -> frozenset[str]:
    return frozenset(form[0] for forms in part.by_length.values() for form in forms)


def _needed(part: Phrases | Gap | Number) -> bool:
    return isinstance(part, Phrases) and not part.optional


def _commonness(part: Phrases | Gap | Number) -> tuple[int, int]:
    forms = part.forms if isinstance(part, Phrases) else ()
    return sum(form in STOP_WORDS for form in forms), len(forms)


def _around(spread: _Spread, said: Words, start: int, end: int) -> tuple[int, int] | None:
    """Where the cue begins and ends around its rarest part; None where a part is missing."""
    last = _ahead(spread.behind, said, said.words, end, 0)
    if last is None or not spread.before:
        return None if last is None else (start, last)
    first = _ahead(spread.before, said, said.backwards, len(said) - start, 0, back=True)
    return None if first is None else (len(said) - first, last)


def _reversed(part: _Part) -> _Part:
    if not isinstance(part, _Forms):
        return part
    return _Forms({n: frozenset(form[::-1] for form in forms) for n, forms in part.by_length.items()}, part.optional)


def _ahead(
    parts: tuple[_Part, ...], said: Words, words: Row, here: int, room: int, *, back: bool = False
) -> int | None:
    """Where the last of the parts ends, if the first begins at most `room` words behind `here`.

    With `back`, `words` (those of `said`) and the parts are read backwards.
    """
    if not parts:
        return here
    part, rest = parts[0], parts[1:]
    if isinstance(part, Gap):
        return _ahead(rest, said, words, here, room + part.most, back=back)
    for i in range(here, min(here + room + 1, len(words))):
        for n in _lengths(part, said, words, i, back=back):
            end = _ahead(rest, said, words, i + n, 0, back=back)
            if end is not None:
                return end
    if isinstance(part, _Forms) and part.optional:
        return _ahead(rest, said, words, here, room, back=back)
    return None


def _lengths(part: _Forms | Number, said: Words, words: Row, i: int, *, back: bool) -> Sequence[int]:
    """How many words from the i-th on are the part, the most first."""
    if isinstance(part, Number):
        return (1,) if said.number(len(words) - 1 - i if back else i) else ()
    return [n for n, forms in part.by_length.items() if words[i : i + n] in forms]
