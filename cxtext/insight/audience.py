"""A report for some: for an owner the comments that speak of what it owns, and only what they say of that.

For a persona it is all of their comments.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from cxtext.choices import UNOWNED
from cxtext.errors import OptionError, unknown
from cxtext.insight.catalogue import Catalogue
from cxtext.insight.facets import FACETS
from cxtext.insight.funnel import analysed
from cxtext.insight.results import Note
from cxtext.schema import Labelled

# What a comment's lists are made of: those of its mentions that the owner has.
_NARROWED = {"themes": "theme", "touchpoints": "touchpoint", "stages": "stage"}


def owners_of(labelled: Labelled, *, dedupe: bool = False) -> dict[str, int]:
    """Owner → how many comments with content speak of what it owns, the biggest first; UNOWNED last."""
    comments, _ = analysed(labelled, dedupe=dedupe)
    counts = comments["departments"].explode(empty_as_null=True).drop_nulls().value_counts().iter_rows()
    return dict(sorted(counts, key=lambda entry: (entry[0] == UNOWNED, -entry[1], entry[0])))


def owner_named(name: str, owners: dict[str, int], catalogue: Catalogue, personas: Sequence[str] = ()) -> str:
    """The id of an owner by its id or its name, in any case; `personas` could have been meant too.

    Raises:
        OptionError: no comment speaks of what such an owner has.
    """
    known = {key.casefold(): key for key in owners}
    known |= {catalogue.name("department", key).casefold(): key for key in reversed(list(owners))}
    if name.casefold() not in known:
        raise OptionError(f"--for: {unknown('owner or persona' if personas else 'owner', name, [*owners, *personas])}")
    return known[name.casefold()]


def of_owner(labelled: Labelled, owner: str) -> Labelled:
    """The comments with something that the owner has, and of their mentions those that it owns.

    A comment keeps its own sentiment and rating; what it says of other owners' subjects is left out. Without
    mentions the comments stay whole.
    """
    comments, mentions = analysed(labelled)
    own = mentions.filter(pl.col("department") == owner)
    kept = labelled.comments.filter(
        pl.col("comment_id").is_in(comments.filter(pl.col("departments").list.contains(owner))["comment_id"].implode())
    )
    if mentions.is_empty():
        return replace(labelled, comments=kept, rows=None, rejects=())
    kept = kept.join(_lists(own), on="comment_id", how="left", suffix="_own").with_columns(
        *(pl.col(f"{name}_own").fill_null([]).alias(name) for name in _NARROWED),
        *_facets(kept, own),
        departments=pl.lit([owner] if owner != UNOWNED else [], dtype=pl.List(pl.String)),
    )
    original = labelled.mentions.join(own.select("comment_id", "mention"), on=["comment_id", "mention"], how="semi")
    return replace(labelled, comments=kept.select(labelled.comments.columns), mentions=original, rows=None, rejects=())


def _facets(kept: pl.DataFrame, own: pl.DataFrame) -> Iterator[pl.Series]:
    """What the owner's mentions say, of how urgent it is, say; null where the comment was labelled without facets."""
    if FACETS not in kept.columns or FACETS not in own.columns:
        return
    said = own.select("comment_id", FACETS).explode(FACETS).drop_nulls().unique()
    lists = said.sort("comment_id", FACETS).group_by("comment_id", maintain_order=True).agg(pl.col(FACETS).alias("own"))
    both = kept.select("comment_id", FACETS).join(lists, on="comment_id", how="left", maintain_order="left")
    told = pl.when(pl.col(FACETS).is_not_null()).then(pl.col("own").fill_null([])).alias(FACETS)
    yield both.select(told).to_series()


def of_comments(labelled: Labelled, ids: pl.Series) -> Labelled:
    """These comments alone, with all their mentions and all columns of the input."""
    kept = labelled.comments["comment_id"].is_in(ids.implode())
    mentions = labelled.mentions.filter(pl.col("comment_id").is_in(ids.implode()))
    rows = None if labelled.rows is None else labelled.rows.filter(kept)
    return replace(labelled, comments=labelled.comments.filter(kept), mentions=mentions, rows=rows, rejects=())


def persona_note(name: str, part: int, all_comments: int) -> Note:
    """What a reader of one persona's report must know."""
    return Note(
        "audience",
        f"For {name} alone: the {part:,} of {all_comments:,} comments with content that are theirs, and all of these.",
        {"case": "persona", "name": name, "part": part, "whole": all_comments},
    )


def audience_note(name: str, part: int, all_comments: int) -> Note:
    """What a reader of one owner's report must know."""
    return Note(
        "audience",
        f"For {name} alone: the {part:,} of {all_comments:,} comments with content that speak of what it owns, and of "
        "these only what they say of that. A comment's own sentiment and rating count all that it says.",
        {"name": name, "part": part, "whole": all_comments},
    )


def _lists(mentions: pl.DataFrame) -> pl.DataFrame:
    """One row a comment: the distinct places of its mentions, in their order."""
    lists = [pl.col(one).drop_nulls().unique(maintain_order=True).alias(name) for name, one in _NARROWED.items()]
    return mentions.sort("comment_id", "mention").group_by("comment_id", maintain_order=True).agg(lists)
