from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.audit.apart import Apart, apart_from, falls_apart, hash_of, only
from cxtext.text.masking import KINDS, Masking
from cxtext.text.privacy import mask

TEXTS = st.text(min_size=1, max_size=30)


@given(TEXTS)
def test_blanks_and_case_make_no_other_comment(text):
    assert hash_of(text) == hash_of(f"  {text.replace(' ', '  ')}\n")
    assert falls_apart("Late parcel") == falls_apart("late  PARCEL ")


PERSONAL = ("jo.smith@example.com", "+44 20 7946 0958", "https://example.com/a?b=1")


@settings(deadline=None)
@given(
    parts=st.lists(st.tuples(st.sampled_from(["late", "write to", "and call"]), st.sampled_from(PERSONAL)), min_size=1),
    maskings=st.lists(st.sets(st.sampled_from(KINDS)), min_size=2, max_size=2),
)
def test_a_comment_is_the_same_whatever_is_masked_in_it(parts, maskings):
    text = " ".join(f"{word} {value} please." for word, value in parts)
    before, after = (mask(text, Masking(kinds=tuple(sorted(kinds)))).text for kinds in maskings)
    assert falls_apart(before) == falls_apart(after) == falls_apart(text)
    assert Apart().with_comment([before], [], kept=False).has_learnt(after)
    kept = Apart().with_comment([before], [before], kept=True)
    assert kept.keeps(after)
    assert kept.keeps_mention(after)
    assert not kept.keeps(f"{after} And more.")


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
