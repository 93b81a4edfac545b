import pytest

from cxtext.scales import codes_apart, scale_of


@pytest.mark.parametrize(
    ("lowest", "highest", "ends"),
    [(1, 5, (1, 5)), (2, 4, (1, 5)), (0, 4, (0, 5)), (1, 7, (1, 7)), (5, 7, (1, 7)), (1, 10, (1, 10)), (0, 9, (0, 10)),
     (20, 90, (0, 100)), (-5, 5, (-5, 5))],
)  # fmt: skip
def test_the_smallest_scale_in_use_is_taken(lowest, highest, ends):
    assert scale_of(lowest, highest) == ends


def given_as(*values, codes=()):
    """So many ratings of each value that a gap is no chance, and a few codes."""
    return {**dict.fromkeys(map(float, values), 50), **dict.fromkeys(map(float, codes), 9)}


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ((1, 2, 3, 4, 5), (7,)),
        ((1, 2, 3, 4, 5), (9, 99)),
        ((1, 2, 3, 4, 5), (-1,)),
        ((1, 2, 3, 4, 5), (-99,)),
        (range(11), (99,)),
        (range(8), (9,)),
    ],
)
def test_codes_stand_apart_from_the_scale(values, codes):
    assert codes_apart(given_as(*values, codes=codes)) == codes


@pytest.mark.parametrize(
    "counts",
    [
        given_as(*range(11)),
        given_as(1, 2, 3, 4, 5),
        given_as(1, 2, 3, 4, 5, codes=(6,)),  # the next step up
        given_as(0, 5, 6, 7, 8, 9, 10),  # who is angry says 0
        given_as(1, 5),
        given_as(*range(0, 101, 10)),
        given_as(20, 25, 30, 90),
        given_as(1, 2, 3, 9, 10),  # too many for codes
        {1.0: 5, 2.0: 5, 3.0: 5, 9.0: 1},  # too few to tell
        {},
    ],
)
def test_what_may_be_a_grade_is_no_code(counts):
    assert codes_apart(counts) == ()
