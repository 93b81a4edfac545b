import pytest

from cxtext.insight.cells import Cell, cell
from cxtext.insight.metrics import difference, mean_rating, net_sentiment, sentiment_shares, share


@pytest.mark.parametrize(
    ("n", "expected"),
    [(0, "hidden"), (4, "hidden"), (5, "quotes_only"), (29, "quotes_only"), (30, "indicative"),
     (99, "indicative"), (100, "normal"), (10**6, "normal")],
)  # fmt: skip
def test_the_statistical_contract_says_what_may_be_shown(n, expected):
    assert cell(n) == expected


def test_share_by_hand():
    number = share(50, 200)
    assert number.value == 0.25
    # (50 + 1.92073 ± 1.95996 * sqrt(50 * 150 / 200 + 0.96036)) / (200 + 3.84146)
    assert (number.low, number.high) == pytest.approx((0.195082, 0.314341), abs=1e-5)
    assert (number.n, number.of, number.cell) == (50, 200, Cell.NORMAL)


def test_net_sentiment_by_hand():
    number = net_sentiment(30, 50, 100)
    assert number.value == -20
    # up 31/102, down 51/102: -0.19608 ± 1.95996 * sqrt((0.80392 - 0.03845) / 102)
    assert (number.low, number.high) == pytest.approx((-36.5867, -2.6290), abs=1e-3)


@pytest.mark.parametrize("n", [0, 1, 4])
def test_a_group_below_five_says_nothing_at_all(n):
    for number in (share(n, 500), net_sentiment(n, 0, n), mean_rating([3.0] * n, seed=0)):
        assert (number.value, number.low, number.high, number.n) == (None, None, None, None)
        assert number.cell is Cell.HIDDEN
        assert "privacy" in number.reason


@pytest.mark.parametrize("n", [5, 29])
def test_a_group_below_thirty_has_no_number(n):
    for number in (net_sentiment(n, 0, n), mean_rating([3.0] * n, seed=0), share(5, n)):
        assert number.value is None
        assert number.n is not None
        assert "quotes only" in number.reason


def test_a_share_of_many_is_known_although_the_group_is_small():
    assert share(12, 600).value == 0.02


def test_a_share_of_mentions_is_as_sure_as_the_comments_allow():
    by_mentions, by_comments = share(60, 200), share(60, 200, sample=100)
    assert by_comments.value == by_mentions.value
    assert by_comments.high - by_comments.low > by_mentions.high - by_mentions.low


def test_difference_needs_both_sides():
    assert difference(share(3, 100), share(20, 100)).value is None
    number = difference(share(56, 70), share(48, 80))
    assert (number.value, number.low, number.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_sentiment_shares_come_in_the_order_of_the_schema():
    shares = sentiment_shares({"positive": 20, "negative": 30}, 50)
    assert [name for name, _ in shares] == ["negative", "neutral", "positive", "mixed"]
    assert [number.value for _, number in shares] == [0.6, None, 0.4, None]
