"""Owners that customers name: "your returns desk", "the Leeds branch", "the line 3 hotline".

A department's alias alone is a word like any other ("the store was dirty", "pricing"); it names somebody together
with a unit ("returns desk", "pricing team"). A shop or branch names somebody where it has a name of its own. What
the user lists is taken as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from cxtext.taxonomy.taxonomy import Department, Taxonomy

UNITS = frozenset("desk team department dept office hotline helpdesk unit division".split())
# Aliases that name somebody by themselves, by their last word.
ENDINGS = UNITS | frozenset("centre center".split())
PLACES = frozenset("branch store shop venue depot warehouse clinic".split())
# Capitals before these are of a shop's kind or of somebody else's shop.
NO_PLACE_NAMES = frozenset("app play apple google android coffee gift online web pet thrift post department".split())
LEAST_STEM = 3  # letters; "it team" is found in "I love it team"
_PARTS = re.compile(r"[,&/]| and ")

_DETERMINERS = frozenset("the a an your their our my this that these those his her its any".split())
_LEADING = frozenset("really actually at all by from with of to in".split())
_NEGATORS = frozenset("not n't nt never unlike except besides".split())
_ASIDE = (("instead", "of"), ("rather", "than"), ("other", "than"), ("apart", "from"), ("nothing", "to", "do", "with"))
_FAULT = frozenset("fault problem issue".split())
_BLAME = (("to", "blame"), ("at", "fault"), ("the", "problem"), ("the", "issue"), ("responsible",))
_BE = frozenset("is are was were 's 're be".split())
_USER = "user"


@dataclass(frozen=True)
class Named:
    """An owner named in a text, and the words that name it."""

    owner: str
    words: str


class OwnerNames:
    """Finds the owners that texts name.

    Args:
        taxonomy: whose departments have names and aliases.
        words: pairs of the user's own words and owners, which come first.
        nlp: whose tokenizer reads words and texts alike.
    """

    def __init__(self, taxonomy: Taxonomy, words: Sequence[tuple[str, str]], nlp: Language) -> None:
        self._nlp = nlp
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._owners: list[str] = []
        self._lasts: set[str] = set()
        for owner, phrases in {**_phrases(taxonomy, {text.lower() for text, _ in words})}.items():
            self._add("", owner, phrases)
        for text, owner in words:
            self._add(_USER, owner, [text])
        self._places = _places(taxonomy)

    def _add(self, kind: str, owner: str, phrases: Sequence[str]) -> None:
        docs = [self._nlp.make_doc(phrase) for phrase in phrases]
        self._matcher.add(f"{kind}{len(self._owners)}", docs)
        self._owners.append(owner)
        self._lasts |= {doc[-1].lower_ for doc in docs}

    def find(self, text: str) -> Named | None:
        """The first owner that the text names and does not rule out; of words that overlap, the longest.

        The user's own words come before those of the taxonomy.
        """
        lower = text.lower()
        if not any(last in lower for last in self._lasts) and not any(place in lower for place in self._places):
            return None
        doc = self._nlp.make_doc(text)
        found = [*self._by_phrase(doc), *self._by_place(doc)]
        kept = [entry for entry in found if not _ruled_out(doc, entry[1], entry[2])]
        if not kept:
            return None
        _, start, end, owner = min(kept, key=lambda entry: (entry[0], entry[1], entry[1] - entry[2]))
        return Named(owner, doc[start:end].text)

    def _by_phrase(self, doc: Doc) -> Iterator[tuple[int, int, int, str]]:
        """Rank (0 for the user's), start, end and owner."""
        for span in self._matcher(doc, as_spans=True):
            kind = span.label_
            rank = 0 if kind.startswith(_USER) else 1
            yield rank, span.start, span.end, self._owners[int(kind.removeprefix(_USER))]

    def _by_place(self, doc: Doc) -> Iterator[tuple[int, int, int, str]]:
        """As "the Leeds branch": a shop after a word with a capital that says something."""
        shouted = doc.text.isupper()
        for token in doc[1:]:
            if token.lower_ in self._places and not shouted and _is_name(doc, token.i - 1):
                yield 1, token.i - 1, token.i + 1, self._places[token.lower_]


def _is_name(doc: Doc, i: int) -> bool:
    """Whether the token is a name by its capital, which at the beginning of a sentence says nothing."""
    token = doc[i]
    first = i == 0 or doc[i - 1].text in ".!?" or doc[i - 1].is_space
    plain = token.lower_ in NO_PLACE_NAMES or token.lower_ in _DETERMINERS
    return token.is_title and token.is_alpha and not first and not plain


def _ruled_out(doc: Doc, start: int, end: int) -> bool:
    """Whether the words around say that it was somebody else: "not the returns desk", "the shop is not to blame"."""
    before = _before(doc, start)
    if before and (before[-1] in _NEGATORS or any(_ends(before, phrase) for phrase in _ASIDE)):
        return True
    if len(before) > 1 and before[-1] in _FAULT and any(word in _NEGATORS for word in before[-4:-1]):
        return True
    after = [token.lower_ for token in doc[end : end + 5]]
    denied = len(after) > 2 and after[0] in _BE and after[1] in ("not", "n't")
    return denied and any(after[2 : 2 + len(phrase)] == list(phrase) for phrase in _BLAME)


def _before(doc: Doc, start: int) -> list[str]:
    """Up to six words before, without what leads up to the name: articles, prepositions."""
    words = [token.lower_ for token in doc[max(0, start - 8) : start]]
    while words and (words[-1] in _DETERMINERS or (words[-1] in _LEADING and not _aside_end(words))):
        words.pop()
    return words[-6:]


def _aside_end(words: Sequence[str]) -> bool:
    """Whether the words end in "instead of" and the like, whose last word is a preposition itself."""
    return any(_ends(words, phrase) for phrase in _ASIDE)


def _ends(words: Sequence[str], phrase: tuple[str, ...]) -> bool:
    return tuple(words[-len(phrase) :]) == phrase


def _phrases(taxonomy: Taxonomy, taken: set[str]) -> dict[str, list[str]]:
    """What names each department; what would name two, and what the user has taken, names none."""
    owners: dict[str, set[str]] = {}
    for department in taxonomy.departments:
        for phrase in _of_department(department):
            owners.setdefault(phrase, set()).add(department.id)
    found: dict[str, list[str]] = {}
    for phrase, of in sorted(owners.items()):
        if len(of) == 1 and phrase not in taken:
            found.setdefault(next(iter(of)), []).append(phrase)
    return found


def _of_department(department: Department) -> Iterator[str]:
    """Such as "returns desk" from "returns", and "claims team" from "claims department", which stands too."""
    stems = {part.strip().lower() for text in (department.name, *department.aliases) for part in _PARTS.split(text)}
    for stem in stems:
        *front, last = stem.split() or [""]
        if last in ENDINGS:
            yield stem
            stem = " ".join(front) if last in UNITS else ""
        if len(stem) >= LEAST_STEM:
            yield from (f"{stem} {unit}" for unit in UNITS)


def _places(taxonomy: Taxonomy) -> dict[str, str]:
    """Kinds of places that are an alias of one department."""
    owners = {place: [d.id for d in taxonomy.departments if place in d.aliases] for place in sorted(PLACES)}
    return {place: of[0] for place, of in owners.items() if len(of) == 1}
