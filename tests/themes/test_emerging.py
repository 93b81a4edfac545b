import numpy as np
import pytest

from cxtext.schema import OVERALL
from cxtext.themes.assign import calibrated, no_fit
from cxtext.themes.discover import discover
from cxtext.themes.emerging import ALARM, emerging_groups, referenced
from cxtext.themes.encode import unit_rows
from cxtext.themes.space import fit_space
from cxtext.themes.themes import NONE, Theme, ThemeSet

DIMS = 16


def mentions(n, seed):
    """Four subjects and a third of mentions of none of them."""
    rng = np.random.default_rng(seed)
    owner = rng.integers(0, 6, n)
    spread = np.where(owner < 4, 0.15, 0.5)[:, None]
    middles = np.concatenate([np.eye(DIMS)[:4], np.zeros((2, DIMS))])
    return unit_rows((middles[owner] + rng.normal(size=(n, DIMS)) * spread).astype(np.float32))


def subject(n, seed):
    """Mentions of a subject of their own."""
    rng = np.random.default_rng(seed)
    return unit_rows((np.eye(DIMS)[9] + rng.normal(size=(n, DIMS)) * 0.15).astype(np.float32))


def nothing(vectors):
    return np.zeros(len(vectors), dtype=bool)


def learnt(vectors, comment):
    space = fit_space(vectors, np.zeros(len(vectors)))
    tree = discover(space.apply(vectors), n_themes=4)
    names = (*(Theme(f"t{i:03d}", f"Subject {i}", (), 0, 0) for i in range(4)), Theme("t000", OVERALL, (), 0, 0))
    owner = tuple((int(i), NONE) for i in tree.parent)
    themes = calibrated(ThemeSet(names, tree, owner, space, no_fit(len(owner))), vectors, nothing(vectors), comment)
    return referenced(themes, vectors, nothing(vectors), comment)


@pytest.fixture(scope="module")
def themes():
    return learnt(mentions(1_200, 0), np.arange(1_200) // 2)


def test_a_new_subject_is_found_and_nothing_else(themes):
    new = np.concatenate([mentions(600, 1), subject(40, 2)])
    groups = emerging_groups(themes, new, nothing(new), np.arange(640))
    assert len(groups) == 1
    assert (groups[0].mentions >= 600).mean() > 0.7
    assert len(groups[0].mentions) >= 15
    assert groups[0].comments > 2 * groups[0].expected


def test_the_same_subject_is_no_news_when_training_had_it():
    old = np.concatenate([mentions(1_200, 0), subject(60, 3)])
    themes = learnt(old, np.arange(len(old)))
    new = np.concatenate([mentions(600, 1), subject(40, 2)])
    assert emerging_groups(themes, new, nothing(new), np.arange(640)) == []


def test_random_halves_give_a_false_alarm_at_most_as_often_as_stated():
    runs, alarms = 20, 0
    for seed in range(runs):
        both, half = mentions(600, seed), np.random.default_rng(seed).permutation(600) < 300
        themes = learnt(both[half], np.arange(300) // 2)
        alarms += bool(emerging_groups(themes, both[~half], nothing(both[~half]), np.arange(300) // 2))
    assert alarms <= 3  # 98 % of all series of 20 runs at ALARM have so few
    assert ALARM == 0.05


def test_one_comment_that_repeats_itself_is_no_subject(themes):
    new = np.concatenate([mentions(600, 1), subject(40, 2)])
    whose = np.concatenate([np.arange(600), np.full(40, 600)])
    assert emerging_groups(themes, new, nothing(new), whose) == []


def test_the_order_of_the_mentions_changes_nothing(themes):
    new = np.concatenate([mentions(600, 1), subject(40, 2)])
    order = np.random.default_rng(5).permutation(640)
    one = emerging_groups(themes, new, nothing(new), np.arange(640))
    other = emerging_groups(themes, new[order], nothing(new), np.arange(640)[order])
    assert [(g.comments, g.expected, g.p_value) for g in one] == [(g.comments, g.expected, g.p_value) for g in other]
    assert set(order[other[0].mentions]) == set(one[0].mentions)


def test_nothing_to_read_gives_nothing(themes):
    empty = np.zeros((0, DIMS), dtype=np.float32)
    assert emerging_groups(themes, empty, nothing(empty), np.zeros(0, dtype=np.int64)) == []
    blank = np.zeros((5, DIMS), dtype=np.float32)
    assert emerging_groups(themes, blank, nothing(blank), np.arange(5)) == []
