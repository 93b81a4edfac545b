"""What the company has promised itself, beside what customers say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from cxtext.errors import OptionError
from cxtext.insight import trend
from cxtext.insight.answers import proportion
from cxtext.insight.calendar_periods import EVERY
from cxtext.insight.cells import HIDDEN_BELOW
from cxtext.insight.contrast import contrast
from cxtext.insight.entries import Entry, Form, read_entries
from cxtext.insight.material import Material
from cxtext.insight.measures import topic_key
from cxtext.insight.places import combined_sentiment
from cxtext.insight.quotes import passages, quote_of
from cxtext.insight.results import Kind, Number, Quote

FORM = Form(
    "principles file", "cxtext-principles/1", "principles", needed=("statement",), optional=("themes", "touchpoints")
)
MOST_POINTS = 12  # periods of the trend, the last ones


@dataclass(frozen=True)
class Principle:
    """One principle, and what shows whether it is kept."""

    statement: str
    links: tuple[tuple[Kind, str], ...]  # themes and touchpoints, as written
    place: str  # where it stands, for messages


@dataclass(frozen=True)
class Kept:
    """How far a principle is kept, by what customers say of the linked topics."""

    statement: str
    links: tuple[str, ...]  # names of the topics
    comments: int | None  # that praise or blame one of them; None: fewer than 5
    adherence: Number  # adherence: share of these that praise only
    change: Number | None  # adherence_change: later half of the dates minus the earlier; None: no dates
    trend: tuple[tuple[str, Number], ...]  # label and adherence of each week or month, oldest first
    best: Quote | None
    worst: Quote | None


def read_principles(path: Path) -> tuple[Principle, ...]:
    """The principles of a file.

    Raises:
        OptionError: it is missing, not YAML, breaks the form, holds none, or one is linked to nothing.
    """
    entries, _ = read_entries(path, FORM)
    if not entries:
        raise OptionError(f"{path.name} holds no principles; add one with a statement and its themes or touchpoints")
    return tuple(_principle(entry) for entry in entries)


def _principle(entry: Entry) -> Principle:
    links: list[tuple[Kind, str]] = [("theme", name) for name in entry.texts("themes")]
    links += [("touchpoint", name) for name in entry.texts("touchpoints")]
    if not links:
        raise OptionError(f"{entry.place}: linked to nothing; name its themes or touchpoints")
    return Principle(entry.text("statement"), tuple(links), entry.place)


def adherence(material: Material, principles: Sequence[Principle]) -> tuple[Kept, ...]:
    """How far each principle is kept, in their order.

    Raises:
        OptionError: no comment speaks of a linked topic.
    """
    return tuple(_kept(material, one) for one in principles)


def _kept(material: Material, principle: Principle) -> Kept:
    keys = [(kind, _key(material, principle, kind, name)) for kind, name in principle.links]
    rows = _opinions(material, keys)
    enough = len(rows) >= HIDDEN_BELOW
    quoted = _quoted(material, keys) if enough else None
    return Kept(
        statement=principle.statement,
        links=tuple(material.catalogue.name(kind, key) for kind, key in keys),
        comments=len(rows) if enough else None,
        adherence=_share(rows),
        change=_change(rows),
        trend=_trend(rows),
        best=_extreme(quoted, "positive", principle.statement),
        worst=_extreme(quoted, "negative", principle.statement),
    )


def _key(material: Material, principle: Principle, kind: Kind, name: str) -> str:
    try:
        return topic_key(material, kind, name)
    except OptionError as error:
        raise OptionError(f"{principle.place}: {error}") from error


def _opinions(material: Material, keys: Sequence[tuple[Kind, str]]) -> pl.DataFrame:
    """One row for each comment with an opinion on any of the topics: kept (praises only), who, date."""
    parts = [
        material.places(kind).filter(pl.col("place") == key).select("comment_id", "sentiment") for kind, key in keys
    ]
    joined = pl.concat(parts).group_by("comment_id").agg(combined_sentiment())
    of = joined.filter(pl.col("sentiment") != "neutral").with_columns(kept=pl.col("sentiment") == "positive")
    return of.join(material.comments.select("comment_id", "who", "date"), on="comment_id").sort("comment_id")


def _share(rows: pl.DataFrame) -> Number:
    return proportion("adherence", rows["kept"].to_numpy(), rows["who"].to_numpy())


def _change(rows: pl.DataFrame) -> Number | None:
    dated = rows.drop_nulls("date")
    middle = dated["date"].median()
    if middle is None or dated["date"].n_unique() == 1:
        return None
    late = pl.col("date") > middle
    return contrast("adherence_change", _share(dated.filter(late)), _share(dated.filter(~late)))


def _trend(rows: pl.DataFrame) -> tuple[tuple[str, Number], ...]:
    unit = trend.unit(rows)
    if unit is None:
        return ()
    starts = rows.drop_nulls("date").with_columns(start=pl.col("date").dt.truncate(EVERY[unit]))
    parts = starts.sort("start", "comment_id").partition_by("start", as_dict=True, maintain_order=True)
    found = [(trend.label(start, unit), _share(part)) for (start,), part in parts.items() if isinstance(start, date)]
    return tuple(found[-MOST_POINTS:])


def _quoted(material: Material, keys: Sequence[tuple[Kind, str]]) -> pl.DataFrame:
    """What may be quoted of the topics."""
    if material.mentions.is_empty():
        any_of = [pl.col(f"{kind}s").list.contains(key) for kind, key in keys]
        return passages(material.comments.filter(pl.any_horizontal(any_of)), material.mentions)
    return passages(
        material.comments, material.mentions.filter(pl.any_horizontal([pl.col(k) == key for k, key in keys]))
    )


def _extreme(rows: pl.DataFrame | None, sentiment: str, topic: str) -> Quote | None:
    if rows is None:
        return None
    sign = 1 if sentiment == "positive" else -1
    ranked = rows.filter(pl.col("sentiment") == sentiment).with_columns(
        rank=(sign * pl.col("score") * pl.col("sanity"))
    )
    best = ranked.sort("rank", "comment_id", "mention", descending=[True, False, False], nulls_last=True).head(1)
    if best.is_empty():
        return None
    return quote_of(best.row(0, named=True), "positive" if sign > 0 else "negative", topic)
