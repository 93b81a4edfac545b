"""Hyphened words stay whole, and a word with a tail is the word that people know."""

import pytest

from cxtext.themes.spelling import whole_words

KNOWN = {"flight", "check", "master", "top", "card"}


def words(texts):
    tokens = [text.lower().replace("-", " - ").split() for text in texts]
    return whole_words(tokens, texts, KNOWN.__contains__)


def test_hyphened_words_are_one():
    assert words(["my auto-top-up and a top-up"]) == [["my", "auto-top-up", "and", "a", "top-up"]]
    assert words(["late - again", "top -up"]) == [["late", "-", "again"], ["top", "-", "up"]]


@pytest.mark.parametrize(
    ("word", "becomes"),
    [
        ("flightled", "flight"),
        ("flightr", "flight"),
        ("checkin", "checkin"),  # another word
        ("mastercard", "mastercard"),  # two words
        ("topper", "topper"),  # too short a beginning
        ("delayed", "delayed"),  # nothing known
    ],
)
def test_a_word_with_a_tail_is_the_one_it_begins_with(word, becomes):
    roots = ["flight", "check", "master", "top"]
    texts = [f"{root} late" for root in roots for _ in range(9)] + [f"my {word}"] * 3
    assert words(texts)[-1] == ["my", becomes]


def test_rare_words_and_commoner_ones_stay():
    assert words(["flight"] * 9 + ["flightled"] * 2)[-1] == ["flightled"]
    assert words(["flight"] * 3 + ["flightled"] * 5)[-1] == ["flightled"]
