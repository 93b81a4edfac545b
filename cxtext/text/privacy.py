"""Personal data in free text, found and replaced before anything is written.

Patterns run on google-re2, which cannot be made to hang; what a pattern finds is confirmed by
a validator where the field has one (python-stdnum for cards and IBANs, phonenumbers for phones).
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import phonenumbers
import re2
from stdnum import iban, luhn


@dataclass(frozen=True)
class Span:
    """A piece of personal data: `text[start:end]`, and what kind it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class MaskedText:
    """A text with its personal data replaced, and the way back to the text as read."""

    text: str
    spans: tuple[Span, ...]  # in the source, ascending, not overlapping

    def source_offset(self, offset: int) -> int:
        """The place in the source of a place in the masked text (inside a placeholder: its start)."""
        if not self.spans:
            return offset
        shift = 0
        for span in self.spans:
            place = span.start + shift
            length = len(placeholder(span.kind))
            if offset <= place:
                break
            if offset < place + length:
                return span.start
            shift += length - (span.end - span.start)
        return offset - shift


def _is_card(found: str) -> bool:
    digits = "".join(c for c in found if c.isdigit())
    return 13 <= len(digits) <= 19 and len(set(digits)) > 1 and bool(luhn.is_valid(digits))


def _is_phone(found: str) -> bool:
    regions = (None,) if found.lstrip().startswith("+") else ("GB", "US")
    for region in regions:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(found, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False


def _always(_: str) -> bool:
    return True


# Order is precedence: an earlier kind keeps the characters that it has claimed.
KINDS: dict[str, tuple[str, Callable[[str], bool]]] = {
    "EMAIL": (r"[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,5}", _always),
    "URL": (r"(?i)\b(?:https?://|www\.)[^\s<>\"')\]]+", _always),
    "IBAN": (r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", lambda s: bool(iban.is_valid(s))),
    "CARD": (r"\b\d(?:[ -]?\d){12,18}\b", _is_card),
    "IP": (r"\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b", _always),
    "PHONE": (r"\+?\(?\d[\d\s().\-]{7,18}\d\b", _is_phone),
    "REFERENCE": (
        r"(?i)\b(?:account|acct|order|ticket|case|booking|reference|ref|policy|invoice|customer)"
        r"\s?(?:number|no\.?|nr\.?|id|#)?\s?(?:is|:|#)?\s?#?([a-z]{0,4}-?\d{5,18})\b",
        _always,
    ),
    "HANDLE": (r"(?:^|[^\w@])(@[A-Za-z0-9_]{1,40})", _always),
    "NAME": (r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Madam|Sister)\b\.?\s+([A-Z][a-z'’\-]+(?:\s[A-Z][a-z'’\-]+)?)", _always),
}
_COMPILED = {kind: (re2.compile(pattern), valid) for kind, (pattern, valid) in KINDS.items()}
_DIGIT_KINDS = frozenset({"IBAN", "CARD", "IP", "PHONE", "REFERENCE"})


def placeholder(kind: str) -> str:
    """What stands in the text in place of a value of this kind."""
    return f"[{kind}]"


def find_personal_data(text: str, *, kinds: Sequence[str] = tuple(KINDS)) -> tuple[Span, ...]:
    """Spans of personal data in the order of the text; where two overlap, the earlier kind wins."""
    spans: list[Span] = []
    for kind in _possible(text, kinds):
        pattern, valid = _COMPILED[kind]
        for match in pattern.finditer(text):
            group = 1 if pattern.groups else 0
            start, end = match.span(group)
            if valid(match.group(group)) and not any(start < s.end and s.start < end for s in spans):
                bisect.insort(spans, Span(start, end, kind), key=lambda s: s.start)
    return tuple(spans)


def mask(text: str, *, kinds: Sequence[str] = tuple(KINDS)) -> MaskedText:
    """The text with every piece of personal data replaced by the placeholder of its kind."""
    spans = find_personal_data(text, kinds=kinds)
    if not spans:
        return MaskedText(text, ())
    return MaskedText("".join(_pieces(text, spans)), spans)


def _possible(text: str, kinds: Sequence[str]) -> list[str]:
    """The kinds that can occur at all: most comments have no digit, no @ and no link."""
    has_digit = any(c.isdigit() for c in text)
    has_at, has_link = "@" in text, "://" in text or "www." in text.lower()
    wanted = {"EMAIL": has_at, "HANDLE": has_at, "URL": has_link, "NAME": True}
    return [kind for kind in KINDS if kind in kinds and wanted.get(kind, has_digit)]


def _pieces(text: str, spans: tuple[Span, ...]) -> Iterator[str]:
    end = 0
    for span in spans:
        yield text[end : span.start]
        yield placeholder(span.kind)
        end = span.end
    yield text[end:]
