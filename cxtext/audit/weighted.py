"""Shares of a stratified sample, with intervals that honour the weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxtext.insight.intervals import LEVEL, Z95, Floats, wilson

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval; None where there is nothing to tell it from."""

    value: float | None  # 0 … 1
    low: float | None
    high: float | None
    n: int  # sampled comments that it rests on


@dataclass(frozen=True)
class Sample:
    """What was sampled, of which strata.

    Each comment stands for `sizes / sampled` of its stratum.
    """

    stratum: npt.NDArray[np.int64]  # (n,) number of each comment's stratum
    sizes: Floats  # (h,) comments in each

    @property
    def sampled(self) -> Floats:
        """How many of each stratum."""
        return np.bincount(self.stratum, minlength=len(self.sizes)).astype(np.float64)

    @property
    def weights(self) -> Floats:
        """(n,) how many comments each stands for."""
        weights: Floats = (self.sizes / np.maximum(self.sampled, 1))[self.stratum]
        return weights

    def share(self, hits: Bools, of: Bools) -> Share:
        """How many of the comments `of` are `hits`, told of all comments.

        A ratio of two weighted sums; its variance by linearisation within the strata, with the correction for finite
        strata (Cochran 1977, Sampling Techniques, 6.13), turned into the number of independent comments that would tell
        as much, for which the interval is Wilson's (Korn and Graubard 1998, Survey Methodology 24, 193-201). Where the
        sample is all of one kind that number is Kish's, (Σw)² / Σw² (1965).
        """
        from scipy.stats import t as student

        n = int(of.sum())
        if n == 0:
            return Share(None, None, None, 0)
        weights = self.weights * of
        total = float(weights.sum())
        value = float((weights * hits).sum() / total)
        kish = total**2 / float((weights**2).sum())
        variance = self._variance((hits - value) * of * self.weights / total)
        size = min(value * (1 - value) / variance, float(n)) if variance > 0 and 0 < value < 1 else kish
        freedom = max(min(n, kish) - 1, 1.0)
        size *= float((Z95 / student.ppf(0.5 + LEVEL / 2, freedom)) ** 2) if 0 < value < 1 else 1.0
        low, high = (float(end) for end in wilson(value * size, size))
        return Share(value, low, high, n)

    def _variance(self, parts: Floats) -> float:
        """Of the sum of the parts, of which every stratum's were drawn without putting back."""
        sampled = self.sampled
        sums = np.bincount(self.stratum, weights=parts, minlength=len(self.sizes))
        squares = np.bincount(self.stratum, weights=parts**2, minlength=len(self.sizes))
        with np.errstate(divide="ignore", invalid="ignore"):
            within = np.where(sampled > 1, sampled / (sampled - 1) * (squares - sums**2 / sampled), squares)
        return float((within * (1 - sampled / self.sizes)).sum())


def f1(hits: Bools, of: Bools, sample: Sample) -> Share:
    """The harmonic mean of precision and recall, of hits among all comments that either says.

    F = 2 J / (1 + J), J being the share of the hits among what either says, so J's ends give F's.
    """
    jaccard = sample.share(hits, of)
    ends: list[float | None] = [
        None if part is None else 2 * part / (1 + part) for part in (jaccard.value, jaccard.low, jaccard.high)
    ]
    return Share(ends[0], ends[1], ends[2], jaccard.n)
