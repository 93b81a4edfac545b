"""Comments that have nothing but other remarks get the nearest theme; the others keep their remarks."""

import dataclasses

import numpy as np

from cxtext.schema import OVERALL, REST
from cxtext.themes.assign import fit_levels
from cxtext.themes.discover import Tree
from cxtext.themes.encode import unit_rows
from cxtext.themes.space import Space
from cxtext.themes.themes import NONE, Theme, ThemeSet

DIMS = 6
BUS, FOOD, LEFT, ALL = range(4)  # the indices of the themes


def themes() -> ThemeSet:
    """Two themes, and remarks that lie between them."""
    centres = unit_rows(np.array([np.eye(DIMS)[0], np.eye(DIMS)[1], [1, 0.5, 1, 0, 0, 0]], dtype=np.float32))
    nothing = np.zeros(DIMS, dtype=np.float32)
    names = (Theme("t001", "Bus", (), 0, 0), Theme("t002", "Food", (), 0, 0), Theme("t999", REST, (), 0, 0))
    fit = fit_levels(np.zeros(99, dtype=np.int64), np.linspace(0.5, 1, 99).astype(np.float32), 3)
    tree = Tree(centres, centres.copy(), np.arange(3))
    own = tuple((i, NONE) for i in range(3))
    return ThemeSet(
        (*names, Theme("t000", OVERALL, (), 0, 0)), tree, own, Space(nothing, nothing), fit, aimless=(LEFT,)
    )


def towards(*weights: float) -> np.ndarray:
    return np.array([*weights, *[0.0] * (DIMS - len(weights))], dtype=np.float32)


REMARK, REMARK_ON_FOOD, BUS_MENTION, UNKNOWN = towards(1, 0.4, 1), towards(0.5, 1, 1.1), towards(1), towards(0)


def found(
    comments, given: ThemeSet | None = None, formal: tuple[int, ...] = (), felt: tuple[int, ...] = ()
) -> list[int]:
    """The theme of each mention of some comments."""
    comment = np.repeat(np.arange(len(comments)), [len(own) for own in comments])
    vectors = unit_rows(np.stack([mention for own in comments for mention in own]))
    lines = np.isin(np.arange(len(vectors)), formal)
    aside, said = np.zeros(len(vectors), dtype=bool), np.where(np.isin(np.arange(len(vectors)), felt), -0.6, 0.1)
    return (given or themes()).assign_comments(vectors, aside, lines, said, comment).theme.tolist()


def test_a_remark_beside_something_else_stays_a_remark():
    assert found([[BUS_MENTION, REMARK]]) == [BUS, LEFT]


def test_the_remark_that_fits_best_goes_to_the_nearest_theme():
    assert found([[REMARK]]) == [BUS]
    assert sorted(found([[REMARK, REMARK]])) == [BUS, LEFT], "one of them is enough"
    assert FOOD in found([[REMARK_ON_FOOD]])


def test_what_hardly_fits_any_theme_is_an_overall_impression():
    far = towards(0.2, 0.1, 1)
    assert found([[far]]) == [ALL]
    assert found([[BUS_MENTION, far]]) == [BUS, LEFT]


def test_a_comment_has_the_same_themes_alone_and_among_others():
    together = found([[REMARK], [BUS_MENTION, REMARK], [REMARK_ON_FOOD, REMARK], [UNKNOWN]])
    alone = [
        theme
        for own in ([REMARK], [BUS_MENTION, REMARK], [REMARK_ON_FOOD, REMARK], [UNKNOWN])
        for theme in found([own])
    ]
    assert together == alone
    assert together[-1] == NONE


def test_a_comment_that_only_praises_or_blames_is_an_overall_impression():
    assert found([[REMARK]], felt=(0,)) == [ALL]
    assert found([[REMARK, REMARK_ON_FOOD]], felt=(0,)) == [LEFT, FOOD], "it says something besides"
    assert found([[BUS_MENTION, REMARK]], felt=(1,)) == [BUS, LEFT]


def test_a_line_of_a_form_is_no_theme():
    assert found([[REMARK]], formal=(0,)) == [LEFT]


def test_what_people_retired_stays_retired():
    retired = dataclasses.replace(themes(), of_subcentre=((LEFT, NONE), (FOOD, NONE), (LEFT, NONE)))
    assert found([[BUS_MENTION]], retired) == [LEFT]
    assert found([[REMARK]], retired) == [LEFT], "its nearest theme is the retired one"
    assert found([[REMARK_ON_FOOD, REMARK]], retired)[0] == FOOD


def test_a_rate_that_was_asked_for_decides_alone():
    plain = themes()
    cut = dataclasses.replace(plain, fit=dataclasses.replace(plain.fit, cut=0.99))
    assert found([[REMARK]], cut) == [LEFT]
