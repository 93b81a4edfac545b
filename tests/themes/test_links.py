import numpy as np
import pytest

from cxtext.schema import OVERALL, REST
from cxtext.themes.assign import no_fit
from cxtext.themes.discover import Tree
from cxtext.themes.links import linked
from cxtext.themes.space import Space
from cxtext.themes.themes import NONE, Subtheme, Theme, ThemeSet
from cxtext.themes.wishes import Wish, Wishes

TEXTS = ("soup", "tea", "bed", "noise")  # each lies in a subtheme of its own


def encode(texts):
    return np.eye(4, dtype=np.float32)[[TEXTS.index(text) for text in texts]]


@pytest.fixture
def themes():
    """Food (soup, tea), Room (bed, noise), the rest and the overall impression."""
    centres = np.array([[1, 1, 0, 0], [0, 0, 1, 1]], dtype=np.float32) / np.sqrt(2, dtype=np.float32)
    tree = Tree(centres, np.eye(4, dtype=np.float32), np.array([0, 0, 1, 1]))
    parts = [Subtheme(f"t00{1 + i // 2}.{1 + i % 2}", text.title(), (text,)) for i, text in enumerate(TEXTS)]
    names = (
        Theme("t001", "Food", ("soup",), 0, 0, subthemes=tuple(parts[:2])),
        Theme("t002", "Room", ("bed",), 0, 0, subthemes=tuple(parts[2:])),
        Theme("t999", REST, (), 0, 0),
        Theme("t000", OVERALL, (), 0, 0),
    )
    none = np.zeros(4, dtype=np.float32)
    return ThemeSet(names, tree, ((0, 0), (0, 1), (1, 0), (1, 1)), Space(none, none), no_fit(4))


def placed(themes):
    assigned = themes.assign(encode(TEXTS), np.zeros(4, dtype=bool))
    return [themes.themes[i].name for i in assigned.theme]


def wishes(**links):
    return Wishes((Wish("Any"),), **links)


def test_texts_that_belong_together_lie_in_one_theme(themes):
    found = linked(themes, wishes(together=(("bed", "tea"),)), encode)
    assert placed(found) == ["Food", "Room", "Room", "Room"]
    assert [len(theme.subthemes) for theme in found.themes] == [0, 3, 0, 0]


def test_texts_that_do_not_belong_together_are_parted(themes):
    found = linked(themes, wishes(apart=(("soup", "tea"),)), encode)
    assert placed(found) == ["Food", "Tea", "Room", "Room"]
    assert [theme.id for theme in found.themes] == ["t001", "t002", "t003", "t999", "t000"]
    assert found.of_subcentre[0] == (0, NONE)


def test_links_that_hold_already_change_nothing(themes):
    assert linked(themes, wishes(together=(("soup", "tea"),), apart=(("soup", "bed"),)), encode) is themes
    assert linked(themes, wishes(), encode) is themes


def test_a_theme_that_has_lost_all_its_parts_is_gone(themes):
    found = linked(themes, wishes(together=(("bed", "soup"), ("bed", "tea"))), encode)
    assert placed(found) == ["Room"] * 4
    assert [theme.name for theme in found.themes] == ["Room", REST, OVERALL]
