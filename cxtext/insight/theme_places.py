"""Where each theme lies: its shares of touchpoints, departments and stages, and words that show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from cxtext.insight import quotes
from cxtext.insight.catalogue import Catalogue
from cxtext.insight.cells import HIDDEN_BELOW
from cxtext.insight.metrics import share
from cxtext.insight.ownership import Ownership, ownership
from cxtext.insight.places import pairs
from cxtext.insight.results import Kind, Number, Quote
from cxtext.schema import OVERALL, REST

OWNED: Kind = "department"
KINDS: tuple[Kind, ...] = ("touchpoint", OWNED, "stage")
MOST_SHOWN = 5  # places of a kind
MOST_QUOTED = 3  # touchpoints of a theme
SHARED_FROM = 0.25  # lower bound of the second owner's share from which a theme has two owners


@dataclass(frozen=True)
class Place:
    """A place of a theme."""

    kind: Kind
    id: str
    name: str
    share: Number  # share_of_placed; of a department share_of_blame, unless hardly any comment blames the theme
    mentions: int  # that are counted in it


@dataclass(frozen=True)
class ThemePlaces:
    """Where one theme lies. Places with fewer than 5 comments are left out."""

    id: str  # of the theme
    name: str
    mentions: int
    placed: tuple[tuple[Kind, int], ...]  # of these, mentions that lie at any touchpoint, with any department, …
    places: tuple[Place, ...]  # by kind, the biggest share first
    unowned: int  # of the mentions that count for owners, those that no department owns
    shared: bool  # a second owner has surely more than a quarter
    support: tuple[Quote, ...]  # the most certain mention at each of the biggest touchpoints

    def of(self, kind: Kind) -> tuple[Place, ...]:
        """The places of one kind."""
        return tuple(place for place in self.places if place.kind == kind)


def theme_places(
    comments: pl.DataFrame,
    mentions: pl.DataFrame,
    passages: pl.DataFrame,
    catalogue: Catalogue,
    owned: Mapping[str, Ownership] | None = None,
) -> tuple[ThemePlaces, ...]:
    """Where each theme lies, most mentions first; themes without 5 comments at any place are left out.

    `comments` and `mentions` are the analysed ones, `passages` those of `quotes.passages`, `owned` what
    `ownership` says of themes where that is known already.
    """
    found = {kind: _by_theme(comments, mentions, kind) for kind in KINDS if kind != OWNED}
    owned = ownership(comments, mentions, "theme") if owned is None else owned
    support = _support(mentions, passages, catalogue)
    told = (
        _told(theme, {kind: rows[theme] for kind, rows in found.items()}, held, support.get(theme, {}), catalogue)
        for theme, held in owned.items()
        if theme not in (REST, OVERALL)
    )
    return tuple(sorted((one for one in told if one.places), key=lambda one: (-one.mentions, one.id)))


def _by_theme(comments: pl.DataFrame, mentions: pl.DataFrame, kind: Kind) -> dict[str, pl.DataFrame]:
    counted = pairs(comments, mentions, "theme", kind)
    parts = counted.partition_by("place", as_dict=True, maintain_order=True)
    return {str(theme): rows for (theme,), rows in parts.items()}


def _told(
    theme: str, found: Mapping[Kind, pl.DataFrame], held: Ownership, support: Mapping[str, Quote], catalogue: Catalogue
) -> ThemePlaces:
    placed, places = dict[Kind, int](), list[Place]()
    for kind in KINDS:
        if kind == OWNED:
            placed[kind] = held.owned
            places += _owners(held, catalogue)
        else:
            known = found[kind].drop_nulls("other")
            placed[kind] = int(known["mentions"].sum())
            places += _places(kind, known, placed[kind], catalogue)
    touchpoints = [place.id for place in places if place.kind == "touchpoint"][:MOST_QUOTED]
    owners = [place.share.low or 0 for place in places if place.kind == OWNED]
    return ThemePlaces(
        id=theme,
        name=catalogue.name("theme", theme),
        mentions=int(found["touchpoint"]["mentions"].sum()),
        placed=tuple(placed.items()),
        places=tuple(places),
        unowned=held.mentions - held.owned,
        shared=len(owners) > 1 and owners[1] > SHARED_FROM,
        support=tuple(support[key] for key in touchpoints if key in support),
    )


def _owners(held: Ownership, catalogue: Catalogue) -> list[Place]:
    """The biggest owners of at least 5 comments."""
    shown = [one for one in held.holdings if one.comments >= HIDDEN_BELOW][:MOST_SHOWN]
    return [
        Place(OWNED, one.department, catalogue.name(OWNED, one.department), held.share(one), one.mentions)
        for one in shown
    ]


def _places(kind: Kind, rows: pl.DataFrame, of: int, catalogue: Catalogue) -> list[Place]:
    """The biggest places of at least 5 comments; how sure a share is goes by comments, not by mentions."""
    shown = rows.filter(pl.col("comments") >= HIDDEN_BELOW).head(MOST_SHOWN)
    sample = int(rows["comments"].sum())
    return [
        Place(
            kind,
            row["other"],
            catalogue.name(kind, row["other"]),
            share(row["mentions"], of, metric="share_of_placed", sample=min(sample, of)),
            row["mentions"],
        )
        for row in shown.iter_rows(named=True)
    ]


def _support(mentions: pl.DataFrame, passages: pl.DataFrame, catalogue: Catalogue) -> dict[str, dict[str, Quote]]:
    """Of each theme, each touchpoint with the mention of it that lies there most certainly."""
    if mentions.is_empty():
        return {}
    where = mentions.select("comment_id", "mention", "theme", "touchpoint").drop_nulls()
    rank = (pl.col("touchpoint_score").fill_null(0.0) * pl.col("sanity")).round(9).alias("rank")
    ranked = passages.select("comment_id", "mention", rank).with_row_index("at")
    rows = where.join(ranked, on=["comment_id", "mention"])
    best = rows.sort(
        ["theme", "touchpoint", "rank", "comment_id", "mention"], descending=[False, False, True, False, False]
    ).unique(["theme", "touchpoint"], keep="first", maintain_order=True)
    found: dict[str, dict[str, Quote]] = {}
    for row in best.select("theme", "touchpoint").hstack(passages[best["at"]]).iter_rows(named=True):
        quote = quotes.quote_of(row, "typical", catalogue.name("touchpoint", row["touchpoint"]))
        found.setdefault(row["theme"], {})[row["touchpoint"]] = quote
    return found
