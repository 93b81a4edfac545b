import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.sentiment import attribution
from cxtext.sentiment.attribution import NO_WORDS, attribute

WORTH = {"good": 2.0, "bad": -3.0, "very": 0.5}


def spans_of(text):
    starts = [i for i, c in enumerate(text) if c != " " and (i == 0 or text[i - 1] == " ")]
    return [(i, i + len(text[i:].split(" ")[0])) for i in starts]


def additive(texts):
    return np.array([0.25 + sum(WORTH.get(word, 0) for word in text.split()) for text in texts])


def negating(texts):
    """ "not" turns the sum of the other words round: no sum over words."""
    return np.array([additive([t])[0] * (-1 if "not" in t.split() else 1) for t in texts])


@pytest.mark.parametrize("text", ["good bad very", "the good the bad and the very very ugly good bad"])
def test_where_a_score_is_a_sum_each_word_has_its_own_worth(text):
    words = attribute(additive, text, spans_of(text))
    assert words[-1].text == NO_WORDS
    assert words[-1].weight == pytest.approx(0.25)
    for word in words[:-1]:
        assert word.weight == pytest.approx(WORTH.get(word.text, 0))


def test_two_words_share_what_they_do_together():
    words = attribute(negating, "not good", [(0, 3), (4, 8)])
    assert {w.text: w.weight for w in words} == pytest.approx({"not": -2.5, "good": 0.0, NO_WORDS: 0.25})


@settings(deadline=None)
@given(st.lists(st.sampled_from(["not", "good", "bad", "very", "it"]), max_size=14))
def test_the_weights_sum_to_the_score(words):
    text = " ".join(words)
    assert sum(w.weight for w in attribute(negating, text, spans_of(text))) == pytest.approx(negating([text])[0])


def test_sampled_weights_come_near_the_exact_ones(monkeypatch):
    text = "it was not good not bad very"
    exact = {w.text: w.weight for w in attribute(negating, text, spans_of(text)) if w.text in ("good", "bad", "very")}
    monkeypatch.setattr(attribution, "MOST_EXACT", 0)
    sampled = {w.text: w.weight for w in attribute(negating, text, spans_of(text), orders=400)}
    for word, weight in exact.items():
        assert sampled[word] == pytest.approx(weight, abs=0.3)


def test_a_text_without_words_has_one_part():
    assert [(w.text, w.weight) for w in attribute(additive, "", [])] == [(NO_WORDS, 0.25)]
