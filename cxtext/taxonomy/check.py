"""Reads a taxonomy file and says what is wrong with it, and on which line.

Every scalar of the file is taken as the text that stands there, so an id `no` is not a truth value and a
version `1.0` is not a number. Nothing is constructed from YAML tags; anchors and aliases are refused.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias

import yaml

from cxtext.errors import TaxonomyError, unknown

Document: TypeAlias = Mapping[str, Any]  # a taxonomy as mappings, lists and texts
Place: TypeAlias = tuple[str | int, ...]  # keys and 0-based indices from the top of a document
Severity: TypeAlias = Literal["error", "warning"]

SCHEMA = "cxtext-taxonomy/1"
CORE = Path(__file__).parent / "data" / "core.yaml"
PACKS = CORE.parent / "packs"
CONTROLLABILITY = ("own", "partner", "outside")

MAX_BYTES = 2_000_000  # 20 times the core file: room for any real taxonomy, not for a bomb
MAX_DEPTH = 10  # a sound file needs 5; libyaml's composer overflows the C stack at about 20,000
MIN_SEEDS = 5  # fewer say too little about how customers put it
MAX_SEED_WORDS = 20  # about one sentence; a longer seed speaks of several things
NEAR_IDENTICAL = 0.8  # Jaccard index of the word sets: one word in five or more differs

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ID = re.compile(r"[a-z][a-z0-9_]*")
_WORD = re.compile(r"\w+(?:'\w+)*")

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


@dataclass(frozen=True)
class Problem:
    """Something wrong with a taxonomy. `line` is 1-based; None where no file says so."""

    line: int | None
    severity: Severity
    message: str


class HasDocument(Protocol):
    """A taxonomy in memory that can be written out as a document."""

    def document(self) -> Document:
        """The taxonomy as mappings, lists and texts."""


@dataclass(frozen=True)
class Parsed:
    """A taxonomy file as it stands, `lines` telling where each part of the document begins."""

    document: Document
    lines: Mapping[Place, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Finding:
    place: Place
    severity: Severity
    message: str


@dataclass(frozen=True)
class _Seed:
    place: Place
    owner: str  # the touchpoint's id, or "no_touchpoint"
    text: str
    words: frozenset[str]
    key: str  # the words in order: equal keys are the same utterance


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
    found = [*_shape(document), *_ids(document, base), *_references(document, base), *_seeds(document, base)]
    problems = [Problem(_line(parsed.lines, f.place), f.severity, f.message) for f in found]
    return sorted([*parsed.problems, *problems], key=lambda p: p.line or 0)


def parse_file(path: Path) -> Parsed:
    """Parses a taxonomy file; what is not YAML becomes a problem with its line.

    Raises:
        TaxonomyError: the file is missing, too large or not UTF-8.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise TaxonomyError(f"taxonomy {str(path)!r} is larger than {MAX_BYTES:,} bytes; shorten it")
        return _parse(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise TaxonomyError(f"cannot read taxonomy {str(path)!r}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise TaxonomyError(f"taxonomy {str(path)!r} is not UTF-8; save it as UTF-8") from error


@functools.cache
def core_document() -> Document:
    """The shipped default taxonomy."""
    return parse_file(CORE).document


def _parse(text: str) -> Parsed:
    try:
        node = None if (refused := _bomb(text)) else yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        refused = Problem(line, "error", f"not valid YAML: {error.problem or error.context}")
    except yaml.YAMLError as error:
        refused = Problem(None, "error", f"not valid YAML: {str(error).splitlines()[0]}")
    if refused:
        return Parsed({}, {}, (refused,))
    if not isinstance(node, yaml.MappingNode):
        return Parsed({}, {}, (Problem(1, "error", "a taxonomy is a mapping that begins with 'schema:'"),))
    lines: dict[Place, int] = {}
    problems: list[Problem] = []
    return Parsed(_plain(node, (), lines, problems), lines, tuple(problems))


def _bomb(text: str) -> Problem | None:
    """Aliases, which can multiply, or deep nesting, which can overflow: found before anything is composed."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.AliasEvent):
            return Problem(line, "error", "aliases (*) are not allowed; write it out")
        if depth > MAX_DEPTH:
            return Problem(line, "error", f"nested deeper than {MAX_DEPTH} levels")
    return None


def _plain(node: yaml.Node, place: Place, lines: dict[Place, int], problems: list[Problem]) -> Any:
    """The node as mappings, lists and texts; fills `lines`, and `problems` with keys that stand twice."""
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*place, i), lines, problems) for i, child in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    mapping: dict[str, Any] = {}
    for key_node, child in node.value:
        key = str(key_node.value)
        if key in mapping:
            line = key_node.start_mark.line + 1
            problems.append(Problem(line, "error", f"key {key!r} stands twice in one entry"))
        mapping[key] = _plain(child, (*place, key), lines, problems)
        lines[(*place, key)] = key_node.start_mark.line + 1
    return mapping


def _line(lines: Mapping[Place, int], place: Place) -> int | None:
    """The line of the place, or of the nearest part of the file around it."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place)


def _base(document: Document) -> Document:
    return core_document() if document.get("extends") == "core" else {}


def _entries(document: Document, section: str) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    for i, entry in enumerate(_list(document, section)):
        if isinstance(entry, Mapping):
            yield (section, i), entry


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""


def _list(entry: Mapping[str, Any], key: str) -> list[Any]:
    value = entry.get(key)
    return value if isinstance(value, list) else []


def _texts(entry: Mapping[str, Any], key: str) -> Iterator[tuple[int, str]]:
    yield from ((i, value) for i, value in enumerate(_list(entry, key)) if isinstance(value, str))


def _label(section: str, entry: Mapping[str, Any]) -> str:
    return f"{section.removesuffix('s')} {_text(entry, 'id')!r}"


def _shape(document: Document) -> Iterator[_Finding]:
    """Keys that are unknown, missing or hold the wrong kind of value."""
    yield from _keys(document, _TOP, (), "taxonomy")
    if document.get("schema") not in (None, SCHEMA):
        yield _Finding(("schema",), "error", unknown("schema", str(document["schema"]), [SCHEMA]))
    if document.get("extends") not in (None, "core"):
        message = unknown("taxonomy to extend", str(document["extends"]), ["core"])
        yield _Finding(("extends",), "error", message)
    for section, known in _ENTRY.items():
        for i, entry in enumerate(_list(document, section)):
            if isinstance(entry, Mapping):
                yield from _keys(entry, known, (section, i), _label(section, entry))
            else:
                yield _Finding((section, i), "error", f"an entry of {section!r} must be a mapping with an id")


def _keys(
    entry: Mapping[str, Any], known: Mapping[str, tuple[type, bool]], place: Place, label: str
) -> Iterator[_Finding]:
    for key in entry:
        if key not in known:
            yield _Finding((*place, key), "error", f"{label}: {unknown('key', key, known)}")
    for key, (kind, required) in known.items():
        if key not in entry:
            if required:
                yield _Finding(place, "error", f"{label}: {key!r} is missing")
        elif not isinstance(entry[key], kind):
            wanted = "a list" if kind is list else "a text"
            yield _Finding((*place, key), "error", f"{label}: {key!r} must be {wanted}")
        elif kind is list and key not in _ENTRY and key != "sources":
            for i, value in enumerate(entry[key]):
                if not isinstance(value, str):
                    yield _Finding((*place, key, i), "error", f"{label}: {key!r} must hold texts")


def _ids(document: Document, base: Document) -> Iterator[_Finding]:
    """Ids that are malformed or stand twice. All kinds share one namespace; packs may rename departments."""
    inherited = {_text(entry, "id"): section for section in _ENTRY for _, entry in _entries(base, section)}
    seen: dict[str, str] = {}
    for section in _ENTRY:
        for place, entry in _entries(document, section):
            name = _text(entry, "id")
            if name and not _ID.fullmatch(name):
                yield _Finding((*place, "id"), "error", f"id {name!r} may hold only a–z, 0–9 and _")
            renamed = section == "departments" == inherited.get(name)
            if name in seen:
                message = f"{_label(section, entry)}: this id stands twice (first among the {seen[name]})"
                yield _Finding((*place, "id"), "error", message)
            elif name in inherited and not renamed:
                message = (
                    f"{_label(section, entry)}: this id stands in the core (among its {inherited[name]})"
                )
                yield _Finding((*place, "id"), "error", message)
            seen.setdefault(name, section)


def _references(document: Document, base: Document) -> Iterator[_Finding]:
    """Names of departments, stages, dimensions, phases and parents that do not exist."""
    known = {
        section: {_text(entry, "id") for source in (base, document) for _, entry in _entries(source, section)}
        for section in _ENTRY
    }
    top = {
        _text(entry, "id")
        for source in (base, document)
        for _, entry in _entries(source, "touchpoints")
        if not entry.get("parent")
    }
    for place, entry in _entries(document, "stages"):
        yield from _known(entry, place, "phase", "phase", known["phases"], "stages")
    for place, entry in _entries(document, "touchpoints"):
        own = _text(entry, "id")
        yield from _known(entry, place, "department", "department", known["departments"])
        yield from _known(entry, place, "also", "department", known["departments"])
        yield from _known(entry, place, "stages", "stage", known["stages"])
        yield from _known(entry, place, "dimension", "dimension", known["dimensions"])
        yield from _known(entry, place, "controllability", "controllability", set(CONTROLLABILITY))
        yield from _known(entry, place, "parent", "parent", top - {own})
        if entry.get("stages") == []:
            yield _Finding((*place, "stages"), "error", f"touchpoint {own!r} has no stage; name at least one")


def _known(
    entry: Mapping[str, Any], place: Place, key: str, kind: str, known: set[str], section: str = "touchpoints"
) -> Iterator[_Finding]:
    value = entry.get(key)
    listed = [((*place, key, i), name) for i, name in _texts(entry, key)]
    for where, name in [((*place, key), value)] if isinstance(value, str) else listed:
        if name not in known:
            yield _Finding(where, "error", f"{_label(section, entry)}: {unknown(kind, name, known)}")


def _seeds(document: Document, base: Document) -> Iterator[_Finding]:
    """Touchpoints with too few seeds, seeds of the wrong form, and seeds that stand in two places."""
    for place, entry in _entries(document, "touchpoints"):
        count, own = len(_list(entry, "seeds")), _text(entry, "id")
        if isinstance(entry.get("seeds"), list) and count == 0:
            yield _Finding((*place, "seeds"), "error", f"touchpoint {own!r} has no seeds")
        elif 0 < count < MIN_SEEDS:
            message = f"touchpoint {own!r} has {count} seeds; write at least {MIN_SEEDS}"
            yield _Finding((*place, "seeds"), "warning", message)
    own_seeds = list(_all_seeds(document))
    for seed in own_seeds:
        yield from _form(seed)
    yield from _twice(own_seeds, list(_all_seeds(base)))


def _all_seeds(document: Document) -> Iterator[_Seed]:
    for place, entry in _entries(document, "touchpoints"):
        for i, text in _texts(entry, "seeds"):
            yield _seed((*place, "seeds", i), _text(entry, "id"), text)
    for i, text in _texts(document, "no_touchpoint"):
        yield _seed(("no_touchpoint", i), "no_touchpoint", text)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    return _WORD.findall(text.lower().replace("’", "'"))


def _seed(place: Place, owner: str, text: str) -> _Seed:
    words = words_of(text)
    return _Seed(place, owner, text, frozenset(words), " ".join(words))


def _form(seed: _Seed) -> Iterator[_Finding]:
    if not seed.words:
        yield _Finding(seed.place, "error", f"a seed of {seed.owner!r} has no words: {seed.text!r}")
    if seed.text != seed.text.lower():
        yield _Finding(seed.place, "warning", f"seed {seed.text!r} of {seed.owner!r} has upper-case letters")
    length = len(seed.key.split())
    if length > MAX_SEED_WORDS:
        message = f"a seed of {seed.owner!r} has {length} words (at most {MAX_SEED_WORDS}): {seed.text!r}"
        yield _Finding(seed.place, "warning", message)


def _twice(own: Sequence[_Seed], inherited: Sequence[_Seed]) -> Iterator[_Finding]:
    """Seeds whose words, or nearly all of them, stand elsewhere too; each is held against those before it."""
    ordered = [*inherited, *own]
    frequency = Counter(word for seed in ordered for word in seed.words)
    before: dict[str, list[int]] = defaultdict(list)  # rare word → seeds that hold it
    for n, seed in enumerate(ordered):
        words = sorted(seed.words, key=lambda word: (frequency[word], word))
        # Prefix filter (Bayardo et al. 2007): sets this alike share one of their rarest words.
        prefix = words[: len(words) - math.ceil(NEAR_IDENTICAL * len(words)) + 1]
        candidates = sorted({m for word in prefix for m in before[word]}) if n >= len(inherited) else []
        for m in candidates:
            yield from _compare(seed, ordered[m])
        for word in prefix:
            before[word].append(n)


def _compare(seed: _Seed, other: _Seed) -> Iterator[_Finding]:
    if seed.key == other.key and seed.owner == other.owner:
        yield _Finding(seed.place, "warning", f"seed {seed.text!r} stands twice in {seed.owner!r}")
    elif seed.key == other.key:
        message = f"seed {seed.text!r} stands in {other.owner!r} and in {seed.owner!r}; it may fit only one"
        yield _Finding(seed.place, "error", message)
    elif len(seed.words & other.words) >= NEAR_IDENTICAL * len(seed.words | other.words):
        message = f"seed {seed.text!r} of {seed.owner!r} is nearly {other.text!r} of {other.owner!r}"
        yield _Finding(seed.place, "warning", message)
