"""Minimal pairs in the manner of CheckList (Ribeiro et al. 2020): a floor under each capability's pass rate.

The cases were written before any model had read them. Run `python -m tests.benchmarks.sentiment --pairs` for all
rates of all scorers.
"""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from cxtext.sentiment.score import polarity
from cxtext.sentiment.scorers import make_scorer

CASES = Path(__file__).resolve().parent.parent / "cases" / "sentiment_pairs.jsonl"
FLOORS = {
    "vocabulary": 0.92,
    "negated praise": 0.95,
    "negated blame": 0.80,
    "negation at a distance": 0.35,
    "emphasis": 0.90,
    "emoji": 0.95,
    "emoticons": 0.85,
    "could not be better": 0.90,
    "used to": 0.50,
    "wishes": 0.70,
    "plain facts": 0.60,
    "questions": 0.85,
    "complaint without a word of feeling": 0.60,
    "praise without a word of feeling": 0.40,
    "contrast": 0.65,
    "comparison": 0.65,
    "too much, not enough": 0.95,
    "idioms": 0.55,
    "irony": 0.20,
    "spelling": 0.60,
    "names of bad things": 0.25,
}


@pytest.fixture(scope="module")
def rates():
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    said = polarity(make_scorer("fast").score([case["text"] for case in cases]))
    passed = defaultdict(list)
    for case, label in zip(cases, said, strict=True):
        meant = case["expect"].removeprefix("not ")
        passed[case["capability"]].append((label == meant) != case["expect"].startswith("not "))
    return {capability: sum(found) / len(found) for capability, found in passed.items()}


@pytest.mark.parametrize("capability", FLOORS)
def test_a_capability_keeps_its_floor(capability, rates):
    assert rates[capability] >= FLOORS[capability]


def test_every_capability_has_a_floor(rates):
    assert set(rates) == set(FLOORS)
