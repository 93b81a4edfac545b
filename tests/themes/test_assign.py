import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.schema import OVERALL, REST
from cxtext.themes.assign import FAR, as_new, calibrated, fit_levels, no_fit
from cxtext.themes.discover import discover
from cxtext.themes.encode import unit_rows
from cxtext.themes.space import fit_space
from cxtext.themes.themes import NONE, Theme, ThemeSet


def theme(number, name):
    return Theme(f"t{number:03d}", name, (), 0, 0)


def planted(n, seed):
    """Mentions of three subjects, the third the loosest, and a fifth of noise."""
    rng = np.random.default_rng(seed)
    centres = np.eye(24, dtype=np.float32)[:3] * 2
    owner = rng.integers(0, 4, n)
    spread = np.array([0.15, 0.3, 0.5, 1.0])[owner][:, None]
    points = np.where(owner[:, None] < 3, centres[np.minimum(owner, 2)], 0) + rng.normal(size=(n, 24)) * spread
    return unit_rows(points.astype(np.float32))


@pytest.fixture(scope="module")
def found():
    vectors = planted(3_000, 0)
    space = fit_space(vectors, np.zeros(len(vectors)))
    tree = discover(space.apply(vectors), n_themes=4)
    themes = (*(theme(i + 1, f"Subject {i}") for i in range(3)), theme(999, REST), theme(0, OVERALL))
    owners = tuple((int(i), NONE) for i in tree.parent)
    return ThemeSet(themes, tree, owners, space, no_fit(len(owners)))


def themeless(themes, vectors, comment):
    """The share of the comments with nothing but REST or no theme."""
    assigned = themes.assign(vectors, np.zeros(len(vectors), dtype=bool)).theme
    subject = (assigned >= 0) & (assigned < 3)
    return 1 - len(set(comment[subject].tolist())) / len(set(comment.tolist()))


@pytest.mark.parametrize("rate", [0.0, 0.01, 0.3])
def test_new_comments_are_left_without_a_theme_at_the_rate_asked_for(found, rate):
    learnt, comment = planted(12_000, 1), np.arange(12_000) // 2
    themes = calibrated(found, learnt, np.zeros(12_000, dtype=bool), comment, other_rate=rate)
    assert themeless(themes, learnt, comment) == pytest.approx(rate, abs=0.015)
    assert themeless(themes, planted(12_000, 2), comment) == pytest.approx(rate, abs=0.02)


def test_a_score_means_the_same_in_a_narrow_and_in_a_loose_theme(found):
    themes = calibrated(found, planted(6_000, 1), np.zeros(6_000, dtype=bool), np.arange(6_000))
    assigned = themes.assign(planted(6_000, 2), np.zeros(6_000, dtype=bool))
    for own in range(3):
        scores = assigned.score[assigned.theme == own]
        assert (scores < FAR).mean() == pytest.approx(FAR, abs=0.03)
        assert np.median(scores) == pytest.approx(0.5, abs=0.06)


def test_one_mention_alone_is_scored_as_among_others(found):
    vectors = planted(400, 3)
    themes = calibrated(found, vectors, np.zeros(400, dtype=bool), np.arange(400), other_rate=0.2)
    together = themes.assign(vectors, np.zeros(400, dtype=bool))
    for i in (0, 7, 399):
        alone = themes.assign(vectors[i : i + 1], np.zeros(1, dtype=bool))
        assert (alone.theme[0], alone.score[0]) == (together.theme[i], together.score[i])


def test_what_says_nothing_has_no_theme_and_praise_has_its_own(found):
    nothing = np.zeros((2, 24), dtype=np.float32)
    assigned = found.assign(nothing, np.array([False, True]))
    assert assigned.theme.tolist() == [NONE, 4]
    assert assigned.score.tolist() == [0.0, 1.0]


@given(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=60), st.lists(st.floats(-1, 1, width=32), min_size=2))
def test_a_closer_mention_never_fits_less(trained, new):
    leaf = np.zeros(len(trained), dtype=np.int64)
    fit = fit_levels(leaf, np.array(trained, dtype=np.float32), 1)
    new = np.sort(np.array(new, dtype=np.float32))
    scores = fit.score(np.zeros(len(new), dtype=np.int64), new)
    assert (np.diff(scores) >= 0).all()
    assert (scores >= 0).all()
    assert (scores <= 1).all()


def test_the_threshold_has_the_score_it_is_asked_for():
    fit = fit_levels(np.zeros(500, dtype=np.int64), np.linspace(-0.2, 0.9, 500).astype(np.float32), 2)
    for score in (0.05, 0.5, 0.95):
        where = fit.thresholds(score).astype(np.float32)
        assert fit.score(np.arange(2), where) == pytest.approx(score, abs=1e-4)


def test_a_mention_counts_as_new_when_its_own_pull_on_the_centre_is_taken_out():
    rng = np.random.default_rng(0)
    learnt = unit_rows(rng.normal(size=(40, 16)).astype(np.float32) + 0.3)
    centre = unit_rows(learnt.mean(axis=0, keepdims=True))[0]
    others = [np.delete(learnt, i, axis=0).mean(axis=0, keepdims=True) for i in range(40)]
    without = np.array([unit_rows(middle)[0] @ one for middle, one in zip(others, learnt, strict=True)])
    assert as_new(np.zeros(40, dtype=np.int64), learnt @ centre) == pytest.approx(without, abs=1e-5)
