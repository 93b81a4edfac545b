"""A change of a metric split in two: other people answered (mix), and the same kinds of people felt otherwise (within).

Kitagawa (1955), JASA 50, 1168-1194. The two parts add up to the change exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from cxtext.errors import InputError
from cxtext.insight.bands import banded
from cxtext.insight.cells import HIDDEN_BELOW, NUMBERS_FROM
from cxtext.insight.controls import OTHER
from cxtext.insight.intervals import DRAWS, Floats
from cxtext.insight.material import Material
from cxtext.insight.measures import Measure, backward, measure
from cxtext.insight.moments import Ints
from cxtext.insight.resampling import Resampled, Statistic, resampled
from cxtext.insight.results import Kind, Number
from cxtext.insight.sides import Sides

LEVELS = 20  # the biggest; the others are one


@dataclass(frozen=True)
class MixPart:
    """One level of the column, and what it has to do with the change."""

    level: str
    answers_before: int  # 0, or at least 5
    answers_after: int
    share_before: float  # of the answers, 0 … 1
    share_after: float
    mix: Number  # mix_effect: points of the change that go with its share having moved
    within: Number  # within_effect: points that go with its own mean having moved


@dataclass(frozen=True)
class Mix:
    """A change, and what it is made of."""

    by: str
    metric: str
    before: str  # label of the side
    after: str
    mean_before: Number
    mean_after: Number
    change: Number  # mean_change: mean_after - mean_before
    mix: Number  # mix_effect
    within: Number  # within_effect; mix + within = change
    parts: tuple[MixPart, ...]  # most answers first; their effects add up to the totals
    notes: tuple[str, ...]


def mix(
    material: Material,
    sides: Sides,
    *,
    by: str,
    metric: str | None = None,
    kind: Kind = "theme",
    topic: str | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Mix:
    """How much of a change of a metric goes with who answered, and how much with how they felt.

    Args:
        material: the comments.
        sides: the two periods or groups.
        by: source or a column of the user's; one of many numbers is cut into fifths.
        metric: as for `measures.measure`, likewise `kind` and `topic`.
        draws: of the bootstrap over customers.
        seed: of the draws.

    Raises:
        InputError: a side has fewer than 30 answers.
        OptionError: there is no such column, metric or topic.
    """
    levels = banded(material.levels(by, option="by"))
    asked = measure(material, metric, kind=kind, topic=topic)
    return decomposed(material, sides, levels, asked, by=by, draws=draws, seed=seed)


def decomposed(
    material: Material, sides: Sides, levels: pl.Series, asked: Measure, *, by: str, draws: int = DRAWS, seed: int = 0
) -> Mix:
    """As `mix`, of levels and a measure that are known; `levels` is one text a comment."""
    answered = asked.values.is_not_null() & (sides.before | sides.after)
    before, after = (side.filter(answered) for side in (sides.before, sides.after))
    for label, side in ((sides.before_label, before), (sides.after_label, after)):
        if side.sum() < NUMBERS_FROM:
            few = "fewer than 5" if side.sum() < HIDDEN_BELOW else str(side.sum())
            raise InputError(
                f"{label} has {few} answers to {asked.metric}, and a comparison needs {NUMBERS_FROM} on either side"
            )
    kept, notes = _shown_levels(levels.filter(answered), before, after)
    names = sorted(set(kept), key=lambda name: (name == OTHER, -kept.count(name), name))
    level = np.array([names.index(name) for name in kept], dtype=np.int64)
    values, who = asked.values.filter(answered).to_numpy(), material.comments["who"].filter(answered).to_numpy()
    found = resampled(level + len(names) * after.to_numpy(), values, who, 2 * len(names), draws=draws, seed=seed)
    everyone = material.comments["who"]
    return Mix(
        by=by,
        metric=asked.metric,
        before=sides.before_label,
        after=sides.after_label,
        mean_before=asked.number(sides.before, everyone, seed=seed),
        mean_after=asked.number(sides.after, everyone, seed=seed),
        change=found.number("mean_change", lambda n, s: _effects(n, s)[2]),
        mix=found.number("mix_effect", lambda n, s: _effects(n, s)[0].sum(axis=-1)),
        within=found.number("within_effect", lambda n, s: _effects(n, s)[1].sum(axis=-1)),
        parts=tuple(_part(found, place, name, len(names)) for place, name in enumerate(names)),
        notes=(*notes, *backward(material.scale, asked.metric)),
    )


def _shown_levels(levels: pl.Series, before: pl.Series, after: pl.Series) -> tuple[list[str], tuple[str, ...]]:
    """The level of each answer; those too small to show on a side are one, so that nothing can be told of them."""
    rows = pl.DataFrame({"level": levels, "b": before, "a": after})
    sizes = rows.group_by("level").agg(pl.col("b").sum(), pl.col("a").sum(), n=pl.len())
    big = [
        (n, name)
        for name, b, a, n in sizes.select("level", "b", "a", "n").iter_rows()
        if n >= NUMBERS_FROM and all(side == 0 or side >= HIDDEN_BELOW for side in (a, b))
    ]
    kept = [name for _, name in sorted(big, key=lambda entry: (-entry[0], entry[1]))][:LEVELS]
    while kept:
        rest = sizes.filter(~pl.col("level").is_in(kept))
        if rest.is_empty() or all(n == 0 or n >= HIDDEN_BELOW for n in (rest["b"].sum(), rest["a"].sum())):
            break
        kept.pop()  # else the others together could be told
    merged = len(sizes) - len(kept)
    named = [name if name in set(kept) else OTHER for name in levels]
    return named, (f"{merged} small values are one, {OTHER}.",) if merged > 1 else ()


def _part(found: Resampled, place: int, name: str, levels: int) -> MixPart:
    cells: Ints = np.array([place, place + levels])
    n = found.counts
    mixed: Statistic = lambda n, s: _effects(n, s)[0][..., place]  # noqa: E731
    inside: Statistic = lambda n, s: _effects(n, s)[1][..., place]  # noqa: E731
    return MixPart(
        level=name,
        answers_before=round(float(n[place])),
        answers_after=round(float(n[place + levels])),
        share_before=float(n[place] / n[:levels].sum()),
        share_after=float(n[place + levels] / n[levels:].sum()),
        mix=found.number("mix_effect", mixed, cells),
        within=found.number("within_effect", inside, cells),
    )


def _effects(counts: Floats, sums: Floats) -> tuple[Floats, Floats, Floats]:
    """Mix and within of each level, (…, n_levels), and the change of the mean, (…).

    A level that is on one side only has no mean on the other; taking that of its own side makes it all mix. Mix is
    counted from the middle of the two means of all, so that a level counts by how far it stands out.
    """
    before, after = np.split(counts, 2, axis=-1)
    total_before, total_after = np.split(sums, 2, axis=-1)
    w0, w1 = (n / n.sum(axis=-1, keepdims=True) for n in (before, after))
    m0, m1 = (
        np.where(n > 0, s / np.where(n > 0, n, 1), np.nan) for n, s in ((before, total_before), (after, total_after))
    )
    m0, m1 = np.where(np.isnan(m0), m1, m0), np.where(np.isnan(m1), m0, m1)
    m0, m1 = np.nan_to_num(m0), np.nan_to_num(m1)  # on neither side, in a draw
    mean0, mean1 = (w0 * m0).sum(axis=-1), (w1 * m1).sum(axis=-1)
    middle = ((mean0 + mean1) / 2)[..., None]
    return (w1 - w0) * ((m0 + m1) / 2 - middle), (w0 + w1) / 2 * (m1 - m0), mean1 - mean0
