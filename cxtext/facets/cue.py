"""The language of cues: a line as a customer writes it, with alternatives and gaps.

- `so (easy|simple)`: one of these; an empty one may be left out
- `annoy(ed|ing)`: inside a word
- `called * (twice|again)`: up to three words between; `**` up to ten
- `took # hours`: a number, in digits or as a word
- `^please`: at the beginning of the mention
- `how do i ?`: where the mention ends with a question mark
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

MOST_FORMS = 2_000  # of one pair of brackets; more is a slip of the pen
_WILD = {"*": 3, "**": 10}
_NUMBER = "#"
_GROUP = re.compile(r"\(([^()]*)\)")
_PIECES = re.compile(r"\s*(\*\*|\*|(?<!\S)#(?!\S))\s*")


class CueError(ValueError):
    """A line that is no cue; says why."""


@dataclass(frozen=True)
class Phrases:
    """One of these, in small letters; an optional one may be missing."""

    forms: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True)
class Gap:
    """Any words, at most so many."""

    most: int


@dataclass(frozen=True)
class Number:
    """A number, in digits or as a word."""


Part: TypeAlias = Phrases | Gap | Number


@dataclass(frozen=True)
class Cue:
    """A line taken apart; `first`: begins the mention; `asked`: the mention ends with a question mark."""

    parts: tuple[Part, ...]
    first: bool = False
    asked: bool = False


def read_cue(line: str, *, exact: bool = False) -> Cue:
    """The cue that a line stands for.

    Args:
        line: see the module.
        exact: the line is a name, taken as it stands.

    Raises:
        CueError: it is no cue.
    """
    if exact:
        return Cue((Phrases((" ".join(line.split()),)),))
    text = " ".join(line.lower().split())
    first, asked = text.startswith("^"), text.endswith(" ?")
    text = text.removeprefix("^").removesuffix(" ?").strip()
    if text.count("(") != text.count(")"):
        raise CueError("its brackets do not match")
    if any(mark in group for group in _GROUP.findall(text) for mark in ("*", _NUMBER)):
        raise CueError("gaps and numbers stand outside of brackets")
    return Cue(tuple(_parts(text)), first, asked)


def _parts(text: str) -> Iterator[Part]:
    found = False
    pieces = [piece for piece in _PIECES.split(text) if piece]
    while pieces and pieces[-1] in _WILD:  # a gap at the end says nothing
        pieces.pop()
    while pieces and pieces[0] in _WILD:
        pieces.pop(0)
    for piece in pieces:
        if piece in _WILD:
            yield Gap(_WILD[piece])
        elif piece == _NUMBER:
            yield Number()
        else:
            for phrases in _phrases(piece):
                found |= not phrases.optional
                yield phrases
    if not found:
        raise CueError("it holds no word that must stand there")


def _phrases(text: str) -> Iterator[Phrases]:
    """A text without gaps, word by word."""
    for word in _words(text):
        forms = expanded(word)
        yield Phrases(tuple(sorted(forms - {""})), optional="" in forms)


def _words(text: str) -> list[str]:
    """The text cut at the blanks outside of brackets."""
    return [word for word in _cut(text, " ") if word]


def expanded(text: str) -> set[str]:
    """Every form of a text with alternatives, "" among them where all of it may be left out.

    Raises:
        CueError: there are more than MOST_FORMS, or the brackets do not match.
    """
    before, opening, rest = text.partition("(")
    if not opening:
        if ")" in text or "|" in text:
            raise CueError("its brackets do not match")
        return {" ".join(text.split())}
    inside, behind = _group(rest)
    middles = {form for alternative in _cut(inside, "|") for form in _spaced(alternative)}
    ends = _spaced(behind)
    if len(middles) * len(ends) > MOST_FORMS:
        raise CueError(f"its brackets have more than {MOST_FORMS:,} forms; make it several lines")
    return {" ".join((before + middle + end).split()) for middle in middles for end in ends}


def _spaced(text: str) -> set[str]:
    """As `expanded`, with the blanks at the ends, which part words."""
    lead, trail = " " * text.startswith(" "), " " * text.endswith(" ")
    return {lead + form + trail for form in expanded(text)}


def _group(rest: str) -> tuple[str, str]:
    """What stands in the brackets that were just opened, and what follows them."""
    depth = 1
    for i, letter in enumerate(rest):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return rest[:i], rest[i + 1 :]
    raise CueError("its brackets do not match")


def _cut(text: str, mark: str) -> list[str]:
    """The text cut at a mark outside of brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == mark and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts
