"""The files of facets: the one that ships, and the user's own cues, competitors and switches."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cxtext.errors import OptionError, unknown
from cxtext.facets.cue import CueError, read_cue
from cxtext.facets.scheme import COMPETITOR, LEARNT, SEPARATOR, Facet, Scheme, Value, label
from cxtext.yaml_lines import Finding, Place, list_of, parse_yaml, raise_errors, text_of

SCHEMA = "cxtext-facets/1"
WHAT = "file of facets"
SHIPPED = Path(__file__).parent / "data" / "facets.yaml"
_KEYS = ("schema", "competitors", "on", "off", "own", "cues")
_OWN = re.compile(r"[a-z][a-z0-9_]*:[a-z][a-z0-9_]*")
_BLOCKS_OWN = frozenset(("negation", "condition", "question"))  # for a facet of the user's own


@dataclass(frozen=True)
class OwnFacets:
    """What a user's file says."""

    competitors: tuple[tuple[str, tuple[str, ...]], ...] = ()  # the name, and all that it is called
    on: tuple[str, ...] = ()  # facets or values to look for as well
    off: tuple[str, ...] = ()
    own: tuple[str, ...] = ()  # values of the user's own
    cues: tuple[tuple[str, tuple[str, ...]], ...] = ()  # a value and its further cues


@cache
def shipped_scheme() -> Scheme:
    """The facets that ship; values that are off by default are in it, and off."""
    document = parse_yaml(SHIPPED, WHAT, OptionError).document
    return Scheme(tuple(_facet(name, entry) for name, entry in document["facets"].items()))


def scheme_of(path: Path | None = None) -> Scheme:
    """The shipped facets, changed as the user's file says.

    Raises:
        OptionError: the file cannot be read or breaks the rules of its form; each fault with its line.
    """
    return shipped_scheme() if path is None else with_own(shipped_scheme(), read_own(path))


def read_own(path: Path) -> OwnFacets:
    """A user's file.

    Raises:
        OptionError: it cannot be read, or breaks the rules of its form; each fault with its line.
    """
    parsed = parse_yaml(path, WHAT, OptionError)
    findings = () if parsed.problems else _findings(parsed.document)
    raise_errors(parsed.located(findings), str(path), OptionError)
    document = parsed.document
    return OwnFacets(
        competitors=tuple(_competitors(document)),
        on=tuple(list_of(document, "on")),
        off=tuple(list_of(document, "off")),
        own=tuple(list_of(document, "own")),
        cues=tuple((key, tuple(lines)) for key, lines in document.get("cues", {}).items()),
    )


def with_own(scheme: Scheme, own: OwnFacets) -> Scheme:
    """A scheme with a user's own cues, values, competitors and switches."""
    facets = {facet.id: {value.id: value for value in facet.values} for facet in scheme.facets}
    for name in own.own:
        facet, value = name.split(SEPARATOR)
        facets.setdefault(facet, {})[value] = Value(value, value.replace("_", " "))
    for name, cues in own.cues:
        facet, value = name.split(SEPARATOR)
        old = facets[facet][value]
        facets[facet][value] = dataclasses.replace(old, cues=(*old.cues, *cues))
    for name, called in own.competitors:
        facets[COMPETITOR][name] = Value(name, name, called, exact=True)
    for switched, on in (*((name, True) for name in own.on), *((name, False) for name in own.off)):
        if switched == LEARNT:
            continue
        facet, _, value = switched.partition(SEPARATOR)
        for one in [value] if value else list(facets[facet]):
            facets[facet][one] = dataclasses.replace(facets[facet][one], on=on)
    known = {facet.id: facet for facet in scheme.facets}
    return Scheme(
        tuple(
            dataclasses.replace(known.get(facet) or _own_facet(facet), values=tuple(of.values()))
            for facet, of in facets.items()
        ),
        learnt=LEARNT in own.on,
    )


def _own_facet(name: str) -> Facet:
    return Facet(name, name.replace("_", " "), (), _BLOCKS_OWN)


def _facet(id: str, entry: Mapping[str, Any]) -> Facet:  # noqa: A002
    values = (_value(name, value) for name, value in entry["values"].items()) if entry["values"] else ()
    blocked = frozenset(list_of(entry, "blocked_by"))
    return Facet(id, text_of(entry, "name"), tuple(values), blocked, text_of(entry, "beside"))


