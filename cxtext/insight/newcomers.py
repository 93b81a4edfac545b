"""Subjects that came up and that the model has no theme for, as `cxtext emerging --json` wrote them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from cxtext.errors import InputError
from cxtext.insight.catalogue import printable
from cxtext.insight.cells import HIDDEN_BELOW

MOST = 20


@dataclass(frozen=True)
class Newcomer:
    """A candidate for a new theme."""

    words: tuple[str, ...]  # most telling first
    comments: int  # at least 5
    expected: float  # comments there would be at its share in training
    p_value: float  # adjusted for all groups that were looked at
    first: str  # ISO 8601; "" where comments are not dated
    nearest: str  # theme; "" if none
    quotes: tuple[str, ...]  # masked


@dataclass(frozen=True)
class Newcomers:
    """What was found in comments that a model was shown."""

    comments: int  # that were looked at
    alarm: float  # share of runs that name a candidate where nothing is new, at most
    found: tuple[Newcomer, ...]
    hidden: int  # candidates of fewer than 5 comments


def read_newcomers(path: Path) -> Newcomers:
    """The candidates of a file.

    Raises:
        InputError: it cannot be read, or is nothing that `cxtext emerging --json` wrote.
    """
    try:
        content = orjson.loads(path.read_bytes())
        found = [_newcomer(entry) for entry in content["candidates"]]
        shown = tuple(one for one in found if one.comments >= HIDDEN_BELOW)
        return Newcomers(int(content["comments"]), float(content["alarm"]), shown[:MOST], len(found) - len(shown))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is nothing that `cxtext emerging INPUT --model MODEL --json` wrote") from error


def _newcomer(entry: dict[str, Any]) -> Newcomer:
    return Newcomer(
        words=tuple(printable(str(word)) for word in entry["words"]),
        comments=int(entry["comments"]),
        expected=float(entry["expected"]),
        p_value=float(entry["p_value"]),
        first=str(entry["first"] or ""),
        nearest=printable(str(entry["nearest"])) if entry["nearest"] else "",
        quotes=tuple(str(text) for text in entry["quotes"]),
    )
