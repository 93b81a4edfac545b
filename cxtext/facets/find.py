"""Finds the facets of a mention, each with the words that say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from cxtext.facets.context import negator, questioned, supposed, wished
from cxtext.facets.cue import read_cue
from cxtext.facets.emotion import Felt
from cxtext.facets.match import CueMatcher
from cxtext.facets.scheme import Facet, Scheme, Value, label
from cxtext.facets.words import Words, plain, words_of

CLEARLY = 0.3  # from here on a mention is clearly positive or, below its negative, negative
NEAR = 3  # words between what says how strong an emotion is, and the emotion
COMPLAINS, PRAISES = -0.35, 0.6  # scores from which a mention without another intent complains or praises
_COMPLAINT, _PRAISE = "complaint", "praise"
_INTENT = "intent"
EMOTION = "emotion"  # the facet that has a model besides its cues
_ASKS = frozenset(("suggestion", "question", "advice"))  # what a mention wants counts before what it thinks

Loaded: TypeAlias = Callable[[str, bool], tuple[int, int]]
"""Where the word stands that speaks most strongly for (True) or against (False) something in a text."""


@dataclass(frozen=True)
class Found:
    """A facet of a mention; `start` and `end` are character offsets of its words into the mention."""

    facet: str
    value: str
    start: int
    end: int
    source: str = "cue"  # or "model", "score"

    @property
    def label(self) -> str:
        """As in "effort:hard"."""
        return label(self.facet, self.value)


@dataclass(frozen=True)
class _Of:
    """What a cue stands for."""

    facet: Facet
    value: Value
    lookalike: bool = False

    @cached_property
    def label(self) -> str:
        """The value as it is written."""
        return label(self.facet.id, self.value.id)


_Hit: TypeAlias = tuple[int, int, _Of]  # first token, one behind the last


class FacetFinder:
    """Finds the facets of a scheme in mentions.

    Args:
        scheme: of which the values that are on are looked for.
        loaded: finds the words of a complaint or praise that only the score tells; without it, the whole mention is.
    """

    def __init__(self, scheme: Scheme, *, loaded: Loaded | None = None) -> None:
        self.scheme = scheme
        self._loaded = loaded or (lambda text, _: (0, len(text)))
        self._of: list[_Of] = []
        cues = []
        for facet, value in scheme.values():
            for lookalike, lines in ((False, value.cues), (True, value.lookalikes)) if value.on else ():
                for line in lines:
                    cues.append(read_cue(line, exact=value.exact))
                    self._of.append(_Of(facet, value, lookalike))
        self._matcher = CueMatcher(cues)
        self._opposites = _opposites(scheme)
        self._on = {label(facet.id, value.id) for facet, value in scheme.values() if value.on}
        self._when = {label(facet.id, value.id): value.when for facet, value in scheme.values()}
        self._implied = {label(facet.id, value.id): value.implies for facet, value in scheme.values()}

    def find(self, text: str, score: float | None = None, felt: Sequence[Felt] = ()) -> list[Found]:
        """The facets of a mention in the order of the scheme, each once, with the first words that say so.

        Args:
            text: the mention.
            score: its sentiment, −1 … 1; None where it is not known.
            felt: the emotions that the model finds in it; a cue for one of them comes first.
        """
        words = words_of(text)
        hits = self._hits(words, text)
        found: dict[str, Found] = {}
        for start, end, of in hits:
            read = self._read(words, start, end, of, score) if not of.facet.beside else None
            if read is not None and read.label not in found:
                found[read.label] = read
        self._add_felt(felt, score, found)
        self._add_leaning(text, score, found)
        for start, end, of in hits:
            if of.facet.beside and _beside(words, start, end, of, found):
                found.setdefault(of.label, _words(words, start, end, of.facet, of.value))
        return sorted(found.values(), key=lambda f: self.scheme.order[f.label])

    @property
    def feels(self) -> bool:
        """Whether the emotions that a model finds are wanted."""
        return self.scheme.learnt and any(name.startswith(EMOTION) for name in self._on)

    def _hits(self, words: Words, text: str) -> list[_Hit]:
        """The cues that count, in their order: of those that overlap and say the same or the opposite, the longest."""
        every = [(start, end, self._of[i]) for i, start, end in self._matcher.find(words)]
        if not every:
            return []
        feigned: set[tuple[str, int]] = set()  # a value and a word of what only looks like it
        for start, end, of in every:
            if of.lookalike:
                feigned.update((of.label, i) for i in range(start, end))
        every.sort(key=lambda hit: (hit[0] - hit[1], hit[0]))
        taken: set[tuple[str, int]] = set()  # a value and a word that said it, or the opposite
        kept: list[_Hit] = []
        for start, end, of in every:
            if of.lookalike or (of.value.exact and not _as_written(words, start, end, of.value, text)):
                continue
            spoken = {(of.label, i) for i in range(start, end)}
            if spoken.isdisjoint(feigned) and spoken.isdisjoint(taken):
                kept.append((start, end, of))
                taken |= spoken
                taken.update((opposite, i) for opposite in self._opposites[of.label] for i in range(start, end))
        return sorted(kept, key=lambda hit: hit[:2])

    def _read(self, words: Words, start: int, end: int, of: _Of, score: float | None) -> Found | None:
        """What a cue says where it stands; None where its context takes it back."""
        facet, value = of.facet, of.value
        blocked = facet.blocked_by if value.blocked_by is None else value.blocked_by
        if ("condition" in blocked and supposed(words, start)) or ("wish" in blocked and wished(words, start)):
            return None
        if "question" in blocked and questioned(words):
            return None
        if "negation" in blocked and (no := negator(words, start)) is not None:
            opposite = next((v for v in facet.values if v.id == value.opposite and v.on), None)
            if opposite is None:
                return None
            value, start = opposite, no
        if score is not None and not _side(value.when, score):
            return None
        return _words(words, start, end, facet, value)

    def _add_felt(self, felt: Sequence[Felt], score: float | None, found: dict[str, Found]) -> None:
        """The emotions that no cue names, as far as the sentiment goes with them."""
        for one in felt:
            name = label(EMOTION, one.emotion)
            if name in self._on and (score is None or _side(self._when[name], score)):
                found.setdefault(name, Found(EMOTION, one.emotion, one.start, one.end, "model"))

    def _add_leaning(self, text: str, score: float | None, found: dict[str, Found]) -> None:
        """A complaint or praise that another facet implies, or that the score tells."""
        if any(f.facet == _INTENT and f.value in _ASKS for f in found.values()):
            return
        for one in list(found.values()):
            implied = self._implied.get(one.label, "")
            if implied and label(_INTENT, implied) in self._on:
                found.setdefault(label(_INTENT, implied), Found(_INTENT, implied, one.start, one.end))
        if score is None:
            return
        leaning = _COMPLAINT if score <= COMPLAINS else _PRAISE if score >= PRAISES else ""
        name = label(_INTENT, leaning)
        if name in self._on and name not in found:
            start, end = self._loaded(text, leaning == _PRAISE)
            found[name] = Found(_INTENT, leaning, start, end, "score")


def _words(words: Words, start: int, end: int, facet: Facet, value: Value) -> Found:
    return Found(facet.id, value.id, *words.span(start, end))


def _beside(words: Words, start: int, end: int, of: _Of, found: dict[str, Found]) -> bool:
    """Whether the words stand next to the facet that they belong to."""
    first, last = max(0, start - NEAR), min(len(words), end + NEAR)
    left, right = words.span(first, last)
    return any(other.facet == of.facet.beside and other.start < right and left < other.end for other in found.values())


def _as_written(words: Words, start: int, end: int, value: Value, text: str) -> bool:
    """Whether a name stands there in its capitals, or in more of them; one listed in small letters in any."""
    left, right = words.span(start, end)
    there = text[left:right]
    return any(
        all(b == a or not a.isupper() for a, b in zip(name, there, strict=False))
        for name in value.cues
        if plain(name) == plain(there)
    )


def _opposites(scheme: Scheme) -> dict[str, set[str]]:
    """Of each value, those that its negation means, and those whose negation means it."""
    found: dict[str, set[str]] = defaultdict(set)
    for facet, value in scheme.values():
        if value.opposite:
            one, other = label(facet.id, value.id), label(facet.id, value.opposite)
            found[one].add(other)
            found[other].add(one)
    return found


def _side(when: str, score: float) -> bool:
    match when:
        case "positive":
            return score >= CLEARLY
        case "negative":
            return score <= -CLEARLY
        case "not_positive":
            return score < CLEARLY
        case "not_negative":
            return score > -CLEARLY
    return True
