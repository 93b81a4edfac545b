"""Names to show for the ids that stand in labelled tables."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})  # Unicode's categories: control, surrogate, line ends
# Marks that turn the direction of the text after them; a right-to-left word needs none of them.
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class ThemeCard:
    """What the theme model says of one theme."""

    keywords: tuple[str, ...] = ()  # most typical first
    description: str = ""


@dataclass(frozen=True)
class Catalogue:
    """What the taxonomy and the theme model know about ids; what is absent is made up from the id.

    `stages` is in journey order. `themes` is keyed by the name that stands in the labelled tables.
    """

    touchpoints: Mapping[str, str] = field(default_factory=dict)
    departments: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    themes: Mapping[str, ThemeCard] = field(default_factory=dict)

    def name(self, kind: str, key: str) -> str:
        """The name to show; a theme's key is its name already."""
        names = {"touchpoint": self.touchpoints, "department": self.departments, "stage": self.stages}
        return printable(key if kind == "theme" else names[kind].get(key, prettify(key)))

    def stage_order(self, key: str) -> tuple[int, str]:
        """Sorts stages along the journey, unknown ones last and by id."""
        order = list(self.stages)
        return (order.index(key) if key in order else len(order), key)


def printable(name: str) -> str:
    """One line without control characters and without marks that turn the direction of the text around."""
    bad = (sign in TURNING or unicodedata.category(sign) in UNPRINTABLE for sign in name)
    plain = "".join(" " if wrong else sign for sign, wrong in zip(name, bad, strict=True))
    return " ".join(plain.split()) or "(no name)"


def prettify(key: str) -> str:
    """A readable name from an id: "delivery_time" gives "Delivery time"."""
    words = key.replace("_", " ").strip()
    return words[:1].upper() + words[1:] if words else key
