from pathlib import Path

import pytest

from cxtext.errors import TaxonomyError
from cxtext.taxonomy.check import check
from cxtext.taxonomy.document import CORE, Problem, parse_file
from cxtext.taxonomy.taxonomy import load_taxonomy, pack_names

SOUND = """\
schema: cxtext-taxonomy/1
id: bikes
phases:
  - {id: closure, name: Closure}
stages:
  - {id: ride, name: Ride, phase: closure}
dimensions:
  - {id: reliability, name: Reliability}
departments:
  - {id: workshop, name: Workshop}
touchpoints:
  - id: brakes
    name: Brakes
    department: workshop
    stages: [ride]
    dimension: reliability
    controllability: own
    seeds:
      - the brakes squeal all day
      - no brake power when it rains
      - pads wore out within weeks
      - brakes stop the bike at once
      - i trust the brakes downhill
  - id: saddle
    name: Saddle
    department: workshop
    stages: [ride]
    dimension: reliability
    controllability: partner
    seeds:
      - the saddle is too hard
      - my seat post keeps sliding down
      - leather came off the saddle
      - very soft saddle
      - saddle fits me well
no_touchpoint:
  - thank you
"""

# label, text to replace in SOUND, its replacement, line, severity, message
BROKEN = [
    ("department", "Brakes\n    department: workshop", "Brakes\n    department: workshp", 14, "error",
     "touchpoint 'brakes': unknown department 'workshp'; did you mean 'workshop'?"),
    ("stage in a list", "controllability: own", "controllability: own\n    also: [workshop, garage]",
     18, "error", "touchpoint 'brakes': unknown department 'garage'"),
    ("controllability", "controllability: own", "controllability: ours",
     17, "error", "touchpoint 'brakes': unknown controllability 'ours'"),
    ("parent", "controllability: own", "controllability: own\n    parent: wheels",
     18, "error", "touchpoint 'brakes': unknown parent 'wheels'"),
    ("its own parent", "controllability: own", "controllability: own\n    parent: brakes",
     18, "error", "touchpoint 'brakes': unknown parent 'brakes'"),
    ("phase", "phase: closure", "phase: opening", 6, "error", "stage 'ride': unknown phase 'opening'"),
    ("id twice", "id: saddle", "id: brakes", 24, "error", "touchpoint 'brakes': this id stands twice"),
    ("id of another kind", "id: saddle", "id: workshop", 24, "error",
     "touchpoint 'workshop': this id stands twice (first among the departments)"),
    ("id with a blank", "id: saddle", "id: Saddle top", 24, "error", "id 'Saddle top' may hold only"),
    ("key", "name: Saddle", "nmae: Saddle", 25, "error",
     "touchpoint 'saddle': unknown key 'nmae'; did you mean 'name'?"),
    ("key at the top", "no_touchpoint:", "no_touchpoints:", 36, "error", "did you mean 'no_touchpoint'?"),
    ("key missing", "    name: Saddle\n", "", 24, "error", "touchpoint 'saddle': 'name' is missing"),
    ("key twice", "name: Saddle", "name: Saddle\n    name: Seat", 26, "error",
     "key 'name' stands twice in one entry"),
    ("kind of value", "stages: [ride]\n    dimension: reliability\n    controllability: partner",
     "stages: ride\n    dimension: reliability\n    controllability: partner",
     27, "error", "touchpoint 'saddle': 'stages' must be a list"),
    ("nested seed", "- very soft saddle", "- seed: soft", 34, "error",
     "touchpoint 'saddle': 'seeds' must hold texts"),
    ("no stage", "stages: [ride]\n    dimension: reliability\n    controllability: partner",
     "stages: []\n    dimension: reliability\n    controllability: partner",
     27, "error", "touchpoint 'saddle' has no stage"),
    ("schema", "taxonomy/1", "taxonomy/9", 1, "error", "unknown schema 'cxtext-taxonomy/9'"),
    ("extends", "id: bikes", "id: bikes\nextends: cars", 3, "error", "unknown taxonomy to extend 'cars'"),
    ("seed in two touchpoints", "- saddle fits me well", "- The brakes squeal, all day!", 35, "error",
     "stands in 'brakes' and in 'saddle'"),
    ("seed of no touchpoint", "- thank you", "- very soft saddle", 37, "error",
     "stands in 'saddle' and in 'no_touchpoint'"),
    ("seed nearly twice", "- saddle fits me well", "- my brakes squeal all day the", 35, "warning",
     "of 'saddle' is nearly 'the brakes squeal all day' of 'brakes'"),
    ("seed twice in one", "- saddle fits me well", "- very soft saddle", 35, "warning",
     "stands twice in 'saddle'"),
    ("few seeds", "      - saddle fits me well\n", "", 30, "warning",
     "touchpoint 'saddle' has 4 seeds; write at least 5"),
    ("upper case", "- very soft saddle", "- VERY soft saddle", 34, "warning", "has upper-case letters"),
    ("long seed", "- very soft saddle", "- " + "so very soft " * 7, 34, "warning",
     "has 21 words (at most 20)"),
    ("no words", "- very soft saddle", "- '!!!'", 34, "error", "a seed of 'saddle' has no words"),
    ("alias", "name: Saddle", "name: *brakes", 25, "error", "aliases (*) are not allowed"),
    ("deep nesting", "name: Saddle", "name: " + "[" * 50 + "]" * 50, 25, "error",
     "nested deeper than 10 levels"),
    ("not YAML", "name: Saddle", "name: [Saddle", 26, "error", "not valid YAML"),
    ("not a mapping", SOUND, "- brakes\n- saddle\n", 1, "error", "a taxonomy is a mapping"),
    ("empty", SOUND, "{}", 1, "error", "taxonomy: 'touchpoints' is missing"),
]  # fmt: skip


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "taxonomy.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("label", "old", "new", "line", "severity", "message"), BROKEN, ids=[b[0] for b in BROKEN])
def test_a_broken_file_is_named_with_its_line(tmp_path, label, old, new, line, severity, message):
    assert old in SOUND
    problems = check(_written(tmp_path, SOUND.replace(old, new, 1)))
    assert [p for p in problems if p.line == line and p.severity == severity and message in p.message], problems


