"""Finds cues in a text.

A cue of words that follow one another is a phrase of spaCy's PhraseMatcher in each of its forms. Of a cue with gaps,
or with too many forms, only its rarest part is; where that part stands, the others are looked for around it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import prod
from typing import Any, TypeAlias

import spacy
from spacy.attrs import NORM, ORTH
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from cxtext.facets.cue import Cue, Gap, Number, Phrases

Hit: TypeAlias = tuple[int, int, int]  # index of the cue, first token, one behind the last
Norms: TypeAlias = tuple[int, ...]  # hashes of words

FEW_FORMS = 40  # of a cue without gaps, up to which each is a phrase

# Words that may stand before a cue that begins a mention.
OPENING = frozenset("and but so also hi hello hey ok okay please oh well or then guys yes no just again".split())
_QUOTES = str.maketrans("‘’‛´`“”", "'''''\"\"")
# The norm of spaCy's "did" in "didn't" is "do", which "did not" would miss.
_DID = ("didn't", "didnt")


@cache
def words_of() -> Language:
    """The blank English pipeline whose tokens are the words of cues and mentions alike."""
    nlp = spacy.blank("en")
    tokenizer: Any = nlp.tokenizer
    for form in _DID:
        tokenizer.add_special_case(form, [{ORTH: "did", NORM: "did"}, {ORTH: form[3:], NORM: "not"}])
    return nlp


def plain(text: str) -> str:
    """The text in small letters, with plain quotes: as long as before, so that offsets hold."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return small.translate(_QUOTES)


@dataclass(frozen=True)
class _Words:
    """The forms of one part of a cue, as norms, by their number of words."""

    by_length: dict[int, frozenset[Norms]]
    optional: bool


_Part: TypeAlias = _Words | Gap | Number


@dataclass(frozen=True)
class _Spread:
    """A cue that is found by one of its parts: the parts behind it, and those before it, each read backwards."""

    behind: tuple[_Part, ...]
    before: tuple[_Part, ...]


class CueMatcher:
    """Finds the cues of a list in a text."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self._nlp = words_of()
        self._cues = list(cues)
        self._spread: dict[int, _Spread] = {}
        self._norms: dict[str, Norms] = {}
        of_form: dict[str, list[int]] = defaultdict(list)
        for i, cue in enumerate(self._cues):
            for form in self._phrases_of(i, cue):
                of_form[form].append(i)
        together: dict[tuple[int, ...], list[str]] = defaultdict(list)
        for form, of in of_form.items():
            together[tuple(of)].append(form)
        self._matcher = PhraseMatcher(self._nlp.vocab, attr="NORM")
        self._of: dict[int, tuple[int, ...]] = {}
        for n, (owners, forms) in enumerate(together.items()):
            self._matcher.add(str(n), [self._nlp.make_doc(form) for form in forms])
            self._of[self._nlp.vocab.strings[str(n)]] = owners

    def find(self, doc: Doc) -> Iterator[Hit]:
        """Every place of every cue; of a cue with gaps, the shortest at each place of its rarest part."""
        norms: Norms = ()
        for key, start, end in self._matcher(doc):
            for i in self._of[key]:
                spread = self._spread.get(i)
                first, last = start, end
                if spread is not None:
                    norms = norms or tuple(doc.to_array(NORM).tolist())
                    around = _around(spread, norms, doc, start, end)
                    if around is None:
                        continue
                    first, last = around
                if _fits(self._cues[i], doc, first):
                    yield i, first, last

    def _phrases_of(self, i: int, cue: Cue) -> Iterator[str]:
        """What the PhraseMatcher is to look for, so that the cue is found."""
        literal = [part for part in cue.parts if isinstance(part, Phrases)]
        if len(literal) == len(cue.parts) and prod(len(p.forms) + p.optional for p in literal) <= FEW_FORMS:
            for words in product(*((*part.forms, "") if part.optional else part.forms for part in literal)):
                yield " ".join(word for word in words if word)
            return
        anchor = min((k for k, part in enumerate(cue.parts) if _needed(part)), key=lambda k: _commonness(cue.parts[k]))
        parts = [self._part(part) for part in cue.parts]
        before = tuple(_reversed(part) for part in reversed(parts[:anchor]))
        self._spread[i] = _Spread(tuple(parts[anchor + 1 :]), before)
        part = cue.parts[anchor]
        if isinstance(part, Phrases):
            yield from part.forms

    def _part(self, part: Phrases | Gap | Number) -> _Part:
        if not isinstance(part, Phrases):
            return part
        by_length: dict[int, set[Norms]] = defaultdict(set)
        for form in part.forms:
            if form not in self._norms:
                self._norms[form] = tuple(token.norm for token in self._nlp.make_doc(form))
            by_length[len(self._norms[form])].add(self._norms[form])
        return _Words({n: frozenset(by_length[n]) for n in sorted(by_length, reverse=True)}, part.optional)


def begins(doc: Doc, start: int) -> bool:
    """Whether nothing but opening words and marks stands before."""
    return all(not t.is_alpha or t.lower_ in OPENING for t in doc[:start])


def asks(doc: Doc) -> bool:
    """Whether the text ends with a question mark."""
    for token in reversed(doc):
        if token.is_alpha or token.is_digit:
            return False
        if "?" in token.text:
            return True
    return False


def _needed(part: Phrases | Gap | Number) -> bool:
    return isinstance(part, Phrases) and not part.optional


def _commonness(part: Phrases | Gap | Number) -> tuple[int, int]:
    forms = part.forms if isinstance(part, Phrases) else ()
    return sum(form in STOP_WORDS for form in forms), len(forms)


def _fits(cue: Cue, doc: Doc, start: int) -> bool:
    if cue.asked and not asks(doc):
        return False
    return not cue.first or begins(doc, start)


def _around(spread: _Spread, norms: Norms, doc: Doc, start: int, end: int) -> tuple[int, int] | None:
    """Where the cue begins and ends around its rarest part; None where a part is missing."""
    last = _ahead(spread.behind, norms, doc, end, 0)
    if last is None or not spread.before:
        return None if last is None else (start, last)
    first = _ahead(spread.before, norms[::-1], doc, len(norms) - start, 0, back=True)
    return None if first is None else (len(norms) - first, last)


def _reversed(part: _Part) -> _Part:
    if not isinstance(part, _Words):
        return part
    return _Words({n: frozenset(form[::-1] for form in forms) for n, forms in part.by_length.items()}, part.optional)


def _ahead(parts: tuple[_Part, ...], norms: Norms, doc: Doc, here: int, room: int, *, back: bool = False) -> int | None:
    """Where the last of the parts ends, if the first begins at most `room` words behind `here`.

    With `back`, `norms` and the parts are read backwards.
    """
    if not parts:
        return here
    part, rest = parts[0], parts[1:]
    if isinstance(part, Gap):
        return _ahead(rest, norms, doc, here, room + part.most, back=back)
    for i in range(here, min(here + room + 1, len(norms))):
        for n in _lengths(part, norms, doc, i, back=back):
            end = _ahead(rest, norms, doc, i + n, 0, back=back)
            if end is not None:
                return end
    if isinstance(part, _Words) and part.optional:
        return _ahead(rest, norms, doc, here, room, back=back)
    return None


def _lengths(part: _Words | Number, norms: Norms, doc: Doc, i: int, *, back: bool) -> Sequence[int]:
    """How many words from the i-th on are the part, the most first."""
    if isinstance(part, Number):
        return (1,) if doc[len(norms) - 1 - i if back else i].like_num else ()
    return [n for n, forms in part.by_length.items() if norms[i : i + n] in forms]
