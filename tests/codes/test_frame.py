import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.codes.frame import frame_of
from cxtext.errors import InputError


def frame(cells):
    return frame_of(cells, column="code", separator="|")


def test_case_and_spaces_make_no_new_code_and_the_commonest_writing_stays():
    found = frame(["Delivery ", "delivery", "delivery", "Late  fees|DELIVERY", None, " "])
    assert found.names == ("delivery", "Late fees")
    assert found.given.tolist() == [[True, False]] * 3 + [[True, True]] + [[False, False]] * 2
    assert found.labelled.tolist() == [True] * 4 + [False] * 2


@pytest.mark.parametrize(
    "cell", ["price|wait", ["price", "wait"], '["price", "wait"]', "wait | price|", "price|wait|wait"]
)
def test_several_codes_in_a_cell(cell):
    found = frame([cell, "price"])
    assert found.names == ("price", "wait")
    assert found.given[0].all()
    assert not found.exclusive


def test_numbers_are_codes():
    assert frame([1, 2, 2, None]).names == frame([1.0, 2.0, 2.0, float("nan")]).names == ("1", "2")
    assert frame([1, 2, 2, None]).exclusive


def test_a_code_may_begin_with_a_bracket():
    assert frame(["[new] seats", "old seats"]).names == ("[new] seats", "old seats")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([None, "", "  ", "|"], "has no label in any row"),
        (["late"] * 30, "has one code only, 'late'"),
        (["late", "LATE "] * 30, "has one code only"),
        ([f"I waited {i} hours" for i in range(100)], "has 100 different values in 100 labelled rows .* free text"),
        ([f"code {i % 1500}" for i in range(9000)], "1,500 different values"),
    ],
)
def test_a_column_without_codes_is_one_clear_error(cells, said):
    with pytest.raises(InputError, match=said) as caught:
        frame(cells)
    assert "\n" not in str(caught.value)


def test_five_hundred_codes_are_codes():
    assert len(frame([f"code {i % 500}" for i in range(2000)]).names) == 500


@given(st.lists(st.sampled_from(["a", "B ", "b", "c d", "C  D", "", None, "a|b"]), min_size=1), st.randoms())
def test_the_order_of_the_rows_changes_nothing(cells, random):
    cells = [*cells, "a", "b", "zz"]
    order = random.sample(range(len(cells)), len(cells))
    one, other = frame(cells), frame([cells[i] for i in order])
    assert one.names == other.names
    assert (one.given[order] == other.given).all()
