"""Decisions about themes: what each does, what it refuses, and that groups stay whole."""

import re

import pytest

from cxtext.errors import OptionError
from cxtext.schema import OVERALL, REST
from cxtext.themes.decisions import Decision
from cxtext.themes.draft import Draft
from cxtext.themes.identity import THEMES, Identity
from cxtext.themes.themes import Subtheme, Theme

BASE = (
    Theme(
        "t001",
        "Delivery",
        ("parcel", "late"),
        0,
        0,
        subthemes=(Subtheme("t001.1", "Courier", ("courier",)), Subtheme("t001.2", "Tracking", ("tracking",))),
    ),
    Theme("t002", "Price", ("price", "dear"), 0, 0),
    Theme("t003", "Hotline", ("phone", "hold"), 0, 0),
    Theme("t999", REST, (), 0, 0),
    Theme("t000", OVERALL, (), 0, 0),
)
PLACES = {"billing": "department", "price_value": "touchpoint"}


@pytest.fixture
def draft():
    return Draft(Identity(BASE, (), ("x",), {THEMES: 3, "t001": 2}), PLACES)


def shown(draft):
    """Every theme with its parts, as `id name`."""
    return {
        f"{theme.id} {theme.name}": [f"{part.id} {part.name}" for part in theme.finished().subthemes]
        for theme in draft.working.themes
        if theme.groups and theme.id not in ("t999", "t000")
    }


def test_a_name_or_an_id_is_accepted_and_the_id_is_kept(draft):
    done = draft.apply(Decision("rename", "delivery", text="  Late\nparcels "))
    assert (done.theme, done.text, dict(done.names)) == ("t001", "Late parcels", {"t001": "Delivery"})
    draft.apply(Decision("rename", "t001.2", text="Where is it?"))
    assert shown(draft)["t001 Late parcels"] == ["t001.1 Courier", "t001.2 Where is it?"]


def test_a_merged_theme_keeps_its_parts_and_gets_its_id_back_when_it_is_split_off(draft):
    draft.apply(Decision("merge", "Price", ("Hotline",)))
    assert shown(draft)["t002 Price"] == ["t002.0 Price", "t003.0 Hotline"]
    draft.apply(Decision("split", "t002", ("t003",)))
    assert shown(draft) == {
        "t001 Delivery": ["t001.1 Courier", "t001.2 Tracking"],
        "t002 Price": [],
        "t003 Hotline": [],
    }


def test_the_keywords_of_a_merged_theme_are_of_both(draft):
    draft.apply(Decision("merge", "Price", ("Hotline",)))
    assert draft.working.theme("t002").finished().keywords == ("price", "phone")


def test_split_makes_themes_of_all_subthemes_with_new_ids(draft):
    done = draft.apply(Decision("split", "Delivery"))
    assert dict(done.gives) == {"t001.1": "t004", "t001.2": "t005"}
    assert shown(draft) == {"t002 Price": [], "t003 Hotline": [], "t004 Courier": [], "t005 Tracking": []}


def test_a_moved_subtheme_keeps_its_id(draft):
    draft.apply(Decision("move", "Tracking", to="Hotline"))
    assert shown(draft) == {
        "t001 Delivery": [],
        "t002 Price": [],
        "t003 Hotline": ["t003.0 Hotline", "t001.2 Tracking"],
    }


def test_what_is_retired_is_in_other_remarks(draft):
    draft.apply(Decision("retire", "Price"))
    draft.apply(Decision("retire", "Courier"))
    assert shown(draft) == {"t001 Delivery": [], "t003 Hotline": []}
    assert [group.id for group in draft.working.rest.groups] == ["t999.0", "t002.0", "t001.1"]


def test_other_remarks_come_into_being_when_something_is_retired():
    draft = Draft(Identity((*BASE[:3], BASE[4]), (), ("x",), {THEMES: 3}), PLACES)
    draft.apply(Decision("retire", "Price"))
    assert [theme.name for theme in draft.working.themes][-2:] == [REST, OVERALL]


