from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.errors import InputError, OptionError
from cxtext.insight.actions import HEAD, Action, add, lines, read_actions, suggestions
from cxtext.insight.callbacks import callbacks
from cxtext.insight.cells import Cell
from cxtext.insight.priorities import Priority
from cxtext.insight.results import Number

EDITED = """\
# my own words
schema: cxtext-actions/1

actions:   # by age
    - id: price-1
      topic: "Price"
      owner: "Jo: the boss"    # since May
      state: done
      opened: 2025-01-20
      closed: 2025-02-03
      jira: X-12
      what: |
        Two lines
        of text
    # nothing below
"""


def topic(name, low=1.0):
    numbers = [
        Number(m, 2.0, low, 3.0, 50, 100, Cell.NORMAL) for m in ("priority_impact", "priority_reach", "priority")
    ]
    return Priority("theme", (name,), name, numbers[0], numbers[1], "own", 1.0, "Shop", numbers[2])


def test_what_people_wrote_stays_byte_for_byte(tmp_path):
    place = tmp_path / "actions.yaml"
    place.write_text(EDITED)
    known = read_actions(place)
    new = suggestions(
        known, [topic("Price"), topic("Delivery"), topic("Unsure", low=0.0)], most=3, day=date(2025, 3, 3)
    )
    assert [action.id for action in new] == ["price-2", "delivery-1"]  # the first of the price is done
    add(place, new, known=known)
    assert place.read_text().startswith(EDITED)
    assert read_actions(place) == (*known, *new)
    again = suggestions(read_actions(place), [topic("Price"), topic("Delivery")], most=3, day=date(2025, 3, 10))
    assert again == ()


NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=20).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(names=st.lists(NAMES, min_size=1, max_size=4, unique_by=str.casefold), edits=st.lists(NAMES, max_size=3))
def test_any_topic_and_any_comment_survives(tmp_path_factory, names, edits):
    place = tmp_path_factory.mktemp("actions") / "actions.yaml"
    place.write_text(HEAD + "".join(f"  # {edit}\n" for edit in edits), encoding="utf-8")
    new = suggestions((), [topic(" ".join(name.split())) for name in names], most=9, day=None)
    before = place.read_text(encoding="utf-8")
    add(place, new, known=())
    assert place.read_text(encoding="utf-8").startswith(before)
    assert read_actions(place) == new
    assert len({action.id for action in new}) == len(new)


@pytest.mark.parametrize("listed", ["[]", "[{id: a, topic: b}]"])
def test_a_list_that_nothing_can_be_added_to_is_left_alone(tmp_path, listed):
    place = tmp_path / "actions.yaml"
    text = f"schema: cxtext-actions/1\nactions: {listed}\n"
    place.write_text(text)
    known = read_actions(place)
    with pytest.raises(OptionError, match="nothing can be added behind its list"):
        add(place, suggestions(known, [topic("Price")], most=1, day=None), known=known)
    assert place.read_text() == text
    assert [path.name for path in tmp_path.iterdir()] == ["actions.yaml"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("state: done", "state: finished", "line 5: unknown state 'finished'"),
        ("2025-01-20", "20 May", "line 5: opened '20 May' is no date"),
        ("topic: ", "topik: ", "line 5: topic is missing"),
    ],
)
def test_faults_are_told_with_their_line(tmp_path, old, new, message):
    (tmp_path / "a.yaml").write_text(EDITED.replace(old, new))
    with pytest.raises(OptionError, match=message):
        read_actions(tmp_path / "a.yaml")


def test_age_and_what_became_of_it_by_hand(tables):
    rows = [{"day": 10, "said": [{"theme": "Price", "sentiment": "negative"}] if i < 20 else []} for i in range(40)]
    rows += [{"day": 30, "said": [{"theme": "Price", "sentiment": "negative"}] if i < 10 else []} for i in range(40)]
    rows += [{"day": 30, "said": [{"theme": "Price", "sentiment": "positive"}]}] * 10
    made = tables.ready(rows)
    still = Action("p-1", "price", "theme", "", "", "open", date(2025, 1, 20), None, "")
    done = Action("p-2", "Price", "theme", "", "", "done", date(2025, 1, 20), date(2025, 1, 25), "")
    young = Action("p-3", "Price", "theme", "", "", "open", date(2025, 2, 5), None, "")
    found = lines(made, (done, young, still))
    assert [(line.action.id, line.age) for line in found] == [("p-1", 16), ("p-3", 0), ("p-2", 5)]
    assert found[0].since.value == pytest.approx(10 / 50 - 20 / 40)
    assert found[1].since is None  # no comments after it


def test_whom_to_call_back(tables):
    rows = [
        {"day": 9, "said": [{"text": "I will leave", "facets": ["loyalty:churn_risk"]}, {"text": "Nice shop"}]},
        {"day": 8, "said": [{"text": "It burst into flames", "facets": ["urgency:safety"]}]},
        {"day": 9, "said": [{"text": "My lawyer will write", "facets": ["urgency:legal", "loyalty:switching"]}]},
        {"day": 0, "said": [{"text": "Long ago", "facets": ["urgency:legal"]}]},
        {"day": 9, "said": [{"text": "All fine", "facets": ["effort:easy"]}]},
    ]
    found = callbacks(tables.ready(rows, facets=True), days=7)
    assert [(c.comment_id[-1], c.reasons, c.quote) for c in found.callbacks] == [
        ("2", ("safety",), "It burst into flames"),
        ("3", ("legal", "switching"), "My lawyer will write"),
        ("1", ("churn_risk",), "I will leave"),
    ]
    assert (found.days, found.comments) == (7, 4)
    assert len(callbacks(tables.ready(rows, facets=True), days=None).callbacks) == 4
    with pytest.raises(InputError, match="labelled without facets"):
        callbacks(tables.ready(rows))
