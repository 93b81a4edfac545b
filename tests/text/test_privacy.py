import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.text.privacy import KINDS, find_personal_data, mask, placeholder


def test_masking(privacy_case):
    assert mask(privacy_case["text"]).text == privacy_case["expect"]


def test_only_the_kinds_asked_for():
    assert mask("a@b.com at 10.0.0.1", kinds=["IP"]).text == "a@b.com at [IP]"


def test_offsets_lead_back_to_the_source():
    text = "Dr Smith said write to a@b.com today please"
    masked = mask(text)
    word = masked.text.index("today")
    assert text[masked.source_offset(word) :].startswith("today")
    inside = masked.text.index("[EMAIL]") + 3
    assert text[masked.source_offset(inside) :].startswith("a@b.com")


@given(st.text(alphabet="a1@. -+()/:Dr Smith", max_size=60))
def test_what_was_found_is_gone_and_the_rest_is_verbatim(text):
    masked = mask(text)
    end = 0
    place = 0
    for span in masked.spans:
        kept = text[end : span.start]
        assert masked.text[place : place + len(kept)] == kept
        place += len(kept) + len(placeholder(span.kind))
        end = span.end
    assert masked.text[place:] == text[end:]


@given(st.text(max_size=80))
def test_the_ends_map_to_the_ends(text):
    masked = mask(text)
    assert masked.source_offset(0) == 0
    assert masked.source_offset(len(masked.text)) == len(text)


@pytest.mark.parametrize("kind", KINDS)
def test_no_pattern_hangs(kind):
    hostile = "1-" * 20_000 + "a@" * 5_000
    assert isinstance(find_personal_data(hostile, kinds=[kind]), tuple)
