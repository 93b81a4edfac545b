"""Text as a reader sees it, where its characters are written otherwise: "john&#64;example.com", "４１１１", "4&shy;1".

Personal data is looked for in both, so that no way of writing carries a value past the mask.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from typing import NamedTuple

# A character reference, as html.unescape reads it, also one within another ("&amp;#64;"); "&amp;" alone hides nothing.
_REFERENCE = (
    r"&(?:(?:amp;|#38;|#[xX]26;)*"
    r"(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|(?!(?:amp|lt|gt);)[a-zA-Z][a-zA-Z0-9]{1,31};)|shy|nbsp)"
)
_NESTED = re.compile(r"&(?:amp;|#38;|#[xX]26;)+(?=.)")
# Codes of links and of mail: "john%40example.com".
_CODE = r"%(?<=\w%)(?:40|2[EeBbDd])(?=\w)|=(?<=\w=)(?:40|2[EBD])(?=\w)"
_ASCII_PIECE = re.compile(f"{_REFERENCE}|{_CODE}")
_PIECE = re.compile(f"{_REFERENCE}|{_CODE}|[^\\x00-\\x7f]")
_KEYCAP = "\u20e3"


class Unveiled(NamedTuple):
    """The text in plain characters; `starts[i]` and `ends[i]` say what of the source its character i stands for."""

    text: str
    starts: list[int]
    ends: list[int]


def unveiled(text: str) -> Unveiled | None:
    """The text with references resolved, wide and styled letters made plain, and what nobody sees left out.

    None where that changes nothing, as it nearly always is.
    """
    ascii_only = text.isascii()
    if ascii_only and not ("&" in text or "%" in text or "=" in text):
        return None
    pieces: list[tuple[str, int, int]] = []
    changed = False
    for match in (_ASCII_PIECE if ascii_only else _PIECE).finditer(text):
        plain = _plain(match.group())
        if plain != match.group():
            changed = True
            pieces.append((plain, *match.span()))
    return _assembled(text, pieces) if changed else None


def _assembled(text: str, pieces: list[tuple[str, int, int]]) -> Unveiled:
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for plain, start, end in [*pieces, ("", len(text), len(text))]:
        parts += (text[done:start], plain)
        starts += range(done, start)
        ends += range(done + 1, start + 1)
        starts += [start] * len(plain)
        ends += [end] * len(plain)
        done = end
    return Unveiled("".join(parts), starts, ends)


def _plain(piece: str) -> str:
    """The plain characters of a reference, a code, or a character beyond ASCII."""
    if len(piece) == 1:
        return _plain_character(piece)
    if piece[0] in "%=":
        return chr(int(piece[1:], 16))
    return "".join(map(_plain_character, html.unescape(_NESTED.sub("&", piece))))


@cache
def _plain_character(character: str) -> str:
    """A letter, digit or mark in ASCII where Unicode knows it as a style of one; "" for what takes no room."""
    if character.isascii():
        return character
    if unicodedata.category(character) == "Cf" or character == _KEYCAP or "\ufe00" <= character <= "\ufe0f":
        return ""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 and folded.isascii() else character
