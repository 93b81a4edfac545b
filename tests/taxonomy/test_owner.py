import itertools

from hypothesis import given
from hypothesis import strategies as st

from cxtext.choices import UNOWNED
from cxtext.schema import OWNER_SOURCES
from cxtext.taxonomy.owner import NOBODY, Owned, Part, owner_of_comment, owner_of_mention, owners_in_order

SAY = ("column", "named", "decided", "touchpoint")


def test_the_first_that_says_anything_decides():
    for answers in itertools.product([None, "x"], repeat=4):
        given = {key: answer and f"{answer} {key}" for key, answer in zip(SAY, answers, strict=True)}
        found = owner_of_mention(**given)
        first = next((i for i, answer in enumerate(answers) if answer), None)
        assert found == (NOBODY if first is None else Owned(f"x {SAY[first]}", OWNER_SOURCES[first]))


def part(owner, words, *, negative=False, source="touchpoint"):
    return Part(Owned(owner, source) if owner else NOBODY, negative, words)


def test_complaints_decide():
    praise, blame = part("support", 30), part("fulfilment", 4, negative=True)
    assert owner_of_comment([praise, blame]) == Owned("fulfilment", "touchpoint")
    assert owner_of_comment([praise, part(None, 50, negative=True)]) == Owned("support", "touchpoint")


def test_of_several_complaints_the_owner_of_most_words_of_them():
    parts = [part("a", 8, negative=True), part("b", 6, negative=True), part("b", 6, negative=True), part("c", 40)]
    assert owner_of_comment(parts) == Owned("b", "touchpoint")


def test_of_equals_the_stronger_source_and_then_the_first():
    named = part("b", 5, source="mention")
    assert owner_of_comment([part("a", 5), named]) == Owned("b", "mention")
    assert owner_of_comment([part("a", 5), part("b", 5)]) == Owned("a", "touchpoint")


def test_the_column_decides_whatever_is_said():
    assert owner_of_comment([part("a", 9, negative=True)], "Leeds") == Owned("Leeds", "column")
    assert owner_of_comment([], None) == NOBODY


PARTS = st.lists(
    st.builds(part, st.sampled_from(["a", "b", "c", None]), st.integers(0, 9), negative=st.booleans()), max_size=6
)


@given(PARTS)
def test_a_comment_is_owned_if_one_of_its_mentions_is(parts):
    found = owner_of_comment(parts)
    assert (found.owner == UNOWNED) == (found.source == "none") == (not owners_in_order(parts))
    assert found.owner in [*owners_in_order(parts), UNOWNED]
