"""Words that only say when, where or who are names when there is nothing else."""

import pytest

from cxtext.themes.passing import PASSING, Passing

TEXTS = [
    *(
        [*before.split(), place]
        for before in ("flew from", "stuck in", "on to")
        for place in ("denver",)
        for _ in range(4)
    ),
    *(["landed", "in", "las", "vegas"] for _ in range(9)),
    *(["at", "gate"] for _ in range(9)),
    *(["the", "gate", "at", "the", "gate"] for _ in range(9)),
    ["in", "boston"],
]


@pytest.mark.parametrize(
    ("phrase", "passing"),
    [
        ("denver", True),
        ("las vegas", True),  # the second half too
        ("gate", False),  # places of the house have an article
        ("boston", False),  # seen once
        ("tomorrow morning", True),
        ("wife", True),
        ("long time", False),
        ("waiting time", False),
        ("great day", True),
        ("times and denver", True),
    ],
)
def test_what_is_said_in_passing(phrase, passing):
    heard = Passing(TEXTS)
    assert heard.is_all_of(phrase) is passing
    assert heard.worth(phrase) == (PASSING if passing else 1)


def test_names_are_asked_about_as_they_are_written():
    assert Passing(TEXTS).is_all_of("Denver and Tomorrow")
