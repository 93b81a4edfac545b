"""Counts into numbers: value, interval, sample size, and whether it may be shown at all."""

from __future__ import annotations

from collections.abc import Sequence

from cxtext.insight import intervals
from cxtext.insight.cells import (
    NUMBERS_FROM,
    SUBTRACTABLE,
    TOO_FEW_FOR_NUMBERS,
    TOO_FEW_TO_SHOW,
    Cell,
    cell,
)
from cxtext.insight.places import BLAMING
from cxtext.insight.results import Number
from cxtext.insight.suppression import Hidden, hidden_parts, moves_of
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
    """The share of each sentiment among `n` comments, in the order of SENTIMENTS, net sentiment shown beside them."""
    sizes = [counts.get(name, 0) for name in SENTIMENTS]
    return _shares(sizes, hidden_parts(sizes, moves_of(_sums(n, blamed=False))))


def sentiment_and_blame(counts: dict[str, int], n: int) -> tuple[tuple[tuple[str, Number], ...], Number]:
    """`sentiment_shares`, and the share of comments about something that blame it, praise beside it or not.

    Where fewer than five of a sentiment could still be told from blame and net sentiment, blame is hidden too.
    """
    sizes = [counts.get(name, 0) for name in SENTIMENTS]
    blamed = share(sum(counts.get(name, 0) for name in BLAMING), n, metric="blamed_share")
    hidden = hidden_parts(sizes, moves_of(_sums(n, blamed=blamed.n is not None)))
    if blamed.n is None:  # that it is small says that the rest is not: the parts do not say it once more
        return _shares(sizes, hidden._replace(alike=True)), blamed
    return (_shares(sizes, hidden), blamed) if hidden.all_secret else (sentiment_shares(counts, n), withheld(blamed))


def _shares(sizes: Sequence[int], hidden: Hidden) -> tuple[tuple[str, Number], ...]:
    numbers = [share(size, sum(sizes), metric="sentiment_share") for size in sizes]
    return tuple(zip(SENTIMENTS, without(numbers, hidden), strict=True))


def _sums(n: int, *, blamed: bool) -> tuple[tuple[int, ...], ...]:
    """What is shown of the sentiments beside their shares: all, from 30 comments on net sentiment, blame."""
    net = [tuple((name == "positive") - (name == "negative") for name in SENTIMENTS)] if n >= NUMBERS_FROM else []
    blame = [tuple(int(name in BLAMING) for name in SENTIMENTS)] if blamed else []
    return (tuple(1 for _ in SENTIMENTS), *net, *blame)


def without(numbers: Sequence[Number], hidden: Hidden) -> list[Number]:
    """The numbers of the parts of a split, the hidden ones without their values."""
    return [withheld(one) if hidden.alike and place in hidden.places else one for place, one in enumerate(numbers)]


def withheld(number: Number) -> Number:
    """The number without its value, so that a smaller one cannot be told by subtraction."""
    return Number(number.metric, None, None, None, None, number.of, Cell.HIDDEN, SUBTRACTABLE)


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
