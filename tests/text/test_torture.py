"""Texts that break text software: no crash, no hang, and offsets that still cut the text they came from."""

import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.text.clean import for_encoding, for_sentiment, tidy
from cxtext.text.language import LanguageIdentifier
from cxtext.text.noise import is_stock_answer
from cxtext.text.privacy import mask
from cxtext.text.segment import MAX_CHARS, mention_pipeline, mention_spans, mentions

TORTURE = Path(os.environ.get("CXTEXT_TORTURE", Path(__file__).resolve().parents[3] / "shared" / "torture"))
IDENTIFIER = LanguageIdentifier()
SECONDS = 5  # for the longest text; a quadratic step would take minutes

ODD = {
    "lone surrogates": "the \ud800 room \udfff was bad. but the \udc00 food was great",
    "right to left": "الخدمة جيدة. لكن الطعام بارد \u202eabc\u202c call 020 7946 0958",
    "combining": "cafe\u0301 " * 50 + "a" + "\u0301" * 500,
    "emoji": "😀👩‍👩‍👧‍👦🇬🇧" * 2_500,
    "null and control": "good\x00bad\x07. \x1b[31mred\x1b[0m but slow service",
    "line ends of every kind": "one thing\r\ntwo things\rthree\u2028four\u2029five\x0bsix\x85seven",
    "letters that grow": "İİİİ the food was great but the service was slow ŉ ß ﬃ",
    "full width": "ｔｈｅ ｆｏｏｄ． ＳＡＲＡＨ １２３４５６７８",
    "ten thousand emoji": "😡" * 10_000,
    "stacked marks": "z\u0351\u036b\u0343\u036a\u0302" * 2_000,
    "references": "&lt;b&gt;&#64;&shy;" * 1_000,
    "only stops": ".!?…" * 3_000,
    "only commas": "the food was bad, " * 5_000,
    "only brackets": "([{" * 5_000,
    "bullets": "1. a\n- b\n• c 2. d " * 2_000,
}
LONG = {
    "no space": "a" * 1_000_000,
    "no space, capitals": "AB" * 500_000,
    "no stop": "and the food was fine " * 45_000,
    "digits": "0123456789" * 100_000,
    "phones": "020 7946 0958 " * 6_000,
    "at signs": "a@" * 500_000,
    "names": "Sarah and Mr Jones " * 20_000,
    "tags": "<a" * 500_000,
    "entities": "&amp;" * 200_000,
    "codes": "=C3=A9" * 100_000,
    "quotes": "> " * 500_000,
}


def walk(text):
    """Everything that the room does to a comment, with what must hold for any."""
    masked = mask(text)
    assert masked.source_offset(len(masked.text)) == len(text)
    spans = mention_spans(masked.text)
    end = 0
    for start, stop in spans:
        assert end <= start < stop <= len(masked.text)
        assert masked.text[start:stop].strip() == masked.text[start:stop]
        end = stop
    for start, stop in spans[:3]:
        assert isinstance(for_encoding(masked.text[start:stop]), str)
    for start, stop in [] if masked.spans else spans:
        assert text[start:stop] == masked.text[start:stop]
    is_stock_answer(text)
    return spans


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts(text):
    walk(text)
    assert tidy(tidy(text)) == tidy(text)
    assert for_sentiment(for_sentiment(text)) == for_sentiment(text)


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_megabyte_takes_seconds(text):
    start = time.process_time()
    spans = walk(text)
    tidy(text[:MAX_CHARS])
    assert time.process_time() - start < SECONDS
    assert all(stop <= MAX_CHARS for _, stop in spans)


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_time_grows_with_length(text):
    """Four times the text takes about four times as long; a step that goes back over the text takes sixteen."""

    def seconds(length):
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            walk(text[:length])
            tidy(text[:length])
            IDENTIFIER.identify(text[:length])
            best = min(best, time.process_time() - start)
        return best

    assert seconds(80_000) < 10 * max(seconds(20_000), 0.005)


def test_naughty_strings():
    path = TORTURE / "blns" / "blns.json"
    if not path.is_file():
        pytest.skip(f"no big list of naughty strings at {path} (set CXTEXT_TORTURE)")
    identifier = LanguageIdentifier()
    for text in json.loads(path.read_text(encoding="utf-8")):
        walk(text)
        identifier.identify(text)
        assert tidy(tidy(text)) == tidy(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_any_text(text):
    walk(text)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab AB .!?;,\n-•but\"'()1.é😀", max_size=80))
def test_the_spacy_component_gives_mentions_of_the_text_too(text):
    nlp = mention_pipeline()
    assert next(mentions([text], nlp)) == mention_spans(text)
    marked = [sentence.text for sentence in nlp(text).sents]
    assert "".join(marked).replace(" ", "") == "".join(token.text for token in nlp(text)).replace(" ", "")
