"""How well a codebook codes comments that did not teach it, and how that grows with labels: plain data."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MORE = 100  # labels whose worth is foretold
MOST_WIDTH = 0.1  # of the interval of that worth; a wider one says nothing


@dataclass(frozen=True)
class Point:
    """A point of the learning curve: macro-F1 after so many labelled comments, with its 95 % interval."""

    labels: int
    f1: float
    low: float
    high: float


@dataclass(frozen=True)
class CodeQuality:
    """One code on the held-out comments."""

    name: str
    labelled: int  # comments with the code, all in all
    held_out: int  # of them held out
    precision: float | None  # None: it was given to no held-out comment
    recall: float | None  # None: no held-out comment has it
    f1: float | None


@dataclass(frozen=True)
class Quality:
    """Figures on comments held out; the curve's last point is the codebook itself, learnt from the others."""

    held_out: int  # comments
    micro_f1: float
    exact: float  # share of the comments with just the codes that people gave
    curve: tuple[Point, ...]
    gain: tuple[float, float, float] | None  # macro-F1 that MORE labels add: likeliest, low, high; None: can't say
    codes: tuple[CodeQuality, ...]

    def facts(self) -> dict[str, Any]:
        """The figures as plain values."""
        return dataclasses.asdict(self)


def quality_from(facts: Mapping[str, Any]) -> Quality:
    """What `facts` gave."""
    gain = facts["gain"]
    return Quality(
        held_out=int(facts["held_out"]),
        micro_f1=float(facts["micro_f1"]),
        exact=float(facts["exact"]),
        curve=tuple(Point(**point) for point in facts["curve"]),
        gain=(float(gain[0]), float(gain[1]), float(gain[2])) if gain else None,
        codes=tuple(CodeQuality(**code) for code in facts["codes"]),
    )
