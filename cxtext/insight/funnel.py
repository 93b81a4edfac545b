"""Which records a report rests on, and what became of the others."""

from __future__ import annotations

from collections import Counter

import polars as pl

from cxtext.choices import UNOWNED
from cxtext.insight.places import LISTS
from cxtext.insight.results import Funnel
from cxtext.schema import REST, Labelled

# In this order: a comment with several of them is counted under the first.
SET_ASIDE = ("empty", "no_content", "other_language")
COPIES = ("duplicate", "near_duplicate")  # of earlier comments; set aside where each text is to count once
# What no analysis asks for is not copied: comments may be many, and their masked text is there.
UNREAD = ("text", "intensity", "owner_source", "duplicate_of")
REASONS_SHOWN = 8  # a damaged file can give a reason of its own for every record


def analysed(labelled: Labelled, *, dedupe: bool = False) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The comments with content, sorted by id, and their mentions; the rest is set aside, with `dedupe` copies too.

    Their departments are who owns them: comments of which nobody owns a mention belong to UNOWNED. Where tables say
    nothing of owners, departments stay as they are. Of one `labelled` they are told once.
    """
    if ("analysed", dedupe) not in labelled.told:
        labelled.told["analysed", dedupe] = _analysed(labelled, dedupe=dedupe)
    told: tuple[pl.DataFrame, pl.DataFrame] = labelled.told["analysed", dedupe]
    return told


def _analysed(labelled: Labelled, *, dedupe: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
    read = labelled.comments.drop(UNREAD, strict=False)
    kept = read.filter(_first_flag(_aside(dedupe)).is_null()).sort("comment_id")
    nobody = pl.col("owner") == UNOWNED
    kept = kept.with_columns(departments=pl.when(nobody).then([UNOWNED]).otherwise("departments"))
    mentions = labelled.mentions.join(kept.select("comment_id", whole=pl.col("owner")), on="comment_id", how="inner")
    owner = pl.when(pl.col("owner").is_null()).then("department").when(~nobody).then("owner")
    owner = owner.when(pl.col("whole") == UNOWNED).then(pl.lit(UNOWNED))
    return kept, mentions.with_columns(department=owner).drop("whole").sort("comment_id", "mention")


def funnel(labelled: Labelled, comments: pl.DataFrame, mentions: pl.DataFrame, *, dedupe: bool = False) -> Funnel:
    """The way of the records; `comments` and `mentions` are the analysed ones."""
    first = labelled.comments.select(_first_flag(_aside(dedupe)).alias("flag"))["flag"].drop_nulls().to_list()
    aside = Counter(first)
    themed = _with_theme(comments, mentions)
    return Funnel(
        read=len(labelled.comments) + len(labelled.rejects),
        rejected=_most_first(Counter(reject.reason for reject in labelled.rejects)),
        set_aside=tuple((flag, aside[flag]) for flag in _aside(dedupe) if aside[flag]),
        analysed=len(comments),
        with_theme=themed,
        without_theme=len(comments) - themed,
        mentions=len(mentions),
        truncated=_flagged(comments, "truncated"),
        duplicates=_flagged(comments, *COPIES),
        rating_contradicts=_flagged(comments, "rating_contradicts"),
    )


def _aside(dedupe: bool) -> tuple[str, ...]:
    return (*SET_ASIDE, *COPIES) if dedupe else SET_ASIDE


def _first_flag(asides: tuple[str, ...]) -> pl.Expr:
    """The flag for which a comment is set aside, null for an analysed one."""
    flags = pl.col("flags").fill_null([])
    return pl.coalesce(pl.when(flags.list.contains(flag)).then(pl.lit(flag)) for flag in asides)


def _with_theme(comments: pl.DataFrame, mentions: pl.DataFrame) -> int:
    """Comments with a theme that says what they are about: REST alone says nothing."""
    if mentions.is_empty():
        named = comments[LISTS["theme"]].list.drop_nulls().list.set_difference([REST])
        return int((named.list.len() > 0).sum())
    return mentions.filter(pl.col("theme").is_not_null() & (pl.col("theme") != REST))["comment_id"].n_unique()


def _flagged(comments: pl.DataFrame, *flags: str) -> int:
    return int((comments["flags"].list.set_intersection(list(flags)).list.len() > 0).sum())


def _most_first(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    ranked = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    rest = sum(count for _, count in ranked[REASONS_SHOWN:])
    return (*ranked[:REASONS_SHOWN], *([("other reasons", rest)] if rest else []))
