"""The user's own owners: who a value of the owner column is, and who customers mean by some words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cxtext.choices import UNOWNED
from cxtext.errors import TaxonomyError, unknown
from cxtext.taxonomy.document import Parsed, parse_file
from cxtext.taxonomy.seeds import words_of
from cxtext.taxonomy.taxonomy import Taxonomy, pack_document, pack_names

SCHEMA = "cxtext-owners/1"
WHAT = "file of owners"
_SECTIONS = ("column", "words")
_KEYS = ("schema", *_SECTIONS)
_ID = re.compile(r"[a-z][a-z0-9_]*")  # what looks like the id of a department


@dataclass(frozen=True)
class OwnerRules:
    """Pairs of what stands there and the owner: a department's id, or a name of the user's own.

    In `column`, an empty owner means that the value names nobody.
    """

    column: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str], ...] = ()


def read_owners(path: Path, taxonomy: Taxonomy) -> OwnerRules:
    """The rules of a YAML file.

    Raises:
        TaxonomyError: it cannot be read, or breaks the rules of its form; each fault with its line.
    """
    parsed = parse_file(path, what=WHAT)
    departments = {department.id for department in taxonomy.departments}
    for pack in pack_names():
        departments |= {entry["id"] for entry in pack_document(pack).get("departments", ())}
    faults = [(problem.line, problem.message) for problem in parsed.problems] or list(_faults(parsed, departments))
    if faults:
        lines = [f"{path}{f', line {line}' if line else ''}: {message}" for line, message in faults]
        raise TaxonomyError("\n".join(lines))
    return OwnerRules(*(_pairs(parsed, section) for section in _SECTIONS))


def _pairs(parsed: Parsed, section: str) -> tuple[tuple[str, str], ...]:
    return tuple((key, " ".join(owner.split())) for key, owner in parsed.document.get(section, {}).items())


def _faults(parsed: Parsed, departments: set[str]) -> Iterator[tuple[int | None, str]]:
    document, lines = parsed.document, parsed.lines
    for key in document:
        if key not in _KEYS:
            yield lines.get((key,)), unknown("key", key, _KEYS)
    if document.get("schema") != SCHEMA:
        yield lines.get(("schema",), 1), f"'schema' must be {SCHEMA}"
    for section in _SECTIONS:
        entries = document.get(section, {})
        if not isinstance(entries, Mapping):
            yield lines.get((section,)), f"{section!r} must be a mapping of what stands there to an owner"
            continue
        for key, owner in entries.items():
            for fault in _of_entry(section, key, owner, departments):
                yield lines.get((section, key)), fault


def _of_entry(section: str, key: str, owner: object, departments: set[str]) -> Iterator[str]:
    if not isinstance(owner, str):
        yield f"the owner of {key!r} must be one text"
    elif owner.strip() in ("", UNOWNED):
        if section == "words":
            yield f"{key!r} has no owner; name one, or take it out"
    elif _ID.fullmatch(owner) and owner not in departments:
        hint = unknown("department", owner, departments)
        yield f"{hint}; a name of your own is told by a capital letter or a blank"
    if section == "words" and not words_of(key):
        yield f"{key!r} holds no word"


class OwnerKeys:
    """Looks up who a text names as a whole: by the user's rules, else by the taxonomy's ids, names and aliases."""

    def __init__(self, taxonomy: Taxonomy, rules: Sequence[tuple[str, str]] = ()) -> None:
        self._departments = _departments(taxonomy)
        self._rules = {_key(value): self.resolved(owner) for value, owner in rules}

    def resolved(self, owner: str) -> str:
        """The id of the department of that id or name; what names none is a name of its own."""
        return "" if owner == UNOWNED else self._departments.get(_key(owner), owner)

    def owner(self, value: str) -> str | None:
        """The owner that a cell names; "" where it names nobody, None where nothing says who it is."""
        key = _key(value)
        return "" if not key else self._rules.get(key, self._departments.get(key))


def _departments(taxonomy: Taxonomy) -> dict[str, str]:
    """Ids by id, name and alias; an alias of two departments names neither."""
    found: dict[str, str] = {}
    twice = set()
    for department in taxonomy.departments:
        for alias in {_key(alias) for alias in department.aliases}:
            twice |= {alias} if alias in found else set()
            found[alias] = department.id
    found = {alias: owner for alias, owner in found.items() if alias not in twice}
    exact = {_key(text): d.id for d in taxonomy.departments for text in (d.name, d.id)}
    return {**found, **exact}


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