def _value(id: str, entry: Mapping[str, Any]) -> Value:  # noqa: A002
    return Value(
        id=id,
        name=text_of(entry, "name"),
        cues=tuple(list_of(entry, "cues")),
        lookalikes=tuple(list_of(entry, "not")),
        opposite=text_of(entry, "opposite"),
        when=text_of(entry, "when"),
        blocked_by=frozenset(list_of(entry, "blocked_by")) if "blocked_by" in entry else None,
        implies=text_of(entry, "implies"),
        on=text_of(entry, "default") != "off",
    )


def _competitors(document: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    named = document.get("competitors", ())
    if isinstance(named, Mapping):
        for name, others in named.items():
            yield name, (name, *others)
    else:
        for name in named:
            yield name, (name,)


def _findings(document: Mapping[str, Any]) -> Iterator[Finding]:
    for key in document:
        if key not in _KEYS:
            yield _error((key,), unknown("key", key, _KEYS))
    if document.get("schema") != SCHEMA:
        yield _error(("schema",), f"'schema' must be {SCHEMA}")
    yield from _of_lists(document)
    yield from _of_competitors(document.get("competitors", ()))
    yield from _of_cues(document)


def _of_lists(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Faults of `on`, `off` and `own`."""
    for section in ("on", "off", "own"):
        names = document.get(section, ())
        if isinstance(names, str) or not isinstance(names, Sequence) or not all(isinstance(n, str) for n in names):
            yield _error((section,), f"{section!r} must be a list, such as [channel, 'emotion:joy']")
            continue
        for i, name in enumerate(names):
            if section == "own":
                if not _OWN.fullmatch(name):
                    yield _error((section, i), f"{name!r} is no name of a value; write facet:value in small letters")
                elif name in shipped_scheme().order:
                    yield _error((section, i), f"{name!r} exists already; add to it under 'cues'")
            elif name not in (known := _known(document, whole=True)):
                yield _error((section, i), unknown("facet", name, known))


def _of_competitors(named: Any) -> Iterator[Finding]:
    texts = list(named) if not isinstance(named, str) and isinstance(named, Sequence | Mapping) else [None]
    if isinstance(named, Mapping):
        for name, others in named.items():
            listed = isinstance(others, Sequence) and not isinstance(others, str)
            if not listed or not all(isinstance(o, str) and o.strip() for o in others):
                yield _error(("competitors", name), f"what {name!r} is called as well must be a list of names")
    if not all(isinstance(text, str) and text.strip() for text in texts):
        yield _error(("competitors",), "'competitors' must be a list of names, or names with lists of other names")


def _of_cues(document: Mapping[str, Any]) -> Iterator[Finding]:
    cues = document.get("cues", {})
    if not isinstance(cues, Mapping):
        yield _error(("cues",), "'cues' must be a mapping of facet:value to a list of cues")
        return
    known = _known(document)
    for name, lines in cues.items():
        if name not in known:
            hint = "; a value of your own is listed under 'own' too"
            yield _error(("cues", name), unknown("value", name, known) + hint)
        if not isinstance(lines, Sequence) or isinstance(lines, str) or not lines:
            yield _error(("cues", name), f"the cues of {name!r} must be a list")
            continue
        for i, line in enumerate(lines):
            try:
                if not isinstance(line, str):
                    raise CueError("it is no text")
                read_cue(line)
            except CueError as error:
                yield _error(("cues", name, i), f"the cue {line!r} cannot be read: {error}")


def _known(document: Mapping[str, Any], *, whole: bool = False) -> list[str]:
    """The values that a file may name, and with `whole` the facets too."""
    own = [name for name in list_of(document, "own") if isinstance(name, str)]
    values = [label(f.id, v.id) for f, v in shipped_scheme().values()] + own
    return (
        [LEARNT, *values, *dict.fromkeys([f.id for f in shipped_scheme().facets] + _facets_of(own))]
        if whole
        else values
    )


def _facets_of(own: Sequence[str]) -> list[str]:
    return [name.partition(SEPARATOR)[0] for name in own]


def _error(place: Place, message: str) -> Finding:
    return Finding(place, "error", message)
