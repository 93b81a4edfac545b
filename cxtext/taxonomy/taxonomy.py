"""The taxonomy: touchpoints that comments are linked to, their departments and journey stages.

A taxonomy is the shipped core, laid under any number of industry packs, or a file of the user's own in the
same form. A file that says `extends: core` adds to the core; any other stands alone.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from cxtext.errors import OptionError, TaxonomyError, unknown
from cxtext.taxonomy.check import SCHEMA, check_parsed
from cxtext.taxonomy.document import PACKS, UNKNOWN, Document, Parsed, core_document, parse_file
from cxtext.yaml_lines import raise_errors


@dataclass(frozen=True)
class Phase:
    """One of the four phases of the circular decision journey."""

    id: str
    name: str


@dataclass(frozen=True)
class Stage:
    """A stage of the customer journey; belongs to exactly one phase."""

    id: str
    name: str
    phase: str
    lifecycle: tuple[str, ...] = ()  # stages of the customer life cycle that it covers
    means: str = ""


@dataclass(frozen=True)
class Dimension:
    """A dimension of service quality (RATER)."""

    id: str
    name: str
    means: str = ""


@dataclass(frozen=True)
class Department:
    """Who can mend what customers complain about. `aliases` are other names of it, lower case."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Touchpoint:
    """One thing that customers meet and one department owns."""

    id: str
    name: str
    department: str
    stages: tuple[str, ...]  # likeliest first
    dimension: str
    controllability: str  # own, partner or outside: who holds the lever for the usual cause
    seeds: tuple[str, ...]  # utterances as customers write them, complaints first
    also: tuple[str, ...] = ()  # departments to copy
    parent: str | None = None  # the core touchpoint that one of a pack rolls up to
    not_this: str = ""  # the nearest wrong touchpoints and how to tell them apart

    @property
    def owner(self) -> str | None:
        """The id of its department; None while the file says `unknown`."""
        return None if self.department == UNKNOWN else self.department


Part = TypeVar("Part")


@dataclass(frozen=True)
class Taxonomy:
    """Touchpoints with all that they refer to, in the order of their files; stages in journey order."""

    id: str
    version: str
    language: str
    packs: tuple[str, ...]
    phases: tuple[Phase, ...]
    stages: tuple[Stage, ...]
    dimensions: tuple[Dimension, ...]
    departments: tuple[Department, ...]
    touchpoints: tuple[Touchpoint, ...]
    no_touchpoint: tuple[str, ...]  # utterances that praise or complain of nothing in particular

    @property
    def full_name(self) -> str:
        """Its id and its packs, such as "core + travel"."""
        return " + ".join((self.id, *self.packs))

    def touchpoint(self, key: str) -> Touchpoint:
        """The touchpoint of that id.

        Raises:
            OptionError: there is none; the same holds for the other look-ups.
        """
        return _named("touchpoint", key, self._touchpoints)

    def department(self, key: str) -> Department:
        """The department of that id."""
        return _named("department", key, self._departments)

    def stage(self, key: str) -> Stage:
        """The journey stage of that id."""
        return _named("stage", key, self._stages)

    def department_of(self, touchpoint: str) -> Department:
        """The department that owns a touchpoint."""
        return self.department(self.touchpoint(touchpoint).department)

    def roll_up(self, touchpoint: str) -> Touchpoint:
        """The touchpoint it counts as where industries are compared; itself if it has no parent."""
        found = self.touchpoint(touchpoint)
        return self.touchpoint(found.parent) if found.parent else found

    def name_of(self, key: str) -> str:
        """The name to show for the id of a touchpoint, department or stage; no two share an id."""
        return _named("id", key, self._names)

    def document(self) -> dict[str, Any]:
        """The taxonomy in the form of its file."""
        plain = {"schema": SCHEMA, "id": self.id, "version": self.version, "language": self.language}
        sections = {section: [_plain(part) for part in getattr(self, section)] for section in _PARTS}
        return {**plain, **sections, "no_touchpoint": list(self.no_touchpoint)}

    def to_json(self) -> dict[str, Any]:
        """All of it as plain JSON values; `taxonomy_from_json` reads them back to an equal taxonomy."""
        return {**self.document(), "packs": list(self.packs)}

    def digest(self) -> str:
        """SHA-256 of the canonical JSON (keys sorted, no blanks), in hexadecimal."""
        canonical = json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    @functools.cached_property
    def _names(self) -> dict[str, str]:
        parts: tuple[Touchpoint | Department | Stage, ...] = (
            *self.touchpoints,
            *self.departments,
            *self.stages,
        )
        return {part.id: part.name for part in parts}

    @functools.cached_property
    def _touchpoints(self) -> dict[str, Touchpoint]:
        return {touchpoint.id: touchpoint for touchpoint in self.touchpoints}

    @functools.cached_property
    def _departments(self) -> dict[str, Department]:
        return {department.id: department for department in self.departments}

    @functools.cached_property
    def _stages(self) -> dict[str, Stage]:
        return {stage.id: stage for stage in self.stages}


