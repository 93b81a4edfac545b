"""Shares of a stratified sample, with intervals that honour the weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxtext.insight.intervals import Floats, wilson

Bools = npt.NDArray[np.bool_]
LEAST_WEIGHT = 1e-15  # of comments that stand for themselves alone, as all of their stratum were read


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
    sizes: Floats  # (h,) comments in each, of which one at least was sampled

    @property
    def sampled(self) -> Floats:
        """How many of each stratum."""
        return self._counted(np.ones(len(self.stratum), dtype=bool))

    @property
    def weights(self) -> Floats:
        """(n,) how many comments each stands for."""
        weights: Floats = (self.sizes / np.maximum(self.sampled, 1))[self.stratum]
        return weights

    def share(self, hits: Bools, of: Bools) -> Share:
        """How many of the comments `of` are `hits`, told of all comments that could be drawn; see `ratio`."""
        n = int(of.sum())
        if n == 0:
            return Share(None, None, None, 0)
        found = ratio(self._counted(hits & of), self._counted(of & ~hits), self.sampled, self.sizes)
        value, low, high = (float(part) for part in found)
        return Share(value, low, high, n)

    def _counted(self, rows: Bools) -> Floats:
        """How many of the rows each stratum holds."""
        return np.bincount(self.stratum[rows], minlength=len(self.sizes)).astype(np.float64)


def ratio(hits: Floats, misses: Floats, sampled: Floats, sizes: Floats) -> tuple[Floats, Floats, Floats]:
    """The weighted share of hits among hits and misses, with its ends; one of them at least was seen.

    Hits and misses each count as many independent comments as their weights leave, (Σw)² / Σw² (Kish 1965, Survey
    Sampling, 11.7). Of these numbers the interval is Wilson's, on the scale of odds, which are multiplied by what a hit
    stands for and divided by what a miss does: misses that are few and heavy make it long on their side. What strata
    bring is told by the variance by linearisation within them (Cochran 1977, Sampling Techniques, 6.13), believed the
    more the more of the rarer kind there are, as Korn and Graubard (1998, Survey Methodology 24, 193-201) do for one
    number. `tests/benchmarks/audit_intervals.py` measures how often it holds the truth, beside other ways.

    Args:
        hits, misses: (…, h) sampled ones in each stratum.
        sampled: (h,) comments drawn from each, one at least.
        sizes: (h,) comments in each.

    Returns:
        The share, and the ends of its 95 % interval, (…,) each.
    """
    weights, left = sizes / sampled, 1 - sampled / sizes
    yes, no = (_weighed(counts, weights, left, sizes) for counts in (hits, misses))
    value = yes.total / (yes.total + no.total)
    few = np.minimum(yes.number, no.number)
    apart = (1 - value) ** 2 * yes.variance + value**2 * no.variance
    within = _within(hits, misses, value, sampled) @ (weights**2 * left)
    gain = np.divide(within, apart, out=np.ones_like(apart), where=apart > 0)
    number = yes.number + no.number
    size = number * (few + 1) / (few * gain + 1)
    ends = wilson(yes.number / number * size, size)
    low, high = (end * yes.each / (end * yes.each + (1 - end) * no.each) for end in ends)
    return value, np.minimum(low, value), np.maximum(high, value)  # whatever rounding does


@dataclass(frozen=True)
class _Kind:
    """The sampled comments of one kind, such as the hits."""

    total: Floats  # comments that they stand for
    variance: Floats  # of the total, if they were independent
    each: Floats  # of the variance for one of the total
    number: Floats  # of independent comments that would tell as much


def _weighed(counts: Floats, weights: Floats, left: Floats, sizes: Floats) -> _Kind:
    """One more comment of usual weight is taken as seen where it tells what each stands for: none may be seen."""
    total, variance = counts @ weights, counts @ (weights**2 * left)
    usual, usual_variance = (float(sizes @ part / sizes.sum()) for part in (weights, weights * left))
    each = np.maximum((variance + usual * usual_variance) / (total + usual), LEAST_WEIGHT)
    return _Kind(total, variance, each, total / each)


def _within(hits: Floats, misses: Floats, value: Floats, sampled: Floats) -> Floats:
    """Within each stratum the variance of the number of hits less what the share leads to expect."""
    expected = np.asarray(value)[..., None]
    squares = hits * (1 - expected) ** 2 + misses * expected**2
    sums = hits * (1 - expected) - misses * expected
    return np.where(sampled > 1, sampled / np.maximum(sampled - 1, 1) * (squares - sums**2 / sampled), squares)


def f1(hits: Bools, of: Bools, sample: Sample) -> Share:
    """The harmonic mean of precision and recall, of hits among all comments that either says.

    F = 2 J / (1 + J), J being the share of the hits among what either says, so J's ends give F's.
    """
    jaccard = sample.share(hits, of)
    ends: list[float | None] = [
        None if part is None else 2 * part / (1 + part) for part in (jaccard.value, jaccard.low, jaccard.high)
    ]
    return Share(ends[0], ends[1], ends[2], jaccard.n)
