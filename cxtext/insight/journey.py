"""Touchpoints along the journey: where customers are pleased and where they are not."""

from __future__ import annotations

import polars as pl

from cxtext.insight.catalogue import Catalogue
from cxtext.insight.cells import HIDDEN_BELOW
from cxtext.insight.metrics import net_sentiment
from cxtext.insight.places import combined_sentiment
from cxtext.insight.results import Journey, JourneyCell


def journey(comments: pl.DataFrame, mentions: pl.DataFrame, catalogue: Catalogue) -> Journey:
    """Net sentiment of every pair of touchpoint and stage with at least 5 comments.

    Without mentions a comment counts for every pair of its touchpoints and stages.
    """
    counted = _counts(_pairs(comments, mentions)).filter(pl.col("n") >= HIDDEN_BELOW)
    cells = [
        JourneyCell(touchpoint, stage, net_sentiment(positive, negative, n))
        for touchpoint, stage, positive, negative, n in counted.iter_rows()
    ]
    stages = sorted({cell.stage for cell in cells}, key=catalogue.stage_order)
    homes = _homes(cells)
    rows = sorted(homes, key=lambda key: (stages.index(homes[key][1]), -homes[key][0], key))
    order = {key: index for index, key in enumerate(rows)}
    return Journey(
        stages=tuple((key, catalogue.name("stage", key)) for key in stages),
        touchpoints=tuple((key, catalogue.name("touchpoint", key)) for key in rows),
        cells=tuple(sorted(cells, key=lambda cell: (order[cell.touchpoint], stages.index(cell.stage)))),
    )


def _pairs(comments: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Columns comment_id, touchpoint, stage, sentiment: one row a comment and pair."""
    if not mentions.is_empty():
        placed = mentions.drop_nulls(["touchpoint", "stage"])
        return placed.group_by("comment_id", "touchpoint", "stage").agg(combined_sentiment())
    return (
        comments.select("comment_id", "sentiment", touchpoint="touchpoints", stage="stages")
        .explode("touchpoint")
        .explode("stage")
        .drop_nulls(["touchpoint", "stage"])
        .unique(["comment_id", "touchpoint", "stage"])
    )


def _counts(pairs: pl.DataFrame) -> pl.DataFrame:
    """Columns touchpoint, stage, positive, negative, n."""
    return (
        pairs.group_by("touchpoint", "stage")
        .agg(
            positive=(pl.col("sentiment") == "positive").sum(),
            negative=(pl.col("sentiment") == "negative").sum(),
            n=pl.len(),
        )
        .sort("touchpoint", "stage")
    )


def _homes(cells: list[JourneyCell]) -> dict[str, tuple[int, str]]:
    """For every touchpoint its biggest cell: number of comments and stage."""
    homes: dict[str, tuple[int, str]] = {}
    for cell in cells:
        n = cell.net.n or 0
        if cell.touchpoint not in homes or n > homes[cell.touchpoint][0]:
            homes[cell.touchpoint] = (n, cell.stage)
    return homes
