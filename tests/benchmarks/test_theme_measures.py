"""What the comparison of theme miners measures, on answers small enough to check by hand."""

from importlib import import_module
from pathlib import Path

import pytest

VIEWS = ["late flight", "late flight", "lost bag", "lost bag", "the crew"]
LABELS = ["delay", "delay", "luggage", "luggage", "delay"]


@pytest.fixture
def measures(monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).resolve().parent)
    return import_module("theme_measures")


def answered(fitted, new, words):
    given = {"views": VIEWS, "labels": LABELS, "fit": 4}
    return {"own": {"fitted": fitted, "new": new, "words": words, "cpu": 1.0, "mb": 10.0}}, given


@pytest.mark.parametrize(
    ("words", "npmi"),
    [
        (["late", "flight"], 1.0),  # always together
        (["late", "bag"], -1.0),  # never
        (["the late flight"], 1.0),  # a stop word is not counted, a phrase is its words
        (["late", "unheard"], None),  # a word that does not occur makes no pair
    ],
)
def test_coherence_is_of_the_pairs_of_telling_words(measures, words, npmi):
    found = measures.measured(*answered(["1"] * 4, ["1"], {"1": words}))["own"]["NPMI"]
    assert found == (None if npmi is None else pytest.approx(npmi))


def test_those_without_a_theme_are_counted_and_are_one_group(measures):
    found = measures.measured(*answered(["1", "1", None, None], [None], {"1": ["late", "flight"]}))["own"]
    assert (found["themes"], found["without fitted"], found["without new"]) == (1, 0.5, 1.0)
    assert found["NMI fitted"] == found["ARI fitted"] == pytest.approx(1)


def test_shuffled_rows_are_compared_group_by_group_not_name_by_name(measures):
    answers, given = answered(["1", "1", "2", "2"], ["1"], {"1": [], "2": []})
    answers["shuffled"] = {"fitted": ["2", "2", "1", "1"]}
    assert measures.measured(answers, given)["shuffled"] == pytest.approx(1)
