"""A cue with gaps, or with too many forms to list: its rarest part is looked for, and the others around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product
from typing import TypeAlias

from spacy.lang.en.stop_words import STOP_WORDS

from cxtext.facets.cue import Cue, Gap, Number, Phrases
from cxtext.facets.rarity import Row, Sign, share, sign_of, total
from cxtext.facets.words import Words

MOST_PAIRS = 300  # of a cue that is looked for by the words where two of its parts meet


@dataclass(frozen=True)
class _Forms:
    """The forms of one part of a cue, by their number of words, the most first; `begins` are their first words."""

    by_length: dict[int, frozenset[Row]]
    begins: frozenset[str]
    optional: bool

    @classmethod
    def of(cls, rows: Iterable[Row], *, optional: bool) -> _Forms:
        """The part of these forms."""
        by_length: dict[int, set[Row]] = defaultdict(set)
        for row in rows:
            by_length[len(row)].add(row)
        longest_first = {n: frozenset(by_length[n]) for n in sorted(by_length, reverse=True)}
        return cls(longest_first, frozenset(row[0] for own in by_length.values() for row in own), optional)

    @property
    def ends(self) -> frozenset[str]:
        """Their last words."""
        return frozenset(row[-1] for row in self.rows())

    def rows(self) -> Iterator[Row]:
        """Every form."""
        return chain.from_iterable(self.by_length.values())

    def lengths(self, words: Row, i: int) -> Sequence[int]:
        """How many words from the i-th on are a form, the most first."""
        if words[i] not in self.begins:
            return ()
        return [n for n, forms in self.by_length.items() if words[i : i + n] in forms]


_Part: TypeAlias = _Forms | Gap | Number


@dataclass(frozen=True)
class Spread:
    """A cue by its rarest part, the parts behind it, and those before it, each read backwards.

    A text with the cue has one of its `signs`, and a word of each of `needed`.
    """

    rarest: _Forms
    behind: tuple[_Part, ...]
    before: tuple[_Part, ...]
    signs: frozenset[Sign]
    needed: tuple[frozenset[str], ...]

    def may_stand(self, words: Row) -> bool:
        """Whether each part that may not be left out can be in a text of these words, of which one is a sign."""
        for part in self.needed:  # noqa: SIM110  half of the time that `all` takes
            if part.isdisjoint(words):
                return False
        return True

    def places(self, said: Words) -> Iterator[tuple[int, int, int, int]]:
        """Where the rarest part begins and ends, and where the cue does: the shortest at each place of that part."""
        begins, backwards = self.rarest.begins, said.words[::-1]
        for start in [i for i, word in enumerate(said.words) if word in begins]:
            for n in self.rarest.lengths(said.words, start):
                last = _ahead(self.behind, said, said.words, start + n, 0)
                if last is None:
                    continue
                first = _ahead(self.before, said, backwards, len(said) - start, 0, back=True)
                if first is not None:
                    yield start, start + n, len(said) - first, last


def spread_of(cue: Cue, row: Callable[[str], Row]) -> Spread:
    """The cue taken apart; `row` tells the words of a form."""
    parts = [_part(part, row) for part in cue.parts]
    must = {k: part for k, part in enumerate(parts) if isinstance(part, _Forms) and not part.optional}
    at = min(must, key=lambda k: _clumsiness(cue.parts[k]))
    needed = [frozenset(min(row, key=share) for row in part.rows()) for part in must.values()]
    if cue.asked:
        needed.append(frozenset("?"))
    return Spread(
        rarest=must[at],
        behind=tuple(parts[at + 1 :]),
        before=tuple(_reversed(part) for part in reversed(parts[:at])),
        signs=_signs(parts),
        needed=tuple(sorted(needed, key=total)),
    )


def _part(part: Phrases | Gap | Number, row: Callable[[str], Row]) -> _Part:
    if not isinstance(part, Phrases):
        return part
    return _Forms.of(map(row, part.forms), optional=part.optional)


def _signs(parts: Sequence[_Part]) -> frozenset[Sign]:
    """Signs of which one at least stands in every text with the cue: of a part, or of where two parts meet."""
    must = [(k, part) for k, part in enumerate(parts) if isinstance(part, _Forms) and not part.optional]
    signs = min((frozenset(sign_of(row)[1] for row in part.rows()) for _, part in must), key=total)
    meeting = [(part.ends, _followers(parts[k + 1 :])) for k, part in must]
    meeting = [(ends, begins) for ends, begins in meeting if len(ends) * len(begins) in range(1, MOST_PAIRS)]
    ends, begins = min(meeting, key=lambda pair: total(pair[0]) * total(pair[1]), default=(frozenset(), frozenset()))
    if meeting and total(ends) * total(begins) < total(signs):
        return frozenset(product(ends, begins))
    return signs


def _followers(parts: Sequence[_Part]) -> frozenset[str]:
    """The words of which one follows what stands before some parts; none where that is not known."""
    found: set[str] = set()
    for part in parts:
        if not isinstance(part, _Forms):
            break
        found |= part.begins
        if not part.optional:
            return frozenset(found)
    return frozenset()


def _clumsiness(part: Phrases | Gap | Number) -> tuple[int, int]:
    forms = part.forms if isinstance(part, Phrases) else ()
    return sum(form in STOP_WORDS for form in forms), len(forms)


def _reversed(part: _Part) -> _Part:
    if not isinstance(part, _Forms):
        return part
    return _Forms.of((row[::-1] for row in part.rows()), optional=part.optional)


def _ahead(
    parts: tuple[_Part, ...], said: Words, words: Row, here: int, room: int, *, back: bool = False
) -> int | None:
    """Where the last of the parts ends, if the first begins at most `room` words behind `here`.

    With `back`, `words` (those of `said`) and the parts are read backwards.
    """
    if not parts:
        return here
    part, rest = parts[0], parts[1:]
    if isinstance(part, Gap):
        return _ahead(rest, said, words, here, room + part.most, back=back)
    for i in range(here, min(here + room + 1, len(words))):
        if isinstance(part, _Forms):
            lengths = part.lengths(words, i)
        else:
            lengths = (1,) if said.number(len(words) - 1 - i if back else i) else ()
        for n in lengths:
            end = _ahead(rest, said, words, i + n, 0, back=back)
            if end is not None:
                return end
    if isinstance(part, _Forms) and part.optional:
        return _ahead(rest, said, words, here, room, back=back)
    return None
