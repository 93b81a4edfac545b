import importlib.util
from pathlib import Path

import pytest

from cxtext.insight import Catalogue, summarise

SAMPLES = Path(__file__).with_name("sample_feedback.py")
NAMES = Catalogue(touchpoints={"desk": "Front desk", "phone": "On the phone"}, departments={"front": "Front"})


@pytest.fixture(scope="module")
def samples():
    spec = importlib.util.spec_from_file_location(SAMPLES.stem, SAMPLES)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def places_of(samples, counts):
    """Of a theme with so many comments, one mention each, at each touchpoint and department."""
    rows, said = [], []
    for touchpoint, department, n in counts:
        for _ in range(n):
            row = samples.comment(len(rows), text=f"Some words about {touchpoint}, number {len(rows)}")
            rows.append(row)
            place = {"touchpoint": touchpoint, "department": department, "stage": "use" if touchpoint else None}
            said.append(samples.mention(row, theme="Waiting", **place))
    rows += [samples.comment(n, themes=[]) for n in range(1000, 1040)]
    found = summarise(samples.build(rows, said), catalogue=NAMES).sections
    return found.places[0] if found.places else None


def test_shares_are_of_the_mentions_that_lie_anywhere(samples):
    found = places_of(samples, [("desk", "front", 60), ("phone", "calls", 20), (None, None, 40)])
    assert found.mentions == 120
    assert dict(found.placed)["touchpoint"] == 80
    desk, phone = found.of("touchpoint")
    assert (desk.name, phone.name) == ("Front desk", "On the phone")
    assert desk.share.value == pytest.approx(0.75)
    assert (desk.share.low, desk.share.high) == pytest.approx((0.6451, 0.8318), abs=1e-3)  # Wilson, 60 of 80


@pytest.mark.parametrize(("second", "shared"), [(20, False), (40, True)])
def test_two_owners_are_flagged_where_the_second_has_surely_more_than_a_quarter(samples, second, shared):
    assert places_of(samples, [("desk", "front", 60), ("phone", "calls", second)]).shared is shared


def test_a_place_of_fewer_than_five_comments_is_left_out_with_its_words(samples):
    found = places_of(samples, [("desk", "front", 60), ("phone", "calls", 4)])
    assert [place.id for place in found.of("touchpoint")] == ["desk"]
    assert [place.id for place in found.of("department")] == ["front"]
    assert all("phone" not in quote.text for quote in found.support)


def test_each_of_the_biggest_touchpoints_has_a_mention_that_shows_it(samples):
    found = places_of(samples, [("desk", "front", 10), ("phone", "calls", 50)])
    assert [quote.topic for quote in found.support] == ["On the phone", "Front desk"]
    assert ["phone" in quote.text for quote in found.support] == [True, False]


def test_without_any_place_nothing_is_said(samples):
    assert places_of(samples, [(None, None, 50)]) is None
