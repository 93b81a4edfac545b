"""How the walk reads texts."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.config import Settings
from cxtext.pipeline.reading import Reader
from cxtext.sentiment.scorers import make_scorer
from cxtext.themes.encode import make_encoder

RULES = sorted(rule for rule in spacy.blank("en").tokenizer.rules if " " not in rule)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Settings(), scorer=make_scorer("fast"), encoder=make_encoder())


PIECES = st.one_of(st.sampled_from(RULES), st.from_regex(r"[a-zA-Z]{1,12}[.,?!'$%0-9-]?[a-zA-Z]{0,3}\Z"))


@settings(deadline=None)
@given(st.lists(PIECES, max_size=8))
def test_words_are_those_of_spacys_tokenizer(reader: Reader, pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert reader.tokenise([text]) == [[token.text for piece in text.split() for token in reader.nlp.make_doc(piece)]]


def test_a_word_that_is_two_is_split(reader: Reader) -> None:
    assert reader.tokenise(["i cannot pay"]) == [["i", "can", "not", "pay"]]
