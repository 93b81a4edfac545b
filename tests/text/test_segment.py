import time
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


@pytest.mark.parametrize(
    "text",
    [
        "good bad " * 11_000, "although " + "it is, " * 14_000, "great food (not bad " * 5_000, "it is) " * 14_000,
        "the food was great and the service was slow " * 2_200, "better than the " * 6_000, "not " * 25_000,
        "--a" * 33_000,
    ],
)  # fmt: skip
def test_long_sentences_are_split_in_linear_time(text):
    start = time.process_time()
    next(mentions([text], mention_pipeline()))
    assert time.process_time() - start < 5  # work that grows with the square of the length takes minutes


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "great food poor service, but and not the staff was (slow) -- too noisy if than unless".split()
        ),
        max_size=24,
    ).map(" ".join)
)
def test_a_mention_is_a_trimmed_slice_and_the_same_each_time(text):
    spans = next(mentions([text], mention_pipeline()))
    assert spans == next(mentions([text], mention_pipeline()))
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)
