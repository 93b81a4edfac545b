"""Who owns a topic: whose the mentions are that blame it, or all its mentions where hardly any do."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from cxtext.insight.cells import HIDDEN_BELOW, NUMBERS_FROM
from cxtext.insight.metrics import share
from cxtext.insight.places import blames, joint_rows
from cxtext.insight.results import Kind, Number

# A topic has an owner only where one department stands out; else the report says that none does.
OWNER_OF_ALL = 0.1  # least share of the mentions that count
OWNER_OF_OWNED = 1 / 3  # least share of those of them that any department owns


@dataclass(frozen=True)
class Holding:
    """What one department owns of a topic."""

    department: str
    mentions: int
    comments: int


@dataclass(frozen=True)
class Ownership:
    """Of one topic, the departments that own it."""

    blamed: bool  # True: mentions that blame it are counted; False: all of them, as fewer than 30 comments blame it
    mentions: int  # that are counted, owned or not
    owned: int  # of these, mentions that any department owns
    comments: int  # with such a mention
    holdings: tuple[Holding, ...]  # most mentions first

    @property
    def owner(self) -> Holding | None:
        """The department that stands out; None where none does, or where it would be fewer than 5 comments."""
        first = next(iter(self.holdings), None)
        least = max(OWNER_OF_ALL * self.mentions, OWNER_OF_OWNED * self.owned)
        return first if first and first.mentions >= least and first.comments >= HIDDEN_BELOW else None

    def share(self, holding: Holding) -> Number:
        """Of what any department owns, the share of this one; how sure it is goes by comments, not by mentions."""
        metric = "share_of_blame" if self.blamed else "share_of_placed"
        return share(holding.mentions, self.owned, metric=metric, sample=self.comments)


def ownership(comments: pl.DataFrame, mentions: pl.DataFrame, kind: Kind) -> dict[str, Ownership]:
    """Who owns each topic of a kind; `comments` and `mentions` are the analysed ones."""
    rows = joint_rows(comments, mentions, kind, "department").with_columns(blames().alias("blamed"))
    blaming = rows.filter("blamed").group_by("place").agg(pl.col("comment_id").n_unique().alias("n"))
    by_blame = set(blaming.filter(pl.col("n") >= NUMBERS_FROM)["place"])
    counted = rows.filter(pl.col("blamed") | ~pl.col("place").is_in(list(by_blame)))
    held = (
        counted.drop_nulls("other")
        .group_by("place", "other")
        .agg(pl.len().alias("mentions"), pl.col("comment_id").n_unique().alias("comments"))
        .sort(["place", "mentions", "other"], descending=[False, True, False])
    )
    parts = held.partition_by("place", as_dict=True, maintain_order=True)
    owned = pl.col("other").is_not_null()
    sums = counted.group_by("place").agg(
        pl.len().alias("mentions"),
        owned.sum().alias("owned"),
        pl.col("comment_id").filter(owned).n_unique().alias("comments"),
    )
    return {
        place: Ownership(place in by_blame, n, of, sample, _holdings(parts.get((place,))))
        for place, n, of, sample in sums.sort("place").iter_rows()
    }


def _holdings(rows: pl.DataFrame | None) -> tuple[Holding, ...]:
    return () if rows is None else tuple(Holding(*row) for row in rows.drop("place").iter_rows())
