"""The cues of a scheme in a text, and which of them count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from cxtext.facets.cue import read_cue
from cxtext.facets.match import CueMatcher
from cxtext.facets.scheme import Facet, Value, label
from cxtext.facets.words import Words, plain


@dataclass(frozen=True)
class Of:
    """What a cue stands for."""

    facet: Facet
    value: Value
    lookalike: bool = False

    @cached_property
    def label(self) -> str:
        """The value as it is written."""
        return label(self.facet.id, self.value.id)

    @cached_property
    def blocked_by(self) -> frozenset[str]:
        """What around the cue takes it back."""
        return self.facet.blocked_by if self.value.blocked_by is None else self.value.blocked_by

    @cached_property
    def opposite(self) -> Value | None:
        """What the cue means where it is negated, if anything."""
        return next((one for one in self.facet.values if one.id == self.value.opposite and one.on), None)


Hit: TypeAlias = tuple[int, int, Of]  # first word, one behind the last


class FacetCues:
    """Finds the cues of the values that are on, of some facets."""

    def __init__(self, facets: Iterable[Facet]) -> None:
        self._of: list[Of] = []
        self._opposites: dict[str, set[str]] = defaultdict(set)
        cues = []
        for facet in facets:
            for value in facet.values:
                if value.opposite:
                    self._add_opposites(label(facet.id, value.id), label(facet.id, value.opposite))
                for lookalike, lines in ((False, value.cues), (True, value.lookalikes)) if value.on else ():
                    cues += [read_cue(line, exact=value.exact) for line in lines]
                    self._of += [Of(facet, value, lookalike)] * len(lines)
        self._matcher = CueMatcher(cues)

    def find(self, words: Words, text: str) -> list[Hit]:
        """The cues that count, in their order: of those that overlap and say the same or the opposite, the longest."""
        every = [(start, end, self._of[i]) for i, start, end in self._matcher.find(words)]
        if not every:
            return every
        real = [hit for hit in every if not hit[2].lookalike and _as_written(words, hit, text)]
        if len(every) < 2:
            return real
        feigned = {(of.label, i) for start, end, of in every if of.lookalike for i in range(start, end)}
        real.sort(key=lambda hit: (hit[0] - hit[1], hit[0]))
        taken: set[tuple[str, int]] = set()  # a value and a word that said it, or the opposite
        kept: list[Hit] = []
        for start, end, of in real:
            spoken = {(of.label, i) for i in range(start, end)}
            if spoken.isdisjoint(feigned) and spoken.isdisjoint(taken):
                kept.append((start, end, of))
                taken |= spoken
                taken.update((opposite, i) for opposite in self._opposites[of.label] for i in range(start, end))
        return sorted(kept, key=lambda hit: hit[:2])

    def _add_opposites(self, one: str, other: str) -> None:
        """Of each value, those that its negation means, and those whose negation means it."""
        self._opposites[one].add(other)
        self._opposites[other].add(one)


def _as_written(words: Words, hit: Hit, text: str) -> bool:
    """Whether a name stands there in its capitals, or in more of them; one listed in small letters in any."""
    start, end, of = hit
    if not of.value.exact:
        return True
    left, right = words.span(start, end)
    there = text[left:right]
    return any(
        all(b == a or not a.isupper() for a, b in zip(name, there, strict=False))
        for name in of.value.cues
        if plain(name) == plain(there)
    )
