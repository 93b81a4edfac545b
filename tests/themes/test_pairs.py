"""Half a proper name is no name for a theme, and neither is a word that nobody knows."""

import pytest

from cxtext.themes.pairs import HALF, UNKNOWN, Pairs, name_worth

CITIES = ["francisco", "diego", "antonio", "jose"]
TEXTS = [
    *(["stuck", "in", "san", city, "again"] for city in CITIES for _ in range(5)),
    *(["the", "customer", "service", "is", "slow"] for _ in range(9)),
    ["a", "customer", "waited"],
    *(["your", "service", "at", "the", "desk"] for _ in range(20)),
    *(["the", "flight", "attendant", "smiled"] for _ in range(4)),
    *(["my", "flight", "was", "late"] for _ in range(20)),
    *(["on", "hold"] for _ in range(9)),
]


@pytest.mark.parametrize(
    ("phrase", "cut"),
    [
        ("san", True),
        ("flight to san", True),
        ("francisco", True),
        ("san francisco", False),
        ("customer", True),
        ("customer service", False),
        ("service", False),  # mostly stands alone
        ("flight", False),
        ("attendant", True),
        ("hold", False),  # "on" is no part of a name
        ("unheard of", False),
    ],
)
def test_a_phrase_that_ends_inside_a_fixed_pair_is_half_of_something(phrase, cut):
    assert Pairs(TEXTS).are_cut_by(phrase) is cut


def test_whole_names_of_known_words_are_worth_most():
    pairs, knows = Pairs(TEXTS), {"san", "francisco", "flight"}.__contains__
    assert name_worth("san francisco", pairs, knows) == 1
    assert name_worth("san", pairs, knows) == HALF
    assert name_worth("flightled", pairs, knows) == UNKNOWN
    assert name_worth("late flightled", pairs, knows) == UNKNOWN


def test_the_encoder_knows_words_and_not_what_they_were_run_into():
    from cxtext.themes.encode import make_encoder

    known = make_encoder().knows
    assert [known(word) for word in ("flight", "luggage", "flightled", "badservice")] == [True, True, False, False]
