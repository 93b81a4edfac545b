"""Reads a YAML file as it stands, with the line of every part, and says what is wrong with it in the house's way.

Every scalar of the file is taken as the text that stands there, so an id `no` is not a truth value and a
version `1.0` is not a number. Nothing is constructed from YAML tags; anchors and aliases are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

import yaml

from cxtext.errors import CxtextError

Document: TypeAlias = Mapping[str, Any]  # a file as mappings, lists and texts
Place: TypeAlias = tuple[str | int, ...]  # keys and 0-based indices from the top of a document
Severity: TypeAlias = Literal["error", "warning"]

MAX_BYTES = 2_000_000  # 20 times the core taxonomy: room for any real file, not for a bomb
MAX_DEPTH = 10  # a sound file needs 5; libyaml's composer overflows the C stack at about 20,000
ERRORS_SHOWN = 20  # of a broken file

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Problem:
    """Something wrong with a file. `line` is 1-based; None where no file says so."""

    line: int | None
    severity: Severity
    message: str


@dataclass(frozen=True)
class Finding:
    """Something wrong at a place of the document, before its line is looked up."""

    place: Place
    severity: Severity
    message: str


@dataclass(frozen=True)
class Parsed:
    """A file as it stands, `lines` telling where each part of the document begins."""

    document: Document
    lines: Mapping[Place, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def located(self, findings: Iterable[Finding]) -> list[Problem]:
        """Findings with their lines, and the parser's own problems, in the order of the lines."""
        found = [Problem(_line(self.lines, f.place), f.severity, f.message) for f in findings]
        return sorted([*self.problems, *found], key=lambda p: p.line or 0)


def parse_yaml(path: Path, kind: str, error: type[CxtextError]) -> Parsed:
    """Parses a file; what is not YAML becomes a problem with its line.

    Args:
        path: the file.
        kind: what it should be, such as "taxonomy", for messages.
        error: raised where the file is missing, too large or not UTF-8.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise error(f"{kind} {str(path)!r} is larger than {MAX_BYTES:,} bytes; shorten it")
        return _parse(path.read_text(encoding="utf-8-sig"), kind)
    except OSError as reason:
        raise error(f"cannot read {kind} {str(path)!r}: {reason.strerror}") from reason
    except UnicodeDecodeError as reason:
        raise error(f"{kind} {str(path)!r} is not UTF-8; save it as UTF-8") from reason


def raise_errors(problems: Iterable[Problem], origin: str, error: type[CxtextError]) -> None:
    """Raises one error with a line for each problem that is one, the first ERRORS_SHOWN of them."""
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        shown = [f"{origin}{f', line {e.line}' if e.line else ''}: {e.message}" for e in errors[:ERRORS_SHOWN]]
        more = [f"… and {len(errors) - ERRORS_SHOWN} more errors"] if len(errors) > ERRORS_SHOWN else []
        raise error("\n".join([*shown, *more]))


def text_of(entry: Mapping[str, Any], key: str) -> str:
    """The text under a key, empty where there is none."""
    value = entry.get(key)
    return value if isinstance(value, str) else ""


def list_of(entry: Mapping[str, Any], key: str) -> list[Any]:
    """The list under a key, empty where there is none."""
    value = entry.get(key)
    return value if isinstance(value, list) else []


def texts_of(entry: Mapping[str, Any], key: str) -> Iterator[tuple[int, str]]:
    """The texts of the list under a key, each with its index."""
    yield from ((i, value) for i, value in enumerate(list_of(entry, key)) if isinstance(value, str))


def _line(lines: Mapping[Place, int], place: Place) -> int | None:
    """The line of the place, or of the nearest part of the file around it."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place)


def _parse(text: str, kind: str) -> Parsed:
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
        return Parsed({}, {}, (Problem(1, "error", f"a {kind} is a mapping that begins with 'schema:'"),))
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
