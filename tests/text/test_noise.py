import time

import pytest

from cxtext.text.noise import STOCK, is_stock_answer


@pytest.mark.parametrize(
    "text",
    [
        "n/a", "N/A.", "Nothing!", "nothing to add", "No comment", "...", "-", "See above", "no comment at this time",
        "asdf", "asdfghjkl", "qwerty", "xxxx", "x x x", "zzzz", "....", "None so far", "absolutely nothing",
        "Nothing that I can think of", "Can't think of anything", "keine Angabe", "?!",
    ],
)  # fmt: skip
def test_stock_answers(text):
    assert is_stock_answer(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "Nothing works", "no parking", "nothing but praise", "Parking", "No complaints",
        "nothing works so far", "none of the staff came", "10", "100", "1234", "A&E", "sad", "power", "were",
        "Noo", "no wifi", "Fast",
    ],
)  # fmt: skip
def test_content_is_no_stock_answer(text):
    assert not is_stock_answer(text)


@pytest.mark.parametrize("text", ["i can not say anything more " * 2_000, "ab" * 50_000, "x" * 50_000, "no " * 30_000])
def test_long_texts_are_told_at_once(text):
    start = time.process_time()
    is_stock_answer(text)
    assert time.process_time() - start < 1  # a pattern that goes back over its steps takes minutes


@pytest.mark.parametrize("answer", sorted(STOCK))
def test_a_stock_answer_stays_one_however_it_is_set(answer):
    assert is_stock_answer(f"  {'-' * 60} {answer.upper().replace(' ', '  ...  ')} {'!' * 60}")


@pytest.mark.parametrize(
    "text", ["nothing" + " yet so far" * 9, "Honestly, nothing" + " so far" * 9, "x " * 60, "a" * 150]
)
def test_so_does_a_long_one(text):
    assert is_stock_answer(text)


def test_a_long_row_of_dots_says_nothing():
    assert is_stock_answer("." * 10_000)
