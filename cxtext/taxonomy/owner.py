"""Who owns a mention and a comment, and what says so.

The first that says anything decides: a column of the user's, a name in the text, a person's decision about the theme,
the touchpoint's department. What none of them knows is unowned.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cxtext.choices import UNOWNED
from cxtext.schema import OWNER_SOURCES

COLUMN, MENTION, THEME, TOUCHPOINT, NONE = OWNER_SOURCES


class Owned(NamedTuple):
    """An owner, and where it is from: one of OWNER_SOURCES, which stand in the order of precedence."""

    owner: str = UNOWNED
    source: str = NONE


NOBODY = Owned()


def owner_of_mention(*, column: str | None, named: str | None, decided: str | None, touchpoint: str | None) -> Owned:
    """The first owner that is known.

    Args:
        column: who the owner column names for the comment.
        named: who the mention itself names.
        decided: who a person gave the mention's theme to.
        touchpoint: the department of the mention's touchpoint.
    """
    known = zip((column, named, decided, touchpoint), OWNER_SOURCES, strict=False)
    return next((Owned(owner, source) for owner, source in known if owner), NOBODY)


class Part(NamedTuple):
    """What a mention adds to the question who owns its comment."""

    owned: Owned
    negative: bool
    words: int


def owner_of_comment(parts: Sequence[Part], column: str | None = None) -> Owned:
    """The owner column's answer; else complaints decide: who owns most words of them, else most words of all.

    Of owners with as many words, the one from the stronger source comes first, then the one named first.
    """
    if column:
        return Owned(column, COLUMN)
    if len(parts) == 1 and parts[0].owned.owner != UNOWNED:
        return parts[0].owned
    owned = [part for part in parts if part.owned.owner != UNOWNED]
    deciding = [part for part in owned if part.negative] or owned
    words: dict[str, int] = {}
    source: dict[str, str] = {}
    for part in deciding:
        owner = part.owned.owner
        words[owner] = words.get(owner, 0) + part.words
        source[owner] = min(source.get(owner, NONE), part.owned.source, key=OWNER_SOURCES.index)
    if not words:
        return NOBODY
    best = min(words, key=lambda owner: (-words[owner], OWNER_SOURCES.index(source[owner])))
    return Owned(best, source[best])


def owners_in_order(parts: Iterable[Part]) -> list[str]:
    """All owners of a comment's mentions, the one with most words first, then by first place."""
    words: dict[str, int] = {}
    for part in parts:
        if part.owned.owner != UNOWNED:
            words[part.owned.owner] = words.get(part.owned.owner, 0) + part.words
    return sorted(words, key=lambda owner: -words[owner])
