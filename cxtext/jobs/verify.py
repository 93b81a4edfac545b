"""A report computed again, and where it differs from what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from cxtext.errors import InputError
from cxtext.insight import Summary
from cxtext.insight.results import Scale
from cxtext.insight.since import Earlier, report_content
from cxtext.jobs.report import Reopened
from cxtext.jobs.sections import Read
from cxtext.jobs.summaries import summarised
from cxtext.report import json

NAMES = ("title", "origin")  # what people call things: nothing that can be computed again
NAME_OF_MODEL = "sections.provenance.made_by.model"  # the folder may be called otherwise by now; its hash is compared


@dataclass(frozen=True)
class Difference:
    """One value that is not the same."""

    place: str  # "themes[Flight].share.value"
    written: Any  # None: absent
    found: Any


@dataclass(frozen=True)
class Verified:
    """What came of it."""

    values: int  # that were compared
    differences: tuple[Difference, ...]  # in the order of the file

    @property
    def same_comments(self) -> bool:
        """Whether the report was made from these comments."""
        return not any(one.place == "sections.provenance.comments" for one in self.differences)

    @property
    def same_labels(self) -> bool:
        """Whether the model gave the same labels."""
        return not any(one.place == "sections.provenance.labels" for one in self.differences)


@dataclass(frozen=True)
class Written:
    """A report as JSON, and how it was made."""

    content: Mapping[str, Any]
    dedupe: bool
    owner: str | None  # that it is for
    compared: bool  # with an earlier report
    scale: Scale | None  # of the ratings, where it was given
    asked: tuple[str, ...]  # options whose files or columns are needed again


def read_written(path: Path) -> Written:
    """The report.

    Raises:
        InputError: it cannot be read, is no report as JSON, or one that does not say how it was made.
    """
    content = report_content(path)
    made = (content.get("sections") or {}).get("provenance")
    if made is None:
        raise InputError(f"{path} does not say how it was made, as a cxtext before this one wrote it; make it again")
    settings = made["settings"]
    asked = tuple(name for name in settings if name not in ("dedupe", "for", "scale"))
    scale = Scale.read(settings["scale"]) if "scale" in settings else None
    return Written(content, "dedupe" in settings, settings.get("for"), content.get("since") is not None, scale, asked)


def verified(
    written: Written, found: Reopened, *, beside: Read | None = None, earlier: Earlier | None = None
) -> Verified:
    """The report computed again from labelled feedback, beside what was written.

    An audit that the model was given after the report was made takes no part.
    """
    if (written.content.get("sections") or {}).get("audited") is None:
        found = replace(found, audited=None)
    found = replace(found, scale=written.scale)
    summary = summarised(found, dedupe=written.dedupe, audience=written.owner, earlier=earlier, beside=beside)
    again = orjson.loads(json.render(_called(summary, written.content)))
    told, now = dict(_leaves(written.content)), dict(_leaves(again))
    places = dict.fromkeys([*told, *now])
    differences = (Difference(place, told.get(place), now.get(place)) for place in places if place != NAME_OF_MODEL)
    unlike = (one for one in differences if one.written != one.found or (one.place in told) != (one.place in now))
    return Verified(len(places), tuple(unlike))


def _called(summary: Summary, content: Mapping[str, Any]) -> Summary:
    return replace(summary, **{name: content[name] for name in NAMES})


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with the place where it stands; entries of lists by their id or name where these tell them apart."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _leaves(part, f"{place}.{key}" if place else str(key))
        if not value:
            yield place, "(nothing)"
    elif isinstance(value, list):
        for key, part in zip(_keys(value), value, strict=True):
            yield from _leaves(part, f"{place}[{key}]")
        if not value:
            yield place, "(nothing)"
    else:
        yield place, value


def _keys(entries: list[Any]) -> list[str]:
    for name in ("id", "name"):
        keys = [str(entry.get(name, "")) if isinstance(entry, Mapping) else "" for entry in entries]
        if all(keys) and len(set(keys)) == len(keys):
            return keys
    return [str(number) for number in range(len(entries))]
