import json as stdlib_json
import re

import jsonschema

from cxtext.report import json, schema


def test_it_is_the_whole_summary(summary):
    found = stdlib_json.loads(json.render(summary))
    assert found["schema"] == json.SCHEMA
    assert [theme["name"] for theme in found["themes"]] == [theme.name for theme in summary.themes]
    assert found["themes"][0]["share"]["value"] == round(summary.themes[0].share.value, json.DECIMALS)
    assert found["first_date"] == "2025-05-01"


def test_every_number_refers_to_a_definition(summary):
    content = json.render(summary).decode()
    used = set(re.findall(r'"metric": "(\w+)"', content))
    assert used
    assert used <= set(stdlib_json.loads(content)["definitions"])


def test_keys_are_sorted_and_floats_are_short(summary):
    content = json.render(summary).decode()
    found = stdlib_json.loads(content)
    assert list(found) == sorted(found)
    assert not re.search(r"\d\.\d{7,}", content)


def test_hostile_text_survives(hostile):
    found = stdlib_json.loads(json.render(hostile[1]))
    assert [theme["id"] for theme in found["themes"]] == [theme.id for theme in hostile[1].themes]


def test_its_form_is_published_and_every_report_has_it(summary, bare, hostile):
    assert schema.published() == schema.rendered(), "python -m cxtext.report.schema > cxtext/report/summary.schema.json"
    check = jsonschema.Draft202012Validator(schema.schema())
    for one in (summary, hostile[1], *bare.values()):
        assert list(check.iter_errors(stdlib_json.loads(json.render(one)))) == []
    wrong = stdlib_json.loads(json.render(summary))
    wrong["themes"][0]["share"]["value"] = "a lot"
    assert not check.is_valid(wrong)
