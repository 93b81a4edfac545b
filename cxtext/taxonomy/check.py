"""Says what is wrong with a taxonomy, and on which line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import Any, Protocol

from cxtext.choices import UNOWNED
from cxtext.errors import unknown
from cxtext.taxonomy.document import (
    UNKNOWN,
    Document,
    Finding,
    Parsed,
    Place,
    Problem,
    core_document,
    entries,
    list_of,
    parse_file,
    text_of,
    texts_of,
)
from cxtext.taxonomy.seeds import seed_findings

SCHEMA = "cxtext-taxonomy/1"
CONTROLLABILITY = ("own", "partner", "outside")


_ID = re.compile(r"[a-z][a-z0-9_]*")

# What each section may hold. `True` stands for required.
_TOP = {
    "schema": (str, True),
    "id": (str, True),
    "name": (str, False),
    "version": (str, False),
    "language": (str, False),
    "extends": (str, False),
    "sources": (list, False),
    "markers": (list, False),
    "no_touchpoint": (list, False),
    "phases": (list, False),
    "stages": (list, False),
    "dimensions": (list, False),
    "departments": (list, False),
    "touchpoints": (list, True),
}
_ENTRY: dict[str, dict[str, tuple[type, bool]]] = {
    "phases": {"id": (str, True), "name": (str, True)},
    "stages": {
        "id": (str, True),
        "name": (str, True),
        "phase": (str, True),
        "lifecycle": (list, False),
        "means": (str, False),
    },
    "dimensions": {"id": (str, True), "name": (str, True), "means": (str, False)},
    "departments": {"id": (str, True), "name": (str, True), "aliases": (list, False)},
    "touchpoints": {
        "id": (str, True),
        "name": (str, True),
        "department": (str, True),
        "also": (list, False),
        "stages": (list, True),
        "dimension": (str, True),
        "controllability": (str, True),
        "parent": (str, False),
        "not_this": (str, False),
        "seeds": (list, True),
    },
}


class HasDocument(Protocol):
    """A taxonomy in memory that can be written out as a document."""

    def document(self) -> Document:
        """The taxonomy as mappings, lists and texts."""


def check(source: Path | HasDocument) -> list[Problem]:
    """All problems of a taxonomy file or of a taxonomy in memory, in the order of their lines.

    Errors keep the taxonomy from loading; warnings make it work less well.

    Raises:
        TaxonomyError: the file cannot be read at all.
    """
    return check_parsed(parse_file(source) if isinstance(source, Path) else Parsed(source.document()))


def check_parsed(parsed: Parsed) -> list[Problem]:
    """All problems of a file that was parsed."""
    document = parsed.document
    base = _base(document)
    if not document and parsed.problems:
        return list(parsed.problems)
    found = [*_shape(document), *_ids(document, base), *_references(document, base), *seed_findings(document, base)]
    return parsed.located(found)


def _base(document: Document) -> Document:
    return core_document() if document.get("extends") == "core" else {}


def _label(section: str, entry: Mapping[str, Any]) -> str:
    return f"{section.removesuffix('s')} {text_of(entry, 'id')!r}"


def _shape(document: Document) -> Iterator[Finding]:
    """Keys that are unknown, missing or hold the wrong kind of value."""
    yield from _keys(document, _TOP, (), "taxonomy")
    if document.get("schema") not in (None, SCHEMA):
        yield Finding(("schema",), "error", unknown("schema", str(document["schema"]), [SCHEMA]))
    if document.get("extends") not in (None, "core"):
        message = unknown("taxonomy to extend", str(document["extends"]), ["core"])
        yield Finding(("extends",), "error", message)
    for section, known in _ENTRY.items():
        for i, entry in enumerate(list_of(document, section)):
            if isinstance(entry, Mapping):
                yield from _keys(entry, known, (section, i), _label(section, entry))
            else:
                yield Finding((section, i), "error", f"an entry of {section!r} must be a mapping with an id")


def _keys(
    entry: Mapping[str, Any], known: Mapping[str, tuple[type, bool]], place: Place, label: str
) -> Iterator[Finding]:
    for key in entry:
        if key not in known:
            yield Finding((*place, key), "error", f"{label}: {unknown('key', key, known)}")
    for key, (kind, required) in known.items():
        if key not in entry:
            if required:
                yield Finding(place, "error", f"{label}: {key!r} is missing")
        elif not isinstance(entry[key], kind):
            wanted = "a list" if kind is list else "a text"
            yield Finding((*place, key), "error", f"{label}: {key!r} must be {wanted}")
        elif kind is list and (place or key not in _ENTRY) and key != "sources":  # sections hold mappings
            for i, value in enumerate(entry[key]):
                if not isinstance(value, str):
                    yield Finding((*place, key, i), "error", f"{label}: {key!r} must hold texts")


def _ids(document: Document, base: Document) -> Iterator[Finding]:
    """Ids that are malformed or stand twice. All kinds share one namespace; packs may rename departments."""
    inherited = {text_of(entry, "id"): section for section in _ENTRY for _, entry in entries(base, section)}
    seen: dict[str, str] = {}
    for section in _ENTRY:
        for place, entry in entries(document, section):
            name = text_of(entry, "id")
            if isinstance(entry.get("id"), str) and not _ID.fullmatch(name):
                yield Finding((*place, "id"), "error", f"id {name!r} may hold only a–z, 0–9 and _")
            if section == "departments" and name in (UNKNOWN, UNOWNED):
                message = f"no department may have the id {name!r}, which stands for having none; choose another"
                yield Finding((*place, "id"), "error", message)
            renamed = section == "departments" == inherited.get(name)
            if name in seen:
                message = f"{_label(section, entry)}: this id stands twice (first among the {seen[name]})"
                yield Finding((*place, "id"), "error", message)
            elif name in inherited and not renamed:
                message = f"{_label(section, entry)}: this id stands in the core (among its {inherited[name]})"
                yield Finding((*place, "id"), "error", message)
            seen.setdefault(name, section)


def _references(document: Document, base: Document) -> Iterator[Finding]:
    """Names of departments, stages, dimensions, phases and parents that do not exist."""
    known = {
        section: {text_of(entry, "id") for source in (base, document) for _, entry in entries(source, section)}
        for section in _ENTRY
    }
    departments = known["departments"]
    top = {
        text_of(entry, "id")
        for source in (base, document)
        for _, entry in entries(source, "touchpoints")
        if not entry.get("parent")
    }
    for place, entry in entries(document, "stages"):
        yield from _known(entry, place, "phase", "phase", known["phases"], "stages")
    for place, entry in entries(document, "touchpoints"):
        own = text_of(entry, "id")
        if entry.get("department") == UNKNOWN:
            message = f"touchpoint {own!r} has no department yet, so nobody owns it; fill it in"
            yield Finding((*place, "department"), "warning", message)
        yield from _known(entry, place, "department", "department", departments, also={UNKNOWN})
        yield from _known(entry, place, "also", "department", departments)
        yield from _known(entry, place, "stages", "stage", known["stages"])
        yield from _known(entry, place, "dimension", "dimension", known["dimensions"])
        yield from _known(entry, place, "controllability", "controllability", set(CONTROLLABILITY))
        yield from _known(entry, place, "parent", "parent", top - {own})
        if entry.get("stages") == []:
            yield Finding((*place, "stages"), "error", f"touchpoint {own!r} has no stage; name at least one")


def _known(
    entry: Mapping[str, Any],
    place: Place,
    key: str,
    kind: str,
    known: set[str],
    section: str = "touchpoints",
    also: Set[str] = frozenset(),
) -> Iterator[Finding]:
    value = entry.get(key)
    listed = [((*place, key, i), name) for i, name in texts_of(entry, key)]
    for where, name in [((*place, key), value)] if isinstance(value, str) else listed:
        if name not in known and name not in also:
            yield Finding(where, "error", f"{_label(section, entry)}: {unknown(kind, name, known)}")
