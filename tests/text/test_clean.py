from hypothesis import given
from hypothesis import strategies as st

from cxtext.text.clean import brand_pattern, comparison_key, for_encoding, for_sentiment, tidy


def test_views(clean_case):
    assert for_sentiment(clean_case["text"]) == clean_case["sentiment"]
    assert for_encoding(clean_case["text"]) == clean_case["encoding"]


def test_brands_leave_the_encoding_view_as_whole_words_only():
    brands = brand_pattern(["Acme", "Acme Air"])
    assert for_encoding("ACME AIR lost it, acmeology did not", brands=brands) == "lost it, acmeology did not"


def test_no_brands_is_no_pattern():
    assert brand_pattern(["", "  "]) is None


def test_copies_share_a_key():
    assert comparison_key("It's  GREAT!!") == comparison_key("it's great")
    assert comparison_key("it's great") != comparison_key("it's late")


@given(st.text())
def test_tidying_twice_changes_nothing(text):
    once = tidy(text)
    assert tidy(once) == once
