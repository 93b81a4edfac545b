"""How many mentions and comments each group of mentions has, alone and together, so that decisions give exact sizes.

The comments of a merged theme are not the sum of its parts': a comment may speak of both. So a model keeps how many
of its training comments hold which groups together, and where the mentions of each group lie. No text is kept.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxtext.pipeline.described import MOSTLY
from cxtext.taxonomy.taxonomy import Taxonomy
from cxtext.themes.themes import NONE, WISHED, Assigned, Subtheme, Theme
from cxtext.themes.working import Edited, Key


@dataclass(frozen=True)
class Census:
    """Counts over the training input; a group is named by its `working.Key`."""

    keys: NDArray[np.int64]  # (g, 2)
    mentions: NDArray[np.int64]  # (g,)
    touchpoints: tuple[str, ...]
    at: NDArray[np.int64]  # (g, t) mentions of each group at each touchpoint
    member: NDArray[np.int64]  # (m,) indices of groups, of one combination after the other
    start: NDArray[np.int64]  # (c + 1,) where each combination begins in `member`
    comments: NDArray[np.int64]  # (c,) comments that hold exactly that combination
    without: NDArray[np.int64]  # (1,) mentions that belong to no group

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What is stored, but for the touchpoints' ids."""
        return {
            f"census_{field.name}": getattr(self, field.name)
            for field in dataclasses.fields(self)
            if field.name != "touchpoints"
        }


def census_from(arrays: Mapping[str, NDArray[Any]], touchpoints: Sequence[str]) -> Census:
    """A census from what is stored.

    Raises:
        ValueError: its arrays do not go together.
    """
    parts = {
        field.name: np.asarray(arrays[f"census_{field.name}"])
        for field in dataclasses.fields(Census)
        if field.name != "touchpoints"
    }
    census = Census(touchpoints=tuple(touchpoints), **parts)
    g, c = len(census.keys), len(census.comments)
    shapes = [(census.keys, (g, 2)), (census.mentions, (g,)), (census.at, (g, len(census.touchpoints)))]
    shapes.append((census.without, (1,)))
    whole = all(array.shape == shape for array, shape in [*shapes, (census.start, (c + 1,))])
    if not whole or any(array.dtype != np.int64 for array in parts.values()):
        raise ValueError("a census of other shapes")
    steps = np.diff(census.start, prepend=0, append=len(census.member))
    if np.any(steps < 0) or np.any((census.member < 0) | (census.member >= g)):
        raise ValueError("a census of groups that do not exist")
    return census


def take_census(themes: Sequence[Theme], assigned: Assigned, mentions: pl.DataFrame) -> Census:
    """The census of labelled mentions; `themes` are the ones that labelled them, before any decision.

    Args:
        themes: of the index that `assigned` holds.
        assigned: of each mention.
        mentions: as labelled, MENTIONS.
    """
    keys = [(i, j) for i, theme in enumerate(themes) for j in range(len(theme.subthemes)) or (NONE,)]
    index = {key: n for n, key in enumerate(keys)}
    known = assigned.theme >= 0
    pairs = zip(assigned.theme[known].tolist(), assigned.subtheme[known].tolist(), strict=True)
    group = np.array([index[pair] for pair in pairs], dtype=np.int64)
    rows = mentions.select("comment_id", "touchpoint").filter(pl.Series(known))
    touchpoints = tuple(rows["touchpoint"].drop_nulls().unique().sort())
    place = {touchpoint: n for n, touchpoint in enumerate(touchpoints)}
    at = np.zeros((len(keys), len(touchpoints)), dtype=np.int64)
    for g, touchpoint in zip(group.tolist(), rows["touchpoint"].to_list(), strict=True):
        if touchpoint is not None:
            at[g, place[touchpoint]] += 1
    together = rows.with_columns(group=pl.Series(group)).group_by("comment_id").agg(pl.col("group").unique().sort())
    return Census(
        keys=np.array(keys, dtype=np.int64).reshape(-1, 2),
        mentions=np.bincount(group, minlength=len(keys)).astype(np.int64),
        touchpoints=touchpoints,
        at=at,
        **_combinations(Counter(map(tuple, together["group"].to_list()))),
        without=np.array([(~known).sum()], dtype=np.int64),
    )


