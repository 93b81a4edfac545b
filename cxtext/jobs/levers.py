"""Who holds the lever of a topic, and who owns it."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from cxtext.insight import Catalogue
from cxtext.insight.priorities import main_place
from cxtext.insight.results import Kind
from cxtext.taxonomy.taxonomy import load_taxonomy, pack_names

Lever = Callable[[str], str]


def levers(comments: pl.DataFrame, mentions: pl.DataFrame, catalogue: Catalogue, kind: Kind) -> tuple[Lever, Lever]:
    """Of a topic, who holds the lever (its main touchpoint's, else own) and who owns it.

    `comments` and `mentions` are the analysed ones.
    """
    touchpoints = main_place(comments, mentions, kind, "touchpoint")
    departments = main_place(comments, mentions, kind, "department")
    lever = {t.id: t.controllability for t in load_taxonomy(pack_names()).touchpoints}

    def held(topic: str) -> str:
        return lever.get(topic if kind == "touchpoint" else touchpoints.get(topic, ""), "own")

    def owner(topic: str) -> str:
        department = topic if kind == "department" else departments.get(topic)
        return catalogue.name("department", department) if department else ""

    return held, owner
