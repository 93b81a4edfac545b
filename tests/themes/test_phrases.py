import numpy as np
import pytest

from cxtext.themes.generic import is_generic
from cxtext.themes.name import word_themes
from cxtext.themes.phrases import class_tf_idf, phrase_table, phrases_of


@pytest.mark.parametrize(
    "text", ["great service, thank you", "very good", "10/10", "nothing", "i love it!", "excellent"]
)
def test_praise_without_content_is_generic(text):
    assert is_generic(text)


@pytest.mark.parametrize("text", ["great food", "the nurse was good", "waiting time", "love the parking"])
def test_praise_of_something_is_not(text):
    assert not is_generic(text)


def test_phrases_have_no_stop_word_at_their_ends():
    found = phrases_of("the waiting time at the front desk was awful".split())
    assert "waiting time" in found
    assert "front desk" in found
    assert not any(p.split()[0] == "the" or p.split()[-1] in {"the", "was", "at"} for p in found)


def test_phrases_may_hold_a_small_word():
    assert "lack of staff" in phrases_of("there is a lack of staff here".split())


DOCS = [
    ["long", "waiting", "time"],
    ["waiting", "time", "again"],
    ["waiting", "time"],
    ["cold", "food"],
    ["food", "was", "cold"],
    ["cold", "food"],
]
LABELS = np.array([0, 0, 0, 1, 1, 1])


def test_a_phrase_of_one_class_only_says_most():
    table = phrase_table(DOCS, min_count=2)
    weights = class_tf_idf(table, LABELS, 2)
    best = [str(table.phrases[row.argmax()]) for row in weights]
    assert best[0] in {"waiting time", "waiting", "time"}
    assert best[1] in {"cold food", "food", "cold"}


def test_no_phrase_at_all_is_an_empty_table():
    assert len(phrase_table([["a"], ["the"]]).phrases) == 0


def test_names_are_readable_and_distinct():
    table = phrase_table(DOCS, min_count=2)
    centres = np.eye(2, dtype=np.float32)
    wordings = word_themes(table, LABELS, centres, lambda phrases: np.ones((len(phrases), 2), dtype=np.float32))
    names = [w.name for w in wordings]
    assert len(set(names)) == 2
    assert "waiting" in names[0].lower() or "time" in names[0].lower()
    assert "food" in names[1].lower() or "cold" in names[1].lower()
