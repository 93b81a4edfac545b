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
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import ftfy
from ftfy.badness import is_bad

from cxtext.text.mail import decoded, own_words

_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,200}>")
_URL = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_HANDLE = re.compile(r"(^|[^\w@])@\w{1,40}")
_PLACEHOLDER = re.compile(r"\[[A-Z][A-Z0-9_]{0,40}\]|\{\$[\d.,]+\}|\[(?:redacted|removed|anonymi[sz]ed)\]")
_CROSSED_OUT = re.compile(r"\[?\b[xX]{2,}(?:/[xX]{2,})*\b\]?")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_HASHTAG = re.compile(r"#(\w+)")
_STRETCHED = re.compile(r"([^\W\d_])\1\1+")
_STRETCHED_ASCII = re.compile(r"([a-zA-Z])\1\1+")  # the same for ASCII text, four times as fast
_REPEATED_MARK = re.compile(r"([!?.,;:\-_*~=])\1+")
_MENDABLE = re.compile(r"[\x7f-\x9f\ufb00-\ufb06\uff01-\uff5e\ufffd]")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "‛": "'", "“": '"', "”": '"', "‟": '"', "\u2028": "\n", "\u2029": "\n"})
_NO_WORD = {i: " " for i in range(128) if not (chr(i).isalnum() or chr(i) == "_")}  # what \w is not, in ASCII
_MOST_ROUNDS = 4  # of mending what mending uncovered: "&amp;lt;" is rare, a fifth layer unheard of
_SHOUT_WORDS = 4  # a text of fewer words in capitals may be a name or a code
_SYMBOL_WORDS = re.compile(r"\b(?:sign|symbol|heavy|black|white|face|with|of|emoji|modifier|fitzpatrick|type-\d\S*)\b")
# Pictographs that say how one feels, not about what: faces, hands, hearts, and the modifiers of skin.
_FEELING = re.compile(
    "[\u2639-\u263b\u2661\u2665\u2763\u2764\U0001f44a-\U0001f450\U0001f480\U0001f48b-\U0001f48c\U0001f493-\U0001f49f"
    "\U0001f595-\U0001f596\U0001f5a4\U0001f600-\U0001f64f\U0001f90c-\U0001f92f\U0001f970-\U0001f97a\U0001f3fb-\U0001f3ff]"
)


@dataclass(frozen=True)
class Change:
    """What one step of cleaning made of a text."""

    step: str
    before: str
    after: str


def tidy(text: str) -> str:
    """Mend encoding damage and drop mark-up and quoted mail; idempotent, and nearly free for plain text."""
    for _ in range(_MOST_ROUNDS):
        if _is_plain(text):
            break
        mended = " ".join(_mended(text).split())
        if mended == text:
            return text
        text = mended
    return " ".join(text.split())


def for_sentiment(text: str) -> str:
    """The text as the sentiment scorer reads it: feeling kept, addresses and placeholders gone.

    A text all in capitals is read in small letters: with nothing to contrast with, they are no emphasis.
    """
    text = tidy(text)
    if "://" in text or "www." in text or "WWW." in text:
        text = _URL.sub(" ", text)
    if "@" in text:
        text = _HANDLE.sub(r"\1", text)
    if "[" in text or "XX" in text or "xx" in text or "{$" in text:
        text = _CROSSED_OUT.sub(" ", _PLACEHOLDER.sub(" ", text))
    if "#" in text:
        text = _HASHTAG.sub(lambda m: _CAMEL.sub(" ", m.group(1)), text)
    words = text.split()
    if len(words) >= _SHOUT_WORDS and text.isupper():
        words = text.capitalize().split()
    return " ".join(words)


def for_encoding(text: str, *, brands: re.Pattern[str] | None = None) -> str:
    """The text as the encoder reads it: lower case, no emphasis, no brands, things in emoji by name."""
    return encoding_of(for_sentiment(text), brands=brands)


def encoding_of(view: str, *, brands: re.Pattern[str] | None = None) -> str:
    """The encoding view from the sentiment view: half the work for a caller that needs both."""
    if not view.isascii():
        view = "".join(_named(c) if c > "\u2190" else c for c in view)
    stretched = _STRETCHED_ASCII if view.isascii() else _STRETCHED
    if stretched.search(view):
        view = stretched.sub(r"\1\1", view)
    if _REPEATED_MARK.search(view):
        view = _REPEATED_MARK.sub(r"\1", view)
    if brands is not None:
        view = brands.sub(" ", view)
    return " ".join(view.split()).lower()


def brand_pattern(brands: Sequence[str]) -> re.Pattern[str] | None:
    """A pattern for the given names as whole words, any case; None for no names."""
    names = sorted({b.strip() for b in brands if b.strip()}, key=lambda b: (-len(b), b))
    if not names:
        return None
    return re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b", re.IGNORECASE)


def comparison_key(text: str) -> str:
    """What two copies of one text have in common: letters and digits, case and spacing aside."""
    if text.isascii():
        return " ".join(text.lower().translate(_NO_WORD).split())
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", folded))


def _is_plain(text: str) -> bool:
    """Whether `tidy` has nothing to do about a text but its spaces."""
    if not (text.isascii() and text.isprintable()):
        return False
    return not (
        "&" in text
        or "<" in text
        or "=" in text
        or "--" in text
        or "__" in text
        or text.lstrip()[:1] == ">"
        or "ent from" in text
        or "wrote:" in text
    )


def changes(text: str) -> list[Change]:
    """What `tidy` changes besides spaces, step by step."""
    found: list[Change] = []
    for _ in range(_MOST_ROUNDS):
        before = text
        for step, mend in _MENDING.items():
            after = mend(text)
            if after.split() != text.split():
                found.append(Change(step, text, after))
            text = after
        text = " ".join(text.split())
        if text == before:
            break
    return found


def _mended(text: str) -> str:
    """One round of mending."""
    for mend in _MENDING.values():
        text = mend(text)
    return text


def _undamaged(text: str) -> str:
    if text.isascii():
        return text
    text = text.translate(_QUOTES)
    if _MENDABLE.search(text) or is_bad(text):
        text = ftfy.fix_text(text, uncurl_quotes=True, normalization="NFC")
    return unicodedata.normalize("NFC", text)


def _untagged(text: str) -> str:
    return _TAG.sub(" ", text) if "<" in text else text


def _visible(text: str) -> str:
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)


_MENDING: dict[str, Callable[[str], str]] = {
    "mail codes decoded": decoded,
    "encoding damage mended, quotes made plain": _undamaged,
    "character references resolved": html.unescape,
    "quoted mail and signature left out": own_words,
    "mark-up left out": _untagged,
    "invisible characters left out": _visible,
}


@cache
def _named(symbol: str) -> str:
    """A pictograph as words, "🚗" as "automobile"; faces, hands and hearts as nothing; other characters as they are."""
    if _FEELING.fullmatch(symbol):
        return " "
    if unicodedata.category(symbol) == "Mn" or symbol == "\ufffd":  # the mark of a byte that was lost
        return ""
    if unicodedata.category(symbol) not in ("So", "Sk"):
        return symbol
    words = _SYMBOL_WORDS.sub(" ", unicodedata.name(symbol, "").lower())
    return f" {' '.join(words.replace('-', ' ').split())} "
