"""Golden texts: a few of a model's own, with the labels that it must give them again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from cxtext.errors import ModelError
from cxtext.schema import Labelled

N_GOLDEN = 50


@dataclass(frozen=True)
class Golden:
    """A masked comment and what the model made of it when it was saved."""

    text: str
    sentiment: str | None
    themes: tuple[str, ...]


def golden(comments: pl.DataFrame, *, every: bool = False) -> tuple[Golden, ...]:
    """Golden texts from labelled comments: N_GOLDEN spread evenly over those with a theme, or every one."""
    if not every:
        asked = pl.col("flags").list.contains("question")  # a golden text is read again without its question
        comments = (
            comments.filter((pl.col("themes").list.len() > 0) & ~asked).unique("masked_text", keep="first").sort("row")
        )
        comments = comments.gather_every(max(1, len(comments) // N_GOLDEN)).head(N_GOLDEN)
    rows = comments.select("masked_text", "sentiment", "themes").iter_rows()
    return tuple(Golden(text, sentiment, tuple(themes)) for text, sentiment, themes in rows)


def answered(label: Callable[[Sequence[str]], Labelled], texts: Sequence[str]) -> tuple[Golden, ...]:
    """What golden texts are labelled with now."""
    return golden(label(texts).comments, every=True) if texts else ()


def check_golden(expected: Sequence[Golden], found: Sequence[Golden], folder: Path) -> None:
    """Refuse a model that no longer gives the labels it was saved with.

    Raises:
        ModelError: a golden text has other labels now.
    """
    for then, now in zip(expected, found, strict=True):
        if (then.sentiment, then.themes) != (now.sentiment, now.themes):
            raise ModelError(
                f"{folder} no longer answers as it did when it was saved (a text of its own was "
                f"{then.sentiment}, {', '.join(then.themes)} and is now {now.sentiment}, {', '.join(now.themes)}); "
                f"use the cxtext version named in its manifest, or train it again"
            )
