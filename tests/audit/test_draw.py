from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.audit.draw import SMALL, UNLABELLED, _allocated, draw
from cxtext.errors import OptionError


def drawn(comments, n=60, **how):
    return draw(comments, n, **{"asked": ("sentiment", "theme"), "by": "theme", "source": "x.csv", **how})


def test_every_comment_has_a_known_weight(comments):
    key, rows = drawn(comments)
    assert key.comments == sum(key.strata.values()) == 240
    assert set(key.strata) == {"Delivery", "Price", "Staff", "=cmd()", UNLABELLED}
    sampled = Counter(one.stratum for one in key.drawn)
    assert sum(sampled.values()) == len(rows) == 60
    assert all(2 <= sampled[name] <= size for name, size in key.strata.items())
    assert sampled["Delivery"] / key.strata["Delivery"] < sampled["Price"] / key.strata["Price"]
    assert [one.comment_id for one in key.drawn] == rows["comment_id"].to_list()
    assert len({one.comment_id for one in key.drawn}) == 60
    assert key.labelled["sentiment"] == {"negative": 80, "neutral": 80, "positive": 80}


def test_the_same_seed_draws_the_same(comments):
    assert drawn(comments)[0] == drawn(comments)[0]
    assert drawn(comments)[0].drawn != drawn(comments, seed=1)[0].drawn


def test_few_comments_make_few_strata(comments):
    key, _ = drawn(comments, n=12)
    assert len(key.strata) <= 12 // 4 + 1
    assert SMALL in key.strata


def test_a_search_is_remembered(comments):
    key, _ = drawn(comments, where="source = 'phone'")
    assert (key.where, key.comments) == ("source = 'phone'", 60)
    with pytest.raises(OptionError, match="holds of no comment"):
        drawn(comments, where="source = 'fax'")


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(2, 500), min_size=1), st.integers(1, 400))
def test_a_sample_is_parted_whole_and_never_beyond_a_stratum(sizes, n):
    n = min(n, sum(sizes.values()))
    found = _allocated(Counter(sizes), n)
    assert sum(found.values()) == n
    assert all(0 < count <= sizes[name] for name, count in found.items())
    if n >= 2 * len(sizes):
        assert all(found[name] >= 2 for name in sizes)
