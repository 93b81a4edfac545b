"""Where people said that a theme belongs: its mentions get that touchpoint or department, whatever their words say."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from cxtext.taxonomy.taxonomy import Taxonomy
from cxtext.themes.themes import ThemeSet

# What a mention is given beside a touchpoint that people decided.
_SURE = (("touchpoint_score", pl.lit(1.0)), ("touchpoint_2", pl.lit(None)), ("touchpoint_2_score", pl.lit(None)))
DECIDED = "decided for the theme"  # begins the evidence of such a mention


def places_of(taxonomy: Taxonomy) -> dict[str, str]:
    """What a theme may be linked to: the ids of departments and touchpoints, and which of the two they are."""
    departments = dict.fromkeys((department.id for department in taxonomy.departments), "department")
    return departments | dict.fromkeys((touchpoint.id for touchpoint in taxonomy.touchpoints), "touchpoint")


def linked_owners(themes: ThemeSet | None, taxonomy: Taxonomy) -> dict[str, str]:
    """The department that people gave each theme to, by the theme's name: the linked one, or that of the touchpoint."""
    found = {}
    for theme in themes.themes if themes else ():
        if theme.linked_department:
            found[theme.name] = theme.linked_department
        elif theme.linked_touchpoint:
            found[theme.name] = taxonomy.touchpoint(theme.linked_touchpoint).department
    return found


def linked(mentions: pl.DataFrame, themes: ThemeSet | None, taxonomy: Taxonomy) -> pl.DataFrame:
    """The mentions (MENTIONS) with the places that people linked their themes to; the others as they are.

    A touchpoint brings its department and its first stage, and is the only one; a linked department comes before its.
    """
    columns: dict[str, dict[str, str]] = {"touchpoint": {}, "department": {}, "stage": {}}
    for theme in themes.themes if themes else ():
        if theme.linked_touchpoint:
            touchpoint = taxonomy.touchpoint(theme.linked_touchpoint)
            columns["touchpoint"][theme.name] = touchpoint.id
            columns["department"][theme.name] = touchpoint.department
            columns["stage"][theme.name] = touchpoint.stages[0]
        if theme.linked_department:
            columns["department"][theme.name] = theme.linked_department
    evidence = {name: f"{DECIDED} {name!r}" for name in columns["department"]}
    decided = {**columns, "evidence": evidence}
    placed = pl.col("theme").is_in(list(columns["touchpoint"]))
    sure = [pl.when(placed.fill_null(False)).then(value).otherwise(pl.col(name)).alias(name) for name, value in _SURE]
    mentions = mentions.with_columns(_instead(column, values) for column, values in decided.items() if values)
    return mentions.with_columns(sure if columns["touchpoint"] else [])


def _instead(column: str, values: Mapping[str, str]) -> pl.Expr:
    """The column, replaced where the mention's theme has a value."""
    of_theme = pl.col("theme").replace_strict(values, default=None, return_dtype=pl.String)
    return pl.coalesce(of_theme, pl.col(column)).alias(column)
