"""What people decided about themes: plain records that a model keeps, and that a file can hold for review.

A decision is never changed or taken out. It names themes and subthemes by their ids, which outlive a
retraining, and keeps beside them the names that people saw when they decided.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cxtext.errors import OptionError, unknown
from cxtext.schema import LIST_SEPARATOR

APPLIED, IN_PART, NOT_APPLIED = "applied", "in part", "not applied"

# What each action says beside the theme that it is about: the key in a file, and the field that holds it.
ARGUMENTS: dict[str, tuple[tuple[str, str], ...]] = {
    "rename": (("name", "text"),),
    "describe": (("text", "text"),),
    "merge": (("with", "others"),),
    "split": (("subthemes", "others"),),
    "move": (("to", "to"),),
    "retire": (),
    "link": (("to", "to"),),
    "example": (("text", "text"),),
}
_OPTIONAL = ("subthemes",)  # without them every subtheme is split off
_ABOUT = ("date", "reason", "author")
_KEPT = ("names", "gives", "state", "why")  # written by cxtext, taken as they are when read again
MOST_NAME, MOST_TEXT = 80, 500  # characters


@dataclass(frozen=True)
class Decision:
    """One decision; `theme`, `others` and `to` are as written until `Draft.apply` has made ids of them."""

    action: str  # of ARGUMENTS
    theme: str  # what it is about: a theme, or for rename, move and retire also a subtheme
    others: tuple[str, ...] = ()  # merge: the themes that go into it; split: the subthemes, none for all
    to: str = ""  # move: the theme; link: the touchpoint or department
    text: str = ""  # rename: the name; describe: the description; example: what a customer wrote, masked
    date: str = ""  # ISO 8601
    reason: str = ""
    author: str = ""
    names: Mapping[str, str] = field(default_factory=dict)  # id → name when it was decided
    gives: Mapping[str, str] = field(default_factory=dict)  # split: subtheme → id of the theme made of it
    state: str = APPLIED  # to the themes of the model that holds it
    why: str = ""  # it was not applied, or only in part

    def to_json(self) -> dict[str, Any]:
        """The decision as plain values, as a file holds it."""
        values: dict[str, Any] = {"action": self.action, "theme": self.theme}
        for key, name in ARGUMENTS[self.action]:
            value = getattr(self, name)
            values[key] = list(value) if isinstance(value, tuple) else value
        for key in _ABOUT:
            values[key] = getattr(self, key)
        values |= {
            "names": dict(sorted(self.names.items())),
            "gives": dict(sorted(self.gives.items())),
            "state": self.state,
            "why": self.why,
        }
        return {key: value for key, value in values.items() if value not in ("", [], {})}

    def same_as(self, other: Decision) -> bool:
        """Whether the other one says the same, by ids or by the names of the time."""
        plain = ("action", "text", "date", "reason", "author")
        if any(getattr(self, name) != getattr(other, name) for name in plain):
            return False
        if self.others and other.others:
            if len(self.others) != len(other.others):
                return False
        elif (self.others or other.others) and self.action != "split":  # none stands for every subtheme
            return False
        pairs = [(self.theme, other.theme), (self.to, other.to), *zip(self.others, other.others, strict=False)]
        return all(self._means(a, b) or other._means(b, a) for a, b in pairs)

    def _means(self, own: str, written: str) -> bool:
        return written.casefold() in (own.casefold(), self.names.get(own, own).casefold())

    def line(self) -> str:
        """The decision in one line, for people."""
        shown = self.text or ", ".join(map(self._shown, self.others)) or (self._shown(self.to) if self.to else "")
        return f"{self.action} {self._shown(self.theme)}" + (f": {shown}" if shown else "")

    def _shown(self, key: str) -> str:
        return f"{key} ({self.names[key]})" if self.names.get(key, key) != key else key


def decisions_from(entries: Any, *, where: str, date: str = "") -> tuple[Decision, ...]:
    """Decisions from the entries of a file.

    Args:
        entries: what the file holds, a list of mappings.
        where: its name, for errors.
        date: of entries that have none.

    Raises:
        OptionError: an entry is no decision; the message names it by its number.
    """
    if entries is None:
        return ()
    if not isinstance(entries, Sequence) or isinstance(entries, str):
        raise OptionError(f"{where} is not a list of decisions; each begins with '- action: …'")
    return tuple(_decision(entry, f"{where}, decision {n}", date) for n, entry in enumerate(entries, start=1))


def _decision(entry: Any, where: str, date: str) -> Decision:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("action"), str):
        raise OptionError(f"{where}: it has no action (known: {', '.join(ARGUMENTS)})")
    action = entry["action"]
    if action not in ARGUMENTS:
        raise OptionError(f"{where}: {unknown('action', action, ARGUMENTS)}")
    fields = {"theme": "theme", **dict(ARGUMENTS[action])}
    for key in entry:
        if key not in ("action", *fields, *_ABOUT, *_KEPT):
            raise OptionError(f"{where}: {unknown('key', str(key), ('action', *fields, *_ABOUT))}")
    for key in fields:
        if key not in entry and key not in _OPTIONAL:
            raise OptionError(f"{where}: {action} needs {key!r}")
    given = {key: name for key, name in fields.items() if key in entry}
    values: dict[str, Any] = {name: _argument(entry[key], name, key, where) for key, name in given.items()}
    values["date"] = checked_date(str(entry.get("date") or date), where=f"{where}: date")
    for key in ("reason", "author", "why"):
        values[key] = one_line(str(entry.get(key) or ""), most=MOST_TEXT, what=f"{where}: {key}", empty=True)
    for key in ("names", "gives"):
        values[key] = _pairs(entry.get(key) or {}, f"{where}: {key}")
    state = entry.get("state", APPLIED)
    if state not in (APPLIED, IN_PART, NOT_APPLIED):
        raise OptionError(f"{where}: {unknown('state', str(state), (APPLIED, IN_PART, NOT_APPLIED))}")
    return Decision(action=action, state=state, **values)


def _argument(value: Any, name: str, key: str, where: str) -> str | tuple[str, ...]:
    """A text, or for `others` a list of texts; one text stands for a list of one."""
    if name == "others":
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not values or not all(isinstance(v, str) and v.strip() for v in values):
            raise OptionError(f"{where}: {key!r} is not a list of themes")
        return tuple(values)
    most = MOST_TEXT if key == "text" else MOST_NAME
    return one_line(str(value), most=most, what=f"{where}: {key}")


def _pairs(value: Any, where: str) -> dict[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(v, str) for pair in value.items() for v in pair):
        raise OptionError(f"{where} does not map ids to texts")
    return dict(value)


def checked_date(value: str, *, where: str) -> str:
    """A date as ISO 8601 has it, or the empty text.

    Raises:
        OptionError: it is none.
    """
    try:
        return dt.date.fromisoformat(value).isoformat() if value else ""
    except ValueError as error:
        raise OptionError(f"{where} {value!r} is no date such as 2026-03-31") from error


def shortened(text: str) -> str:
    """A text as long as a decision may hold, its end left out where it is longer."""
    return textwrap.shorten(text, MOST_TEXT, placeholder=" …")


def theme_name(value: str) -> str:
    """A name that a theme may have: one line, no separator of lists in it.

    Raises:
        OptionError: it is empty, too long, or holds what would break a table.
    """
    name = one_line(value, most=MOST_NAME, what="the name")
    if LIST_SEPARATOR in name:
        raise OptionError(f"the name {value!r} holds {LIST_SEPARATOR!r}, which separates themes in a CSV; leave it out")
    return name


def one_line(value: str, *, most: int, what: str, empty: bool = False) -> str:
    """A text without line ends and control characters, at most so many characters long.

    Raises:
        OptionError: it is empty (unless `empty`) or longer.
    """
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())
    if not text and not empty:
        raise OptionError(f"{what} is empty; give a text")
    if len(text) > most:
        raise OptionError(f"{what} has {len(text)} characters; at most {most} are shown")
    return text
