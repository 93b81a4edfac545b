import numpy as np
import pytest

from cxtext.schema import OVERALL, REST
from cxtext.themes.assign import no_fit
from cxtext.themes.discover import Tree
from cxtext.themes.encode import unit_rows
from cxtext.themes.reasons import cited
from cxtext.themes.space import Space
from cxtext.themes.themes import NONE, Theme, ThemeSet

MEANS = {"soup": 0, "tea": 0, "bed": 1, "pillow": 1}  # the axis of each word; others mean nothing
FOOD, ROOM = 0, 1


def encode(texts):
    found = np.zeros((len(texts), 3), dtype=np.float32)
    for row, text in enumerate(texts):
        for word in text.split():
            found[row, MEANS.get(word, 2)] += 1 if word in MEANS else 0.1
    return unit_rows(found)


@pytest.fixture
def themes():
    names = ("Food", "Room", REST, OVERALL)
    tree = Tree(np.eye(3, dtype=np.float32)[:2], np.eye(3, dtype=np.float32)[:2], np.arange(2))
    made = tuple(Theme(f"t00{i}", name, (), 0, 0) for i, name in enumerate(names))
    space = Space(np.zeros(3, dtype=np.float32), np.zeros(3, dtype=np.float32))
    return ThemeSet(made, tree, ((0, NONE), (1, NONE)), space, no_fit(2))


def test_the_words_of_the_theme_are_cited_and_no_others(themes):
    assert set(cited(themes, "we had soup and tea in bed", FOOD, encode)) == {"soup", "tea"}
    assert cited(themes, "we had soup and tea in bed", ROOM, encode) == ("bed",)


def test_nothing_is_cited_where_no_word_speaks_for_the_theme(themes):
    assert cited(themes, "pillow", FOOD, encode) == ()
    assert cited(themes, "", FOOD, encode) == ()
    assert cited(themes, "soup", 2, encode) == ()  # no subcentre is of that theme
