"""The labelled public texts that the touchpoint head learns from, as mapping.yaml says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from cxtext.text.clean import for_encoding
from cxtext.themes.generic import is_generic

MAPPING = Path(__file__).with_name("mapping.yaml")
FIRST_WORDS = 60  # of a text; a complaint of pages is told by its beginning
_NO_LETTER = re.compile(r"\W+")


@dataclass(frozen=True)
class Row:
    """A labelled text. `allowed` has the touchpoints that answer each of its labels; empty: it names none."""

    text: str  # encoding view
    allowed: tuple[frozenset[str], ...]

    @property
    def right(self) -> frozenset[str]:
        """All touchpoints that would be right."""
        return frozenset().union(*self.allowed)


@dataclass(frozen=True)
class LabelledSet:
    """One public set."""

    name: str
    packs: tuple[str, ...]
    rows: tuple[Row, ...]
    whole: bool  # whether the labels name all that a text speaks of
    several: bool  # whether people gave as many labels as fit


def mapping() -> dict[str, dict[str, Any]]:
    """The sets of mapping.yaml, as they stand."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(MAPPING.read_text())["sets"]
    return found


def key_of(text: str) -> str:
    """Texts with the same key are one text: its letters and digits."""
    return _NO_LETTER.sub("", text.lower())


def load(folder: Path, name: str, *, learn: bool = True) -> LabelledSet:
    """A set: the part that may be learnt from, or else the part that is kept for reporting.

    Args:
        folder: of the *.csv.gz sets.
        name: of the set.
        learn: which part.
    """
    entry = mapping()[name]
    table = pl.read_csv(folder / f"{name}.csv.gz", infer_schema=False)
    table = table.filter(pl.col("text").is_not_null(), pl.col(entry["column"]).is_not_null())
    table = table.unique("text", keep="first", maintain_order=True)
    rows = tuple(_rows(_part(table, entry.get("part", {}), learn), entry["column"], entry["labels"]))
    return LabelledSet(name, tuple(entry["packs"]), rows, entry.get("whole", True), entry.get("several", False))


def without(found: LabelledSet, kept_out: set[str]) -> LabelledSet:
    """The set without texts that are reported on elsewhere, by their keys."""
    return replace(found, rows=tuple(row for row in found.rows if key_of(row.text) not in kept_out))


def _part(table: pl.DataFrame, part: Mapping[str, Any], learn: bool) -> pl.DataFrame:
    if "splits" in part:
        inside = pl.col("split").is_in(part["splits"])
        return table.filter(inside if learn else ~inside)
    if "rows" in part:
        first = {"even": 0, "odd": 1}[part["rows"]]
        return table.gather_every(2, offset=first if learn else 1 - first)
    return table if learn else table.head(0)


def _rows(table: pl.DataFrame, column: str, labels: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    for text, cell in table.select("text", column).iter_rows():
        given = [labels[label] for label in cell.split("|") if label in labels]
        view = for_encoding(" ".join(text.split()[:FIRST_WORDS]))
        named = any(given)
        if given and view and (named or not is_generic(view)):
            yield Row(view, tuple(frozenset(found) for found in given if found))
