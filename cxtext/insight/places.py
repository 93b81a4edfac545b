"""Where comments belong: one row a comment and theme, touchpoint, department or stage it speaks of."""

from __future__ import annotations

from typing import get_args

import polars as pl

from cxtext.choices import UNOWNED
from cxtext.insight.results import Kind

BLAMING = ("negative", "mixed")  # the one definition of "blamed", as in definitions.blamed_share
LISTS: dict[Kind, str] = {kind: f"{kind}s" for kind in get_args(Kind)}  # column of comments for each kind


def places(comments: pl.DataFrame, mentions: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """Columns comment_id, place, sentiment (one of SENTIMENTS), mentions; sorted by place, then comment.

    A comment's sentiment about a place is that of its mentions of it: praise and blame together are mixed.
    Without mentions it is the sentiment of the whole comment.
    """
    if mentions.is_empty():
        return _listed(comments, kind).select(
            "comment_id", "place", "sentiment", pl.lit(1, dtype=pl.Int64).alias("mentions")
        )
    said = mentions.filter(pl.col(kind).is_not_null())
    return (
        said.group_by(pl.col("comment_id"), pl.col(kind).alias("place"))
        .agg(combined_sentiment(), pl.len().cast(pl.Int64).alias("mentions"))
        .sort("place", "comment_id")
    )


def pairs(comments: pl.DataFrame, mentions: pl.DataFrame, kind: Kind, other: Kind) -> pl.DataFrame:
    """How often places of two kinds go together: columns place, other, mentions, comments.

    `other` is null for mentions without such a place, UNOWNED ones among them. Without mentions, comments are
    counted instead. Most mentions first within a place, ties by name.
    """
    return (
        joint_rows(comments, mentions, kind, other)
        .group_by("place", "other")
        .agg(pl.len().alias("mentions"), pl.col("comment_id").n_unique().alias("comments"))
        .sort(["place", "mentions", "other"], descending=[False, True, False], nulls_last=True)
    )


def joint_rows(comments: pl.DataFrame, mentions: pl.DataFrame, kind: Kind, other: Kind) -> pl.DataFrame:
    """A row for each mention of a place, with its place of another kind: columns comment_id, place, other, sentiment.

    `other` is null where there is none, UNOWNED ones among them. Without mentions, a row for each pair of a comment's
    places, with the comment's sentiment.
    """
    if mentions.is_empty():
        left = _listed(comments, kind).select("comment_id", "place", "sentiment")
        right = _listed(comments, other).select("comment_id", pl.col("place").alias("other"))
        together = left.join(right, on="comment_id", how="left")
    else:
        together = mentions.filter(pl.col(kind).is_not_null()).select(
            "comment_id", pl.col(kind).alias("place"), pl.col(other).alias("other"), "sentiment"
        )
    return together.with_columns(pl.when(pl.col("other") != UNOWNED).then("other").alias("other"))


def _listed(comments: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """One row for each entry of the comments' list of that kind; nulls, empty lists and repeats left out."""
    column = LISTS[kind]
    return (
        comments.with_columns(pl.col(column).alias("place"))
        .explode("place")
        .filter(pl.col("place").is_not_null())
        .unique(["comment_id", "place"])
        .sort("place", "comment_id")
    )


def blames() -> pl.Expr:
    """Whether a mention, or a comment about a place, blames: it is negative, or praise and blame in one."""
    return pl.col("sentiment").is_in(BLAMING)


def combined_sentiment() -> pl.Expr:
    """One sentiment for several mentions."""
    sentiment = pl.col("sentiment")
    praise = (sentiment == "positive").any()
    blame = (sentiment == "negative").any()
    mixed = (praise & blame) | (sentiment == "mixed").any()
    return (
        pl.when(mixed)
        .then(pl.lit("mixed"))
        .when(praise)
        .then(pl.lit("positive"))
        .when(blame)
        .then(pl.lit("negative"))
        .otherwise(pl.lit("neutral"))
        .alias("sentiment")
    )
