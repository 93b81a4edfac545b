"""Word lists that tell persons from things, read once from `data/`."""

from __future__ import annotations

from importlib import resources


def _lines(name: str) -> list[str]:
    text = resources.files("cxtext.text").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _words(name: str) -> frozenset[str]:
    return frozenset(word for line in _lines(name) if line[0] != "=" for word in line.split())


def _phrases(name: str) -> dict[str, tuple[str, ...]]:
    """Phrases by their first word."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _lines(name):
        for phrase in line[1:].strip().split("|") if line[0] == "=" else ():
            first = phrase.split("'")[0].split()[0]
            found[first] = (*found.get(first, ()), phrase)
    return found


WORD_NAMES = _words("word_names.txt")
FIRST_NAMES = _words("first_names.txt") - WORD_NAMES
SURNAMES = _words("surnames.txt")
NOT_NAMES = _words("not_names.txt")
NOT_PEOPLE = _phrases("not_names.txt")
# What is a word of the language is no name for want of a list.
COMMON_WORDS = _words("common_words.txt") | NOT_NAMES
