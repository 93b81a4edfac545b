"""What differs between two taxonomies, told by ids, which never change; a seed that changed its place is followed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cxtext.taxonomy.seeds import words_of
from cxtext.taxonomy.taxonomy import Department, Dimension, Phase, Stage, Taxonomy, Touchpoint

Change = Literal["added", "removed", "renamed", "changed", "new id"]
Entry = Touchpoint | Department | Stage | Dimension | Phase
NOWHERE = "no_touchpoint"
SAME_SEEDS = 0.5  # Jaccard index of the seeds from which an id that went and one that came are the same touchpoint


@dataclass(frozen=True)
class Difference:
    """One thing that differs. `before` and `after` are values of `field`, None where there is none."""

    section: str  # touchpoints, departments, stages, dimensions or phases
    id: str
    change: Change
    field: str = ""
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class SeedMove:
    """A seed that stands in another place, or in one of the two taxonomies only (None)."""

    seed: str
    before: str | None  # the touchpoint's id, or no_touchpoint
    after: str | None


@dataclass(frozen=True)
class Diff:
    """All differences, in the order of the sections and of the files."""

    entries: tuple[Difference, ...]
    seeds: tuple[SeedMove, ...]  # of touchpoints that are in both, and those that moved


_SECTIONS = ("touchpoints", "departments", "stages", "dimensions", "phases")


def diff(old: Taxonomy, new: Taxonomy) -> Diff:
    """What changed from one taxonomy to another.

    A touchpoint is the same under a new id where at least half of all its seeds are.
    """
    renamed = _new_ids(old, new)
    found: list[Difference] = []
    for section in _SECTIONS:
        followed = renamed if section == "touchpoints" else {}
        found += _section(section, getattr(old, section), getattr(new, section), followed)
    return Diff(tuple(found), tuple(_seeds(old, new, renamed)))


def _new_ids(old: Taxonomy, new: Taxonomy) -> dict[str, str]:
    """Old ids that are gone, with the new id that took their seeds."""
    before = {t.id: _keys(t.seeds) for t in old.touchpoints}
    after = {t.id: _keys(t.seeds) for t in new.touchpoints}
    came = {key: seeds for key, seeds in after.items() if key not in before}
    found: dict[str, str] = {}
    for gone, seeds in before.items():
        if gone in after or not came:
            continue
        best = max(came, key=lambda key: len(came[key] & seeds) / max(len(came[key] | seeds), 1))
        if len(came[best] & seeds) >= SAME_SEEDS * max(len(came[best] | seeds), 1):
            found[gone] = best
            del came[best]
    return found


def _section(section: str, old: Sequence[Entry], new: Sequence[Entry], renamed: dict[str, str]) -> Iterator[Difference]:
    after = {entry.id: entry for entry in new}
    kept = {renamed.get(entry.id, entry.id) for entry in old}
    for entry in old:
        here = after.get(renamed.get(entry.id, entry.id))
        if here is None:
            yield Difference(section, entry.id, "removed", before=entry.name)
            continue
        if here.id != entry.id:
            yield Difference(section, entry.id, "new id", "id", entry.id, here.id)
        yield from _fields(section, entry, here)
    for entry in new:
        if entry.id not in kept:
            yield Difference(section, entry.id, "added", after=entry.name)


def _fields(section: str, old: Entry, new: Entry) -> Iterator[Difference]:
    for field in dataclasses.fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name not in ("id", "seeds") and before != after:
            change: Change = "renamed" if field.name == "name" else "changed"
            yield Difference(section, new.id, change, field.name, before, after)


def _seeds(old: Taxonomy, new: Taxonomy, renamed: dict[str, str]) -> Iterator[SeedMove]:
    """Seeds that moved; seeds that came or went, but not with a whole touchpoint."""
    ids = {t.id for t in old.touchpoints}
    both = {NOWHERE} | {t.id for t in new.touchpoints if t.id in ids or t.id in renamed.values()}
    before = {key: (seed, renamed.get(place, place)) for key, seed, place in _placed(old)}
    after = {key: (seed, place) for key, seed, place in _placed(new)}
    for key, (seed, place) in before.items():
        there = after.get(key, ("", None))[1]
        if there != place and (there is not None or place in both):
            yield SeedMove(seed, place, there)
    for key, (seed, place) in after.items():
        if key not in before and place in both:
            yield SeedMove(seed, None, place)


def _placed(taxonomy: Taxonomy) -> Iterator[tuple[str, str, str]]:
    for touchpoint in taxonomy.touchpoints:
        yield from ((_key(seed), seed, touchpoint.id) for seed in touchpoint.seeds)
    yield from ((_key(seed), seed, NOWHERE) for seed in taxonomy.no_touchpoint)


def _keys(seeds: Sequence[str]) -> frozenset[str]:
    return frozenset(map(_key, seeds))


def _key(seed: str) -> str:
    """Equal for seeds of the same words in the same order."""
    return " ".join(words_of(seed))
