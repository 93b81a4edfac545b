"""Finds the facets of a mention, each with the words that say so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from cxtext.facets.context import negator, questioned, supposed, wished
from cxtext.facets.emotion import Felt
from cxtext.facets.hits import FacetCues, Of
from cxtext.facets.scheme import Facet, Scheme, Value, label
from cxtext.facets.words import Words, words_of

CLEARLY = 0.3  # from here on a mention is clearly positive or, below its negative, negative
NEAR = 3  # words between what says how strong an emotion is, and the emotion
COMPLAINS, PRAISES = -0.35, 0.6  # scores from which a mention without another intent complains or praises
_INTENT = "intent"
_LEANINGS = [(label(_INTENT, leaning), leaning) for leaning in ("complaint", "praise")]  # of a bad and a good score
EMOTION = "emotion"  # the facet that has a model besides its cues
# What a mention wants counts before what it thinks.
_ASKS = frozenset(label(_INTENT, asked) for asked in ("suggestion", "question", "advice"))

Loaded: TypeAlias = Callable[[str, bool], tuple[int, int]]
"""Where the word stands that speaks most strongly for (True) or against (False) something in a text."""


class Found(NamedTuple):
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


class FacetFinder:
    """Finds the facets of a scheme in mentions.

    Args:
        scheme: of which the values that are on are looked for.
        loaded: finds the words of a complaint or praise that only the score tells; without it, the whole mention is.
    """

    def __init__(self, scheme: Scheme, *, loaded: Loaded | None = None) -> None:
        self.scheme = scheme
        self._loaded = loaded or (lambda text, _: (0, len(text)))
        self._cues = FacetCues(facet for facet in scheme.facets if not facet.beside)
        self._beside = FacetCues(facet for facet in scheme.facets if facet.beside)
        hosts = {facet.beside for facet in scheme.facets}
        self._hosts = frozenset(label(facet.id, value.id) for facet, value in scheme.values() if facet.id in hosts)
        self._on = {label(facet.id, value.id) for facet, value in scheme.values() if value.on}
        self._when = {label(facet.id, value.id): value.when for facet, value in scheme.values()}
        implied = {label(facet.id, value.id): value.implies for facet, value in scheme.values()}
        self._implied = {of: intent for of, intent in implied.items() if label(_INTENT, intent) in self._on}

    def find(self, text: str, score: float | None = None, felt: Sequence[Felt] = ()) -> list[Found]:
        """The facets of a mention in the order of the scheme, each once, with the first words that say so.

        Args:
            text: the mention.
            score: its sentiment, −1 … 1; None where it is not known.
            felt: the emotions that the model finds in it; a cue for one of them comes first.
        """
        words = words_of(text)
        found: dict[str, Found] = {}
        for start, end, of in self._cues.find(words, text):
            read = _read(words, start, end, of, score)
            if read is not None:
                found.setdefault(read.label, read)
        if felt:
            self._add_felt(felt, score, found)
        self._add_leaning(text, score, found)
        if not self._hosts.isdisjoint(found):
            self._add_beside(words, text, found)
        if len(found) < 2:
            return list(found.values())
        return [found[name] for name in sorted(found, key=self.scheme.order.__getitem__)]

    @property
    def feels(self) -> bool:
        """Whether the emotions that a model finds are wanted."""
        return self.scheme.learnt and any(name.startswith(EMOTION) for name in self._on)

    def _add_felt(self, felt: Sequence[Felt], score: float | None, found: dict[str, Found]) -> None:
        """The emotions that no cue names, as far as the sentiment goes with them."""
        for one in felt:
            name = label(EMOTION, one.emotion)
            if name in self._on and (score is None or _side(self._when[name], score)):
                found.setdefault(name, Found(EMOTION, one.emotion, one.start, one.end, "model"))

    def _add_leaning(self, text: str, score: float | None, found: dict[str, Found]) -> None:
        """A complaint or praise that another facet implies, or that the score tells."""
        if not _ASKS.isdisjoint(found):
            return
        for name, one in list(found.items()):
            implied = self._implied.get(name)
            if implied:
                found.setdefault(label(_INTENT, implied), Found(_INTENT, implied, one.start, one.end))
        if score is not None and (score <= COMPLAINS or score >= PRAISES):
            good = score >= PRAISES
            name, leaning = _LEANINGS[good]
            if name in self._on and name not in found:
                found[name] = Found(_INTENT, leaning, *self._loaded(text, good), "score")

    def _add_beside(self, words: Words, text: str, found: dict[str, Found]) -> None:
        """What stands next to the facet that it belongs to."""
        for start, end, of in self._beside.find(words, text):
            if of.label not in found and _beside(words, start, end, of, found):
                found[of.label] = _words(words, start, end, of.facet, of.value)


def _read(words: Words, start: int, end: int, of: Of, score: float | None) -> Found | None:
    """What a cue says where it stands; None where its context takes it back."""
    value, blocked = of.value, of.blocked_by
    if ("condition" in blocked and supposed(words, start)) or ("wish" in blocked and wished(words, start)):
        return None
    if "question" in blocked and questioned(words):
        return None
    if "negation" in blocked and (no := negator(words, start)) is not None:
        if of.opposite is None:
            return None
        value, start = of.opposite, no
    if score is not None and not _side(value.when, score):
        return None
    return _words(words, start, end, of.facet, value)


def _words(words: Words, start: int, end: int, facet: Facet, value: Value) -> Found:
    return Found(facet.id, value.id, *words.span(start, end))


def _beside(words: Words, start: int, end: int, of: Of, found: dict[str, Found]) -> bool:
    """Whether the words stand next to the facet that they belong to."""
    first, last = max(0, start - NEAR), min(len(words), end + NEAR)
    left, right = words.span(first, last)
    return any(other.facet == of.facet.beside and other.start < right and left < other.end for other in found.values())


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
