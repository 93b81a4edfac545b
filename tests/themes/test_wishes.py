import pytest

from cxtext.errors import OptionError
from cxtext.themes.wishes import load_wishes

HEAD = "schema: cxtext-seeds/1\n"
SOUND = (
    HEAD
    + """themes:
  - name: Late delivery
    seeds: [late parcel, courier]
    examples: [It came three days late.]
    touchpoint: delivery_time
  - {name: The app, seeds: [app]}
must_link: [[The app, It crashes.], [one, two, three]]
cannot_link:
  - [late delivery, The app says it is late at night.]
  - [tea, coffee]
"""
)


@pytest.fixture
def seeds(tmp_path):
    def written(text):
        path = tmp_path / "seeds.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_a_seeds_file_is_read_as_it_stands(seeds):
    wishes = load_wishes(seeds(SOUND), touchpoints=frozenset({"delivery_time"}))
    late, app = wishes.themes
    assert (late.name, late.seeds, late.touchpoint) == ("Late delivery", ("late parcel", "courier"), "delivery_time")
    assert late.unlike == ("The app says it is late at night.",)
    assert app.examples == ("It crashes.",)
    assert wishes.together == (("one", "two"), ("one", "three"))
    assert wishes.apart == (("tea", "coffee"),)


FAULTS = {
    "a misspelt key": (
        "themes:\n- name: A\n  seds: [x]",
        r"line 4: theme 'A': unknown key 'seds'; did you mean",
    ),
    "no name": ("themes:\n- seeds: [x]", r"line 3: theme '': 'name' is missing"),
    "no list": ("themes:\n- name: A\n  seeds: x", r"line 4: theme 'A': 'seeds' must be a list"),
    "an empty seed": ("themes:\n- name: A\n  seeds: ['']", r"line 4: theme 'A': 'seeds' must hold texts"),
    "no theme": ("themes: []", r"line 2: no theme is wished for"),
    "a name alone": ("themes: [A]", r"line 2: a theme must be a mapping such as 'name: A'"),
    "a name twice": ("themes:\n- name: A\n- name: a", r"line 4: theme 'a' stands twice"),
    "our own name": ("themes:\n- name: Other remarks", r"line 3: 'other remarks' is a theme that cxtext itself makes"),
    "a seed twice": (
        "themes:\n- {name: A, seeds: [x]}\n- {name: B, seeds: [X]}",
        r"line 4: theme 'B': 'X' stands in theme 'A' too; keep it in one",
    ),
    "a misspelt theme in a link": (
        "themes:\n- name: Late delivery\nmust_link:\n- [Late delivry, x y]",
        r"line 5: must_link: no theme 'Late delivry'; did you mean 'Late delivery'",
    ),
    "two themes linked": (
        "themes:\n- name: A\n- name: B\nmust_link: [[A, B]]",
        r"line 5: must_link: 'A' and 'B' are two themes.*put the seeds of both under one name",
    ),
    "one text linked": (
        "themes:\n- name: A\ncannot_link: [[x]]",
        r"line 4: cannot_link: an entry is a list of two",
    ),
    "a misspelt touchpoint": (
        "themes:\n- name: A\n  touchpoint: delivery_tme",
        r"line 4: theme 'A': unknown touchpoint 'delivery_tme'; did you mean 'delivery_time'",
    ),
    "an alias": ("themes: &a []\nmust_link: *a", "line 3: aliases"),
    "another schema": ("schema: cxtext-seeds/2", "stands twice"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_line_with_its_place_and_the_way_out(seeds, name):
    text, message = FAULTS[name]
    with pytest.raises(OptionError, match=message) as caught:
        load_wishes(seeds(HEAD + text), touchpoints=frozenset({"delivery_time"}))
    assert all("seeds.yaml, line" in line for line in str(caught.value).splitlines())


def test_what_is_no_file_and_no_yaml_is_said(seeds, tmp_path):
    with pytest.raises(OptionError, match=r"cannot read seeds file .*nothere"):
        load_wishes(tmp_path / "nothere.yaml")
    with pytest.raises(OptionError, match="line 2: not valid YAML"):
        load_wishes(seeds("themes: [\n: ]["))
    with pytest.raises(OptionError, match="a seeds file is a mapping that begins with 'schema:'"):
        load_wishes(seeds("- just\n- a list"))
