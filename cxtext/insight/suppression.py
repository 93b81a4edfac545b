"""Which parts of a split are hidden, so that none of fewer than five comments can be told from what is shown.

A split is known by its parts and by sums of them: how many comments there are, praise less blame, the sum of the
grades. A *move* changes parts and leaves all these sums as they are. Nobody can tell a hidden part as long as a move
of hidden parts alone changes it: both splits would look the same (Cox 1980, JASA 75, 377-385, of table cells).
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from functools import cache
from math import gcd, lcm
from typing import NamedTuple

from cxtext.insight.cells import HIDDEN_BELOW

Move = tuple[int, ...]  # what each part changes by

MOST_MOVED = 2  # comments that a move of few parts takes from one of them


class Hidden(NamedTuple):
    """Which parts of a split are hidden."""

    places: frozenset[int]
    alike: bool  # True: which of them are of fewer than five comments must not be told either
    all_secret: bool  # False: all are hidden, and what else is shown could still tell a small one


def hidden_parts(counts: Sequence[int], moves: Collection[Move], *, keep: Collection[int] = ()) -> Hidden:
    """The parts to hide: those of fewer than five comments, and as many more as keep these secret.

    Of the others the smallest go first, those of `keep` last of all.
    """
    few = frozenset(place for place, n in enumerate(counts) if n < HIDDEN_BELOW)
    if _secret(counts, few, moves, most=HIDDEN_BELOW - 1):
        return Hidden(few, alike=False, all_secret=True)
    hidden = set(few)
    others = sorted(set(range(len(counts))) - few, key=lambda place: (place in keep, counts[place], place))
    for place in others:
        if _secret(counts, hidden, moves):
            break
        hidden.add(place)
    if not _secret(counts, hidden, moves):
        return Hidden(frozenset(hidden), alike=True, all_secret=False)
    for place in [place for place in reversed(others) if place in hidden]:
        if _secret(counts, hidden - {place}, moves):
            hidden.discard(place)
    return Hidden(frozenset(hidden), alike=True, all_secret=True)


def _secret(
    counts: Sequence[int], hidden: AbstractSet[int], moves: Collection[Move], *, most: int | None = None
) -> bool:
    """Whether each hidden part of one to four could be otherwise; `most` is what is known of all hidden ones."""
    small = [place for place in hidden if 0 < counts[place] < HIDDEN_BELOW]
    if not small:
        return True
    possible = [move for move in moves if _possible(counts, hidden, move, most)]
    enough = sum(counts[place] for place in hidden) >= HIDDEN_BELOW
    return enough and all(any(move[place] for move in possible) for place in small)


def _possible(counts: Sequence[int], hidden: AbstractSet[int], move: Move, most: int | None) -> bool:
    return all(
        not by or (place in hidden and n + by >= 0 and (most is None or n + by <= most))
        for place, (n, by) in enumerate(zip(counts, move, strict=True))
    )


@cache
def moves_of(sums: tuple[Move, ...]) -> tuple[Move, ...]:
    """The moves of few parts that leave sums of them as they are, each given by how often every part is in it."""
    steps = range(-MOST_MOVED, MOST_MOVED + 1)
    return tuple(
        move
        for move in itertools.product(steps, repeat=len(sums[0]))
        if any(move) and not any(sum(a * b for a, b in zip(move, of, strict=True)) for of in sums)
    )


@cache
def swaps(parts: int) -> tuple[Move, ...]:
    """The moves of one comment from one part to another: only how many there are in all is known."""
    pairs = itertools.permutations(range(parts), 2)
    return tuple(tuple((place == to) - (place == of) for place in range(parts)) for of, to in pairs)


def swaps_of_grades(grades: Sequence[float]) -> tuple[Move, ...]:
    """The moves that leave both the number of the grades and their sum as they are."""
    return tuple(_balanced(grades))


def _balanced(grades: Sequence[float]) -> Iterator[Move]:
    for places in itertools.combinations(range(len(grades)), 3):
        a, b, c = (Fraction(str(grades[place])) for place in places)
        exact = (c - b, a - c, b - a)
        scaled = [int(by * lcm(*(one.denominator for one in exact))) for by in exact]
        by = dict(zip(places, (one // gcd(*scaled) for one in scaled), strict=True))
        move = tuple(by.get(place, 0) for place in range(len(grades)))
        yield move
        yield tuple(-one for one in move)
