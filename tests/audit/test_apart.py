from hypothesis import given
from hypothesis import strategies as st

from cxtext.audit.apart import Apart, apart_from, falls_apart, hash_of, only

TEXTS = st.text(min_size=1, max_size=30)


@given(TEXTS)
def test_blanks_and_case_make_no_other_comment(text):
    assert hash_of(text) == hash_of(f"  {text.replace(' ', '  ')}\n")
    assert falls_apart("Late parcel") == falls_apart("late  PARCEL ")


def test_about_half_is_kept_apart():
    kept = sum(falls_apart(f"comment {i}") for i in range(2_000))
    assert 900 < kept < 1_100


@given(st.lists(st.tuples(TEXTS, st.booleans()), max_size=8), st.randoms())
def test_what_is_once_kept_never_teaches_in_whatever_order_audits_come(comments, random):
    found = Apart()
    for text, kept in comments:
        found = found.with_comment([text], [], kept=kept)
    again = apart_from(found.to_json())
    assert again == found
    random.shuffle(comments)
    other = Apart()
    for text, kept in comments:
        other = other.with_comment([text], [], kept=kept)
    assert other == found
    for text, kept in comments:
        if kept:
            assert found.keeps(text)
            assert not found.has_learnt(text)
    assert not found.learnt & found.kept


def test_it_holds_no_text():
    found = Apart().with_comment(["My bag is gone"], ["My bag is gone"], kept=True)
    assert "bag" not in str(found.to_json())
    assert found.keeps_mention("my bag is gone")
    assert not found.keeps_mention("My bag is late")


def test_only_some_answers_count():
    answers = {"sentiment": [frozenset(["negative"]), frozenset(["positive"])]}
    assert only(answers, ["a", "b"], lambda text: text == "b") == {"sentiment": [None, frozenset(["positive"])]}
