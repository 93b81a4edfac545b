"""What is taken from ASCII without a pattern is what the pattern finds."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from cxtext.text.clean import comparison_key
from cxtext.text.contrast import contrasts, may_contrast
from cxtext.text.letters import letters_of, runs_of

ASCII = st.text(st.characters(max_codepoint=127), max_size=60)
TEXTS = ASCII | st.text(max_size=60)
OPINIONS = "great pizza not bad user-friendly well-prepared don't rip-off, but slow service over-priced 143 ok".split()


@given(TEXTS)
def test_runs_are_what_patterns_find(text: str) -> None:
    assert letters_of(text) == re.findall(r"[^\W\d_]+", text)
    assert runs_of(text) == re.findall(r"[^\W_]+", text)


@given(TEXTS)
def test_a_comparison_key_is_words_after_unicodes_folding(text: str) -> None:
    assert comparison_key(text) == " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


@given(st.lists(st.sampled_from(OPINIONS) | st.text("-'. ", max_size=2), max_size=15).map(" ".join))
def test_where_a_text_turns_it_may_turn(text: str) -> None:
    assert may_contrast(text) or not contrasts(text, 0, len(text))
