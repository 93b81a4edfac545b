import pytest

from cxtext.text.noise import SeenTexts, is_stock_answer


@pytest.mark.parametrize("text", ["n/a", "N/A.", "Nothing!", "nothing to add", "No comment", "...", "-", "See above"])
def test_stock_answers(text):
    assert is_stock_answer(text)


@pytest.mark.parametrize("text", ["", "  ", "Nothing works", "no parking", "nothing but praise", "Parking"])
def test_content_is_no_stock_answer(text):
    assert not is_stock_answer(text)


def test_copies_are_marked_from_the_second_on():
    seen = SeenTexts()
    assert seen.repeats(["Great!", "late", "great", "", ""]) == [False, False, True, False, False]
    assert seen.repeats(["LATE"]) == [True]