def test_a_link_and_a_description_go_with_a_theme_into_another(draft):
    draft.apply(Decision("link", "Hotline", to="billing"))
    draft.apply(Decision("describe", "Hotline", text="Waiting on the phone."))
    draft.apply(Decision("merge", "Price", ("Hotline",)))
    theme = draft.working.theme("Price").finished()
    assert (theme.linked_department, theme.description) == ("billing", "Waiting on the phone.")


REFUSED = [
    (Decision("rename", "Delivry", text="x"), "unknown theme 'Delivry'; did you mean 'Delivery'"),
    (Decision("rename", "t01", text="x"), "unknown theme 't01'; did you mean 't001'"),
    (Decision("rename", "Price", text="hotline"), "'hotline' is the name of t003 already"),
    (Decision("rename", "Price", text="other remarks"), "'other remarks' is the name of what has no subject"),
    (Decision("rename", "Price", text="a|b"), "holds '|', which separates themes in a CSV"),
    (Decision("rename", "Price", text=" "), "the name is empty"),
    (Decision("rename", "Courier", text="Tracking"), "t001 (Delivery) has a subtheme 'Tracking' already"),
    (Decision("rename", REST, text="x"), "'Other remarks' (t999) is no theme that training found"),
    (Decision("retire", OVERALL), "'Overall impression' (t000) is no theme that training found"),
    (Decision("merge", "Price", ("Price",)), "a theme is merged with itself"),
    (Decision("merge", "Price", ("Courier",)), "'Courier' is a subtheme of t001 (Delivery); name a theme"),
    (Decision("merge", "Price", (REST,)), "is no theme that training found"),
    (Decision("split", "Price"), "t002 (Price) has no subthemes to be split off"),
    (
        Decision("split", "Delivery", ("Curier",)),
        "unknown subtheme of t001 (Delivery) 'Curier'; did you mean 'Courier'",
    ),
    (Decision("move", "Price", to="Delivery"), "t002 (Price) is no subtheme; merge it into t001 instead"),
    (Decision("move", "Courier", to="Delivery"), "t001.1 (Courier) is a part of t001 (Delivery) already"),
    (Decision("move", "Courier", to=REST), "is no theme that training found"),
    (Decision("link", "Price", to="biling"), "unknown touchpoint or department 'biling'; did you mean 'billing'"),
]


@pytest.mark.parametrize(("decision", "message"), REFUSED, ids=lambda value: getattr(value, "action", ""))
def test_what_cannot_be_is_one_error_and_changes_nothing(draft, decision, message):
    before = shown(draft)
    with pytest.raises(OptionError, match=re.escape(message)) as caught:
        draft.apply(decision)
    assert "\n" not in str(caught.value)
    assert shown(draft) == before


def test_a_theme_that_was_renamed_is_found_by_what_it_was_called(draft):
    draft.apply(Decision("rename", "Price", text="Cost"))
    with pytest.raises(OptionError, match="'Price' is called 'Cost' now, its id is t002"):
        draft.apply(Decision("retire", "Price"))


def test_when_it_is_done_again_a_name_of_training_gives_way_and_one_of_people_does_not(draft):
    draft.apply(Decision("rename", "t002", text="Hotline"), again=True)
    assert list(shown(draft)) == ["t001 Delivery", "t002 Hotline", "t003 Hotline (t003)"]
    with pytest.raises(OptionError, match="'Hotline' is the name of t002 already"):
        draft.apply(Decision("rename", "t003", text="Hotline"), again=True)


def test_when_it_is_done_again_those_are_taken_that_are_there(draft):
    done = draft.apply(Decision("merge", "t001", ("t002", "t077"), names={"t077": "Old"}), again=True)
    assert (done.state, done.others) == ("in part", ("t002", "t077"))
    assert done.why == "t077 (Old) has no counterpart among the new themes"
    assert "t002 Price" not in shown(draft)
