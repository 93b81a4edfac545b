"""What the facets of comments and mentions say: effort, expectation, loyalty, urgency.

A facet is written "facet:value", such as "effort:hard". Tables that an older cxtext labelled have none.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

FACETS = "facets"  # column of comments and of mentions: a list of "facet:value"
NO_FACETS = "these comments were labelled without facets, by an older cxtext; label them again"

HARD, EASY = "effort:hard", "effort:easy"
BELOW, MET, ABOVE = "expectation:below", "expectation:met", "expectation:above"
BROKEN = "expectation:broken_promise"  # worse than expected, whoever raised the expectation
CHURN_RISK, SWITCHING = "loyalty:churn_risk", "loyalty:switching"
ADVOCATE, REPEAT, WARNS = "loyalty:advocate", "loyalty:repeat", "loyalty:warns_others"
LOST = (CHURN_RISK, SWITCHING)
KEPT = (ADVOCATE, REPEAT)
URGENCY = "urgency:"

# Shares of all comments with content that say so at least once.
RATES = {
    "high_effort": (HARD,),
    "advocacy_rate": (ADVOCATE,),
    "churn_risk_rate": LOST,
}


def has_facets(table: pl.DataFrame) -> bool:
    """Whether the table was labelled with facets."""
    return FACETS in table.columns and table[FACETS].null_count() < len(table)


def with_any(table: pl.DataFrame, values: Sequence[str]) -> pl.Series:
    """Whether each row has one of the facets; all false where the table has no facets."""
    if not has_facets(table):
        return pl.Series("any", [False] * len(table), dtype=pl.Boolean)
    found = table[FACETS].fill_null([]).list.set_intersection(list(values)).list.len() > 0
    return found.alias("any")


def rate(comments: pl.DataFrame, metric: str) -> pl.Series | None:
    """1.0 for the comments that a metric of RATES counts, 0.0 for others; None without facets."""
    return with_any(comments, RATES[metric]).cast(pl.Float64) if has_facets(comments) else None
