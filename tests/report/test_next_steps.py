"""Page one says what to do next, with ratings and without."""

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

from cxtext.insight import summarise
from cxtext.insight.drivers import drivers
from cxtext.insight.priorities import priorities
from cxtext.insight.results import Scale
from cxtext.report import beside, html, markdown, next_steps
from cxtext.report.language import language


def test_without_ratings_the_most_blamed_subjects_come_first(bare):
    summary = bare["no dates, no ratings"]
    found = next_steps.steps(summary)
    assert found[0].name == "Reaching a person"
    assert found[0].owner == "Support"
    blamed = [step.blamed.n for step in found]
    assert blamed == sorted(blamed, reverse=True)
    assert all(step.impact is None for step in found)
    page = html.render(summary)
    assert 'id="h-next"' in page.split('id="todo"')[0]
    assert "there are no ratings. Ask for one" in page
    assert "**What to do next**" in markdown.render(summary)


def test_with_ratings_priorities_come_first(summary, labelled):
    told = priorities(drivers(labelled, draws=200), controllability=lambda _: "own", owner=lambda _: "Stores")
    sure = [one.name for one in told.topics if (one.impact.low or 0) > 0 and (one.score.value or 0) > 0]
    found = next_steps.steps(replace(summary, sections=replace(summary.sections, priorities=told)))
    assert [step.name for step in found] == sure[:3]
    assert {step.owner for step in found} == {"Stores"}
    assert all(step.impact is not None for step in found)


def test_nothing_to_do_is_nothing_said(bare):
    assert next_steps.steps(bare["nothing"]) == ()
    assert 'id="h-next"' not in html.render(bare["nothing"])


def test_the_impact_is_asked_for_only_where_it_is_not_known(samples):
    assert next_steps.ratings_wanted(summarise(samples.make(60)))


@pytest.mark.parametrize(
    ("bounds", "places"),
    [
        ([(5, 9), (4, 6), (1, 2)], ((1, 2), (1, 2), (3, 3))),
        ([(5, 9), (3, 4), (1, 2)], ((1, 1), (2, 2), (3, 3))),
        ([(1, 9), (4, 6), (2, 3)], ((1, 3), (1, 2), (2, 3))),
    ],
)
def test_priorities_with_overlapping_intervals_share_their_places(bounds, places):
    made = [SimpleNamespace(score=SimpleNamespace(low=low, high=high)) for low, high in bounds]
    assert beside.standings(made) == places


@pytest.mark.parametrize("code", ["en", "de"])
def test_a_scale_that_runs_backwards_never_says_less(summary, labelled, code):
    found = priorities(drivers(labelled, draws=200), controllability=lambda _: "own", owner=lambda _: "Stores")
    turned = Scale(1, 5, best=1)
    told = replace(
        summary,
        sections=replace(summary.sections, priorities=found),
        headline=replace(summary.headline, scale=turned),
        drivers=replace(summary.drivers, coding="mean"),
    )
    said = " ".join(next_steps.said(told, language(code)))
    assert ("points worse (higher: 1 is best)" if code == "en" else "schlechtere Bewertung") in said
    assert not re.search(r"points less|Punkte weniger", said)
