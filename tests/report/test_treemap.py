import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.report.treemap import Rectangle, squarified

INTO = Rectangle(3.0, 2.0, 65.0, 38.0)


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=40))
def test_areas_go_by_sizes_and_nothing_overlaps(sizes):
    sizes = sorted(sizes, reverse=True)
    placed = squarified(sizes, INTO)
    whole = INTO.wide * INTO.high
    for size, one in zip(sizes, placed, strict=True):
        assert one.wide * one.high == pytest.approx(whole * size / sum(sizes))
        assert one.x >= INTO.x - 1e-6
        assert one.y >= INTO.y - 1e-6
        assert one.x + one.wide <= INTO.x + INTO.wide + 1e-6
        assert one.y + one.high <= INTO.y + INTO.high + 1e-6
    for i, one in enumerate(placed):
        for other in placed[:i]:
            across = min(one.x + one.wide, other.x + other.wide) - max(one.x, other.x)
            down = min(one.y + one.high, other.y + other.high) - max(one.y, other.y)
            assert across <= 1e-6 or down <= 1e-6


def test_the_example_of_the_paper():
    """Bruls, Huizing, van Wijk (2000), figure 5: 6, 6, 4, 3, 2, 2, 1 in a rectangle of 6 by 4."""
    placed = squarified([6, 6, 4, 3, 2, 2, 1], Rectangle(0, 0, 6, 4))
    assert placed[:2] == [Rectangle(0, 0, 3, 2), Rectangle(0, 2, 3, 2)]
    assert placed[2].wide * placed[2].high == pytest.approx(4)
    assert (placed[3].x, placed[3].y + placed[3].high) == pytest.approx((placed[2].x + placed[2].wide, 4 * 7 / 12))


def test_nothing_is_nothing():
    assert squarified([], INTO) == []