def test_a_sound_file_has_no_problem(tmp_path):
    assert check(_written(tmp_path, SOUND)) == []


def test_several_problems_come_in_the_order_of_their_lines(tmp_path):
    text = (
        SOUND.replace("no_touchpoint", "nothing").replace("phase: closure", "phase: x").replace("id: saddle", "id: A")
    )
    lines = [problem.line for problem in check(_written(tmp_path, text))]
    assert lines == sorted(lines)
    assert len(lines) >= 3


def test_names_that_yaml_takes_for_truth_values_stay_text(tmp_path):
    text = SOUND.replace("- thank you", "- no").replace("id: bikes", "id: bikes\nversion: 1.0")
    path = _written(tmp_path, text)
    assert check(path) == []
    assert parse_file(path).document["no_touchpoint"] == ["no"]
    assert parse_file(path).document["version"] == "1.0"


def test_an_extension_may_rename_a_department_but_not_replace_a_touchpoint(tmp_path):
    head = "schema: cxtext-taxonomy/1\nid: mine\nextends: core\n"
    renamed = head + "departments:\n  - {id: support, name: Help Desk}\ntouchpoints: []\n"
    assert check(_written(tmp_path, renamed)) == []
    entry = "{id: website, name: W, department: digital, stages: [use], dimension: tangibles, "
    rest = "controllability: own, seeds: [a b, c d, e f, g h, i j]}\n"
    replaced = head + "touchpoints:\n  - " + entry + rest
    [problem] = check(_written(tmp_path, replaced))
    message = "touchpoint 'website': this id stands in the core (among its touchpoints)"
    assert problem == Problem(5, "error", message)


def test_a_seed_of_the_core_may_not_stand_in_an_extension(tmp_path):
    seed = load_taxonomy().touchpoint("website").seeds[0]
    text = SOUND.replace("id: bikes", "id: bikes\nextends: core").replace("very soft saddle", seed)
    text = text[: text.index("phases:")] + text[text.index("touchpoints:") :]
    messages = [p.message for p in check(_written(tmp_path, text)) if p.severity == "error"]
    assert any("stands in 'website' and in 'saddle'" in message for message in messages), messages


@pytest.mark.parametrize("file", sorted(CORE.parent.rglob("*.yaml")), ids=lambda file: file.stem)
def test_shipped_files_have_no_problem(file):
    assert check(file) == []


def test_shipped_files_have_no_problem_together():
    assert check(load_taxonomy(pack_names())) == []


def test_an_unreadable_file_is_refused(tmp_path):
    with pytest.raises(TaxonomyError, match=r"cannot read taxonomy .*absent\.yaml"):
        check(tmp_path / "absent.yaml")
    with pytest.raises(TaxonomyError, match="larger than 2,000,000 bytes"):
        check(_written(tmp_path, "# " + "x" * 2_000_000))
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("id: café".encode("latin-1"))
    with pytest.raises(TaxonomyError, match="not UTF-8"):
        check(latin)
