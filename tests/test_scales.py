import pytest

from cxtext.scales import scale_of


@pytest.mark.parametrize(
    ("lowest", "highest", "ends"),
    [(1, 5, (1, 5)), (2, 4, (1, 5)), (0, 4, (0, 5)), (1, 7, (1, 7)), (5, 7, (1, 7)), (1, 10, (1, 10)), (0, 9, (0, 10)),
     (20, 90, (0, 100)), (-5, 5, (-5, 5))],
)  # fmt: skip
def test_the_smallest_scale_in_use_is_taken(lowest, highest, ends):
    assert scale_of(lowest, highest) == ends
