import dataclasses

import numpy as np
import pytest
from sklearn.metrics import precision_recall_fscore_support

from cxtext.audit.aspects import UNFIT
from cxtext.audit.draw import draw
from cxtext.audit.score import score
from cxtext.errors import InputError

MOODS = ("negative", "neutral", "positive")


def drawn(comments, n, **how):
    return draw(comments, n, asked=("sentiment", "theme"), by="theme", source="x.csv", **how)[0]


def answered(key, *, seed=0, wrong=0.3):
    """Answers of somebody who sees some comments otherwise."""
    random = np.random.default_rng(seed)
    sentiment = [
        frozenset([str(random.choice(MOODS))]) if random.random() < wrong else frozenset(one.machine["sentiment"])
        for one in key.drawn
    ]
    return {"sentiment": sentiment, "theme": [frozenset(one.machine["theme"]) for one in key.drawn]}


def test_of_all_comments_the_figures_are_scikit_learns(comments):
    key = drawn(comments, 240)
    answers = answered(key)
    found = score(key, answers).aspects[0]
    people = [next(iter(own)) for own in answers["sentiment"]]
    machine = [one.machine["sentiment"][0] for one in key.drawn]
    truth = precision_recall_fscore_support(people, machine, labels=MOODS)
    by_label = {label.label: label for label in found.labels}
    for k, mood in enumerate(MOODS):
        one = by_label[mood]
        assert [one.precision.value, one.recall.value, one.f1.value] == pytest.approx([part[k] for part in truth[:3]])
        assert one.corrected.value == pytest.approx(people.count(mood) / 240)
        assert one.corrected.low <= one.corrected.value <= one.corrected.high
    assert found.right.value == pytest.approx(np.mean([a == b for a, b in zip(people, machine, strict=True)]))


def test_a_part_of_them_tells_of_all_of_them(comments):
    whole = drawn(comments, 240)
    of_all = dict(zip([one.comment_id for one in whole.drawn], answered(whole)["sentiment"], strict=True))
    truth = score(whole, answered(whole)).aspects[0].right.value
    found = []
    for seed in range(60):
        key = drawn(comments, 60, seed=seed)
        answers = {"sentiment": [of_all[one.comment_id] for one in key.drawn], "theme": [None] * 60}
        found.append(score(key, answers).aspects[0].right.value)
    assert np.mean(found) == pytest.approx(truth, abs=0.02)


@pytest.mark.parametrize("draws", [40, pytest.param(1_000, marks=pytest.mark.nightly)])
def test_the_weights_take_out_what_the_strata_put_in(comments, draws):
    """Small strata are drawn too often and labelled worse, so that the plain mean of a sample is too low."""
    whole = drawn(comments, 240)
    small = {one.comment_id for one in whole.drawn if whole.strata[one.stratum] < 40}
    of_all = {
        one.comment_id: frozenset(["neutral" if one.machine["sentiment"][0] != "neutral" else "negative"])
        if one.comment_id in small
        else frozenset(one.machine["sentiment"])
        for one in whole.drawn
    }
    truth = 1 - len(small) / 240
    weighted, plain = [], []
    for seed in range(draws):
        key = drawn(comments, 60, seed=seed)
        answers = {"sentiment": [of_all[one.comment_id] for one in key.drawn], "theme": [None] * 60}
        weighted.append(score(key, answers).aspects[0].right.value)
        plain.append(
            np.mean(
                [
                    own == frozenset(one.machine["sentiment"])
                    for own, one in zip(answers["sentiment"], key.drawn, strict=True)
                ]
            )
        )
    error = max(np.std(weighted) / np.sqrt(draws), 1e-6)
    assert abs(np.mean(weighted) - truth) < 4 * error
    assert np.mean(plain) < truth - 0.02


def test_what_is_right_is_right_and_coverage_is_another_thing(comments):
    found = score(drawn(comments, 60), answered(drawn(comments, 60), wrong=0)).aspects
    assert [aspect.right.value for aspect in found] == [1, 1]
    assert found[1].coverage.value == pytest.approx(0.9, abs=0.01)
    assert all(label.precision.low < 1 for label in found[1].labels)  # of 60 comments nobody is sure
    assert not found[0].confused


def test_what_is_confused_and_how_sure_it_was(comments):
    key = drawn(comments, 120)
    answers = answered(key)
    answers["sentiment"] = [frozenset(["negative"])] * 120
    found = score(key, answers).aspects[0]
    assert {(pair.people, pair.machine) for pair in found.confused} == {
        ("negative", "neutral"),
        ("negative", "positive"),
    }
    assert sum(one.n for one in found.calibration) == 120
    told = sum(one.n * abs(one.said - one.right.value) for one in found.calibration) / 120
    assert found.ece == pytest.approx(told, abs=0.08)  # that one honours the weights


def test_a_search_tells_nothing_of_what_was_missed(comments):
    key = drawn(comments, 60, where="source = 'phone'")
    found = score(key, answered(key))
    assert any("chosen by a search" in note for note in found.notes)
    for aspect in found.aspects:
        assert all(label.recall.value is label.f1.value is label.corrected.value is None for label in aspect.labels)
        assert any(label.precision.value is not None for label in aspect.labels)


def test_two_people(comments):
    key = drawn(comments, 120)
    found = score(key, answered(key), answered(key, seed=1))
    assert found.aspects[0].agreement.n == 120
    assert 0.2 < found.aspects[0].agreement.alpha < 0.9
    assert found.aspects[1].agreement.alpha == 1


def test_rows_that_nobody_looked_at(comments):
    key = drawn(comments, 60)
    answers = answered(key, wrong=0)
    answers["sentiment"] = [own if one.stratum != "Price" else None
                            for one, own in zip(key.drawn, answers["sentiment"], strict=True)]  # fmt: skip
    found = score(key, answers)
    assert found.aspects[0].empty == sum(one.stratum == "Price" for one in key.drawn)
    assert any("leave it out" in note for note in found.notes)
    with pytest.raises(InputError, match="0 comments have an answer, and at least 10"):
        score(key, {name: [None] * 60 for name in answers})


def test_to_fit_no_theme_is_to_have_none(comments):
    """What the machine puts to the remarks of no theme, people answer by “none of these”."""
    key = drawn(comments, 120)
    key = dataclasses.replace(
        key, drawn=tuple(dataclasses.replace(one, machine={**one.machine, "theme": (UNFIT,)}) for one in key.drawn)
    )
    found = score(key, {"sentiment": answered(key)["sentiment"], "theme": [frozenset()] * 120}).aspects[1]
    assert found.right.value == 1
    assert found.coverage.value == 0
    assert not found.labels
    assert UNFIT not in drawn(comments, 120).choices["theme"]
