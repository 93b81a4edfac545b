"""What the first comments of an input tell of all of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from cxtext.pipeline.reading import Reading
from cxtext.sentiment.aggregate import comment_leaning
from cxtext.sentiment.rating import RatingScale, rating_scale

SAMPLE = 2_000  # comments from which an input's packs, brands and the direction of its ratings are told


@dataclass(frozen=True)
class Context:
    """What was told from the first comments of an input and holds for all of it."""

    scale: RatingScale | None


def scale_of(comments: pl.DataFrame, reading: Reading) -> RatingScale | None:
    """The scale of the ratings, from the first SAMPLE comments of a reading."""
    sample = comments.head(SAMPLE)
    first = reading.comment < len(sample)
    scores = comment_leaning(reading.scores[first], reading.words[first], reading.comment[first], len(sample))
    return rating_scale(sample["rating"].fill_null(np.nan).to_numpy(), scores)
