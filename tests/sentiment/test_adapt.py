import numpy as np
import pytest

from cxtext.errors import InputError, ModelError
from cxtext.sentiment.adapt import NO_CHANGE, SHRUNK, Mentions, adapt, adaptation_from
from cxtext.sentiment.fast import FastScorer

SCORER = FastScorer()
NEGATIVE, NEUTRAL, POSITIVE = 0, 1, 2
THINGS = ["pump", "screen", "desk", "nurse", "form", "app", "seat", "menu", "road", "lamp"]
# What the shipped model takes for neutral or mild, and this user's labels do not.
SAID = (
    ("the {} was returned on day {}", NEGATIVE),
    ("the {} was renewed on day {}", POSITIVE),
    ("the {} is on list {}", NEUTRAL),
)


def labelled(each):
    found = [(t.format(THINGS[i % 10], i), label) for i in range(each) for t, label in SAID]
    return [text for text, _ in found], np.array([label for _, label in found])


def whole(texts):
    """Each comment as one mention."""
    return Mentions(texts, np.arange(len(texts)), np.array([len(t.split()) for t in texts]))


def test_own_labels_are_learnt():
    texts, labels = labelled(150)
    found = adapt(SCORER, whole(texts), texts, labels)
    assert found.after > max(0.9, found.before + 0.2)
    assert found.labelled == (150, 150, 150)
    unseen = ["the kettle was returned on day 999", "the kettle was renewed on day 999"]
    assert SCORER.corrected(found.correction).probabilities(unseen).argmax(axis=1).tolist() == [NEGATIVE, POSITIVE]


def test_labels_at_random_teach_nothing():
    texts, labels = labelled(150)
    found = adapt(SCORER, whole(texts), texts, np.random.default_rng(0).permutation(labels))
    assert found.after < 0.45


def test_what_the_model_knows_already_stays():
    texts = [f"{text} {i}" for i in range(40) for text in ("I love it, day", "I hate it, day", "it is a table, number")]
    found = adapt(SCORER, whole(texts), texts, SCORER.probabilities(texts).argmax(axis=1))
    assert (found.before, found.after, found.penalty) == (1.0, 1.0, NO_CHANGE)
    assert not found.correction.any()


@pytest.mark.parametrize("each", [20, 50])
def test_few_labels_teach_where_they_are_clear(each):
    texts, labels = labelled(each)
    found = adapt(SCORER, whole(texts), texts, labels)
    assert found.penalty == SHRUNK
    unseen, meant = (part[-150:] for part in labelled(200))
    scorers = (SCORER, SCORER.corrected(found.correction))
    before, after = ((scorer.probabilities(unseen).argmax(axis=1) == meant).mean() for scorer in scorers)
    assert after > before + 0.1


def test_few_labels_at_random_rarely_change_anything():
    texts, labels = labelled(40)
    every = [adapt(SCORER, whole(texts), texts, np.random.default_rng(k).permutation(labels)) for k in range(12)]
    assert sum(found.penalty != NO_CHANGE for found in every) <= 2  # of one in twenty
    assert all(not found.correction.any() for found in every if found.penalty == NO_CHANGE)


def test_a_class_without_labels_is_left_alone():
    texts = [f"the {THINGS[i % 10]} was {word}, day {i}" for i in range(200) for word in ("great", "awful")]
    found = adapt(SCORER, whole(texts), texts, np.array([NEGATIVE, POSITIVE] * 200))
    assert found.after > found.before
    assert not found.correction[:, NEUTRAL].any()


def test_the_order_of_the_comments_changes_nothing():
    texts, labels = labelled(60)
    order = np.random.default_rng(1).permutation(len(texts))
    found = adapt(SCORER, whole(texts), texts, labels)
    other = adapt(SCORER, whole([texts[i] for i in order]), [texts[i] for i in order], labels[order])
    assert np.array_equal(found.correction, other.correction)
    assert found.facts() == other.facts()


def test_mentions_share_the_label_of_their_comment(monkeypatch):
    monkeypatch.setattr("cxtext.sentiment.adapt._Case.best_penalty", lambda *_: 0.01)
    texts, labels = labelled(120)
    one = adapt(SCORER, whole(texts), texts, labels)
    twice = Mentions([t for t in texts for _ in "ab"], np.repeat(np.arange(len(texts)), 2), np.full(2 * len(texts), 7))
    assert np.allclose(adapt(SCORER, twice, texts, labels).correction, one.correction, atol=1e-3)


@pytest.mark.parametrize("labels", [[0] * 200, [-1] * 200, [0] * 195 + [2] * 5, [0, 2] * 20 + [-1] * 160])
def test_too_few_labels_are_refused(labels):
    texts = [f"text {i}" for i in range(200)]
    with pytest.raises(InputError, match="too few labels to adapt the sentiment model to"):
        adapt(SCORER, whole(texts), texts, np.array(labels))


def test_a_correction_of_another_shape_is_refused():
    with pytest.raises(ModelError, match="train the model again"):
        SCORER.corrected(np.zeros((3, 3), np.float32))


def test_an_explanation_sums_to_the_corrected_score():
    texts, labels = labelled(60)
    scorer = SCORER.corrected(adapt(SCORER, whole(texts), texts, labels).correction)
    assert sum(w.weight for w in scorer.explain(texts[0])) == pytest.approx(scorer.score([texts[0]])[0])


def test_facts_survive_a_round_trip():
    texts, labels = labelled(30)
    found = adapt(SCORER, whole(texts), texts, labels)
    assert adaptation_from(found.correction, found.facts()) == found or np.array_equal(
        adaptation_from(found.correction, found.facts()).correction, found.correction
    )
