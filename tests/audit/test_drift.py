import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import wasserstein_distance

from cxtext.audit.drift import Comments, compared, expected_right

DIMS = 8


def comments(random, n=100, *, shift=0.0, unknown=0.06, aside=0.2, score=0.0):
    """Comments of one population; the arguments plant a change."""
    vectors = random.normal(size=(n, DIMS)) + np.eye(DIMS)[0] * (1 + shift)
    words = random.integers(3, 40, n).astype(float)
    return Comments(
        vectors=(vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32),
        score=np.clip(random.normal(score, 0.5, n), -1, 1),
        aside=words * (random.random(n) < aside),
        unknown=random.binomial(words.astype(int), unknown).astype(float),
        words=words,
    )


def by_name(found):
    return {measure.name: measure for measure in found}


def test_where_nothing_has_changed_few_comparisons_find_something():
    random = np.random.default_rng(4)
    found = [any(m.drifted for m in compared(comments(random), comments(random))) for _ in range(200)]
    assert np.mean(found) <= 0.08  # 0.05, and what 200 samples allow for


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        ("new words", {"unknown": 0.12}),
        ("without a theme", {"aside": 0.5}),
        ("sentiment", {"score": 0.5}),
        ("meaning", {"shift": 2.0}),
    ],
)
def test_a_planted_change_is_found_and_named(name, planted):
    random = np.random.default_rng(5)
    found = by_name(compared(comments(random), comments(random, **planted)))
    assert found[name].drifted
    assert found[name].distance > found[name].by_chance
    assert [m.name for m in found.values() if m.drifted] == [name]


def test_the_distances_are_what_they_are_called():
    random = np.random.default_rng(6)
    old, new = comments(random, 80), comments(random, 130, score=0.3)
    found = by_name(compared(old, new))
    assert found["sentiment"].distance == pytest.approx(wasserstein_distance(old.score, new.score))
    assert found["meaning"].distance == pytest.approx(
        np.linalg.norm(old.vectors.mean(axis=0) - new.vectors.mean(axis=0)), rel=1e-4
    )
    assert found["new words"].new == pytest.approx(new.unknown.sum() / new.words.sum())
    sides = found["without a theme"]
    assert sides.distance == pytest.approx(abs(sides.training - sides.new))


def test_comments_of_the_training_itself_are_no_drift():
    old = comments(np.random.default_rng(3), 200)
    known = dataclasses.replace(old, unknown=np.zeros_like(old.unknown))  # each word stands in the training
    found = by_name(compared(old, known))["new words"]
    assert (found.distance, found.drifted) == (0, False)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1_000))
def test_comments_against_themselves_and_in_any_order(seed):
    random = np.random.default_rng(seed)
    own = comments(random, 40)
    found = compared(own, own)
    assert all(m.distance == pytest.approx(0, abs=1e-6) and m.p_value == 1 for m in found)
    order = random.permutation(40)
    turned = Comments(**{field.name: getattr(own, field.name)[order] for field in dataclasses.fields(own)})
    assert [m.distance for m in compared(turned, own)] == pytest.approx([m.distance for m in found], abs=1e-6)


def test_expected_right_is_of_the_confidence_of_the_new_ones():
    bins = [
        {"low": 0.5, "high": 0.6, "right": {"value": 0.4}},
        {"low": 0.9, "high": 1.0, "right": {"value": 0.9}},
        {"low": 0.6, "high": 0.7, "right": {"value": None}},
    ]
    assert expected_right(bins, np.array([0.5, 0.55, 0.97, 1.0])) == pytest.approx(0.65)
    assert expected_right([], np.array([0.5])) is None
