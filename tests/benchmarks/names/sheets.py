"""What the sheets hold: themes paired across systems, mixed and numbered blindly."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

SHOWN = 10  # comments of a theme
OURS = "cxtext"


@dataclass(frozen=True)
class Theme:
    """One name to judge."""

    set: str
    origin: str  # where the comments are from, as the reader is told
    system: str
    name: str  # as shown
    members: frozenset[int]  # indexes of the mentions
    comments: list[tuple[str, str]]  # reference and text of those shown
    pair: str = ""  # themes with the same pair are about the same mentions, as far as that goes
    item: str = ""  # what the reader sees instead of all this

    def key(self) -> dict[str, Any]:
        """What unblinds the item; it holds no text of a comment."""
        refs = [ref for ref, _ in self.comments]
        return {
            "item": self.item,
            "set": self.set,
            "system": self.system,
            "pair": self.pair,
            "name": self.name,
            "mentions": len(self.members),
            "comments": refs,
        }


def shown_name(name: str) -> str:
    """BERTopic's "0_flight_cancelled_the" as "flight, cancelled, the"; any other name as it is."""
    if not re.match(r"-?\d+_", name):
        return name
    return ", ".join(word for word in name.split("_")[1:] if word)


def paired(by_system: dict[str, list[Theme]]) -> list[Theme]:
    """The themes of one set; each of another system's is paired with the one of ours that shares most mentions."""
    ours = by_system[OURS]
    found = [replace(theme, pair=f"{theme.set}-{i:02d}") for i, theme in enumerate(ours)]
    for system, themes in by_system.items():
        if system == OURS:
            continue
        shared = np.array([[jaccard(a.members, b.members) for b in themes] for a in ours])
        for i, j in zip(*linear_sum_assignment(-shared), strict=True):
            found.append(replace(themes[j], pair=f"{themes[j].set}-{i:02d}"))
    return found


def jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    """Shared members among all, 0 … 1."""
    return len(one & other) / max(len(one | other), 1)


def keyed(themes: list[Theme], *, seed: int) -> list[Theme]:
    """The themes in a random order, numbered in it."""
    mixed = list(themes)
    random.Random(seed).shuffle(mixed)
    return [replace(theme, item=f"n{i:03d}") for i, theme in enumerate(mixed, start=1)]


def reader_sheet(items: list[Theme], *, seed: str) -> list[dict[str, Any]]:
    """The rows of one reader's sheet, in an order of their own, with the answers left blank."""
    mixed = list(items)
    random.Random(seed).shuffle(mixed)
    return [
        {
            "item": theme.item,
            "origin": theme.origin,
            "name": theme.name,
            "clear": "",
            "fits": "",
            **{str(n): text for n, text in enumerate(_filled([text for _, text in theme.comments]), start=1)},
        }
        for theme in mixed
    ]


def without_texts(row: dict[str, Any], key: dict[str, Any], open_sets: tuple[str, ...]) -> dict[str, Any]:
    """The row with references instead of comments, unless they are of a set whose texts may be passed on."""
    if key["set"] in open_sets:
        return row
    return row | {str(n): ref for n, ref in enumerate(_filled(key["comments"]), start=1)}


def _filled(values: list[str]) -> list[str]:
    return values + [""] * (SHOWN - len(values))