def joined(*parts: Census) -> Census:
    """The census of inputs, of which no two share a comment, labelled by the same themes; there is at least one."""
    touchpoints = tuple(sorted({touchpoint for part in parts for touchpoint in part.touchpoints}))
    at = np.zeros((len(parts[0].keys), len(touchpoints)), dtype=np.int64)
    counts: Counter[tuple[int, ...]] = Counter()
    for part in parts:
        at[:, [touchpoints.index(touchpoint) for touchpoint in part.touchpoints]] += part.at
        member, ends = part.member.tolist(), part.start.tolist()
        for start, end, n in zip(ends, ends[1:], part.comments.tolist(), strict=False):
            counts[tuple(member[start:end])] += n
    return Census(
        keys=parts[0].keys,
        mentions=np.sum([part.mentions for part in parts], axis=0, dtype=np.int64),
        touchpoints=touchpoints,
        at=at,
        **_combinations(counts),
        without=np.sum([part.without for part in parts], axis=0, dtype=np.int64),
    )


def _combinations(counts: Mapping[tuple[int, ...], int]) -> dict[str, NDArray[np.int64]]:
    """How many comments hold which groups together, as arrays."""
    rows = sorted(counts.items())
    return {
        "member": np.array([g for combination, _ in rows for g in combination], dtype=np.int64),
        "start": np.cumsum([0, *(len(combination) for combination, _ in rows)], dtype=np.int64),
        "comments": np.array([n for _, n in rows], dtype=np.int64),
    }


def sized(edited: Edited, census: Census, taxonomy: Taxonomy) -> tuple[Theme, ...]:
    """The themes with their sizes, and the touchpoint where most of their mentions lie, as `described` counts them."""
    index = {(int(i), int(j)): n for n, (i, j) in enumerate(census.keys)}
    total = int(census.mentions.sum() + census.without.sum())
    out = []
    for theme, keys in zip(edited.themes.themes, edited.groups, strict=True):
        groups = [index[key] for key in keys]
        mentions, comments = _size(census, groups)
        touchpoint, department = _places(theme, _most(census, groups), taxonomy)
        out.append(
            dataclasses.replace(
                theme,
                mentions=mentions,
                comments=comments,
                share=round(mentions / max(1, total), 4),
                subthemes=_parts(theme.subthemes, keys, index, census),
                touchpoint=touchpoint,
                department=department,
            )
        )
    return tuple(out)


def _parts(
    parts: Sequence[Subtheme], keys: Sequence[Key], index: Mapping[Key, int], census: Census
) -> tuple[Subtheme, ...]:
    sizes = [_size(census, [index[key]]) for key in keys] if parts else []
    return tuple(dataclasses.replace(part, mentions=m, comments=c) for part, (m, c) in zip(parts, sizes, strict=True))


def _size(census: Census, groups: Sequence[int]) -> tuple[int, int]:
    """Mentions and distinct comments of some groups together."""
    inside = np.isin(census.member, groups)
    of = np.repeat(np.arange(len(census.comments)), np.diff(census.start))
    held = np.zeros(len(census.comments), dtype=bool)
    held[of[inside]] = True
    return int(census.mentions[list(groups)].sum()), int(census.comments[held].sum())


def _most(census: Census, groups: Sequence[int]) -> str | None:
    """The touchpoint of most of the groups' mentions, if it has enough of them."""
    if not census.touchpoints:
        return None
    at = census.at[list(groups)].sum(axis=0)
    best = int(np.argmax(at))
    return census.touchpoints[best] if 0 < at[best] >= MOSTLY * census.mentions[list(groups)].sum() else None


def _places(theme: Theme, counted: str | None, taxonomy: Taxonomy) -> tuple[str | None, str | None]:
    """Touchpoint and department: those that people linked, those said of a theme wished for, else those counted."""
    said = theme.touchpoint if theme.id.startswith(WISHED) else None
    touchpoint = theme.linked_touchpoint or said or counted
    department = taxonomy.touchpoint(touchpoint).department if touchpoint else None
    said = theme.department if theme.id.startswith(WISHED) else None
    return touchpoint, theme.linked_department or said or department
