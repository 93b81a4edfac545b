import itertools
import json
from collections import Counter

import pytest

from cxtext.errors import OptionError, TaxonomyError
from cxtext.taxonomy.suggest import MIN_SHARE, suggest_packs
from cxtext.taxonomy.taxonomy import load_taxonomy, pack_names, taxonomy_from_json

PHASES = {"initial_consideration", "active_evaluation", "closure", "postpurchase"}
LIFECYCLE = {
    "awareness", "discovery", "attraction", "interaction", "purchase", "use", "cultivation", "advocacy",
}  # fmt: skip

OWN = """\
schema: cxtext-taxonomy/1
id: bikes
version: 2.1
extends: core
departments:
  - {id: workshop, name: Workshop}
touchpoints:
  - id: brakes
    name: Brakes
    parent: product_quality
    department: workshop
    stages: [use]
    dimension: reliability
    controllability: own
    seeds: [the brakes squeal, no bite in the rain, brake pads wear out, it stops at once, brakes are superb]
"""

# Texts of our own, as customers of an industry might write them.
INDUSTRY_TEXTS = {
    "travel": [
        "Our flight left two hours late and nobody said why.",
        "They lost my suitcase again!",
        "lovely cabin crew on the way home",
        "The gate agent was no help.",
    ],
    "banking": [
        "My mortgage took five months.",
        "the ATM kept my card",
        "Wrong entry on my credit report and nobody cares",
        "good exchange rate",
    ],
    "telecom_utilities": [
        "The router restarts every hour.",
        "Broadband is slow in the evening",
        "my smart meter shows nothing",
        "Roaming was free, great",
    ],
    "food_hospitality": [
        "The waiter forgot us.",
        "Best pizza for miles",
        "our hotel was next to a building site",
        "The menu is small but good.",
    ],
    "saas": [
        "Your API is a mess",
        "the dashboard never loads",
        "No single sign on for a small team?",
        "Love the new workflow builder",
    ],
    "healthcare": [
        "The nurses were so kind to my mum.",
        "Waited ages in A&E",
        "can never get through to my GP",
        "discharge took all day",
    ],
    "retail": [
        "Self checkout is always broken.",
        "empty shelves again",
        "click and collect was quick",
        "No trolley to be found in the supermarket.",
    ],
    "public_services_education": [
        "Our bins were missed again",
        "council tax up, services down",
        "The lecturer reads from the slides.",
        "my exam was marked after three months",
    ],
}
NEUTRAL_TEXTS = [
    "My parcel came late and the driver was rude.",
    "Great value, would buy again.",
    "nobody answers the phone",
    "I was charged twice and still wait for my refund.",
    "the app crashes all the time",
    "thank you",
]


@pytest.fixture(scope="module")
def core():
    return load_taxonomy()


@pytest.fixture(scope="module")
def everything():
    return load_taxonomy(pack_names())


def test_the_core_has_the_promised_shape(core):
    assert len(core.departments) == 12
    assert 40 <= len(core.touchpoints) <= 50
    assert len(core.stages) == 8
    assert {stage.phase for stage in core.stages} == PHASES == {phase.id for phase in core.phases}
    assert {name for stage in core.stages for name in stage.lifecycle} == LIFECYCLE
    assert [d.id[0] for d in core.dimensions] == ["r", "a", "t", "e", "r"]
    assert 20 <= len(core.no_touchpoint) <= 30
    assert all(8 <= len(touchpoint.seeds) <= 32 for touchpoint in core.touchpoints)


def test_every_department_and_stage_of_the_core_can_be_reached(core):
    assert {t.department for t in core.touchpoints} == {d.id for d in core.departments}
    # Recommending is said of the whole company, so no touchpoint has advocacy as its prior.
    assert {s for t in core.touchpoints for s in t.stages} == {s.id for s in core.stages} - {"advocacy"}


def test_touchpoints_of_packs_roll_up_to_the_core(core, everything):
    in_core = {touchpoint.id for touchpoint in core.touchpoints}
    added = [touchpoint for touchpoint in everything.touchpoints if touchpoint.id not in in_core]
    assert len(added) > 80
    assert all(touchpoint.parent in in_core and touchpoint.not_this for touchpoint in added)
    assert all(8 <= len(touchpoint.seeds) <= 44 for touchpoint in added)
    assert everything.roll_up("baggage").id == "order_accuracy"
    assert everything.roll_up("website").id == "website"


def test_not_this_names_touchpoints_that_exist(everything):
    known = {touchpoint.id for touchpoint in everything.touchpoints}
    for touchpoint in everything.touchpoints:
        named = {word.split(":")[0].strip() for word in touchpoint.not_this.split(";")}
        assert set(itertools.chain(*(name.split(" and ") for name in named))) <= known, touchpoint.id


def test_seeds_are_plain_lower_case_without_personal_data(everything):
    for touchpoint in everything.touchpoints:
        for seed in touchpoint.seeds:
            assert seed == seed.lower().strip()
            assert not any(c.isdigit() or c in "@_#/" for c in seed), seed


def test_names_to_show_are_unique(everything):
    assert [n for n, count in Counter(t.name for t in everything.touchpoints).items() if count > 1] == []


def test_look_ups(core):
    assert core.touchpoint("delivery_time").controllability == "partner"
    assert core.department_of("delivery_time").id == "fulfilment"
    assert core.stage("get_help").phase == "postpurchase"
    assert core.name_of("get_help") == "Get help"
    assert core.name_of("support") == "Customer Support"
    assert core.name_of("packaging") == "Packaging"
    with pytest.raises(OptionError, match="unknown touchpoint 'delivery_tme'; did you mean 'delivery_time'"):
        core.touchpoint("delivery_tme")
    with pytest.raises(OptionError, match="unknown id 'nowhere'"):
        core.name_of("nowhere")


