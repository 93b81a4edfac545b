"""What a theme looks like: mentions from its middle, mentions from its border, and what it is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxtext.themes.encode import Vectors, unit_rows
from cxtext.tiles import product

TYPICAL, BORDERLINE = 5, 3  # mentions shown
READABLE = range(4, 41)  # words of a mention that is shown; others only where there are none of these
MAX_MENTIONS = 50_000  # looked at
WORDS = 5  # by which the nearest other theme is told apart


@dataclass(frozen=True)
class Portrait:
    """One theme by example."""

    typical: tuple[str, ...]  # nearest to its centre first
    borderline: tuple[str, ...]  # those that might as well belong to another theme, the most doubtful first
    nearest: int | None  # the other theme that is most like it


def portraits(
    texts: Sequence[str], vectors: Vectors, theme: NDArray[np.int64], wanted: Sequence[int]
) -> list[Portrait]:
    """A portrait of each theme that is `wanted`.

    Args:
        texts: (n,) mentions, masked.
        vectors: (n, n_dims) of the same, in the theme space.
        theme: (n,) theme of each.
        wanted: (k,) the themes that are compared with each other; no other one is looked at.
    """
    rows = _distinct(texts, np.isin(theme, wanted))
    vectors, place = vectors[rows], np.searchsorted(wanted, theme[rows])
    centres = np.zeros((len(wanted), vectors.shape[1]), dtype=np.float32)
    np.add.at(centres, place, vectors)
    centres = unit_rows(centres)
    cosines = product(vectors, centres.T)
    own = cosines[np.arange(len(rows)), place]
    cosines[np.arange(len(rows)), place] = -np.inf
    lead = own - cosines.max(axis=1, initial=-1.0)
    between = product(centres, centres.T) - 2 * np.eye(len(wanted), dtype=np.float32)
    found = []
    for i in range(len(wanted)):
        members = np.flatnonzero(place == i)
        middle = (texts[rows[j]] for j in members[np.argsort(-own[members], kind="stable")])
        border = (texts[rows[j]] for j in members[np.argsort(lead[members], kind="stable")])
        typical = _readable(middle, TYPICAL, but=())
        other = int(between[i].argmax()) if len(wanted) > 1 else None
        found.append(Portrait(typical, _readable(border, BORDERLINE, but=typical), other))
    return found


def telling_apart(own: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """The other theme's keywords that are not ours too, most telling first."""
    ours = {word for phrase in own for word in phrase.split()}
    return tuple(phrase for phrase in other if not ours & set(phrase.split()))[:WORDS]


def _distinct(texts: Sequence[str], fit: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Rows of different texts in the order of the texts, evenly thinned where they are very many."""
    first: dict[str, int] = {}
    for i in map(int, np.flatnonzero(fit)):
        first.setdefault(texts[i], i)
    rows = np.array([first[text] for text in sorted(first)], dtype=np.int64)
    return rows[:: 1 + len(rows) // MAX_MENTIONS]


def _readable(ordered: Iterable[str], n: int, *, but: Sequence[str]) -> tuple[str, ...]:
    """The first `n` that say something of their own, those of a readable length before the others."""
    known = {_plain(text) for text in but}
    good: list[str] = []
    spare: list[str] = []
    for text in ordered:
        plain = _plain(text)
        if plain in known:
            continue
        known.add(plain)
        if len(text.split()) in READABLE:
            good.append(" ".join(text.split()))
        elif len(spare) < n:
            spare.append(" ".join(text.split()))
        if len(good) == n:
            break
    return tuple((good + spare)[:n])


def _plain(text: str) -> frozenset[str]:
    return frozenset("".join(c if c.isalnum() else " " for c in text.lower()).split())
