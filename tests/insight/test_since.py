"""What changed since an earlier report, told from its JSON."""

import dataclasses
import json

import pytest

from cxtext.errors import InputError
from cxtext.insight import summarise
from cxtext.insight.since import read_earlier, since
from cxtext.report import html, markdown
from cxtext.report import json as as_json


@pytest.fixture(scope="module")
def before(samples):
    return summarise(samples.make(600, seed=7), catalogue=samples.CATALOGUE, title="March")


@pytest.fixture(scope="module")
def earlier(before, tmp_path_factory):
    path = tmp_path_factory.mktemp("reports") / "march.json"
    path.write_bytes(as_json.render(before))
    return path


def test_a_report_beside_itself_has_not_changed(before, earlier):
    found = since(before, read_earlier(earlier))
    assert (found.title, found.comments) == ("March", before.funnel.analysed)
    assert found.net == before.headline.net
    assert found.changes == found.new == found.gone == ()
    assert found.tested > 0
    assert found.overlap


def test_a_planted_rise_is_found_and_others_are_not(before, earlier, tmp_path):
    content = json.loads(earlier.read_bytes())
    risen = next(t for t in content["themes"] if (t["share"]["n"] or 0) > 60)
    risen["share"]["n"] //= 3
    path = tmp_path / "planted.json"
    path.write_text(json.dumps(content))
    (change,) = since(before, read_earlier(path)).changes
    assert change.id == risen["id"]
    assert change.before.n == risen["share"]["n"]
    assert change.difference.low > 0


def test_new_and_gone_topics_are_named(before, earlier, tmp_path):
    content = json.loads(earlier.read_bytes())
    shown = [t for t in content["themes"] if t["share"]["n"]]
    shown[0]["id"] = "Something of old"
    path = tmp_path / "renamed.json"
    path.write_text(json.dumps(content))
    found = since(before, read_earlier(path))
    assert found.gone == ("Something of old",)
    assert len(found.new) == 1


def test_the_report_shows_it(before, earlier):
    shown = dataclasses.replace(before, since=since(before, read_earlier(earlier)))
    assert "Since the last report" in html.render(shown)
    assert "Since the last report" not in html.render(before)
    assert "**Since “March” (" in markdown.render(shown)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("text\nno JSON\n", "is no report as JSON"),
        ("[]", "is no report as JSON"),
        ('{"schema": "cxtext-summary/9"}', "of the form 'cxtext-summary/9'"),
        ('{"schema": "cxtext-summary/1", "themes": []}', "is a damaged report"),
    ],
)
def test_what_is_no_earlier_report_is_one_clear_error(tmp_path, content, message):
    path = tmp_path / "march.json"
    path.write_text(content)
    with pytest.raises(InputError, match=message):
        read_earlier(path)


def test_themes_and_touchpoints_are_not_compared(before, earlier, tmp_path):
    content = json.loads(earlier.read_bytes()) | {"themes": []}
    path = tmp_path / "touchpoints.json"
    path.write_text(json.dumps(content))
    with pytest.raises(InputError, match="the earlier report is by touchpoint and this one by theme"):
        since(before, read_earlier(path))
