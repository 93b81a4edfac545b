"""Whom to call back now: comments that speak of the law, of danger, of need or of leaving, newest first.

This is the one list of single customers. It is for those who call them, not for a report.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from cxtext.errors import InputError
from cxtext.insight import facets
from cxtext.insight.catalogue import printable
from cxtext.insight.material import Material
from cxtext.insight.quotes import shortened

# In this order; those not named here come between them and the ones who may leave.
FIRST = ("urgency:safety", "urgency:vulnerable", "urgency:legal", "urgency:press")


@dataclass(frozen=True)
class Callback:
    """One comment to answer now."""

    comment_id: str
    date: date | None
    reasons: tuple[str, ...]  # values of the facets, such as "legal", "churn_risk"; the gravest first
    owner: str
    source: str
    rating: float | None
    quote: str  # the words that tell so: a substring of the masked text


@dataclass(frozen=True)
class Callbacks:
    """All that should be called back."""

    days: int | None  # up to so many days before the last comment; None: all
    comments: int  # that were looked at
    callbacks: tuple[Callback, ...]


def callbacks(material: Material, *, days: int | None = 7) -> Callbacks:
    """Comments of the last days with a facet of urgency, churn risk or switching; the gravest first, then newest.

    Raises:
        InputError: the comments were labelled without facets.
    """
    if not facets.has_facets(material.comments):
        raise InputError(f"who is to be called back is told by facets, and {facets.NO_FACETS}")
    comments = material.comments
    last = comments["date"].max()
    recent = days if isinstance(last, date) else None
    if recent is not None and isinstance(last, date):
        comments = comments.filter(pl.col("date") > last - timedelta(days=recent))
    marked = comments.with_columns(
        marks=pl.col(facets.FACETS)
        .fill_null([])
        .list.filter(pl.element().str.starts_with(facets.URGENCY) | pl.element().is_in(list(facets.LOST)))
    ).filter(pl.col("marks").list.len() > 0)
    words = _words(material, marked)
    found = [
        Callback(
            row["comment_id"],
            row["date"],
            tuple(mark.partition(":")[2] for mark in sorted(row["marks"], key=_grave)),
            printable(material.catalogue.departments.get(row["owner"], row["owner"])) if row["owner"] else "",
            row["source"] or "",
            row["rating"],
            words.get(row["comment_id"], shortened(row["masked_text"] or "")),
        )
        for row in marked.sort("comment_id").iter_rows(named=True)
    ]
    gravest = {row["comment_id"]: min(map(_grave, row["marks"])) for row in marked.iter_rows(named=True)}
    order = sorted(found, key=lambda c: (gravest[c.comment_id][0], -(c.date or date.min).toordinal(), c.comment_id))
    return Callbacks(recent, len(comments), tuple(order))


def _grave(mark: str) -> tuple[int, str]:
    if mark in FIRST:
        return (FIRST.index(mark), mark)
    return (len(FIRST) + (mark in facets.LOST), mark)


def _words(material: Material, marked: pl.DataFrame) -> dict[str, str]:
    """The first mention of each comment that has one of the facets, cut to a quote."""
    if not facets.has_facets(material.mentions):
        return {}
    wanted = marked.select("comment_id", "marks")
    both = material.mentions.join(wanted, on="comment_id").sort("comment_id", "mention")
    on = both.filter(pl.col(facets.FACETS).fill_null([]).list.set_intersection("marks").list.len() > 0)
    first = on.unique("comment_id", keep="first", maintain_order=True)
    return {key: shortened(text or "") for key, text in first.select("comment_id", "text").iter_rows()}
