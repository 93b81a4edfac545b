import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.errors import OptionError
from cxtext.text.masking import masking_of
from cxtext.text.privacy import KINDS, Masking, find_personal_data, mask, placeholder

PIECES = st.lists(
    st.sampled_from(
        "a@b.com Sarah Jones Dr Smith and order number 84513377 call 020 7946 0958 +1 212 555 0199 4111 1111 1111 1111 "
        "dob 12/03/1984 GB82WEST12345698765432 10.0.0.1 https://x.org/t?a=1 @me at 12 High Street, Leeds LS1 4AP Will "
        "spoke to regards , . \n é \u202e 😀 \ud800 May was".split(" ")
    ),
    max_size=24,
).map(" ".join)


def test_masking(privacy_case):
    assert mask(privacy_case["text"]).text == privacy_case["expect"]


def test_only_the_kinds_asked_for():
    assert mask("a@b.com at 10.0.0.1", Masking(kinds=("IP",))).text == "a@b.com at [IP]"


def test_an_unknown_kind_is_named():
    with pytest.raises(OptionError, match=r"unknown kind of personal data 'EMIAL'; did you mean 'EMAIL'"):
        Masking(kinds=("EMIAL",))


def test_own_patterns_come_first_and_their_group_is_the_value():
    masking = Masking(own={"MEMBER_ID": r"member (M\d{6})"})
    assert mask("member M123456 wrote a@b.com", masking).text == "member [MEMBER_ID] wrote [EMAIL]"


@pytest.mark.parametrize("pattern", [r"(", r"(?=a)", r"(a)\1"])
def test_an_own_pattern_that_re2_does_not_take_is_named(pattern):
    with pytest.raises(OptionError, match=r"MEMBER_ID = .* is no pattern"):
        Masking(own={"MEMBER_ID": pattern})


def test_an_own_kind_needs_a_name_in_capitals():
    with pytest.raises(OptionError, match="'member' is no name for a placeholder"):
        masking_of(None, ("member=x",))
    with pytest.raises(OptionError, match="is not NAME=pattern"):
        masking_of(None, ("member",))


def test_what_is_to_be_kept_is_kept():
    text = "Sarah at Emma's Bakery, call 0161 496 0000 or 0161 496 0001"
    kept = mask(text, Masking(keep=("emma's bakery", "0161 496 0000"))).text
    assert kept == "[NAME_1] at Emma's Bakery, call 0161 496 0000 or [PHONE]"


def test_a_person_has_one_number_in_a_comment():
    text = "Sarah Jones was kind. Then Mike came, and Sarah left. Mrs Jones and Dr Patel stayed."
    assert mask(text).text == (
        "[NAME_1] was kind. Then [NAME_2] came, and [NAME_1] left. Mrs [NAME_1] and Dr [NAME_3] stayed."
    )


def test_offsets_lead_back_to_the_source():
    text = "Dr Smith said write to a@b.com today please"
    masked = mask(text)
    word = masked.text.index("today")
    assert text[masked.source_offset(word) :].startswith("today")
    inside = masked.text.index("[EMAIL]") + 3
    assert text[masked.source_offset(inside) :].startswith("a@b.com")


@given(PIECES)
def test_what_was_found_is_gone_and_the_rest_is_verbatim(text):
    masked = mask(text)
    end = 0
    place = 0
    for span in masked.spans:
        kept = text[end : span.start]
        assert masked.text[place : place + len(kept)] == kept
        place += len(kept) + len(placeholder(span.kind, span.number))
        end = span.end
    assert masked.text[place:] == text[end:]


@given(PIECES)
def test_a_masked_value_stands_nowhere_as_a_word(text):
    masked = mask(text)
    for value in {text[span.start : span.end] for span in masked.spans}:
        place = masked.text.find(value)
        while place >= 0:
            around = masked.text[max(0, place - 1) : place] + masked.text[place + len(value) : place + len(value) + 1]
            assert any(c.isalnum() for c in around), f"{value!r} is left in {masked.text!r}"
            place = masked.text.find(value, place + 1)


@given(st.text(max_size=80) | PIECES)
def test_the_ends_map_to_the_ends(text):
    masked = mask(text)
    assert masked.source_offset(0) == 0
    assert masked.source_offset(len(masked.text)) == len(text)


@pytest.mark.parametrize("kind", KINDS)
def test_no_pattern_hangs(kind):
    hostile = "1-" * 10_000 + "a@" * 5_000 + "Mr " * 3_000 + "A1 " * 3_000 + "12:" * 3_000
    assert isinstance(find_personal_data(hostile, Masking(kinds=(kind,))), tuple)
