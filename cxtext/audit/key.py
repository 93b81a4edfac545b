"""The key of an audit: what the machine said of the sampled comments, kept apart from the sheet that people fill."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from cxtext.audit.aspects import ASPECTS
from cxtext.errors import InputError

SCHEMA = "cxtext-audit/1"
ENDING = ".key.json"


@dataclass(frozen=True)
class Drawn:
    """A sampled comment."""

    number: int  # 1-based row of the sheet
    comment_id: str
    stratum: str
    machine: dict[str, tuple[str, ...]]  # by aspect
    confidence: float | None  # of the sentiment, 0 … 1


@dataclass(frozen=True)
class Labeller:
    """The model that labelled, as far as it is known."""

    digest: str = ""  # SHA-256 of what labels in a saved model
    taught: bool = False  # it has learnt from the answers of an audit


@dataclass(frozen=True)
class Key:
    """What is needed to score the answers."""

    source: str  # name of the labelled file
    digest: str  # SHA-256 of what the sample was drawn from: ids and labels
    seed: int
    where: str | None  # the condition of a search; the sample tells nothing of other comments
    comments: int  # in all that could be drawn
    strata: dict[str, int]  # how many comments each holds
    labelled: dict[str, dict[str, int]]  # by aspect and label: how many of all comments have it
    choices: dict[str, dict[str, str]]  # by aspect: the name to show of each label
    drawn: tuple[Drawn, ...]
    labeller: Labeller = field(default_factory=Labeller)

    def to_json(self) -> bytes:
        """As it is kept."""
        content = {"schema": SCHEMA, **dataclasses.asdict(self)}
        return orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n"


def key_path(sheet: Path) -> Path:
    """Where the key of a sheet lies: beside it."""
    return sheet.with_name(sheet.name + ENDING)


def read_key(path: Path) -> Key:
    """The key of a sheet.

    Raises:
        InputError: it is missing or no key.
    """
    try:
        content = orjson.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise InputError(
            f"there is no {path}, which `cxtext audit sample` wrote with the sheet; put it back beside it, or name it "
            "with --key"
        ) from error
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read as the key of an audit: {error}") from error
    if not isinstance(content, dict) or content.pop("schema", None) != SCHEMA:
        raise InputError(f"{path} is no key of an audit of this version ({SCHEMA}); draw the sample anew")
    try:
        return _key(content)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path} is a damaged key of an audit: {error!r}") from error


def _key(content: dict[str, Any]) -> Key:
    drawn = tuple(
        Drawn(
            number=int(row["number"]),
            comment_id=str(row["comment_id"]),
            stratum=str(row["stratum"]),
            machine={name: tuple(map(str, labels)) for name, labels in row["machine"].items()},
            confidence=None if row["confidence"] is None else float(row["confidence"]),
        )
        for row in content["drawn"]
    )
    unknown = set(content["choices"]) - set(ASPECTS)
    if unknown or not all(row.stratum in content["strata"] for row in drawn):
        raise ValueError(f"it names {sorted(unknown)}" if unknown else "a comment of no stratum")
    labeller = Labeller(**content.get("labeller", {}))
    return Key(**{**content, "drawn": drawn, "labeller": labeller})
