import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxtext.facets.document import OwnFacets, shipped_scheme, with_own
from cxtext.facets.emotion import Felt
from cxtext.facets.find import FacetFinder

CASES = Path(__file__).resolve().parents[1] / "cases" / "facets.jsonl"
# What the report half is held to; its figures stand in models/facets/MODEL_CARD.md.
LEAST_PRECISION, LEAST_RECALL = 0.8, 0.7


@pytest.fixture(scope="module")
def finder():
    return FacetFinder(shipped_scheme())


def said(finder, text, score=None):
    return {found.label: text[found.start : found.end] for found in finder.find(text, score)}


def test_the_words_that_say_so_are_shown(finder):
    found = said(finder, "I’ve had to ring you four times about this!")
    assert found["effort:hard"] == "had to ring you four times"
    assert found["channel:phone"] == "had to ring you"


@pytest.mark.parametrize(
    ("text", "there", "not_there"),
    [
        ("It was easy.", "effort:easy", "effort:hard"),
        ("It was not easy.", "effort:hard", "effort:easy"),
        ("It wasn't at all easy.", "effort:hard", "effort:easy"),
        ("Not only easy but quick.", "effort:easy", "effort:hard"),
        ("I would recommend them.", "loyalty:advocate", "loyalty:warns_others"),
        ("I would not recommend them.", "loyalty:warns_others", "loyalty:advocate"),
    ],
)
def test_negation_turns_a_value_round(finder, text, there, not_there):
    found = said(finder, text)
    assert there in found
    assert not_there not in found


@pytest.mark.parametrize(
    "text",
    [
        "I would not say I am angry.",
        "I'm not confused.",
        "If you want to cancel, use the form.",
        "Is it easy to use?",
        "It should be easy to find.",
        "Would it make things easier to understand?",
    ],
)
def test_what_is_denied_supposed_asked_or_wished_for_is_not_said(finder, text):
    assert not {name for name in said(finder, text) if name.startswith(("effort", "emotion", "intent:cancel"))}


def test_a_threat_behind_a_condition_is_one(finder):
    assert "loyalty:churn_risk" in said(finder, "If this isn't fixed I will take my business elsewhere.")


def test_only_words_beside_an_emotion_make_it_strong(finder):
    assert "intensity:high" in said(finder, "I am absolutely furious.")
    assert "intensity:low" in said(finder, "I am a bit annoyed.")
    assert "intensity:high" not in said(finder, "The very first time we came I was annoyed.")


def test_a_clear_sentiment_overrules_a_cue(finder):
    assert "effort:hard" in said(finder, "I waited three hours.", -0.5)
    assert "effort:hard" not in said(finder, "I waited three hours.", 0.9)


def test_the_score_alone_tells_complaint_and_praise(finder):
    assert "intent:complaint" in said(finder, "The room smelled of fish.", -0.9)
    assert "intent:praise" in said(finder, "The room smelled of roses.", 0.9)
    assert said(finder, "The room is number nine.", 0.0) == {}


def test_a_felt_emotion_needs_a_sentiment_that_goes_with_it(finder):
    felt = [Felt("joy", 0.9, 0, 3)]
    assert "emotion:joy" in {f.label for f in finder.find("The new car", 0.5, felt)}
    assert "emotion:joy" not in {f.label for f in finder.find("The new car", -0.9, felt)}


def test_competitors_are_found_as_they_are_written():
    finder = FacetFinder(with_own(shipped_scheme(), OwnFacets(competitors=(("Three", ("Three", "3mobile")),))))
    assert said(finder, "Three is cheaper")["competitor:Three"] == "Three"
    assert said(finder, "THREE IS CHEAPER")["competitor:Three"] == "THREE"
    assert said(finder, "went over to 3Mobile")["competitor:Three"] == "3Mobile"
    assert "competitor:Three" not in said(finder, "waited three days")


@given(text=st.text(max_size=200))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read_and_its_evidence_lies_in_it(finder, text):
    found = finder.find(text, -0.9)
    order = [finder.scheme.order[f.label] for f in found]
    assert order == sorted(set(order))
    assert all(0 <= f.start <= f.end <= len(text) for f in found)


def test_the_cases_read_by_hand_keep_their_figures(finder):
    from cxtext.sentiment.scorers import make_scorer
    from cxtext.text.clean import for_sentiment

    cases = [case for case in map(json.loads, CASES.read_text().splitlines()) if case["part"] == "report"]
    scores = make_scorer("fast").score([for_sentiment(case["text"]) for case in cases])
    hits = found = wanted = 0
    for case, score in zip(cases, scores.tolist(), strict=True):
        labels = {f.label for f in finder.find(case["text"], score) if f.facet != "intensity"}
        hits += len(labels & set(case["expect"]))
        found += len(labels)
        wanted += len(case["expect"])
    assert hits >= LEAST_PRECISION * found
    assert hits >= LEAST_RECALL * wanted
