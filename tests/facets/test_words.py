"""Words are looked up by the pieces between white space."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.facets.words import _places_in, _words_of_piece, plain, words_of

PIECES = (
    "don't",
    "CAN’T",
    "cannot",
    "dont",
    "'s",
    "mum's",
    "rock'n'roll",
    "o'clock?!",
    "it's,",
    "3.50",
    "1,2.",
    "İ",
    "ΑΣ",
)
SPACES = (" ", "  ", "\n", "\t", "\x0b", "\x1c", "\x1f", "\x85", "\u00a0", "\u2028", "\u3000")


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(SPACES), st.text(max_size=8))).map("".join))
def test_the_words_of_the_pieces_are_those_of_the_whole(text: str) -> None:
    words, small = words_of(text), plain(text)
    assert words.words == _words_of_piece(small)
    assert [words.span(i, i + 1) for i in range(len(words))] == _places_in(small)
    assert len(small) == len(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("\u00a0 \x85", []),
        ("I don’t.", ["i", "do", "not", "."]),
        ("Didn't\u2028dont, cannot!", ["did", "not", "do", "not", ",", "can", "not", "!"]),
        ("Mum's 3.50 …", ["mum", "'s", "3.50", "…"]),
    ],
)
def test_contractions_are_written_out_and_marks_are_words(text: str, words: list[str]) -> None:
    assert list(words_of(text).words) == words


def test_places_are_those_of_the_text_as_it_stands() -> None:
    text = "  Didn’t\u00a0work.\n"
    words = words_of(text)
    assert [text[slice(*words.span(i, i + 1))] for i in range(len(words))] == ["Did", "n’t", "work", "."]
    assert text[slice(*words.span(0, 3))] == "Didn’t\u00a0work"
