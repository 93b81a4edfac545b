import pytest

from cxtext.errors import OptionError
from cxtext.facets.cue import read_cue
from cxtext.facets.document import read_own, scheme_of, shipped_scheme
from cxtext.facets.find import FacetFinder
from cxtext.facets.scheme import BLOCKERS, SIDES


def written(tmp_path, text):
    path = tmp_path / "facets.yaml"
    path.write_text("schema: cxtext-facets/1\n" + text, encoding="utf-8")
    return path


def labels(path, text):
    return [found.label for found in FacetFinder(scheme_of(path)).find(text)]


def test_what_ships_is_sound():
    scheme = shipped_scheme()
    for facet, value in scheme.values():
        assert facet.blocked_by <= set(BLOCKERS)
        assert value.when in ("", *SIDES)
        assert value.opposite in ("", *(other.id for other in facet.values))
        assert value.implies in ("", *(intent.id for intent in scheme.facet("intent").values))
        for line in (*value.cues, *value.lookalikes):
            read_cue(line)
    assert all(value.cues for facet, value in scheme.values())


def test_ones_own_cues_values_and_competitors(tmp_path):
    path = written(
        tmp_path,
        "competitors: {Acme: [Acme Corp, acme.com], Bolt: []}\n"
        "own: [packaging:plastic]\n"
        "cues:\n"
        "  packaging:plastic: [wrapped in plastic]\n"
        "  loyalty:churn_risk: [handing back the keys]\n",
    )
    assert labels(path, "wrapped in plastic, and Acme Corp has none") == ["competitor:Acme", "packaging:plastic"]
    assert labels(path, "I am handing back the keys")[-1] == "loyalty:churn_risk"


def test_facets_and_single_values_are_switched(tmp_path):
    text = "I called and the manager was easy to reach"
    assert labels(None, text) == ["effort:easy", "intent:praise", "channel:phone"]
    assert labels(written(tmp_path, "off: [channel, intent:praise]\n"), text) == ["effort:easy"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("competitor: [Acme]\n", r"line 2: unknown key 'competitor'; did you mean 'competitors'"),
        ("off: [chanel]\n", r"line 2: unknown facet 'chanel'; did you mean 'channel'"),
        ("off: channel\n", r"'off' must be a list"),
        ("own: [plastic]\n", r"'plastic' is no name of a value; write facet:value"),
        ("own: ['effort:hard']\n", r"'effort:hard' exists already; add to it under 'cues'"),
        (
            "cues:\n  loyalty:churn: [bye]\n",
            r"line 3: unknown value 'loyalty:churn'; did you mean 'loyalty:churn_risk'",
        ),
        ("cues:\n  effort:hard: so hard\n", r"the cues of 'effort:hard' must be a list"),
        ("cues:\n  effort:hard: ['so (hard']\n", r"the cue 'so \(hard' cannot be read: its brackets do not match"),
        ("cues: [so hard]\n", r"'cues' must be a mapping"),
        ("competitors: Acme\n", r"'competitors' must be a list of names"),
        ("competitors: {Acme: Acme Corp}\n", r"what 'Acme' is called as well must be a list of names"),
        ("cues: {effort:hard: [&a x, *a]}\n", r"aliases"),
    ],
)
def test_a_broken_file_is_told_in_one_line_with_the_way_out(tmp_path, text, fault):
    with pytest.raises(OptionError, match=fault) as error:
        read_own(written(tmp_path, text))
    assert len(str(error.value).splitlines()) == 1


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "f.yaml"
    path.write_text("schema: cxtext-owners/1\n")
    with pytest.raises(OptionError, match=r"'schema' must be cxtext-facets/1"):
        read_own(path)
