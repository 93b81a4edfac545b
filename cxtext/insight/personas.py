"""Personas: named kinds of customers, each a condition on the columns of the input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from cxtext.errors import OptionError
from cxtext.insight.entries import Form, read_entries
from cxtext.insight.expression import where
from cxtext.insight.groups import PERSONA
from cxtext.insight.material import Material

FORM = Form("personas file", "cxtext-personas/1", "personas", needed=("name", "query"), optional=("traits",))


@dataclass(frozen=True)
class Persona:
    """A kind of customer. Personas may overlap."""

    name: str
    traits: tuple[str, ...]  # for people; nothing is computed from them
    query: str  # a condition, as of `expression.where`
    place: str  # where it stands, for messages


def read_personas(path: Path) -> tuple[Persona, ...]:
    """The personas of a file.

    Raises:
        OptionError: it is missing, not YAML, breaks the form or holds none.
    """
    entries, _ = read_entries(path, FORM)
    if not entries:
        raise OptionError(f"{path.name} holds no personas; add one with a name and a query")
    return tuple(Persona(e.text("name"), e.texts("traits"), e.text("query"), e.place) for e in entries)


def belongs(material: Material, personas: Sequence[Persona]) -> dict[str, pl.Series]:
    """Of each persona, which of the comments are hers.

    Raises:
        OptionError: a query is no condition on the columns there are.
    """
    return {one.name: where(material, one.query, place=one.place) for one in personas}


def members(material: Material, personas: Sequence[Persona]) -> pl.DataFrame:
    """Columns comment_id and persona, one row for each comment of each persona."""
    ids = material.comments["comment_id"]
    parts = [
        pl.DataFrame({"comment_id": ids.filter(on)}).with_columns(pl.lit(name).alias(PERSONA))
        for name, on in belongs(material, personas).items()
    ]
    return pl.concat(parts)
