import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.facets.cue import CueError, Gap, Number, Phrases, expanded, read_cue

words = st.lists(st.text("abcde", min_size=1, max_size=4), min_size=1, max_size=4, unique=True)


def test_brackets_stand_for_one_of_their_parts():
    assert expanded("annoy(ed|ing|)") == {"annoyed", "annoying", "annoy"}
    assert expanded("(so |)easy") == {"so easy", "easy"}
    assert expanded("took (half (a|the) |)day") == {"took half a day", "took half the day", "took day"}


@given(words, words)
def test_a_pair_of_brackets_has_each_combination(left, right):
    found = expanded(f"({'|'.join(left)}) ({'|'.join(right)})")
    assert found == {f"{a} {b}" for a in left for b in right}


def test_gaps_and_numbers_are_parts_of_their_own():
    parts = read_cue("called * (twice|again) # hours").parts
    assert [type(part) for part in parts] == [Phrases, Gap, Phrases, Number, Phrases]
    assert read_cue("told ** never").parts[1] == Gap(10)


def test_marks_of_place_are_read():
    cue = read_cue("^how do i ?")
    assert (cue.first, cue.asked) == (True, True)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("so (easy|simple", "brackets do not match"),
        ("easy)", "brackets do not match"),
        ("easy|simple", "brackets do not match"),
        ("called (* twice|again)", "outside of brackets"),
        ("* **", "no word that must stand there"),
        ("(really|)", "no word that must stand there"),
        ("(" + "|".join(f"w{i}" for i in range(3000)) + ")", "more than 2,000 forms"),
    ],
)
def test_what_is_no_cue_says_why(line, reason):
    with pytest.raises(CueError, match=reason):
        read_cue(line)
