import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.themes.generic import CONTRACTED, STOP_WORDS, generic_words, is_generic
from cxtext.themes.name import word_themes
from cxtext.themes.nouns import Nouns
from cxtext.themes.phrases import characteristic, informativeness, phrase_table, phrases_of


@pytest.mark.parametrize(
    "text", ["great service, thank you", "very good", "10/10", "nothing", "i love it!", "excellent"]
)
def test_praise_without_content_is_generic(text):
    assert is_generic(text)


@pytest.mark.parametrize("text", ["great food", "the nurse was good", "waiting time", "love the parking"])
def test_praise_of_something_is_not(text):
    assert not is_generic(text)


@given(
    st.one_of(
        st.text(max_size=40),
        st.text(alphabet="aI 's’/%.\x0b\x1c\x85\xa0\u2028Σİ", max_size=20),
        st.lists(st.sampled_from(["Great", "service,", "thank", "I'm", "food", "10/10", "..."])).map(" ".join),
    )
)
def test_generic_is_what_holds_no_other_word(text):
    words = re.findall(r"[a-z0-9][a-z0-9'’/%]*", text.lower())
    assert is_generic(text) == (set(words) <= generic_words() | STOP_WORDS | CONTRACTED)


def test_phrases_have_no_stop_word_at_their_ends():
    found = phrases_of("the waiting time at the front desk was awful".split())
    assert "waiting time" in found
    assert "front desk" in found
    assert not any(p.split()[0] == "the" or p.split()[-1] in {"the", "was", "at"} for p in found)


def test_phrases_may_hold_a_small_word():
    assert "lack of staff" in phrases_of("there is a lack of staff here".split())


def test_phrases_pass_over_the_article_between_a_verb_and_its_object():
    found = phrases_of("i can not activate my card on the bus".split())
    assert "activate card" in found
    assert not any("my" in p.split() for p in found)
    assert "card on bus" not in found  # nobody writes so


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
    weights = informativeness(table, LABELS, 2)
    best = [str(table.phrases[row.argmax()]) for row in weights]
    assert best[0] in {"waiting time", "waiting", "time"}
    assert best[1] in {"cold food", "food", "cold"}


def test_no_phrase_at_all_is_an_empty_table():
    assert len(phrase_table([["a"], ["the"]]).phrases) == 0


def NEAR(phrases):  # noqa: N802
    return np.ones((len(phrases), 2), dtype=np.float32)


def test_what_a_class_shares_says_more_than_what_is_rare():
    docs = [["staff", "kind"], ["staff", "rude"], ["staff", "cheery", "staff"], ["staff"], ["cold", "food"], ["food"]]
    table = phrase_table(docs, min_count=1)
    weights = informativeness(table, np.array([0, 0, 0, 0, 1, 1]), 2)
    assert str(table.phrases[weights[0].argmax()]) == "staff"
    assert str(table.phrases[weights[1].argmax()]) == "food"


def test_informativeness_is_the_divergence_worked_out_by_hand():
    table = phrase_table([["food"], ["food"], ["staff"], ["staff", "food"]], min_count=1)
    weights = informativeness(table, np.array([0, 0, 1, 1]), 2)
    food = list(table.phrases).index("food")
    assert weights[0, food] == pytest.approx(1.0 * np.log(1.0 / (1.5 / 3)))
    assert weights[1, food] == pytest.approx(0.5 * np.log(0.5 / (2.5 / 3)))


def test_words_in_noun_places_are_noun_like():
    nouns = Nouns([["the", "refund"], ["my", "refund"], ["they", "explained"], ["n't", "explained"], ["unseen"]])
    assert nouns.likeness("refund") > 0.8 > 0.2 > nouns.likeness("explained")
    assert nouns.likeness("unseen") == nouns.likeness("never met") == 0.5
    assert nouns.likeness("explained refund") == nouns.likeness("refund")


def test_a_word_before_another_heads_no_name():
    nouns = Nouns(
        [["a", "long", "wait"], ["the", "long", "wait"], ["a", "wait"], ["my", "credit", "card"], ["a", "card"]]
    )
    assert nouns.headship("wait") > 0.7 > 0.4 > nouns.headship("long")
    assert nouns.headship("credit") < 0.5 < nouns.headship("credit card")
    assert nouns.likeness("long") > 0.7  # it still tells what a group is about


def test_what_is_mostly_a_verb_is_worth_less_than_its_share_of_noun_places():
    nouns = Nouns([["a", "wait"], *[["to", "wait"]] * 9])
    assert 0 < nouns.headship("wait") < 0.8 * nouns.likeness("wait")


def test_a_part_does_not_repeat_the_name_of_its_theme():
    table = phrase_table(DOCS, min_count=2)
    centres = np.eye(2, dtype=np.float32)
    parents = ["Waiting", "Food and bread"]
    names = [w.name for w in word_themes(table, LABELS, centres, NEAR, nouns=Nouns(DOCS), parents=parents)]
    assert names[0].lower() != "waiting"
    assert "time" in names[0].lower()
    assert "food" in names[1].lower()  # of a theme that is called after two things, one may be a part


def test_how_many_mentions_hold_a_telling_phrase():
    docs = [["parcel", "late"], ["parcel"], ["hm", "well"], ["food"], ["food"]]
    table = phrase_table(docs, min_count=1)
    wording = word_themes(table, np.array([0, 0, 0, 1, 1]), np.eye(2, dtype=np.float32), NEAR, nouns=Nouns(docs))
    assert wording[1].telling == 1.0
    assert wording[0].telling >= 2 / 3


def test_names_are_readable_and_distinct():
    table = phrase_table(DOCS, min_count=2)
    centres = np.eye(2, dtype=np.float32)
    wordings = word_themes(table, LABELS, centres, NEAR, nouns=Nouns(DOCS))
    names = [w.name for w in wordings]
    assert len(set(names)) == 2
    assert "waiting" in names[0].lower() or "time" in names[0].lower()
    assert "food" in names[1].lower() or "cold" in names[1].lower()


def test_keywords_are_single_words_of_their_own_class_first():
    table = phrase_table(DOCS, min_count=2)
    weights = characteristic(table, LABELS, 2)
    words = [{str(table.phrases[i]) for i in row.argsort()[::-1][:2]} for row in weights]
    assert words == [{"waiting", "time"}, {"cold", "food"}]
    assert all(weights[:, i].max() == 0 for i, phrase in enumerate(table.phrases) if " " in phrase)
