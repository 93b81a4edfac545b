import numpy as np

from cxtext.themes.name import Wording
from cxtext.themes.subject import LEFT, PLACED, PROMOTED, TELLING_SUBTHEME, TELLING_THEME, TOGETHER, subjects


def decided(theme, parts, *, sizes=None, placed=None, together=0.0, **more):
    n = len(parts)
    return subjects(
        [Wording("A", (), theme)],
        [Wording(str(i), (), telling) for i, telling in enumerate(parts)],
        np.zeros(n, dtype=np.int64),
        np.array(sizes or [100] * n),
        np.array(placed or [0.0] * n),
        np.array([together]),
        **more,
    )


def test_parts_with_words_of_their_own_stay_and_others_are_left():
    assert decided(TELLING_THEME, [TELLING_SUBTHEME, TELLING_SUBTHEME - 0.01]) == [0, LEFT]


def test_a_touchpoint_is_a_subject_too():
    assert decided(0.0, [0.0, 0.0], placed=[PLACED, PLACED + 0.1], together=TOGETHER) == [0, 0]


def test_many_touchpoints_are_no_one_subject():
    assert decided(0.0, [PROMOTED, 0.0], placed=[1.0, 1.0], together=TOGETHER - 0.01) == [1, LEFT]


def test_a_subject_inside_a_theme_without_one_stands_alone_if_it_is_big_enough():
    assert decided(TELLING_THEME - 0.01, [PROMOTED, PROMOTED - 0.01, PROMOTED], sizes=[100, 900, 1]) == [1, LEFT, LEFT]


def test_what_only_says_when_or_who_does_not_stand_alone():
    parts = [PROMOTED, PROMOTED]
    assert decided(0.0, parts, passing=lambda name: name == "1") == [1, LEFT]
    assert decided(TELLING_THEME, parts, passing=lambda name: name == "1") == [0, 0]  # inside a theme it may
