import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.errors import TaxonomyError
from cxtext.taxonomy.diff import SeedMove, diff
from cxtext.taxonomy.named import taxonomy_named
from cxtext.taxonomy.taxonomy import load_taxonomy, pack_names

CORE = load_taxonomy()


def changed(taxonomy, key, **values):
    touchpoints = tuple(dataclasses.replace(t, **values) if t.id == key else t for t in taxonomy.touchpoints)
    return dataclasses.replace(taxonomy, touchpoints=touchpoints)


def said(found):
    return [(d.section, d.id, d.change) for d in found.entries]


def test_a_taxonomy_does_not_differ_from_itself():
    found = diff(CORE, CORE)
    assert (found.entries, found.seeds) == ((), ())


def test_a_name_an_owner_and_a_stage_that_changed():
    new = changed(CORE, "website", name="Web", department="marketing", stages=("use",))
    found = diff(CORE, new)
    assert said(found) == [
        ("touchpoints", "website", "renamed"),
        ("touchpoints", "website", "changed"),
        ("touchpoints", "website", "changed"),
    ]
    assert [(d.field, d.before, d.after) for d in found.entries][1] == ("department", "digital", "marketing")


def test_a_seed_is_followed_to_its_new_place():
    seed, *rest = CORE.touchpoint("website").seeds
    new = changed(changed(CORE, "website", seeds=tuple(rest)), "mobile_app", seeds=(seed, "brand new words"))
    moves = diff(CORE, new).seeds
    assert SeedMove(seed, "website", "mobile_app") in moves
    assert SeedMove("brand new words", None, "mobile_app") in moves
    assert SeedMove(CORE.touchpoint("mobile_app").seeds[0], "mobile_app", None) in moves


def test_a_new_id_is_known_by_its_seeds():
    new = changed(CORE, "website", id="web_site", seeds=CORE.touchpoint("website").seeds[1:])
    found = diff(CORE, new)
    assert said(found) == [("touchpoints", "website", "new id")]
    assert [(m.before, m.after) for m in found.seeds] == [("web_site", None)]


def test_a_touchpoint_with_other_seeds_is_another_one():
    new = changed(CORE, "website", id="web_site", seeds=("one two three", "four five six"))
    assert said(diff(CORE, new)) == [("touchpoints", "website", "removed"), ("touchpoints", "web_site", "added")]


@given(st.permutations(CORE.touchpoints))
@settings(max_examples=10, deadline=None)
def test_the_order_of_a_file_is_no_difference(touchpoints):
    found = diff(CORE, dataclasses.replace(CORE, touchpoints=tuple(touchpoints)))
    assert (found.entries, found.seeds) == ((), ())


@pytest.mark.parametrize("pack", pack_names())
def test_there_and_back_is_the_same_with_signs_changed(pack):
    there, back = diff(CORE, taxonomy_named(pack)), diff(taxonomy_named(pack), CORE)
    mirror = {"added": "removed", "removed": "added"}
    turned = {(s, key, mirror.get(change, change)) for s, key, change in said(back)}
    assert turned == set(said(there))
    assert {c for _, _, c in said(there)} <= {"added", "renamed", "changed"}


def test_a_taxonomy_has_three_kinds_of_names(tmp_path):
    assert taxonomy_named("default") == CORE
    assert taxonomy_named("food-hospitality").packs == ("food_hospitality",)
    assert taxonomy_named("retail", ["travel"]).packs == ("retail", "travel")
    path = tmp_path / "own.yaml"
    path.write_text("schema: cxtext-taxonomy/1\nid: own\nextends: core\ntouchpoints: []\n")
    assert taxonomy_named(str(path)).id == "own"
    with pytest.raises(TaxonomyError, match="no taxonomy 'retial': it is neither a file nor shipped; did you mean 're"):
        taxonomy_named("retial")
