"""Owners that customers name: "your returns desk", "the Leeds branch", "the line 3 hotline".

A department's alias alone is a word like any other ("the store was dirty", "pricing"); it names somebody together
with a unit ("returns desk", "pricing team"). A shop or branch names somebody where it has a name of its own. What
the user lists is taken as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import polars as pl
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token

from cxtext.taxonomy.taxonomy import Department, Taxonomy

UNITS = frozenset("desk team department dept office hotline helpdesk unit division".split())
# Aliases that name somebody by themselves, by their last word.
ENDINGS = UNITS | frozenset("centre center".split())
PLACES = frozenset("branch store shop venue depot warehouse clinic".split())
# Capitals before these are of a shop's kind or of somebody else's shop.
NO_PLACE_NAMES = frozenset("app play apple google android coffee gift online web pet thrift post department".split())
MOST_WORDS = 3  # of the name of a shop
LEAST_STEM = 3  # letters; "it team" is found in "I love it team"
_PARTS = re.compile(r"[,&/]| and ")

# What stands before the name of a shop that is the company's.
_THE = frozenset("the your their this that my our".split())
_OWN = frozenset("our my".split())  # the customer's own department
_GREETINGS = frozenset(
    "hello hi hey hallo dear attn attention greetings morning afternoon thanks thank regards".split()
)
_DETERMINERS = frozenset("the a an your their our my this that these those his her its any".split())
_LEADING = frozenset("really actually at all by from with of to in".split())
_NEGATORS = frozenset("not n't nt never unlike except besides".split())
_ASIDE = (("instead", "of"), ("rather", "than"), ("other", "than"), ("apart", "from"), ("nothing", "to", "do", "with"))
_FAULT = frozenset("fault problem issue".split())
_BLAME = (("to", "blame"), ("at", "fault"), ("the", "problem"), ("the", "issue"), ("responsible",))
_BE = frozenset("is are was were 's 're be".split())
_USER = "user"

_Found: TypeAlias = tuple[int, int, int, str]  # rank (0 for the user's words), first token, end, owner


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
        lasts: set[str] = set()
        for owner, phrases in _phrases(taxonomy, {text.lower() for text, _ in words}).items():
            lasts |= self._add("", owner, phrases)
        for text, owner in words:
            lasts |= self._add(_USER, owner, [text])
        self._places = _places(taxonomy)
        lasts |= self._places.keys()
        self._lasts = pl.Series(sorted(lasts), dtype=pl.String).implode()
        self._likely = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(lasts)))})(?!\w)")

    def _add(self, kind: str, owner: str, phrases: Sequence[str]) -> set[str]:
        """Make phrases known; returns the last word of each."""
        docs = [self._nlp.make_doc(phrase) for phrase in phrases]
        self._matcher.add(f"{kind}{len(self._owners)}", docs)
        self._owners.append(owner)
        return {doc[-1].lower_ for doc in docs}

    def find_all(self, texts: Sequence[str]) -> list[Named | None]:
        """What `find` finds in each text; most texts hold no last word of an owner's name and are not read further."""
        found: list[Named | None] = [None] * len(texts)
        lowered = pl.Series([text.lower() for text in texts], dtype=pl.String)
        for i in lowered.str.contains_any(self._lasts).arg_true().to_list():
            found[i] = self.find(texts[i])
        return found

    def find(self, text: str) -> Named | None:
        """The first owner that the text names and does not rule out; of words that overlap, the longest.

        The user's own words come before those of the taxonomy.
        """
        if not self._likely.search(text.lower()):
            return None
        doc = self._nlp.make_doc(text)
        found = sorted([*self._by_phrase(doc), *self._by_place(doc)], key=lambda entry: (entry[0], entry[1] - entry[2]))
        apart: list[_Found] = []
        for entry in found:
            if all(entry[2] <= other[1] or other[2] <= entry[1] for other in apart):
                apart.append(entry)
        kept = [entry for entry in apart if not _ruled_out(doc, entry[1], entry[2])]
        if not kept:
            return None
        _, start, end, owner = min(kept)
        return Named(owner, doc[start:end].text)

    def _by_phrase(self, doc: Doc) -> Iterator[_Found]:
        for span in self._matcher(doc, as_spans=True):
            kind = span.label_
            users = kind.startswith(_USER)
            if users or not _addressed(doc, span.start, span.end):
                yield int(not users), span.start, span.end, self._owners[int(kind.removeprefix(_USER))]

    def _by_place(self, doc: Doc) -> Iterator[_Found]:
        """As "the Leeds branch": a shop after a word with a capital that says something."""
        shouted = doc.text.isupper()
        for token in doc[1:]:
            start = _name_before(doc, token.i) if token.lower_ in self._places and not shouted else token.i
            if start < token.i:
                yield 1, start, token.i + 1, self._places[token.lower_]


def _name_before(doc: Doc, end: int) -> int:
    """Where the name begins that stands between an article and `end`, as in "the Kings Road branch"; `end` if none."""
    start = end
    while start > max(0, end - MOST_WORDS) and _is_name(doc[start - 1]):
        start -= 1
    return start if start > 0 and doc[start - 1].lower_ in _THE else end


def _is_name(token: Token) -> bool:
    plain = token.lower_ in NO_PLACE_NAMES or token.lower_ in _THE
    return token.is_title and token.is_alpha and not plain


def _addressed(doc: Doc, start: int, end: int) -> bool:
    """Whether they are only greeted ("dear help desk"), or are the customer's own ("our finance department")."""
    lead = [token.lower_ for token in doc[max(0, start - 2) : start]]
    others = [token for token in (*doc[:start], *doc[end:]) if token.is_alpha and token.lower_ not in _DETERMINERS]
    return not _OWN.isdisjoint(lead) or not _GREETINGS.isdisjoint(lead) or not others


def _ruled_out(doc: Doc, start: int, end: int) -> bool:
    """Whether the words around say that it is not about them: "not the returns desk", "the shop is not to blame"."""
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
