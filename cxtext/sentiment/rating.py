"""Ratings beside texts: which end of the scale is good, and where the two contradict each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxtext.scales import scale_of
from cxtext.sentiment.score import Scores

MIN_PAIRS = 30  # fewer rated texts do not show which end is good
REVERSED = -0.15  # Spearman's rho of rating and text score; below it a low rating is praise
CONTRADICTION = 0.4  # the text must be this far on the other side of zero


@dataclass(frozen=True)
class RatingScale:
    """The scale that an input's ratings were given on."""

    low: float
    high: float
    reversed: bool = False  # True: the lowest number is the best answer

    def goodness(self, ratings: Scores) -> Scores:
        """Ratings on -1 (worst) … 1 (best); nan stays nan."""
        if self.high <= self.low:
            return np.full(len(ratings), np.nan)
        place = 2 * (ratings - self.low) / (self.high - self.low) - 1
        return -place if self.reversed else place


def rating_scale(ratings: Scores, scores: Scores) -> RatingScale | None:
    """The scale that the ratings show, its direction from how they go with the texts; None without ratings.

    Args:
        ratings: (n,) as given, nan where there is none.
        scores: (n,) sentiment of the texts, nan where there is none.
    """
    rated = ~np.isnan(ratings)
    if not rated.any():
        return None
    both = rated & ~np.isnan(scores)
    rho = 0.0  # polars' rank correlation: importing SciPy's statistics takes longer than labelling
    if both.sum() >= MIN_PAIRS and len(np.unique(ratings[both])) > 1 and len(np.unique(scores[both])) > 1:
        pairs = pl.DataFrame({"rating": ratings[both], "score": scores[both]})
        rho = float(pairs.select(pl.corr("rating", "score", method="spearman")).item())
    low, high = scale_of(float(ratings[rated].min()), float(ratings[rated].max()))
    return RatingScale(low, high, reversed=rho < REVERSED)


def contradicts(ratings: Scores, scores: Scores, scale: RatingScale | None) -> NDArray[np.bool_]:
    """Where an end of the scale meets a text that clearly says the opposite."""
    if scale is None:
        return np.zeros(len(ratings), dtype=bool)
    good = scale.goodness(ratings)
    with np.errstate(invalid="ignore"):
        return ((good >= 1.0) & (scores <= -CONTRADICTION)) | ((good <= -1.0) & (scores >= CONTRADICTION))
