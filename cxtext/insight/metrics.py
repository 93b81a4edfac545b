"""Counts into numbers: value, interval, sample size, and whether it may be shown at all."""

from __future__ import annotations

from collections.abc import Sequence

from cxtext.insight import intervals
from cxtext.insight.cells import NUMBERS_FROM, TOO_FEW_FOR_NUMBERS, TOO_FEW_TO_SHOW, Cell, cell
from cxtext.insight.places import BLAMING
from cxtext.insight.results import Number
from cxtext.schema import SENTIMENTS


def share(count: int, base: int, *, metric: str = "share_of_comments", sample: int | None = None) -> Number:
    """`count` of `base` as a proportion, 0 … 1.

    How sure it is depends on `sample`, the number of independent comments (default: `base`);
    whether `count` is too small to show is a question of its own.
    """
    sample = base if sample is None else sample
    if cell(count) is Cell.HIDDEN:
        return Number(metric, None, None, None, None, base, Cell.HIDDEN, TOO_FEW_TO_SHOW)
    if sample < NUMBERS_FROM:
        return Number(metric, None, None, None, count, base, Cell.QUOTES_ONLY, TOO_FEW_FOR_NUMBERS)
    low, high = intervals.wilson(count / base * sample, sample)
    return Number(metric, count / base, float(low), float(high), count, base, cell(sample))


def net_sentiment(positive: int, negative: int, n: int) -> Number:
    """Net sentiment of `n` comments in points, -100 … 100."""
    if (blank := too_few("net_sentiment", n)) is not None:
        return blank
    low, high = intervals.net(positive, negative, n)
    value = 100 * (positive - negative) / n
    return Number("net_sentiment", value, 100 * float(low), 100 * float(high), n, n, cell(n))


def sentiment_shares(counts: dict[str, int], n: int) -> tuple[tuple[str, Number], ...]:
    """The share of each sentiment among `n` comments, in the order of SENTIMENTS."""
    return tuple((name, share(counts.get(name, 0), n, metric="sentiment_share")) for name in SENTIMENTS)


def blamed_share(counts: dict[str, int], n: int) -> Number:
    """The share of `n` comments about something that blame it, praise beside it or not."""
    return share(sum(counts.get(name, 0) for name in BLAMING), n, metric="blamed_share")


def mean_rating(ratings: Sequence[float], *, seed: int) -> Number:
    """Mean of the ratings in their own unit."""
    n = len(ratings)
    if (blank := too_few("mean_rating", n)) is not None:
        return blank
    low, high = intervals.mean(ratings, seed=seed)
    return Number("mean_rating", sum(sorted(ratings)) / n, low, high, n, n, cell(n))


def difference(after: Number, before: Number) -> Number:
    """The first share minus the second, -1 … 1; both must have a value."""
    if after.n is None or before.n is None or after.of is None or before.of is None:
        return Number("change_in_share", None, None, None, None, None, Cell.HIDDEN, TOO_FEW_TO_SHOW)
    low, high = intervals.newcombe(after.n, after.of, before.n, before.of)
    value = after.n / after.of - before.n / before.of
    weaker = cell(min(after.of, before.of))
    return Number("change_in_share", value, float(low), float(high), after.n, after.of, weaker)


def too_few(metric: str, n: int) -> Number | None:
    """The number without a value where `n` comments are too few for one, else None."""
    size = cell(n)
    if size is Cell.HIDDEN:
        return Number(metric, None, None, None, None, None, size, TOO_FEW_TO_SHOW)
    if size is Cell.QUOTES_ONLY:
        return Number(metric, None, None, None, n, n, size, TOO_FEW_FOR_NUMBERS)
    return None
