"""Comments that no theme holds: how many they are, and a sample drawn by lot."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import polars as pl

from cxtext.insight import quotes
from cxtext.insight.cells import HIDDEN_BELOW
from cxtext.insight.metrics import share
from cxtext.insight.results import Number, Quote
from cxtext.schema import REST

SAMPLE = 8


@dataclass(frozen=True)
class Unassigned:
    """Comments with content whose mentions are all other remarks, or that have none."""

    share: Number  # share_of_comments
    sample: tuple[Quote, ...]  # drawn by lot, the same lot for the same comments


def unassigned(comments: pl.DataFrame, passages: pl.DataFrame) -> Unassigned | None:
    """The comments without a theme; None where no comment has one, as without a theme model."""
    themed = comments["themes"].fill_null([]).list.eval(pl.element().filter(pl.element() != REST)).list.len() > 0
    if not themed.any():
        return None
    without = comments.filter(~themed)
    shown = share(len(without), len(comments))
    return Unassigned(shown, _sample(without, passages) if len(without) >= HIDDEN_BELOW else ())


def _sample(without: pl.DataFrame, passages: pl.DataFrame) -> tuple[Quote, ...]:
    rows = passages.join(without.select("comment_id"), on="comment_id", how="semi").sort("comment_id", "mention")
    first = rows.unique("comment_id", keep="first", maintain_order=True)
    lots = [hashlib.sha256(key.encode("utf-8", "replace")).hexdigest() for key in first["comment_id"]]
    drawn = first.with_columns(pl.Series("lot", lots, dtype=pl.String)).sort("lot").head(SAMPLE)
    return tuple(replace(quotes.quote_of(row, "typical", ""), kind="random") for row in drawn.iter_rows(named=True))
