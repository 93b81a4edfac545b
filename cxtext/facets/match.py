"""Finds cues in a text.

A cue of words that follow one another is a phrase in each of its forms. A phrase is looked for where its sign stands,
its rarest words, as a first word such as "the" begins many phrases and is hardly ever one of them. Cues with gaps, or
with too many forms, are looked for in texts with a sign of theirs, see `facets.spread`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import TypeAlias

from cxtext.facets.cue import Cue, Phrases
from cxtext.facets.rarity import Row, Sign, sign_of, signs_in
from cxtext.facets.spread import Spread, spread_of
from cxtext.facets.words import Words, words_of

Hit: TypeAlias = tuple[int, int, int]  # index of the cue, first word, one behind the last

FEW_FORMS = 40  # of a cue without gaps, up to which each is a phrase

_Shape: TypeAlias = tuple[int, int]  # of a phrase: the number of words before its sign, and of all words
_Placed: TypeAlias = tuple[int, int, int, int, int]  # first word and end of what was looked for; a hit


class CueMatcher:
    """Finds the cues of a list in a text."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self._cues = list(cues)
        self._rows: dict[str, Row] = {}
        phrases: dict[Sign, dict[_Shape, dict[Row, list[int]]]] = defaultdict(dict)
        spread: dict[Sign, list[tuple[int, Spread]]] = defaultdict(list)
        for i, cue in enumerate(self._cues):
            forms = _forms_of(cue)
            if forms is None:
                whole = spread_of(cue, self._row)
                for sign in whole.signs:
                    spread[sign].append((i, whole))
            for row in dict.fromkeys(map(self._row, forms or ())):
                before, sign = sign_of(row)
                phrases[sign].setdefault((before, len(row)), {}).setdefault(row, []).append(i)
        self._signs = {
            sign: ([(*shape, cues) for shape, cues in phrases[sign].items()], spread[sign])
            for sign in phrases.keys() | spread.keys()
        }

    def find(self, said: Words) -> list[Hit]:
        """Every place of every cue, in the order of the text; of a cue with gaps, see `Spread.places`."""
        words, signs = said.words, self._signs
        placed: list[_Placed] = []
        tried: set[int] = set()
        for at, sign in signs_in(words):
            if sign in signs:
                phrases, spread = signs[sign]
                for before, length, cues in phrases:
                    start = at - before  # below 0, the slice is too short to be a phrase
                    end = start + length
                    phrase = words[start:end]
                    if phrase in cues:
                        placed += [(start, end, i, start, end) for i in cues[phrase]]
                for i, whole in spread:
                    if i not in tried and whole.may_stand(words):
                        placed += [(start, end, i, first, last) for start, end, first, last in whole.places(said)]
                    tried.add(i)
        return [(i, first, last) for _, _, i, first, last in sorted(placed) if self._may_stand(i, first, said)]

    def _may_stand(self, i: int, first: int, said: Words) -> bool:
        cue = self._cues[i]
        return (not cue.asked or said.asks) and (not cue.first or first <= said.beginning)

    def _row(self, form: str) -> Row:
        if form not in self._rows:
            self._rows[form] = words_of(form).words
        return self._rows[form]


def _forms_of(cue: Cue) -> Iterator[str] | None:
    """The forms of a cue; None where it has gaps or too many."""
    parts = [part for part in cue.parts if isinstance(part, Phrases)]
    if len(parts) < len(cue.parts) or prod(len(part.forms) + part.optional for part in parts) > FEW_FORMS:
        return None
    forms = product(*((*part.forms, "") if part.optional else part.forms for part in parts))
    return (" ".join(word for word in form if word) for form in forms)