def test_packs_add_to_the_core_in_any_order(core):
    both = load_taxonomy(["travel", "banking"])
    assert both == load_taxonomy(["banking", "travel", "travel"])
    assert both.packs == ("banking", "travel")
    assert both.touchpoints[: len(core.touchpoints)] == core.touchpoints
    assert {"baggage", "order_accuracy", "lending"} <= {touchpoint.id for touchpoint in both.touchpoints}


def test_a_pack_renames_departments_unless_packs_disagree(core):
    healthcare = load_taxonomy(["healthcare"])
    assert healthcare.name_of("locations") == "Wards, Clinics & Sites"
    assert healthcare.name_of("clinical") == "Clinical Teams"
    assert "branch" in healthcare.department("locations").aliases
    assert load_taxonomy(["healthcare", "retail"]).name_of("locations") == core.name_of("locations")


def test_an_unknown_pack_is_refused_with_the_known_ones():
    with pytest.raises(OptionError, match=r"unknown pack 'travl'; did you mean 'travel'\? \(known: banking, "):
        load_taxonomy(["travl"])


def test_a_file_of_ones_own_extends_the_core_and_takes_packs(tmp_path, core):
    path = tmp_path / "bikes.yaml"
    path.write_text(OWN, encoding="utf-8")
    own = load_taxonomy(["retail"], path)
    assert (own.id, own.version, own.packs) == ("bikes", "2.1", ("retail",))
    assert own.department_of("brakes").name == "Workshop"
    assert own.roll_up("brakes") == core.touchpoint("product_quality")
    assert own.touchpoint("self_checkout")


def test_a_broken_file_does_not_load_and_its_line_is_named(tmp_path):
    path = tmp_path / "bikes.yaml"
    path.write_text(OWN.replace("stages: [use]", "stages: [usage]"), encoding="utf-8")
    with pytest.raises(TaxonomyError, match=r"bikes\.yaml, line 12: touchpoint 'brakes': unknown stage 'usage'"):
        load_taxonomy(path=path)


def test_a_file_that_does_not_go_together_with_a_pack_is_refused(tmp_path):
    path = tmp_path / "bikes.yaml"
    path.write_text(OWN.replace("id: brakes", "id: baggage"), encoding="utf-8")
    assert load_taxonomy(path=path).touchpoint("baggage")
    with pytest.raises(TaxonomyError, match=r"with packs travel: touchpoint 'baggage': this id stands twice"):
        load_taxonomy(["travel"], path)


def test_json_gives_an_equal_taxonomy_back(everything):
    restored = taxonomy_from_json(json.loads(json.dumps(everything.to_json())))
    assert restored == everything
    assert restored.digest() == everything.digest()


def test_the_digest_changes_with_a_seed_and_not_with_the_order_of_keys(core):
    values = core.to_json()
    backwards = {key: values[key] for key in reversed(values)}
    assert taxonomy_from_json(backwards).digest() == core.digest()
    values["touchpoints"][0]["seeds"][0] += " today"
    assert taxonomy_from_json(values).digest() != core.digest()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"touchpoints": "none"}, "saved taxonomy: taxonomy: 'touchpoints' must be a list"),
        ({"packs": "travel"}, "'packs' must be a list of names"),
        ({"secret": 1}, "unknown key 'secret'"),
        ({"stages": []}, "unknown stage"),
    ],
)
def test_a_damaged_saved_taxonomy_is_refused(core, change, message):
    with pytest.raises(TaxonomyError, match=message):
        taxonomy_from_json({**core.to_json(), **change})


@pytest.mark.parametrize("pack", pack_names())
def test_packs_are_suggested_from_the_words_of_the_industry(pack):
    assert suggest_packs(INDUSTRY_TEXTS[pack]) == [pack]


def test_no_pack_is_suggested_without_cause():
    assert suggest_packs([]) == []
    assert suggest_packs(NEUTRAL_TEXTS) == []
    assert suggest_packs(["one mortgage"]) == []
    rare = 2 + int(2 / MIN_SHARE)
    assert suggest_packs(["the atm is broken", "my mortgage"] + ["all good"] * rare) == []
    assert suggest_packs(["planet", "bankrupt", "trainer", "barely"]) == []


def test_several_packs_come_by_frequency_then_name():
    texts = INDUSTRY_TEXTS["travel"] + INDUSTRY_TEXTS["banking"] + ["one more flight"]
    assert suggest_packs(texts, top=3) == ["travel", "banking"]
    even = INDUSTRY_TEXTS["travel"] + INDUSTRY_TEXTS["banking"]
    assert suggest_packs(even, top=1) == ["banking"]
    assert suggest_packs(even[::-1], top=2) == ["banking", "travel"]


def test_a_department_has_the_name_that_the_user_gives_whatever_packs_say(tmp_path):
    path = tmp_path / "bikes.yaml"
    path.write_text(OWN.replace("  - {id: workshop", "  - {id: locations, name: Our Shops}\n  - {id: workshop"))
    for packs in ((), ("retail",), ("retail", "travel")):
        assert load_taxonomy(packs, path).name_of("locations") == "Our Shops"


def test_all_errors_of_a_file_are_told_with_their_lines(tmp_path):
    path = tmp_path / "bikes.yaml"
    path.write_text(OWN.replace("[use]", "[usage]").replace("department: workshop", "department: shop"))
    with pytest.raises(TaxonomyError) as caught:
        load_taxonomy(path=path)
    lines = str(caught.value).splitlines()
    assert "line 11: touchpoint 'brakes': unknown department 'shop'" in lines[0]
    assert "line 12: touchpoint 'brakes': unknown stage 'usage'; did you mean 'use'?" in lines[1]
