"""What became of every theme from one model to another, and how many comments moved."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from cxtext.errors import ModelError
from cxtext.insight import trend
from cxtext.pipeline.pipeline import Pipeline
from cxtext.schema import Feedback
from cxtext.themes.decisions import Decision
from cxtext.themes.identity import SPECIAL, Became, Identity
from cxtext.themes.matching import counted, lineage, match
from cxtext.themes.succession import known_themes

OF_MENTION = ["comment_id", "start", "end"]


@dataclass(frozen=True)
class Moved:
    """Comments with a mention that one model puts to one theme and the other to another; None is no theme."""

    before: str | None
    after: str | None
    comments: int


@dataclass(frozen=True)
class Restated:
    """Comments of one theme of the later model in one period, as each of the two models counts them."""

    id: str  # in the later model; in the earlier one if it is gone
    name: str
    period: str
    before: int | None  # None: that model has no such theme
    after: int | None


@dataclass(frozen=True)
class Difference:
    """Two models side by side."""

    related: bool  # one was trained from the other, so their ids mean the same
    themes: tuple[Became, ...]
    decisions: tuple[Decision, ...]  # in the later one only
    moved: tuple[Moved, ...] = ()  # most comments first
    history: tuple[Restated, ...] = ()
    comments: int = 0  # of the input that both labelled


def difference(a: Pipeline, b: Pipeline, on: Feedback | None = None) -> Difference:
    """What became of the themes of `a` in `b`.

    Themes are the same if their ids are, where one model was trained from the other or decided about; else if they
    match as `matching.match` says.

    Args:
        a, b: the earlier model and the later one.
        on: comments that both are to label, so that what moved can be counted.

    Raises:
        ModelError: one has no themes of its own, or their encoders differ.
    """
    if a.themes is None or b.themes is None or a.identity is None or b.identity is None:
        raise ModelError("only models that learnt themes can be compared; name two folders that `cxtext train` made")
    if a.encoder.digest != b.encoder.digest:
        raise ModelError(
            f"{a.folder} was trained with the encoder {a.settings.encoder!r}, {b.folder} with another, "
            f"{b.settings.encoder!r}: their themes cannot be compared"
        )
    old, new = known_themes(a.themes), known_themes(b.themes)
    both = _both(a, b, on) if on is not None else None
    counts = None
    if both is not None:
        where = [_places(both[side], [known.name for known in units]) for side, units in (("a", old), ("b", new))]
        counts = counted(where[0], where[1], len(old), len(new))
    found = match(old, new, counts)
    related = _related(a.identity, b.identity)
    if related:
        index = {known.id: j for j, known in enumerate(new)}
        pairs = {i: index[known.id] for i, known in enumerate(old) if known.id in index}
        found = dataclasses.replace(found, pairs=pairs)
    rows = lineage(old, new, found, [known.id for known in new], [known.name for known in new])
    if related:
        rows = _explained(rows, b)
    diff = Difference(related, rows, b.identity.decisions[len(a.identity.decisions) :] if related else ())
    if on is None or both is None:
        return diff
    same = {(old[i].name, new[j].name) for i, j in found.pairs.items()} | {(name, name) for name in SPECIAL.values()}
    history = _history(both, on.comments, rows)
    return dataclasses.replace(diff, moved=_moved(both, same), history=history, comments=len(on.comments))


def _related(a: Identity, b: Identity) -> bool:
    """Whether one training is an ancestor of the other, or the same."""
    shared = min(len(a.chain), len(b.chain))
    return a.chain[:shared] == b.chain[:shared]


def _explained(rows: Sequence[Became], b: Pipeline) -> tuple[Became, ...]:
    """The rows; a theme that is gone by a decision, or into another one, says so."""
    live = {theme.id: theme for theme in b.themes.themes} if b.themes else {}
    into = {part.id.rpartition(".")[0]: theme for theme in live.values() for part in theme.subthemes}
    told = {row.before: row for row in (b.identity.lineage if b.identity else ()) if row.kind == "merged"}
    log = b.identity.decisions if b.identity else ()
    given = {new: decision.theme for decision in log for new in decision.gives.values()}
    out = []
    for row in rows:
        became = row
        if row.kind in ("gone", "merged") and row.before in into:
            theme = into[row.before]
            became = dataclasses.replace(row, kind="merged", after=theme.id, name=theme.name)
        elif row.kind == "gone" and row.before in told and told[row.before].after in live:
            theme = live[str(told[row.before].after)]
            became = dataclasses.replace(row, kind="merged", after=theme.id, name=theme.name)
        elif row.kind == "new" and row.after in given:
            became = dataclasses.replace(row, kind="split", before=given[row.after])
        out.append(became)
    return tuple(out)


def _both(a: Pipeline, b: Pipeline, on: Feedback) -> pl.DataFrame:
    """The mentions that both models see, with the themes that they give: comment_id, start, end, a, b."""
    sides = [pipeline.label(on).mentions.select(*OF_MENTION, "theme") for pipeline in (a, b)]
    first, second = (side.rename({"theme": name}) for side, name in zip(sides, ("a", "b"), strict=True))
    return first.join(second, on=OF_MENTION, how="inner", maintain_order="left")


def _places(names: pl.Series, known: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    index = {name: i for i, name in enumerate(known)}
    return np.array([index.get(name, -1) for name in names.to_list()], dtype=np.int64)


def _moved(both: pl.DataFrame, same: set[tuple[str, str]]) -> tuple[Moved, ...]:
    counts = both.group_by("a", "b").agg(pl.col("comment_id").n_unique().alias("n"))
    counts = counts.sort("n", "a", "b", descending=[True, False, False])
    return tuple(Moved(a, b, n) for a, b, n in counts.iter_rows() if (a, b) not in same and (a or b))


def _history(both: pl.DataFrame, comments: pl.DataFrame, rows: Sequence[Became]) -> tuple[Restated, ...]:
    """Comments by theme and period under both models; one period, "all", where there are too few dates."""
    every = trend.unit(comments)
    starts = trend.periods(comments, every) if every else []
    labels = [trend.label(start, every) for start in starts] if every else ["all"]
    about = comments.select("comment_id", "date", sentiment=pl.lit(""))
    said = [both.select("comment_id", theme=side).drop_nulls().unique().join(about, on="comment_id") for side in "ab"]

    def sizes(side: int, theme: str | None) -> list[int | None]:
        if theme is None:
            return [None] * len(labels)
        of = said[side].filter(pl.col("theme") == theme)
        return list(trend.sizes(of, starts, every)) if every else [len(of)]

    out = []
    for row in rows:
        before = None if row.kind in ("split", "new") else row.name_before
        after = None if row.kind in ("merged", "gone") else row.name
        key, name = (row.after, after) if after else (row.before, before)
        for period, then, now in zip(labels, sizes(0, before), sizes(1, after), strict=True):
            out.append(Restated(str(key), str(name), period, then, now))
    return tuple(out)
