"""What customers had expected and what they found: by touchpoint, and in the words of those who were let down."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from cxtext.insight import facets, quotes
from cxtext.insight.cells import HIDDEN_BELOW
from cxtext.insight.journey_table import Expectation, expectations
from cxtext.insight.material import Material
from cxtext.insight.results import Quote

MOST_QUOTED = 6
BROKEN_FIRST = {facets.BROKEN: 0, facets.BELOW: 1}


@dataclass(frozen=True)
class ExpectationGaps:
    """All touchpoints of which at least five comments say how they compare."""

    comments: int  # that compare anything with what was expected; at least 5
    touchpoints: tuple[Expectation, ...]  # the widest gap first
    quotes: tuple[Quote, ...]  # of promises not kept, then of what was worse than expected


def expectation_gaps(material: Material, passages: pl.DataFrame) -> ExpectationGaps | None:
    """The gaps; None without facets, or where fewer than five comments compare anything.

    `passages` are those of `quotes.passages`.
    """
    table = material.comments if material.mentions.is_empty() else material.mentions
    if not facets.has_facets(table):
        return None
    every = (facets.BELOW, facets.BROKEN, facets.MET, facets.ABOVE)
    told = table.filter(facets.with_any(table, every))["comment_id"].n_unique()
    if told < HIDDEN_BELOW:
        return None
    return ExpectationGaps(told, expectations(material), _quotes(material, table, passages))


def _quotes(material: Material, table: pl.DataFrame, passages: pl.DataFrame) -> tuple[Quote, ...]:
    """One a comment, the broken promises first, then the strongest; none where fewer than five comments say so."""
    worse = table.filter(facets.with_any(table, tuple(BROKEN_FIRST)))
    if worse["comment_id"].n_unique() < HIDDEN_BELOW:
        return ()
    marks = worse.with_columns(broken=facets.with_any(worse, (facets.BROKEN,)))
    keys = ["comment_id"] if material.mentions.is_empty() else ["comment_id", "mention"]
    place = pl.lit(None, dtype=pl.String) if material.mentions.is_empty() else pl.col("touchpoint")
    rows = passages.join(marks.select(*keys, "broken", place.alias("at")), on=keys)
    ranked = rows.with_columns(rank=(-pl.col("score").fill_null(0.0) * pl.col("sanity")).round(9)).sort(
        ["broken", "rank", *keys], descending=[True, True, *(False for _ in keys)]
    )
    first = ranked.unique("comment_id", keep="first", maintain_order=True).head(MOST_QUOTED)
    names = material.catalogue
    return tuple(
        quotes.quote_of(row, "negative", names.name("touchpoint", row["at"]) if row["at"] else "")
        for row in first.iter_rows(named=True)
    )
