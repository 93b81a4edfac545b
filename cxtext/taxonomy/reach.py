"""Touchpoints that nothing reaches: their seeds lie nearer to others, or no mention of some feedback lands there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

import numpy as np

from cxtext.taxonomy.document import Parsed, Problem, entries, text_of
from cxtext.taxonomy.link import TouchpointLinker

FEWEST = 2  # seeds
NOWHERE = "no_touchpoint"  # the section whose seeds belong to none


def seeds_elsewhere(linker: TouchpointLinker) -> dict[str, str]:
    """Touchpoints of which every seed, left out, is nearest to another one, with the one that takes most of them.

    A touchpoint of FEWEST seeds or fewer is passed over: one left out, hardly any is left to hold it against.
    """
    nearest = np.argmax(linker.nearness.left_out, axis=1)
    names = [*linker.ids, NOWHERE]
    found = {}
    for i, touchpoint in enumerate(linker.ids):
        taken = Counter(names[j] for j in nearest[linker.owner == i])
        if taken.total() > FEWEST and touchpoint not in taken:
            found[touchpoint] = min(taken, key=lambda name: (-taken[name], name))
    return found


def seed_problems(parsed: Parsed, linker: TouchpointLinker) -> Iterator[Problem]:
    """A warning for each touchpoint of the file whose seeds all lie elsewhere, with its line."""
    elsewhere = seeds_elsewhere(linker)
    for touchpoint, line in _own(parsed):
        if touchpoint in elsewhere:
            yield Problem(
                line,
                "warning",
                f"touchpoint {touchpoint!r} is not reached: each of its seeds lies nearer to another touchpoint, most "
                f"to {elsewhere[touchpoint]!r}; write seeds that tell the two apart, or join them",
            )


def landing_problems(parsed: Parsed, landed: Collection[str | None], origin: str) -> Iterator[Problem]:
    """A warning for each touchpoint of the file that no mention was linked to.

    Args:
        parsed: the file.
        landed: the touchpoint of each mention, None for none.
        origin: what the mentions are of.
    """
    reached = set(landed)
    for touchpoint, line in _own(parsed):
        if touchpoint not in reached:
            yield Problem(
                line,
                "warning",
                f"touchpoint {touchpoint!r} is not reached: none of the {len(landed):,} mentions in {origin} lands "
                "there; take seeds from what customers write, or leave it out",
            )


def _own(parsed: Parsed) -> Iterator[tuple[str, int | None]]:
    """The touchpoints that stand in the file, each with the line where it begins."""
    for place, entry in entries(parsed.document, "touchpoints"):
        yield text_of(entry, "id"), parsed.lines.get(place)
