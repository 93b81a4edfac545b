"""Two readings of a piece of text: one that keeps emphasis, one that keeps meaning only.

The sentiment view keeps capitals, emoji, "soooo" and "!!!!", because they carry feeling.
The encoding view drops them, and drops names of places where the text was found (handles,
links, brands): left in, they pull comments together by airline instead of by complaint.
Both views are read by models only; what people see is always a slice of the text itself.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence

import ftfy

_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,200}>")
_URL = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_HANDLE = re.compile(r"(^|[^\w@])@\w{1,40}")
_PLACEHOLDER = re.compile(r"\[[A-Z]+(?:_\d+)?\]|\b[xX]{2,}(?:/[xX]{2,})*\b|\{\$[\d.,]+\}")
_SOFT_BREAK = re.compile(r"=(?:\r?\n|[0-9A-F]{2})")  # quoted-printable left in exported mail
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_HASHTAG = re.compile(r"#(\w+)")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_REPEATED_MARK = re.compile(r"([!?.,;:\-_*~=])\1+")
_PLAIN = re.compile(r"[\x20-\x7e]*\Z")


def tidy(text: str) -> str:
    """Mend encoding damage and drop mark-up; idempotent, and free for plain ASCII without `<` or `&`."""
    if not _PLAIN.match(text):
        text = ftfy.fix_text(text, uncurl_quotes=True, normalization="NFC")
        text = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "=" in text:
        text = _SOFT_BREAK.sub("", text)
    return " ".join(text.split())


def for_sentiment(text: str) -> str:
    """The text as the sentiment scorer reads it: feeling kept, addresses and placeholders gone."""
    text = tidy(text)
    if "://" in text or "www." in text.lower():
        text = _URL.sub(" ", text)
    if "@" in text:
        text = _HANDLE.sub(r"\1", text)
    if "[" in text or "XX" in text or "xx" in text:
        text = _PLACEHOLDER.sub(" ", text)
    if "#" in text:
        text = _HASHTAG.sub(lambda m: _CAMEL.sub(" ", m.group(1)), text)
    return " ".join(text.split())


def for_encoding(text: str, *, brands: re.Pattern[str] | None = None) -> str:
    """The text as the encoder reads it: lower case, no emphasis, no names of where it was found."""
    text = for_sentiment(text)
    text = _STRETCHED.sub(r"\1\1", text)
    text = _REPEATED_MARK.sub(r"\1", text)
    if brands is not None:
        text = brands.sub(" ", text)
    return " ".join(text.split()).lower()


def brand_pattern(brands: Sequence[str]) -> re.Pattern[str] | None:
    """A pattern for the given names as whole words, any case; None for no names."""
    names = sorted({b.strip() for b in brands if b.strip()}, key=lambda b: (-len(b), b))
    if not names:
        return None
    return re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b", re.IGNORECASE)


def comparison_key(text: str) -> str:
    """What two copies of one text have in common: letters and digits, case and spacing aside."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", folded))