_PARTS = {
    "phases": Phase,
    "stages": Stage,
    "dimensions": Dimension,
    "departments": Department,
    "touchpoints": Touchpoint,
}


def load_taxonomy(packs: Sequence[str] = (), path: Path | None = None) -> Taxonomy:
    """The shipped core, or the user's own file, with industry packs laid over it.

    The order of `packs` does not matter. Both a pack's touchpoint and its parent stay available.

    Raises:
        OptionError: there is no pack of that name.
        TaxonomyError: the user's file is broken, or does not go together with the packs.
    """
    names = sorted(set(packs))
    for name in names:
        if name not in pack_names():
            raise OptionError(unknown("pack", name, pack_names()))
    laid = [pack_document(name) for name in names]
    if path is None:
        return _combine(core_document(), [core_document(), *laid], names)
    parsed = parse_file(path)
    _raise_errors(parsed, str(path))
    base = [core_document()] if parsed.document.get("extends") == "core" else []
    taxonomy = _combine(parsed.document, [*base, parsed.document, *laid], names)
    if names:
        _raise_errors(Parsed(taxonomy.document()), f"{path} with packs {', '.join(names)}")
    return taxonomy


def taxonomy_from_json(values: Mapping[str, Any]) -> Taxonomy:
    """The taxonomy that `to_json` wrote.

    Raises:
        TaxonomyError: the values are not a sound taxonomy.
    """
    document = {key: value for key, value in values.items() if key != "packs"}
    packs = values.get("packs", [])
    if not isinstance(packs, list) or not all(isinstance(name, str) for name in packs):
        raise TaxonomyError("saved taxonomy: 'packs' must be a list of names; save it again")
    _raise_errors(Parsed(document), "saved taxonomy")
    return _combine(document, [document], packs)


@functools.cache
def pack_names() -> tuple[str, ...]:
    """The shipped industry packs, in alphabetical order."""
    return tuple(sorted(file.stem for file in PACKS.glob("*.yaml")))


@functools.cache
def pack_document(name: str) -> Document:
    """The file of a shipped pack, as it stands."""
    return parse_file(PACKS / f"{name}.yaml").document


def _raise_errors(parsed: Parsed, origin: str) -> None:
    raise_errors(check_parsed(parsed), origin, TaxonomyError)


def _combine(own: Document, documents: Sequence[Document], packs: Sequence[str]) -> Taxonomy:
    """One taxonomy, named as `own`, from documents of which each adds to those before it."""
    chosen = {} if own is core_document() else {entry["id"]: entry["name"] for entry in own.get("departments", ())}
    return Taxonomy(
        id=own["id"],
        version=own.get("version", ""),
        language=own.get("language", "en"),
        packs=tuple(packs),
        phases=_parts(Phase, documents, "phases"),
        stages=_parts(Stage, documents, "stages"),
        dimensions=_parts(Dimension, documents, "dimensions"),
        departments=_departments(_parts(Department, documents, "departments"), chosen),
        touchpoints=_parts(Touchpoint, documents, "touchpoints"),
        no_touchpoint=tuple(seed for document in documents for seed in document.get("no_touchpoint", ())),
    )


def _parts(kind: Callable[..., Part], documents: Sequence[Document], section: str) -> tuple[Part, ...]:
    entries = [entry for document in documents for entry in document.get(section, ())]
    return tuple(kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in e.items()}) for e in entries)


def _departments(departments: Sequence[Department], chosen: Mapping[str, str]) -> tuple[Department, ...]:
    """One of each id: aliases joined, with the user's name, else the new name of a pack unless packs disagree."""
    same: dict[str, list[Department]] = {}
    for department in departments:
        same.setdefault(department.id, []).append(department)
    merged = []
    for key, (first, *later) in same.items():
        names = {department.name for department in later}
        aliases = dict.fromkeys(alias for department in (first, *later) for alias in department.aliases)
        shipped = names.pop() if len(names) == 1 else first.name
        merged.append(Department(key, chosen.get(key, shipped), tuple(aliases)))
    return tuple(merged)


def _plain(part: Phase | Stage | Dimension | Department | Touchpoint) -> dict[str, Any]:
    values = {field.name: getattr(part, field.name) for field in fields(part)}
    return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items() if v is not None}


def _named(kind: str, key: str, known: Mapping[str, Part]) -> Part:
    if key not in known:
        raise OptionError(unknown(kind, key, known))
    return known[key]
