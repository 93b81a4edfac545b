import time

import pytest

from cxtext.text.noise import is_stock_answer, read_under_question


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


@pytest.mark.parametrize(
    ("question", "text", "expect"),
    [
        ("What could we improve?", "Nothing", "positive"),
        ("What could we have done better?", "n/a", "positive"),
        ("Was there anything you did not like?", "Nope", "positive"),
        ("What is the worst thing about it?", "none at all", "positive"),
        ("What would you change?", "No complaints", "positive"),
        ("What did you like most?", "Nothing!", "negative"),
        ("What went well?", "nothing really", "negative"),
        ("What did we do well?", "n/a", None),
        ("What did you like most?", "No complaints", None),
        ("Any other comments?", "Nothing", None),
        ("What could we improve?", "Nothing works", None),
        ("What could we improve?", "no comment", None),
        ("What could we improve?", "", None),
    ],
)
def test_nothing_is_read_under_its_question(question, text, expect):
    assert read_under_question(question, text) == expect


@pytest.mark.parametrize("text", ["i can not say anything more " * 2_000, "ab" * 50_000, "x" * 50_000, "no " * 30_000])
def test_long_texts_are_told_at_once(text):
    start = time.process_time()
    is_stock_answer(text)
    assert time.process_time() - start < 1  # a pattern that goes back over its steps takes minutes


def test_a_long_row_of_dots_says_nothing():
    assert is_stock_answer("." * 10_000)
