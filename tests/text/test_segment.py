from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.errors import OptionError
from cxtext.text.segment import MAX_CHARS, mention_pipeline, mentions


def split(text):
    return [text[start:end] for start, end in next(mentions([text], mention_pipeline()))]


def test_mentions(mentions_case):
    assert split(mentions_case["text"]) == mentions_case["expect"]


def test_an_unknown_spacy_pipeline_is_named():
    with pytest.raises(OptionError, match="no spaCy pipeline 'xx_nowhere' is installed"):
        mention_pipeline("xx_nowhere")


def test_a_very_long_text_is_read_up_to_the_limit():
    spans = next(mentions(["word " * (MAX_CHARS // 4)], mention_pipeline()))
    assert spans[-1][1] <= MAX_CHARS


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab .!?;,\n-•but\"')", max_size=80))
def test_mentions_cover_every_word_once_and_in_order(text):
    spans = next(mentions([text], mention_pipeline()))
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    outside = "".join(
        text[b:c] for b, c in zip([0, *(b for _, b in spans)], [*(a for a, _ in spans), len(text)], strict=True)
    )
    assert not any(c.isalnum() for c in outside)
