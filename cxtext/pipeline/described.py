"""Themes as assignment found them: their sizes, and where most of their mentions lie."""

from __future__ import annotations

import dataclasses

import polars as pl

from cxtext.taxonomy.taxonomy import Taxonomy
from cxtext.themes.themes import Theme, ThemeSet

MOSTLY = 0.1  # least share of a theme's mentions at the touchpoint that is named for it

Sizes = dict[tuple[str, ...], tuple[int, int]]  # of a theme, or of a theme and its subtheme: mentions and comments


def described(themes: ThemeSet, mentions: pl.DataFrame, taxonomy: Taxonomy) -> ThemeSet:
    """The themes with the sizes that assignment gave, and the touchpoint where most of their mentions lie."""
    sizes = {**_sizes(mentions, "theme"), **_sizes(mentions, "theme", "subtheme")}
    linked = mentions.filter(pl.col("touchpoint").is_not_null()).group_by("theme", "touchpoint").len()
    best = linked.sort(["len", "touchpoint"], descending=[True, False]).unique(
        "theme", keep="first", maintain_order=True
    )
    touchpoint = {name: t for name, t, n in best.iter_rows() if n >= MOSTLY * sizes[(name,)][0]}
    return dataclasses.replace(
        themes,
        themes=tuple(_described(t, sizes, touchpoint.get(t.name), taxonomy, len(mentions)) for t in themes.themes),
    )


def _described(theme: Theme, sizes: Sizes, touchpoint: str | None, taxonomy: Taxonomy, n_mentions: int) -> Theme:
    mentions, comments = sizes.get((theme.name,), (0, 0))
    parts = []
    for part in theme.subthemes:
        m, c = sizes.get((theme.name, part.name), (0, 0))
        parts.append(dataclasses.replace(part, mentions=m, comments=c))
    return dataclasses.replace(
        theme,
        mentions=mentions,
        comments=comments,
        share=round(mentions / max(1, n_mentions), 4),
        touchpoint=theme.touchpoint or touchpoint,  # what the user said of a wished-for theme stays
        department=theme.department or _department(theme.touchpoint or touchpoint, taxonomy),
        subthemes=tuple(parts),
    )


def _department(touchpoint: str | None, taxonomy: Taxonomy) -> str | None:
    """Who owns it; a touchpoint of a pack that is not in use has no owner."""
    known = {t.id: t.department for t in taxonomy.touchpoints}
    return known.get(touchpoint) if touchpoint else None


def _sizes(mentions: pl.DataFrame, *by: str) -> Sizes:
    counted = mentions.group_by(*by).agg(pl.len(), pl.col("comment_id").n_unique())
    return {row[:-2]: (row[-2], row[-1]) for row in counted.iter_rows()}
