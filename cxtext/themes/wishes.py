"""The seeds file: themes that the user wishes for, read and checked before any work.

schema: cxtext-seeds/1
themes:
- name: Late delivery
seeds: [late parcel, delivery date, courier]
examples: [It came three days after the promised date.]
touchpoint: delivery_time
must_link: [[Late delivery, "Still waiting for my order."]]
cannot_link: [[Late delivery, "The app says it is late at night."]]
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxtext.errors import OptionError, unknown
from cxtext.schema import OVERALL, REST
from cxtext.yaml_lines import Document, Finding, Place, list_of, parse_yaml, raise_errors, text_of, texts_of

SCHEMA = "cxtext-seeds/1"
_TOP = {"schema": str, "themes": list, "must_link": list, "cannot_link": list}
_WISH = {"name": str, "seeds": list, "examples": list, "touchpoint": str, "department": str}
_REQUIRED = ("schema", "themes", "name")
NEARLY = 0.85  # difflib's ratio from which a text of a link is a misspelt theme


@dataclass(frozen=True)
class Wish:
    """A theme that is wished for."""

    name: str
    seeds: tuple[str, ...] = ()  # words and phrases
    examples: tuple[str, ...] = ()  # what customers write about it
    unlike: tuple[str, ...] = ()  # texts that do not belong to it, however near they are
    touchpoint: str | None = None
    department: str | None = None


@dataclass(frozen=True)
class Wishes:
    """All that a seeds file says; the links are those of two texts, neither of which names a theme."""

    themes: tuple[Wish, ...]
    together: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()


def load_wishes(
    path: Path, *, touchpoints: frozenset[str] | None = None, departments: frozenset[str] | None = None
) -> Wishes:
    """A seeds file.

    Args:
        path: the file.
        touchpoints: ids that may be named; None allows any. `departments` likewise.

    Raises:
        OptionError: it cannot be read or breaks its rules; one line a fault, each with the line of the file.
    """
    parsed = parse_yaml(path, "seeds file", OptionError)
    document = parsed.document
    found: list[Finding] = []
    if document or not parsed.problems:
        found = [*_shape(document), *_names(document), *_seeds(document), *_links(document)]
        for key, known in (("touchpoint", touchpoints), ("department", departments)):
            found += _known(document, key, known) if known is not None else ()
    raise_errors(parsed.located(found), str(path), OptionError)
    return _wishes(document)


def _wishes(document: Document) -> Wishes:
    names = {_key(text_of(entry, "name")) for entry in document["themes"]}
    likes: dict[str, list[str]] = {name: [] for name in names}
    unlikes: dict[str, list[str]] = {name: [] for name in names}
    together: list[tuple[str, str]] = []
    apart: list[tuple[str, str]] = []
    for key, own, pairs in (("must_link", likes, together), ("cannot_link", unlikes, apart)):
        for group in list_of(document, key):
            texts = [text for text in group if _key(text) not in names]
            theme = next((_key(text) for text in group if _key(text) in names), None)
            if theme is not None:
                own[theme] += texts
            else:
                pairs += [(texts[0], text) for text in texts[1:]]
    themes = tuple(
        Wish(
            entry["name"].strip(),
            tuple(text for _, text in texts_of(entry, "seeds")),
            (*(text for _, text in texts_of(entry, "examples")), *likes[_key(entry["name"])]),
            tuple(unlikes[_key(entry["name"])]),
            entry.get("touchpoint"),
            entry.get("department"),
        )
        for entry in document["themes"]
    )
    return Wishes(themes, tuple(together), tuple(apart))


def _entries(document: Document) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    for i, entry in enumerate(list_of(document, "themes")):
        if isinstance(entry, Mapping):
            yield ("themes", i), entry


def _shape(document: Document) -> Iterator[Finding]:
    """Keys that are unknown, missing or hold the wrong kind of value."""
    yield from _keys(document, _TOP, (), "seeds file")
    if isinstance(schema := document.get("schema"), str) and schema != SCHEMA:
        yield Finding(("schema",), "error", unknown("schema", schema, [SCHEMA]))
    if document.get("themes") == []:
        yield Finding(("themes",), "error", "no theme is wished for; write one, or leave --seeds out")
    for i, entry in enumerate(list_of(document, "themes")):
        if isinstance(entry, Mapping):
            yield from _keys(entry, _WISH, ("themes", i), f"theme {text_of(entry, 'name')!r}")
        else:
            yield Finding(("themes", i), "error", f"a theme must be a mapping such as 'name: {str(entry)[:40]}'")


def _keys(entry: Mapping[str, Any], known: Mapping[str, type[Any]], place: Place, label: str) -> Iterator[Finding]:
    for key in entry:
        if key not in known:
            yield Finding((*place, key), "error", f"{label}: {unknown('key', key, known)}")
    for key, kind in known.items():
        if key not in entry:
            if key in _REQUIRED:
                yield Finding(place, "error", f"{label}: {key!r} is missing")
        else:
            yield from _value(entry[key], kind, (*place, key), label)


def _value(value: Any, kind: type[Any], place: Place, label: str) -> Iterator[Finding]:
    key = place[-1]
    if not isinstance(value, kind):
        wanted = "a list, in square brackets or with dashes" if kind is list else "a text"
        yield Finding(place, "error", f"{label}: {key!r} must be {wanted}")
    elif kind is str and not value.strip():
        yield Finding(place, "error", f"{label}: {key!r} is empty")
    elif key in ("seeds", "examples"):
        for i, text in enumerate(value):
            if not isinstance(text, str) or not text.strip():
                yield Finding((*place, i), "error", f"{label}: {key!r} must hold texts; write them in quotes")


def _names(document: Document) -> Iterator[Finding]:
    """Names that stand twice, or that cxtext gives itself."""
    seen: set[str] = set()
    for place, entry in _entries(document):
        name = _key(text_of(entry, "name"))
        if name in seen:
            yield Finding((*place, "name"), "error", f"theme {name!r} stands twice; join the two")
        if name in (_key(REST), _key(OVERALL)):
            yield Finding((*place, "name"), "error", f"{name!r} is a theme that cxtext itself makes; rename it")
        seen.add(name)


def _seeds(document: Document) -> Iterator[Finding]:
    """Seeds and examples of two themes at once."""
    owner: dict[str, str] = {}
    for place, entry in _entries(document):
        name = text_of(entry, "name")
        for key in ("seeds", "examples"):
            for i, text in texts_of(entry, key):
                other = owner.setdefault(_key(text), name)
                if _key(other) != _key(name):
                    message = f"theme {name!r}: {text!r} stands in theme {other!r} too; keep it in one"
                    yield Finding((*place, key, i), "error", message)


def _links(document: Document) -> Iterator[Finding]:
    """Links that are no groups of texts, name two themes, or a theme that is misspelt."""
    names = {_key(text_of(entry, "name")): text_of(entry, "name") for _, entry in _entries(document)}
    for key in ("must_link", "cannot_link"):
        for i, group in enumerate(list_of(document, key)):
            texts = group if isinstance(group, list) and all(isinstance(t, str) and t.strip() for t in group) else []
            if len(texts) < 2 or (key == "cannot_link" and len(texts) != 2):
                wanted = "two texts" if key == "cannot_link" else "two texts or more"
                yield Finding((key, i), "error", f"{key}: an entry is a list of {wanted}, of which one may be a theme")
                continue
            named = [text for text in texts if _key(text) in names]
            if len(named) > 1:
                way = "put the seeds of both under one name" if key == "must_link" else "leave the pair out"
                message = f"{key}: {named[0]!r} and {named[1]!r} are two themes, which are always apart; {way}"
                yield Finding((key, i), "error", message)
            for text in texts:
                near = difflib.get_close_matches(_key(text), names, n=1, cutoff=NEARLY)
                if near and _key(text) not in names:
                    yield Finding((key, i), "error", f"{key}: no theme {text!r}; did you mean {names[near[0]]!r}?")


def _known(document: Document, key: str, known: frozenset[str]) -> Iterator[Finding]:
    for place, entry in _entries(document):
        value = entry.get(key)
        if isinstance(value, str) and value.strip() and value not in known:
            near = difflib.get_close_matches(value, sorted(known), n=1)
            hint = f"; did you mean {near[0]!r}?" if near else "; see docs/taxonomy.md"
            message = f"theme {text_of(entry, 'name')!r}: unknown {key} {value!r}{hint}"
            yield Finding((*place, key), "error", message)


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()
