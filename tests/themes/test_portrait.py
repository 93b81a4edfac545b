import numpy as np

from cxtext.themes.encode import unit_rows
from cxtext.themes.portrait import BORDERLINE, TYPICAL, portraits, telling_apart

ANGLES = np.concatenate([np.linspace(0, 0.7, 12), np.linspace(0.85, 1.5, 12), [3.0]])  # two themes and the rest
VECTORS = unit_rows(np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1).astype(np.float32))
THEME = np.array([0] * 12 + [2] * 12 + [1])
TEXTS = [f"this is mention number {chr(97 + i)}" for i in range(25)]


def test_typical_ones_lie_in_the_middle_and_borderline_ones_beside_the_other_theme():
    first, second = portraits(TEXTS, VECTORS, THEME, [0, 2])
    assert TEXTS[5] in first.typical[:2]
    assert first.borderline[0] == TEXTS[11]
    assert second.borderline[0] == TEXTS[12]
    assert (len(first.typical), len(first.borderline)) == (TYPICAL, BORDERLINE)
    assert not set(first.typical) & set(first.borderline)
    assert (first.nearest, second.nearest) == (1, 0)
    assert TEXTS[24] not in first.typical + first.borderline + second.typical + second.borderline


def test_a_theme_alone_has_no_nearest_one():
    (only,) = portraits(TEXTS[:12], VECTORS[:12], THEME[:12], [0])
    assert only.nearest is None
    assert len(only.typical) == TYPICAL


def test_repeated_and_short_mentions_are_shown_once_and_last():
    texts = ["The food was cold!", "the food was cold", "food", "cold food came very late"]
    (only,) = portraits(texts, VECTORS[:4], np.zeros(4, dtype=int), [0])
    assert sorted(only.typical[:2]) in (
        ["The food was cold!", "cold food came very late"],
        ["cold food came very late", "the food was cold"],
    )
    assert only.typical[2:] == ("food",)


def test_the_order_of_the_rows_changes_nothing():
    order = np.random.default_rng(0).permutation(25)
    again = portraits([TEXTS[i] for i in order], VECTORS[order], THEME[order], [0, 2])
    assert [p.typical for p in again] == [p.typical for p in portraits(TEXTS, VECTORS, THEME, [0, 2])]


def test_themes_are_told_apart_by_words_that_they_do_not_share():
    assert telling_apart(("bag", "lost luggage"), ("baggage claim", "lost bag", "carousel")) == (
        "baggage claim",
        "carousel",
    )
