"""Nobody can tell a part of one to four comments from all that is shown beside it."""

import itertools

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cxtext.insight import ratings
from cxtext.insight.cells import HIDDEN_BELOW, NUMBERS_FROM, TOO_FEW_TO_SHOW
from cxtext.insight.metrics import net_sentiment, sentiment_and_blame, sentiment_shares
from cxtext.insight.results import Scale
from cxtext.insight.suppression import hidden_parts, moves_of, swaps
from cxtext.schema import SENTIMENTS

# Many small ones among them, and none at all.
COUNTS = st.tuples(*[st.one_of(st.integers(0, 6), st.integers(0, 16))] * 4).filter(lambda c: sum(c) >= HIDDEN_BELOW)


def shown_of(number):
    """What a reader sees of a part: how many, or that they are fewer than five, or nothing."""
    return number.n if number.n is not None else "few" if number.reason == TOO_FEW_TO_SHOW else "hidden"


def agrees(sizes, shown):
    return all(
        sign == "hidden" or (n < HIDDEN_BELOW if sign == "few" else n == sign)
        for n, sign in zip(sizes, shown, strict=True)
    )


def splits(n, parts):
    """All ways to split n comments into so many parts."""
    if parts == 1:
        yield (n,)
        return
    for first in range(n + 1):
        yield from ((first, *rest) for rest in splits(n - first, parts - 1))


def as_read(sizes, shares, blamed):
    """All that a report shows of one split."""
    counts = dict(zip(SENTIMENTS, sizes, strict=True))
    net = net_sentiment(counts["positive"], counts["negative"], sum(sizes)).value
    return [shown_of(number) for _, number in shares], None if net is None else round(net, 9), blamed


def other_splits(sizes, shown, net, blamed):
    for guess in splits(sum(sizes), len(sizes)):
        if not agrees(guess, shown):
            continue
        counts = dict(zip(SENTIMENTS, guess, strict=True))
        if blamed is not None and not agrees((counts["negative"] + counts["mixed"],), (blamed,)):
            continue
        if net is None or round(100 * (counts["positive"] - counts["negative"]) / sum(guess), 9) == net:
            yield guess


def nothing_small_is_told(sizes, guesses):
    for place, n in enumerate(sizes):
        if 0 < n < HIDDEN_BELOW:
            assert len({guess[place] for guess in guesses}) > 1, f"{sizes}: part {place} can be told"


@settings(max_examples=60, deadline=None)
@given(COUNTS)
def test_no_small_sentiment_can_be_told_beside_blame_and_net(sizes):
    shares, blamed = sentiment_and_blame(dict(zip(SENTIMENTS, sizes, strict=True)), sum(sizes))
    shown, net, _ = as_read(sizes, shares, None)
    nothing_small_is_told(sizes, list(other_splits(sizes, shown, net, shown_of(blamed))))


@settings(max_examples=60, deadline=None)
@given(COUNTS)
def test_no_small_sentiment_can_be_told_beside_net(sizes):
    shares = sentiment_shares(dict(zip(SENTIMENTS, sizes, strict=True)), sum(sizes))
    shown, net, _ = as_read(sizes, shares, None)
    nothing_small_is_told(sizes, list(other_splits(sizes, shown, net, None)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 6), st.integers(0, 20)), min_size=2, max_size=4), st.booleans())
def test_no_small_grade_can_be_told_beside_the_mean(sizes, backward):
    given_ = pl.Series([float(value) for value, n in enumerate(sizes, 1) for _ in range(n)])
    assume(len(given_) >= HIDDEN_BELOW)
    ends = Scale(1.0, float(len(sizes)), best=1.0 if backward else float(len(sizes)))
    found = dict(ratings.distribution(given_, best=ends.best))
    best = shown_of(ratings.top_box(given_, ends))
    if not found:  # then not even which grades were given
        assert isinstance(best, str) or best == 0
        return
    told = len(given_) >= NUMBERS_FROM
    values = sorted(found)
    total = given_.sum()
    guesses = [
        guess
        for guess in splits(len(given_), len(values))
        if agrees(guess, [shown_of(found[value]) for value in values])
        and (ends.best not in values or agrees((guess[values.index(ends.best)],), (best,)))
        and (not told or sum(value * n for value, n in zip(values, guess, strict=True)) == total)
    ]
    nothing_small_is_told([sizes[int(value) - 1] for value in values], guesses)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 6), st.integers(0, 12)), min_size=2, max_size=5))
def test_no_small_part_of_a_total_can_be_told(sizes):
    assume(sum(sizes) >= HIDDEN_BELOW)
    hidden = hidden_parts(sizes, swaps(len(sizes)))
    sign = "hidden" if hidden.alike else "few"
    shown = [sign if place in hidden.places else n for place, n in enumerate(sizes)]
    nothing_small_is_told(sizes, [guess for guess in splits(sum(sizes), len(sizes)) if agrees(guess, shown)])


def test_no_more_is_hidden_than_is_needed():
    assert hidden_parts([40, 3, 20, 9], swaps(4)).places == {1, 3}
    assert hidden_parts([40, 3, 2, 9], swaps(4)).places == {1, 2}
    assert hidden_parts([40, 1, 2, 9], swaps(4)).places == {1, 2, 3}
    assert hidden_parts([40, 30, 20, 9], swaps(4)).places == set()
    assert hidden_parts([40, 3, 20, 9], swaps(4), keep=[3]).places == {1, 2}


def test_what_is_too_small_takes_all_four_with_it_beside_blame_and_net():
    shares, blamed = sentiment_and_blame({"positive": 90, "negative": 60, "neutral": 40, "mixed": 2}, 192)
    assert [number.n for _, number in shares] == [None] * 4
    assert blamed.n == 62
    shares = sentiment_shares({"positive": 90, "negative": 60, "neutral": 40, "mixed": 2}, 192)
    assert [name for name, number in shares if number.n is None] == ["neutral", "mixed"]


def test_blame_is_hidden_where_it_would_tell():
    shares, blamed = sentiment_and_blame({"positive": 0, "negative": 49, "neutral": 0, "mixed": 1}, 50)
    assert blamed.n is None
    assert "subtraction" in blamed.reason
    assert {number.n for _, number in shares} == {None}


@pytest.mark.parametrize("sums", [((1, 1, 1, 1),), ((1, 1, 1, 1), (-1, 0, 1, 0), (1, 0, 0, 1))])
def test_moves_leave_the_sums_as_they_are(sums):
    moves = moves_of(sums)
    assert moves
    for move, of in itertools.product(moves, sums):
        assert sum(a * b for a, b in zip(move, of, strict=True)) == 0
