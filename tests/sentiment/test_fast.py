import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.errors import ModelError
from cxtext.sentiment.fast import FastScorer, read_model
from cxtext.shipped import shipped_model

SHIPPED_BYTES = 5_000_000
SCORER = FastScorer()
TEXTS = [
    "The nurse was rude!",
    "I don't think it was GOOD :(",
    "It is a table.",
    "😡😡",
    "",
    "soooo nice, but not cheap",
]


def test_the_weights_are_small():
    assert sum((shipped_model("sentiment") / f"model.{end}").stat().st_size for end in ("json", "safetensors")) < (
        SHIPPED_BYTES
    )


def test_probabilities_sum_to_one():
    found = SCORER.probabilities(TEXTS)
    assert found.shape == (len(TEXTS), 3)
    assert found.sum(axis=1) == pytest.approx(np.ones(len(TEXTS)))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_the_company_of_a_text_changes_nothing(texts):
    assert np.array_equal(SCORER.log_odds(texts), np.vstack([SCORER.log_odds([t]) for t in texts]))


@pytest.mark.parametrize("bound", ["MOST_WORDS", "MOST_LOST", "MOST_LETTERS"])
def test_forgetting_words_changes_no_answer(bound, monkeypatch):
    before = SCORER.log_odds(TEXTS)
    monkeypatch.setattr("cxtext.sentiment.words.MOST_WORDS", 7)
    monkeypatch.setattr(f"cxtext.sentiment.words.{bound}", 5)
    scorer = FastScorer()
    for _ in range(3):
        assert np.array_equal(np.vstack([scorer.log_odds([text]) for text in TEXTS]), before)


def test_a_folder_without_weights_is_refused(tmp_path):
    with pytest.raises(ModelError, match="holds no sentiment model"):
        read_model(tmp_path)


def test_a_newer_format_is_refused(tmp_path):
    shipped = shipped_model("sentiment")
    facts = json.loads((shipped / "model.json").read_text())
    (tmp_path / "model.json").write_text(json.dumps({**facts, "format": 99}))
    (tmp_path / "model.safetensors").write_bytes((shipped / "model.safetensors").read_bytes())
    with pytest.raises(ModelError, match="format 99"):
        read_model(tmp_path)


PEOPLE = ("a blind man", "a disabled person", "a gay man", "a refugee", "a Muslim", "a teenager", "Jamal", "Agnieszka")
FACTS = ("{} picked up the parcel at the desk.", "I was on the train with {}.", "{} has an appointment in March.")
MOST_SHIFT = 0.25  # of the score, where nothing good or bad is said


@pytest.mark.parametrize("who", PEOPLE)
def test_who_somebody_is_decides_no_score(who):
    assert abs(SCORER.score([fact.format(who) for fact in FACTS]).mean()) < MOST_SHIFT
