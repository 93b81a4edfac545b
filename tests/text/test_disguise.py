import html
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.text.disguise import unveiled
from cxtext.text.privacy import mask

VALUES = ("john.smith@example.com", "4111 1111 1111 1111", "+44 20 7946 0958", "GB82WEST12345698765432", "10.20.30.40")
WIDE = {chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)}
WAYS = (
    lambda c: c,
    lambda c: f"&#{ord(c)};",
    lambda c: f"&#x{ord(c):x};",
    lambda c: f"&amp;#{ord(c)};",
    lambda c: f"&amp;amp;#{ord(c)};",
    lambda c: WIDE.get(c, c),
    lambda c: c + "\u200b",
    lambda c: c + "\u2060\ufeff",
    lambda c: c + "&shy;",
    lambda c: c + "&zwnj;",
)


@st.composite
def disguised(draw):
    value = draw(st.sampled_from(VALUES))
    return value, "".join(draw(st.sampled_from(WAYS))(character) for character in value)


@given(
    disguised(), st.sampled_from(["", "It was late. ", "Fine &amp; dandy, "]), st.sampled_from(["", " thanks", ", 😀"])
)
def test_no_way_of_writing_carries_a_value_past_the_mask(pair, before, after):
    value, written = pair
    text = before + written + after
    masked = mask(text)
    seen = unveiled(masked.text)
    for left in (masked.text, html.unescape(html.unescape(masked.text)), seen.text if seen else ""):
        assert value not in left
    assert "".join(text[s.start : s.end] for s in masked.spans)
    assert masked.text.startswith(before)
    assert masked.text.endswith(after)
    assert masked.source_offset(len(masked.text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("mail john&commat;example&period;com now", "mail [EMAIL] now"),
        ("mail john&#64example.com now", "mail [EMAIL] now"),
        ("mail john%40example.com or john=40example.com", "mail [EMAIL] or [EMAIL]"),
        ("john [at] example [dot] com, john{at}example{dot}com", "[EMAIL], [EMAIL]"),
        ("it is john at example dot com by the way", "it is [EMAIL] by the way"),
        ("John dot Smith AT example DOT co DOT uk", "[EMAIL]"),
        ("write to jane @ example . org today", "write to [EMAIL] today"),
        ("call\u200b020 7946 0958 now", "call\u200b[PHONE] now"),
        ("call 𝟎𝟐𝟎 𝟕𝟗𝟒𝟔 𝟎𝟗𝟓𝟖 or 0️⃣2️⃣0️⃣ 7946 0958", "call [PHONE] or [PHONE]"),
        ("Sa\u200brah Jones was kind, and Sarah Jones stayed", "[NAME_1] was kind, and [NAME_1] stayed"),
        # what looks like it and is none
        ("laughing at the dot com boom", "laughing at the dot com boom"),
        ("look at polka dot dresses", "look at polka dot dresses"),
        ("AT&T &amp; R&D; are &lt;3", "AT&T &amp; R&D; are &lt;3"),
        ("50%40 off, a=40b", "50%40 off, a=40b"),
        ("family 👩\u200d👩\u200d👧 and flags 🇬🇧", "family 👩\u200d👩\u200d👧 and flags 🇬🇧"),
    ],
)
def test_disguises(text, expect):
    assert mask(text).text == expect


def test_plain_text_is_left_alone():
    assert unveiled("All fine, 50 % off & no fuss: a=b") is None
    assert unveiled("déjà vu – “so good” 😀") is None


@given(st.text() | st.text(alphabet="a1@.&#64;amp%=\u200bａ１０", max_size=40))
def test_every_character_points_to_where_it_stands(text):
    seen = unveiled(text)
    if seen is None:
        return
    assert len(seen.text) == len(seen.starts) == len(seen.ends)
    assert all(0 <= a < b <= len(text) for a, b in zip(seen.starts, seen.ends, strict=True))
    assert seen.starts == sorted(seen.starts)
    for character, start, end in zip(*seen, strict=True):
        assert end - start > 1 or not character.isascii() or character == text[start] or not text[start].isascii()


@pytest.mark.parametrize("unit", ["&amp;", "&#38;", "&#64;", "1\u200b", "a dot ", "at) ", "a @ b . ", "x&", "%40a"])
def test_time_grows_with_length(unit):
    def seconds(count):
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            mask(unit * count)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(16_000) < 12 * max(
        seconds(4_000), 0.01
    )  # four times the text; a quadratic step takes 16 times as long
