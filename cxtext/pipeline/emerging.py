"""Candidates for new themes in comments that a model labels: what they say, since when, and beside which theme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from cxtext.errors import ModelError
from cxtext.pipeline.reading import Reader, Reading
from cxtext.themes.emerging import ALARM, Group, emerging_groups
from cxtext.themes.phrases import informativeness, phrase_table
from cxtext.themes.themes import ThemeSet

N_WORDS = 8
N_QUOTES = 3


@dataclass(frozen=True)
class Candidate:
    """A subject that has grown and that the model has no theme for."""

    words: tuple[str, ...]  # most telling first
    comments: int
    mentions: int
    expected: float  # comments there would be at the group's share in training
    p_value: float  # adjusted for all groups that were looked at
    first: dt.date | None  # the earliest day among the more typical half, where comments are dated
    nearest: str | None  # the theme that lies nearest
    quotes: tuple[str, ...]  # masked, the most typical first


def candidates(
    themes: ThemeSet | None, comments: pl.DataFrame, reading: Reading, reader: Reader, *, alarm: float = ALARM
) -> tuple[Candidate, ...]:
    """Candidates in comments that were read, the one with the most comments first.

    Raises:
        ModelError: the model has no themes of its own, or was made by a cxtext that kept nothing to compare with.
    """
    if themes is None:
        raise ModelError("the default model has no themes to compare with; train one: cxtext train INPUT -o MODEL")
    if themes.reference is None:
        raise ModelError("the model does not hold what new subjects are compared with; train it again")
    groups = emerging_groups(
        themes, reading.vectors, reading.generic, reading.comment, alarm=alarm, seed=reader.settings.seed
    )
    words = _words(groups, reader.tokenise(reading.views)) if groups else []
    names = [*themes.names(), None]
    return tuple(
        Candidate(
            words=own,
            comments=group.comments,
            mentions=len(group.mentions),
            expected=round(group.expected, 1),
            p_value=float(f"{group.p_value:.2g}"),
            first=_first(comments["date"], reading.comment[group.mentions[: (len(group.mentions) + 1) // 2]].tolist()),
            nearest=names[group.nearest],
            quotes=tuple(dict.fromkeys(reading.quotes[i] for i in group.mentions))[:N_QUOTES],
        )
        for group, own in zip(groups, words, strict=True)
    )


def _words(groups: Sequence[Group], tokens: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The phrases that tell each group from all other mentions, no word twice."""
    label = np.full(len(tokens), len(groups), dtype=np.int64)
    for i, group in enumerate(groups):
        label[group.mentions] = i
    table = phrase_table(tokens, min_count=2)
    if not len(table.phrases):
        return [()] * len(groups)
    found = []
    for row in informativeness(table, label, len(groups) + 1)[: len(groups)]:
        words: dict[str, None] = {}
        for i in np.lexsort((table.phrases, -row)):
            if len(words) == N_WORDS or row[i] <= 0:
                break
            phrase = str(table.phrases[i])
            if {word for picked in words for word in picked.split()}.isdisjoint(phrase.split()):
                words[phrase] = None
        found.append(tuple(words))
    return found


def _first(dates: pl.Series, rows: list[int]) -> dt.date | None:
    day = dates.gather(rows).min()
    return day if isinstance(day, dt.date) else None
