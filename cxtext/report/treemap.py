"""Rectangles whose areas are given, put into a rectangle: the squarified treemap.

Bruls, Huizing, van Wijk (2000): Squarified treemaps. Data Visualization 2000, 33-42.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rectangle:
    """Its upper left corner and its size, in any unit of length."""

    x: float
    y: float
    wide: float
    high: float


def squarified(sizes: Sequence[float], into: Rectangle) -> list[Rectangle]:
    """A rectangle for each size, as near to squares as rows allow; together they fill `into`.

    Sizes are positive, the biggest first; the areas of the rectangles go by them.
    """
    if not sizes:
        return []
    scale = into.wide * into.high / sum(sizes)
    left, placed = [size * scale for size in sizes], list[Rectangle]()
    while left:
        side = min(into.wide, into.high)
        n = 1
        while n < len(left) and _worst(left[: n + 1], side) <= _worst(left[:n], side):
            n += 1
        row, left = left[:n], left[n:]
        placed += _row(row, into)
        into = _rest(row, into)
    return placed


def _worst(row: Sequence[float], side: float) -> float:
    """The most elongated rectangle of a row along that side: its longer edge by its shorter one."""
    total = sum(row)
    return max(side**2 * max(row) / total**2, total**2 / (side**2 * min(row)))


def _row(row: Sequence[float], into: Rectangle) -> list[Rectangle]:
    """The row along the shorter side: down the left edge of a wide rectangle, along the top of a high one."""
    placed, at = [], 0.0
    for area in row:
        if into.wide >= into.high:
            deep = sum(row) / into.high
            placed.append(Rectangle(into.x, into.y + at, deep, area / deep))
        else:
            deep = sum(row) / into.wide
            placed.append(Rectangle(into.x + at, into.y, area / deep, deep))
        at += area / deep
    return placed


def _rest(row: Sequence[float], into: Rectangle) -> Rectangle:
    if into.wide >= into.high:
        deep = sum(row) / into.high
        return Rectangle(into.x + deep, into.y, max(into.wide - deep, 1e-9), into.high)
    deep = sum(row) / into.wide
    return Rectangle(into.x, into.y + deep, into.wide, max(into.high - deep, 1e-9))
