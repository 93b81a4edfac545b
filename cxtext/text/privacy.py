"""Personal data in free text, found and replaced before anything is written.

Patterns run on google-re2, which cannot be made to hang; what a pattern finds is confirmed by a
check where the field has one. Names come from the words around them. What was found once is
replaced everywhere in its comment.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import re2

from cxtext.text.disguise import unveiled
from cxtext.text.kinds import NEEDS
from cxtext.text.masking import EVERYTHING, KINDS, NAME, Finder, Masking
from cxtext.text.names import find_names

__all__ = ["EVERYTHING", "KINDS", "MaskedText", "Masking", "Span", "find_personal_data", "mask", "placeholder"]

_SIMPLE_NEEDS = ("@", "address", "link", "digit")
_DIGIT_NEEDS = ("digits", "many digits", "points")
_IN_ROWS = ("CARD", "PHONE", "ID")  # numbers that other numbers may stand beside: "in 2019 020 7946 0958"
_NEXT_NUMBER = re.compile(r" +(?=[\d(+])")
_QUIET = re2.Options()
_QUIET.log_errors = False  # an error would print the pattern, and with it what was found
MOST_AGAIN = 500  # values of one comment that are looked for again; more is a table pasted into a cell
_SURROGATE = re.compile(r"[\ud800-\udfff]")


People: TypeAlias = list[set[str]]  # the words of each person's name, in small letters


class Span(NamedTuple):
    """A piece of personal data: `text[start:end]`, its kind, and for a name which person of the comment (from 1)."""

    start: int
    end: int
    kind: str
    number: int = 0


@dataclass(frozen=True)
class MaskedText:
    """A text with its personal data replaced, and the way back to the text as read."""

    text: str
    spans: tuple[Span, ...]  # in the source, ascending, not overlapping

    def source_offset(self, offset: int) -> int:
        """The place in the source of a place in the masked text (inside a placeholder: its start)."""
        shift = 0
        for span in self.spans:
            place = span.start + shift
            length = len(placeholder(span.kind, span.number))
            if offset <= place:
                break
            if offset < place + length:
                return span.start
            shift += length - (span.end - span.start)
        return offset - shift


def placeholder(kind: str, number: int = 0) -> str:
    """What stands in the text in place of a value of this kind."""
    return f"[{kind}_{number}]" if number else f"[{kind}]"


def mask(text: str, masking: Masking = EVERYTHING, *, people: People | None = None) -> MaskedText:
    """The text with every piece of personal data replaced by the placeholder of its kind.

    Args:
        text: as read.
        masking: what is masked.
        people: who was named before in the same record, so that they keep their numbers; those named here are added.
    """
    spans = find_personal_data(text, masking, people=people)
    return MaskedText("".join(_pieces(text, spans)), spans) if spans else MaskedText(text, ())


def find_personal_data(text: str, masking: Masking = EVERYTHING, *, people: People | None = None) -> tuple[Span, ...]:
    """Spans of personal data in the order of the text; where two overlap, the earlier kind wins.

    The text is read as it is written and, where that differs, as a reader sees it: "john&#64;example.com" is
    an address, and a card number stays one with invisible marks between its digits.
    """
    spans = _found(text, masking)
    seen = unveiled(text)
    if seen is not None:
        hidden = (Span(seen.starts[s.start], seen.ends[s.end - 1], s.kind) for s in _found(seen.text, masking))
        spans = _merged(spans, hidden)
    return tuple(_numbered(text, spans, [] if people is None else people)) if spans else ()


def _found(text: str, masking: Masking) -> list[Span]:
    """Spans in one way to read a text."""
    readable = text if text.isascii() else _SURROGATE.sub("\ufffd", text)  # re2 reads UTF-8, which has none
    spans: list[Span] = []
    for finder in masking.finders_for(_holds(text)):
        _claim(spans, _matches(readable, finder))
    if NAME in masking.kinds:
        _claim(spans, (Span(start, end, NAME) for start, end in find_names(text)))
        if masking.people is not None:
            _claim(spans, (Span(start, end, NAME) for start, end in masking.people(text)))
    if masking.keep and spans:
        spans = _without_kept(text, spans, masking.keep)
    if spans:
        _claim(spans, list(_again(readable, spans)))
    return spans


def _merged(spans: list[Span], others: Iterable[Span]) -> list[Span]:
    """Both, ascending; where they overlap, one span over all of it, of the kind of the longest."""
    merged: list[Span] = []
    for span in sorted([*spans, *others]):
        if not merged or merged[-1].end <= span.start:
            merged.append(span)
            continue
        last = merged[-1]
        kind = max(last, span, key=lambda s: s.end - s.start).kind
        merged[-1] = Span(last.start, max(last.end, span.end), kind)
    return merged


def _holds(text: str) -> tuple[str, ...]:
    """The `NEEDS` that a text meets."""
    holds = ["", *[need for need in _SIMPLE_NEEDS if NEEDS[need](text)]]
    if holds[-1] == "digit":
        holds += [need for need in _DIGIT_NEEDS if NEEDS[need](text)]
    return tuple(holds)


def _matches(text: str, finder: Finder) -> Iterator[Span]:
    """What the pattern finds and the check confirms; numbers in a row are tried one after the other."""
    group = 1 if finder.pattern.groups else 0
    reached = 0
    for match in finder.pattern.finditer(text):
        start, end = match.span(group)
        start = max(start, reached)
        while start < end:
            if text[start] == " ":
                start += 1
                continue
            stop = finder.check(text, start, end)
            if stop > start:
                yield Span(start, stop, finder.kind)
                start = reached = stop
                continue
            later = _NEXT_NUMBER.search(text, start, end) if finder.kind in _IN_ROWS else None
            start = later.end() if later else end


def _claim(spans: list[Span], found: Iterable[Span]) -> None:
    """Add the spans that overlap none of those there."""
    for span in found:
        if not spans or spans[-1].end <= span.start:
            spans.append(span)
            continue
        place = bisect.bisect_left(spans, span.start, key=lambda s: s.start)
        free_before = place == 0 or spans[place - 1].end <= span.start
        if free_before and (place == len(spans) or span.end <= spans[place].start):
            spans.insert(place, span)


def _without_kept(text: str, spans: list[Span], keep: tuple[str, ...]) -> list[Span]:
    """The spans that touch no occurrence of a phrase to keep, in any case."""
    kept = [m.span() for phrase in keep if phrase for m in re.finditer(re.escape(phrase), text, re.IGNORECASE)]
    return [s for s in spans if not any(start < s.end and s.start < end for start, end in kept)]


def _again(text: str, spans: list[Span]) -> Iterator[Span]:
    """Further occurrences, as whole words, of what was found: "order 84513377 … as I said, 84513377"."""
    kinds = {text[s.start : s.end]: s.kind for s in spans}
    if len(kinds) < 9 and sum(map(text.count, kinds)) == len(spans):
        return
    values = sorted(kinds, key=lambda value: (-len(value), value))[:MOST_AGAIN]
    for match in re2.finditer("|".join(map(re2.escape, values)), text, options=_QUIET):
        start, end = match.span()
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            yield Span(start, end, kinds[match.group()])


def _numbered(text: str, spans: list[Span], people: People) -> Iterator[Span]:
    """Names numbered by person: names that share a word are one person's."""
    for span in spans:
        number = person_number(text[span.start : span.end], people) if span.kind == NAME else 0
        yield Span(span.start, span.end, span.kind, number)


def person_number(name: str, people: People) -> int:
    """The number of the person with this name, from 1; one that is not among `people` is added."""
    words = _words_of(name)
    number = next((i for i, person in enumerate(people) if person & words), len(people))
    if number == len(people):
        people.append(set())
    people[number] |= words
    return number + 1


def _words_of(name: str) -> set[str]:
    seen = unveiled(name)
    return {word for word in re.findall(r"\w+", (seen.text if seen else name).casefold()) if len(word) > 1}


def _pieces(text: str, spans: tuple[Span, ...]) -> Iterator[str]:
    end = 0
    for span in spans:
        yield text[end : span.start]
        yield placeholder(span.kind, span.number)
        end = span.end
    yield text[end:]
