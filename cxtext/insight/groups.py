"""Comments in groups: by columns of the input, source, period, and what they speak of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import polars as pl

from cxtext.errors import OptionError, unknown
from cxtext.insight.cells import HIDDEN_BELOW
from cxtext.insight.columns import OWN
from cxtext.insight.places import places
from cxtext.insight.results import Kind

KINDS: tuple[Kind, ...] = get_args(Kind)
PERIODS = {"week": "1w", "month": "1mo"}
PERSONA = "persona"  # a comment may belong to several
COLUMN = "column:"  # before a column of the input that is called as one of ours
NONE = "(none)"


@dataclass(frozen=True)
class Groups:
    """Comments by group, and how many there are to compare with."""

    rows: pl.DataFrame  # comments with key0, key1, … and `about`, the sentiment about what they speak of
    keys: tuple[str, ...]  # key0, key1, …
    kind: Kind | None  # of the one key that a comment may have several of
    sizes: pl.DataFrame  # the keys, comments, and of: all comments of the same other keys
    hidden: int  # groups left out, for privacy


def own_columns(by: Sequence[str]) -> list[str]:
    """Those of the names that are columns of the input."""
    ours = (*KINDS, *PERIODS, "source")
    return [name.removeprefix(COLUMN) for name in by if name not in ours]


def grouped(
    comments: pl.DataFrame, mentions: pl.DataFrame, by: Sequence[str], members: pl.DataFrame | None = None
) -> Groups:
    """The comments in groups; of a group with fewer than 5 comments nothing is left.

    Nor of one that could be told from the others: where all that is hidden of a division is fewer than 5 comments, its
    smallest group is hidden too. `members` are comment_id and persona, where personas are asked for.

    Raises:
        OptionError: there are two of theme, touchpoint, department and stage, or a name twice.
    """
    kinds: list[Kind] = [kind for kind in KINDS if kind in by]
    if len(kinds) > 1 or len(set(by)) < len(by):
        raise OptionError(f"--by {', '.join(by)}: name each once, and one of {', '.join(KINDS)} at most")
    keys = tuple(f"key{place}" for place in range(len(by)))
    rows = comments.with_columns(about="sentiment")
    for key, name in zip(keys, by, strict=True):
        if name == PERSONA and members is not None:
            rows = rows.join(members.rename({PERSONA: key}), on="comment_id", maintain_order="left")
        elif name not in KINDS:
            rows = rows.with_columns(level(name).fill_null(NONE).alias(key))
    others = [key for key, name in zip(keys, by, strict=True) if name not in KINDS]
    totals = rows.group_by(others).agg(of=pl.len()) if others else pl.DataFrame({"of": [len(rows)]})
    if kinds:
        rows = rows.drop("about").join(
            _about(comments, mentions, kinds[0], keys[list(by).index(kinds[0])]), on="comment_id"
        )
        sizes = rows.group_by(keys).agg(comments=pl.len())
        sizes = sizes.join(totals, on=others) if others else sizes.join(totals, how="cross")
    elif keys:
        sizes = rows.group_by(keys).agg(comments=pl.len()).with_columns(of=pl.lit(len(comments)))
    else:
        sizes = pl.DataFrame({"comments": [len(rows)], "of": [len(rows)]})
    shown = big_enough(sizes, keys, others)
    kept = rows.join(shown, on=keys, how="semi") if keys else rows
    periods = [key for key, name in zip(keys, by, strict=True) if name in PERIODS]
    return Groups(kept, keys, next(iter(kinds), None), _ordered(shown, keys, periods), len(sizes) - len(shown))


def _about(comments: pl.DataFrame, mentions: pl.DataFrame, kind: Kind, key: str) -> pl.DataFrame:
    where = places(comments, mentions, kind)
    return where.select("comment_id", pl.col("place").alias(key), pl.col("sentiment").alias("about"))


def _ordered(sizes: pl.DataFrame, keys: Sequence[str], periods: Sequence[str]) -> pl.DataFrame:
    """The biggest group first, its periods in their order."""
    others = [key for key in keys if key not in periods]
    total = pl.col("comments").sum().over(others) if others else pl.lit(0)
    order = sizes.with_columns(total.alias("total")).sort(
        ["total", *others, *periods], descending=[True, *(False for _ in keys)]
    )
    return order.drop("total")


def level(name: str) -> pl.Expr:
    """Source, the first day of week or month, or a column of the user's, as text."""
    if name == "source":
        return pl.col("source")
    if name in PERIODS:
        return pl.col("date").dt.truncate(PERIODS[name]).cast(pl.String)
    return pl.col(OWN + name.removeprefix(COLUMN))


def big_enough(sizes: pl.DataFrame, keys: Sequence[str], divisions: Sequence[str]) -> pl.DataFrame:
    """The groups that are big enough, and that give none away that is not."""
    sizes = sizes.sort(["comments", *keys], descending=[True, *(False for _ in keys)])
    hidden = [n < HIDDEN_BELOW for n in sizes["comments"]]
    counts, values = sizes["comments"].to_list(), sizes.select(keys).rows()
    changed = True
    while changed:
        changed = False
        for division in divisions:
            place = list(keys).index(division)
            members: dict[tuple[object, ...], list[int]] = {}
            for row, value in enumerate(values):
                members.setdefault((*value[:place], *value[place + 1 :]), []).append(row)
            for rows in members.values():
                left = [row for row in rows if not hidden[row]]
                if left and 0 < sum(counts[row] for row in rows if hidden[row]) < HIDDEN_BELOW:
                    hidden[left[-1]] = changed = True  # the smallest: groups are in order of size
    return sizes.filter(~pl.Series(hidden, dtype=pl.Boolean))


def check_by(by: Sequence[str], columns: Sequence[str], *, personas: bool = False) -> None:
    """Refuse what is neither one of ours nor a column of the input.

    Raises:
        OptionError: as it says, with the nearest name.
    """
    for name in by:
        plain = name.removeprefix(COLUMN)
        if name == PERSONA and not personas and name not in columns:
            raise OptionError("--by persona: of which personas? Name their file (--personas)")
        if name not in (*KINDS, *PERIODS, "source", PERSONA) and plain not in columns:
            raise OptionError(unknown("--by", plain, {*KINDS, *PERIODS, "source", *columns}))
