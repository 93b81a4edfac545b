"""The JSON Schema that ships and the checker say the same of a file's form."""

import copy
import json

import jsonschema
import pytest

from cxtext.taxonomy.check import _ENTRY, _TOP, CONTROLLABILITY, SCHEMA, check_parsed
from cxtext.taxonomy.document import CORE, JSON_SCHEMA, Parsed, parse_file

FORM = json.loads(JSON_SCHEMA.read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(FORM)
SMALL = {
    "schema": SCHEMA,
    "id": "bikes",
    "version": "2",
    "phases": [{"id": "closure", "name": "Closure"}],
    "stages": [{"id": "use", "name": "Use", "phase": "closure", "lifecycle": ["use"], "means": "every day"}],
    "dimensions": [{"id": "reliability", "name": "Reliability", "means": "as promised"}],
    "departments": [{"id": "workshop", "name": "Workshop", "aliases": ["bike mechanics"]}],
    "touchpoints": [
        {
            "id": "brakes",
            "name": "Brakes",
            "department": "workshop",
            "also": ["workshop"],
            "stages": ["use"],
            "dimension": "reliability",
            "controllability": "own",
            "not_this": "delivery_damage: it arrived broken",
            "seeds": ["the brakes squeal", "no bite in the rain", "pads wear out", "it stops at once", "superb discs"],
        }
    ],
}
JUNK = [None, "", "Bad Id", "unknown", [], ["a"], {}, [{}], ["a", {"b": "c"}], "core", "own"]


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(FORM)


def test_keys_and_what_is_required_are_those_of_the_checker():
    assert set(FORM["properties"]) == set(_TOP)
    assert set(FORM["required"]) == {key for key, (_, required) in _TOP.items() if required}
    for section, keys in _ENTRY.items():
        entry = FORM["properties"][section]["items"]
        assert set(entry["properties"]) == set(keys), section
        assert set(entry["required"]) == {key for key, (_, required) in keys.items() if required}
        assert entry["additionalProperties"] is False
    controllability = FORM["properties"]["touchpoints"]["items"]["properties"]["controllability"]
    assert controllability["enum"] == list(CONTROLLABILITY)


@pytest.mark.parametrize("file", sorted(CORE.parent.rglob("*.yaml")), ids=lambda file: file.stem)
def test_shipped_files_are_valid(file):
    VALIDATOR.validate(parse_file(file).document)


def _broken_in_form(document):
    """The checker's errors, without those of names that do not exist: a schema knows no names."""
    of_names = ("unknown department", "unknown stage", "unknown dimension", "unknown parent", "unknown phase")
    found = [p.message for p in check_parsed(Parsed(document)) if p.severity == "error"]
    return [m for m in found if not any(name in m for name in (*of_names, "this id stands"))]


@pytest.mark.parametrize("section", ["", *_ENTRY])
def test_schema_and_checker_refuse_the_same_forms(section):
    assert _broken_in_form(SMALL) == []
    for key in (*(_ENTRY[section] if section else _TOP), "nonsense"):
        for junk in JUNK:
            document = copy.deepcopy(SMALL)
            target = document[section][0] if section else document
            if junk is None:
                target.pop(key, None)
            else:
                target[key] = junk
            errors = [error.message for error in VALIDATOR.iter_errors(document)]
            broken = _broken_in_form(document)
            assert bool(errors) == bool(broken), (key, junk, errors, broken)
