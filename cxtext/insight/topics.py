"""Themes, touchpoints and departments with everything that is known about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from cxtext.choices import UNOWNED
from cxtext.insight import quotes, ratings, trend
from cxtext.insight.catalogue import Catalogue, ThemeCard
from cxtext.insight.cells import HIDDEN_BELOW
from cxtext.insight.metrics import net_sentiment, sentiment_and_blame, share
from cxtext.insight.ownership import Ownership, ownership
from cxtext.insight.places import combined_sentiment, pairs, places
from cxtext.insight.results import Kind, Link, Part, Point, Topic
from cxtext.schema import OVERALL, REST

# Which other kinds a topic is linked to.
LINKED: dict[Kind, tuple[Kind, ...]] = {
    "theme": ("department", "touchpoint", "stage"),
    "touchpoint": ("department", "stage", "theme"),
    "department": ("theme", "touchpoint"),
}
_CLOSENESS: dict[Kind, str] = {
    "theme": "theme_score",
    "touchpoint": "touchpoint_score",
    "department": "touchpoint_score",
}


@dataclass(frozen=True)
class Evidence:
    """What all topics are computed from; comments and mentions are the analysed ones."""

    comments: pl.DataFrame
    mentions: pl.DataFrame
    passages: pl.DataFrame  # of quotes.passages
    catalogue: Catalogue
    rated: bool
    unit: trend.Unit | None
    starts: Sequence[date]  # first days of the periods; empty without a unit
    totals: Sequence[int]  # all comments of each period
    seed: int
    _placed: dict[Kind, pl.DataFrame] = field(default_factory=dict, repr=False, compare=False)  # of the last kind
    _owned: dict[Kind, dict[str, Ownership]] = field(default_factory=dict, repr=False, compare=False)  # likewise

    def placed(self, kind: Kind) -> pl.DataFrame:
        """Where each comment belongs; see `places.places`."""
        if kind not in self._placed:
            self._placed.clear()  # kinds are asked for one after the other, and each is as long as the mentions
            self._placed[kind] = places(self.comments, self.mentions, kind)
        return self._placed[kind]

    def owned(self, kind: Kind) -> dict[str, Ownership]:
        """Who owns each topic of a kind."""
        if kind not in self._owned:
            self._owned[kind] = ownership(self.comments, self.mentions, kind)
        return self._owned[kind]


def topics(evidence: Evidence, kind: Kind) -> tuple[Topic, ...]:
    """All topics of a kind, most comments first; what has no subject and what is too small to show last."""
    told = dated_places(evidence, kind).select("place", "sentiment", "date", "rating")
    by_place = told.partition_by("place", as_dict=True, include_key=False)
    candidates = _candidates(evidence, kind)
    links = _links(evidence, kind)
    found = [
        _topic(evidence, kind, str(key), rows, candidates.get((key,)), links.get(str(key), ()))
        for (key,), rows in by_place.items()
    ]
    return tuple(
        sorted(found, key=lambda topic: (topic.id in (REST, OVERALL, UNOWNED), -(topic.share.n or 0), topic.id))
    )


def dated_places(evidence: Evidence, kind: Kind) -> pl.DataFrame:
    """The rows of `places` with date and rating of their comment."""
    about = evidence.comments.select("comment_id", "date", "rating")
    return evidence.placed(kind).join(about, on="comment_id", how="left", maintain_order="left")


def _topic(
    evidence: Evidence,
    kind: Kind,
    key: str,
    rows: pl.DataFrame,
    candidates: pl.DataFrame | None,
    links: tuple[Link, ...],
) -> Topic:
    n, name = len(rows), evidence.catalogue.name(kind, key)
    card = evidence.catalogue.themes.get(key, ThemeCard()) if kind == "theme" else ThemeCard()
    counts = dict(rows["sentiment"].value_counts().iter_rows())
    shown = n >= HIDDEN_BELOW
    sentiment, blamed = sentiment_and_blame(counts, n)
    return Topic(
        kind=kind,
        id=key,
        name=name,
        description=card.description.strip(),
        keywords=card.keywords,
        share=share(n, len(evidence.comments)),
        net=net_sentiment(counts.get("positive", 0), counts.get("negative", 0), n),
        sentiment=sentiment,
        blamed=blamed,
        rating=ratings.mean(rows["rating"], seed=evidence.seed) if evidence.rated else None,
        links=links if shown else (),
        trend=_points(evidence, rows) if shown else (),
        quotes=quotes.choose(candidates, evidence.passages, topic=name) if shown and candidates is not None else (),
        parts=_parts(evidence.mentions, key) if shown and kind == "theme" else (),
    )


def _parts(mentions: pl.DataFrame, theme: str) -> tuple[Part, ...]:
    """The subthemes of a theme, those too small to show left out."""
    said = mentions.filter((pl.col("theme") == theme) & pl.col("subtheme").is_not_null())
    of = said["comment_id"].n_unique()
    found = []
    placed = said.group_by("comment_id", "subtheme").agg(combined_sentiment()).sort("subtheme", "comment_id")
    for (name,), rows in placed.partition_by("subtheme", as_dict=True, maintain_order=True).items():
        if len(rows) >= HIDDEN_BELOW:
            counts = dict(rows["sentiment"].value_counts().iter_rows())
            net = net_sentiment(counts.get("positive", 0), counts.get("negative", 0), len(rows))
            found.append(Part(str(name), share(len(rows), of, metric="share_of_theme"), net))
    return tuple(sorted(found, key=lambda part: (-(part.share.n or 0), part.name)))


def _points(evidence: Evidence, rows: pl.DataFrame) -> tuple[Point, ...]:
    if evidence.unit is None:
        return ()
    return trend.points(rows, evidence.starts, evidence.unit, totals=evidence.totals)


def _candidates(evidence: Evidence, kind: Kind) -> dict[tuple[object, ...], pl.DataFrame]:
    """What may be quoted for each topic, with its closeness to it."""
    closeness = evidence.passages[_CLOSENESS[kind]].fill_null(0.0).alias("closeness")
    passages = quotes.candidates_of(evidence.passages).with_columns(closeness)
    if evidence.mentions.is_empty():
        where = evidence.placed(kind).select("comment_id", "place")
        placed = where.join(passages, on="comment_id", how="inner")
    else:
        where = evidence.mentions.select("comment_id", "mention", pl.col(kind).alias("place"))
        placed = where.drop_nulls("place").join(passages, on=["comment_id", "mention"], how="inner")
    return placed.partition_by("place", as_dict=True)


def _links(evidence: Evidence, kind: Kind) -> dict[str, tuple[Link, ...]]:
    """For each topic its owner, and the place of every other linked kind that most of its mentions belong to."""
    found: dict[str, list[Link]] = {}
    sizes = evidence.placed(kind).group_by("place").agg(pl.len().alias("sample"))
    for other in LINKED[kind]:
        if other == "department":
            for place, link in _owners(evidence, kind):
                found.setdefault(place, []).append(link)
            continue
        counted = pairs(evidence.comments, evidence.mentions, kind, other)
        sums = counted.group_by("place").agg(pl.col("mentions").sum().alias("of"))
        main = counted.drop_nulls("other").unique("place", keep="first", maintain_order=True)
        for row in main.join(sums, on="place").join(sizes, on="place").sort("place").iter_rows(named=True):
            number = share(row["mentions"], row["of"], metric="share_of_mentions", sample=row["sample"])
            name = evidence.catalogue.name(other, row["other"])
            if row["comments"] >= HIDDEN_BELOW:
                found.setdefault(row["place"], []).append(Link(other, row["other"], name, number))
    return {place: tuple(links) for place, links in found.items()}


def _owners(evidence: Evidence, kind: Kind) -> Iterator[tuple[str, Link]]:
    for place, held in evidence.owned(kind).items():
        if held.owner is not None:
            name = evidence.catalogue.name("department", held.owner.department)
            yield place, Link("department", held.owner.department, name, held.share(held.owner))
