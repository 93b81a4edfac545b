"""Lists of entries that people write in YAML: personas, principles, actions. Each fault is told with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxtext.errors import OptionError, unknown
from cxtext.yaml_lines import Finding, Parsed, parse_yaml, raise_errors

MOST = 1_000  # entries


@dataclass(frozen=True)
class Form:
    """What a file of entries looks like."""

    kind: str  # what it is called, such as "personas file"
    schema: str  # the value of its first key
    entries: str  # the key of the list
    needed: tuple[str, ...]  # keys that every entry has, with a text; the first of them names it and stands once
    optional: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()  # further keys of the document
    free: bool = False  # entries may have any further keys


@dataclass(frozen=True)
class Entry:
    """One entry, and where it stands."""

    values: Mapping[str, Any]
    place: str  # "personas.yaml, line 4", for messages

    def text(self, key: str) -> str:
        """The text under the key, "" where there is none."""
        value = self.values.get(key)
        return " ".join(value.split()) if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of the list under the key, or the one that stands there; a mapping gives "key: value"."""
        value = self.values.get(key)
        if isinstance(value, Mapping):
            return tuple(f"{name}: {part}" for name, part in value.items() if isinstance(part, str))
        parts = value if isinstance(value, list) else [value]
        return tuple(part for part in parts if isinstance(part, str) and part)


def read_entries(path: Path, form: Form) -> tuple[tuple[Entry, ...], Mapping[str, Any]]:
    """The entries of a file, and its settings.

    Raises:
        OptionError: it is missing, not YAML, or breaks the form; a line for each fault.
    """
    parsed = parse_yaml(path, form.kind, OptionError)
    raise_errors(parsed.located([] if parsed.problems else _faults(parsed, form)), path.name, OptionError)
    found = parsed.document.get(form.entries) or []
    entries = tuple(
        Entry(values, f"{path.name}, line {parsed.lines.get((form.entries, number), 1)}")
        for number, values in enumerate(found if isinstance(found, list) else [])
    )
    return entries, {key: parsed.document[key] for key in form.settings if key in parsed.document}


def _faults(parsed: Parsed, form: Form) -> Iterator[Finding]:
    document = parsed.document
    if document.get("schema") != form.schema:
        yield Finding(("schema",), "error", f"a {form.kind} begins with 'schema: {form.schema}'")
    yield from _strange((), document, ("schema", form.entries, *form.settings))
    listed = document.get(form.entries) or []  # an empty list may stand as nothing
    if not isinstance(listed, list) or len(listed) > MOST:
        yield Finding((form.entries,), "error", f"{form.entries} is a list of at most {MOST:,} entries")
        return
    seen: dict[str, int] = {}
    for number, entry in enumerate(listed):
        place = (form.entries, number)
        if not isinstance(entry, Mapping):
            yield Finding(place, "error", f"an entry of {form.entries} has keys such as {', '.join(form.needed)}")
            continue
        if not form.free:
            yield from _strange(place, entry, (*form.needed, *form.optional))
        for key in form.needed:
            if not isinstance(entry.get(key), str) or not entry[key].strip():
                yield Finding(place, "error", f"{key} is missing, or no text")
        name = str(entry.get(form.needed[0]))
        if name in seen:
            yield Finding(place, "error", f"{form.needed[0]} {name!r} stands twice; call one otherwise")
        seen[name] = number


def _strange(place: tuple[str | int, ...], entry: Mapping[str, Any], known: Sequence[str]) -> Iterator[Finding]:
    for key in entry:
        if key not in known:
            yield Finding((*place, key), "error", unknown("key", key, known))
