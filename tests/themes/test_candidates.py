"""What a theme is called: one thing, said once, that its mentions share and others do not."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from cxtext.themes.candidates import Candidate, Names, candidates_of

AXES = np.eye(8, dtype=np.float32)
CENTRE = np.ones(8, dtype=np.float32) / np.sqrt(8).astype(np.float32)


def found(held, *, vectors=None, worth=lambda _: 1.0, unfit=frozenset(), headship=lambda _: 1.0):
    """Candidates of a theme of ten mentions, from the rows in which each phrase stands."""
    counts = np.zeros((10, len(held)), dtype=np.int32)
    for column, rows in enumerate(held.values()):
        counts[list(rows), column] = 1
    where = AXES[: len(held)] if vectors is None else vectors
    weights = counts.mean(axis=0).astype(float)
    phrases, counts = list(held), csr_matrix(counts)
    return candidates_of(phrases, counts, weights, where, CENTRE, unfit=unfit, worth=worth, headship=headship)


def test_two_words_that_share_a_theme_name_it_together():
    assert Names().choose(found({"seat": range(5), "ticket": range(5, 10)})) == "Seat and ticket"


@pytest.mark.parametrize(
    ("why", "options"),
    [
        ("they stand in the same mentions", {"held": {"phone": range(8), "number": range(6)}}),
        ("they mean one thing", {"vectors": AXES[[0, 0]]}),
        ("the second only says when", {"worth": lambda phrase: 0.3 if phrase == "luggage" else 1.0}),
        ("the second is no noun", {"headship": lambda phrase: 0.1 if phrase == "luggage" else 1.0}),
        ("the second stands in few mentions", {"held": {"bag": range(9), "luggage": [9]}}),
    ],
)
def test_no_pair_is_made(why, options):
    held = options.pop("held", {"bag": range(5), "luggage": range(5, 10)})
    assert Names().choose(found(held, **options)) == next(iter(held)).capitalize(), why


def test_two_adjectives_are_a_pair_too():
    held = {"professional": range(5), "friendly": range(5, 10)}
    assert Names().choose(found(held, headship=lambda _: 0.1)) == "Friendly and professional"


@pytest.mark.parametrize("twice", [("delay", "delays"), ("company", "companies"), ("physio", "physiotherapy")])
def test_a_name_does_not_say_one_thing_twice(twice):
    one, other = twice
    name = Names().choose([Candidate(one, 1.0, (other, "gate"))])
    assert name == f"{one.capitalize()} and gate"


@pytest.mark.parametrize("forms", [("seat", "seats"), ("jetblue", "jet blue"), ("top-up", "topup")])
def test_what_is_written_in_two_ways_counts_together(forms):
    one, other = forms
    best, second = found({"ticket": range(4), one: range(4, 7), other: range(7, 10)})
    assert (best.phrase, second.phrase) == (one, "ticket")


def test_a_word_twice_in_a_row_is_no_name():
    assert found({"flight flight": range(9)}) == ()


PART = [Candidate("flight", 1.0), Candidate("great flight", 0.4), Candidate("flight today", 0.3)]


def test_a_part_that_only_praises_its_theme_is_the_theme_in_general():
    names = Names(["Flight"])
    assert names.choose([*PART, Candidate("mood", 0.01)], "Flight") == "Flight in general"
    assert names.choose([*PART, Candidate("mood", 0.01)], "Flight") == "Mood"  # one part at most is that


def test_a_part_with_something_of_its_own_is_called_so():
    assert Names(["Flight"]).choose([*PART, Candidate("cancelled flight", 0.1)], "Flight") == "Cancelled flight"


def test_of_a_theme_of_two_things_a_part_may_be_one():
    assert Names(["Bag and flight"]).choose(PART, "Bag and flight") == "Flight"


def test_praise_makes_no_second_name_of_one_thing():
    names = Names()
    assert [
        names.choose([Candidate("care", 1.0), Candidate("better care", 0.8), Candidate("plan", 0.1)]) for _ in "12"
    ] == [
        "Care",
        "Plan",
    ]


def test_names_run_out():
    names = Names()
    assert names.choose([Candidate("care", 1.0)]) == "Care"
    assert names.choose([Candidate("care", 1.0)]) is None
    assert names.choose([]) is None
