"""Which numbers a group of comments is big enough for."""

from __future__ import annotations

from enum import StrEnum

# Market precedents: a case limit of 5, 100 answers a group.
HIDDEN_BELOW = 5
NUMBERS_FROM = 30
NORMAL_FROM = 100

TOO_FEW_TO_SHOW = f"fewer than {HIDDEN_BELOW} comments: hidden for privacy"
SUBTRACTABLE = f"hidden, so that fewer than {HIDDEN_BELOW} comments cannot be told by subtraction"
TOO_FEW_FOR_NUMBERS = f"fewer than {NUMBERS_FROM} comments: quotes only"


class Cell(StrEnum):
    """What may be shown of a group."""

    HIDDEN = "hidden"  # nothing, not even how many they are
    QUOTES_ONLY = "quotes_only"  # how many they are, and what they wrote
    INDICATIVE = "indicative"  # numbers, marked as uncertain
    NORMAL = "normal"


def cell(n: int) -> Cell:
    """What may be shown of a group of `n` distinct comments."""
    if n < HIDDEN_BELOW:
        return Cell.HIDDEN
    if n < NUMBERS_FROM:
        return Cell.QUOTES_ONLY
    return Cell.INDICATIVE if n < NORMAL_FROM else Cell.NORMAL
