import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.sentiment.features import TONES, Tone, normal_form, token_spans, tokens


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("I don't like it", ["I", "don't", "like", "it"]),
        ("wow!!! :) 😡", ["wow", "!!!", ":)", "😡"]),
        ("3 of 12", ["3", "of", "12"]),
        ("", []),
    ],
)
def test_tokens(text, expect):
    assert tokens(text) == expect


@given(st.text(max_size=60))
def test_spans_are_those_of_the_tokens(text):
    assert [text[a:b] for a, b in token_spans(text)] == tokens(text)


@pytest.mark.parametrize(("token", "expect"), [("SOOOO", "soo"), ("Don’t", "don't"), ("123", "0"), ("!!!!", "!!")])
def test_normal_form(token, expect):
    assert normal_form(token) == expect


def test_tone_hears_shouting_and_questions():
    plain, shouted, asked = Tone().read(["it is late", "it is LATE!!!", "it is late?"])
    assert plain.shape == (TONES,)
    assert np.flatnonzero(shouted[-6:] > plain[-6:]).tolist() == [2, 4]
    assert np.flatnonzero(asked[-6:] > plain[-6:]).tolist() == [0, 1]
