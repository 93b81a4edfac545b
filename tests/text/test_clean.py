from hypothesis import example, given
from hypothesis import strategies as st

from cxtext.text.clean import brand_pattern, changes, comparison_key, for_encoding, for_sentiment, tidy


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


def test_each_step_of_cleaning_tells_what_it_changed():
    found = changes("> On hold\n&#39;Nice&#39; <b>room</b>, caf=C3=A9\u200b!")
    assert [change.step for change in found] == [
        "mail codes decoded",
        "character references resolved",
        "quoted mail and signature left out",
        "mark-up left out",
        "invisible characters left out",
    ]
    assert found[1].after.endswith("'Nice' <b>room</b>, café\u200b!")
    assert changes("All fine,  as ever") == []


@given(st.text() | st.text(alphabet="&amp;lt#39<b>=C3A9>\n\u200b “x”", max_size=60))
@example(" > quoted")
def test_the_steps_end_where_tidying_ends(text):
    found = changes(text)
    assert tidy(text) == " ".join((found[-1].after if found else text).split())


@given(st.text())
def test_tidying_twice_changes_nothing(text):
    once = tidy(text)
    assert tidy(once) == once
