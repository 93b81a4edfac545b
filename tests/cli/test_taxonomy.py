"""`cxtext taxonomy` as a user meets it."""

import json
from pathlib import Path

import polars as pl
import pytest

from cxtext.cli import main
from cxtext.taxonomy.document import JSON_SCHEMA
from cxtext.taxonomy.taxonomy import load_taxonomy

OWN = """\
schema: cxtext-taxonomy/1
id: bikes
extends: core
departments:
  - {id: workshop, name: Workshop}
touchpoints:
  - id: brakes
    name: Brakes
    department: workshop
    stages: [use]
    dimension: reliability
    controllability: own
    seeds: [the brakes squeal, no bite in the rain, brake pads wear out, it brakes at once, brakes are superb]
"""


@pytest.fixture
def own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bikes.yaml").write_text(OWN)
    return tmp_path / "bikes.yaml"


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as end:
        main(["taxonomy", *arguments])
    said = capsys.readouterr()
    return end.value.code, said.out, said.err


def test_a_sound_file_is_said_to_be_so(own, capsys):
    assert run(capsys, "check", "bikes.yaml") == (0, "bikes.yaml: nothing wrong\n", "")


def test_errors_come_with_their_lines_and_the_exit_code_2(own, capsys):
    own.write_text(OWN.replace("department: workshop", "department: workshp").replace("the brakes", "The brakes"))
    code, out, _ = run(capsys, "check", "bikes.yaml")
    assert code == 2
    assert out.splitlines()[0].startswith("bikes.yaml:9: error: touchpoint 'brakes': unknown department 'workshp'; did")
    assert out.splitlines()[1].startswith("bikes.yaml:13: warning: seed 'The brakes squeal'")
    assert out.splitlines()[2] == "bikes.yaml: 1 error, 1 warning"
    code, out, _ = run(capsys, "check", "bikes.yaml", "--json")
    assert (code, [p["line"] for p in json.loads(out)]) == (2, [9, 13])


def test_a_touchpoint_that_feedback_never_speaks_of_is_warned_of(own, capsys, tmp_path):
    pl.DataFrame({"review": ["The parcel came late.", "Nobody answers the phone.", "I love it."] * 5}).write_csv(
        "reviews.csv"
    )
    code, out, _ = run(capsys, "check", "bikes.yaml", "--on", "reviews.csv")
    assert code == 0
    assert "bikes.yaml:7: warning: touchpoint 'brakes' is not reached: none of the 15 mentions in reviews.csv" in out
    pl.DataFrame({"review": ["The brakes squeal.", "Nobody answers the phone."] * 5}).write_csv("reviews.csv")
    assert run(capsys, "check", "bikes.yaml", "--on", "reviews.csv")[1] == "bikes.yaml: nothing wrong\n"


def test_the_tree_names_departments_touchpoints_seeds_and_stages(own, capsys):
    code, out, _ = run(capsys, "show", "bikes.yaml")
    assert code == 0
    assert out.startswith("bikes: 46 touchpoints of 13 departments")
    department = out.splitlines().index("Workshop (workshop)")
    assert out.splitlines()[department + 1].split() == ["brakes", "Brakes", "5", "seeds", "use"]


def test_json_of_show_is_the_taxonomy(capsys):
    code, out, _ = run(capsys, "show", "--json", "--pack", "retail")
    assert code == 0
    assert json.loads(out) == json.loads(json.dumps(load_taxonomy(["retail"]).to_json()))


def test_one_touchpoint_is_shown_with_its_seeds_by_number(own, capsys):
    code, out, _ = run(capsys, "show", "bikes.yaml", "--touchpoint", "brakes")
    assert code == 0
    assert out.splitlines()[:2] == ["Brakes (brakes)", "  department       Workshop"]
    touchpoint = next(t for t in load_taxonomy(path=Path("bikes.yaml")).touchpoints if t.id == "brakes")
    assert out.splitlines()[-1] == f"  brakes:{len(touchpoint.seeds)}  {touchpoint.seeds[-1]}"
    as_json = json.loads(run(capsys, "show", "bikes.yaml", "--touchpoint", "brakes", "--json")[1])
    assert tuple(as_json["seeds"]) == touchpoint.seeds


def test_a_difference_is_a_line(own, capsys):
    code, out, _ = run(capsys, "diff", "default", "bikes.yaml")
    assert (code, out) == (0, "+ touchpoint brakes: Brakes\n+ department workshop: Workshop\n")
    assert run(capsys, "diff", "retail", "retail")[1] == "no difference\n"


def test_the_schema_is_printed_as_it_ships(capsys):
    assert run(capsys, "schema")[1] == JSON_SCHEMA.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "nothere.yaml"], "cannot read taxonomy 'nothere.yaml'"),
        (["check", "bikes.yaml", "--on", "nothere.csv"], "nothere.csv"),
        (["show", "retial"], "did you mean 'retail'?"),
        (["show", "--pack", "retial"], "--pack: unknown pack 'retial'"),
        (["show", "--touchpoint", "websit"], "--touchpoint: unknown touchpoint 'websit'; did you mean 'website'?"),
        (["chek", "bikes.yaml"], "Did you mean 'check'"),
        (["init", "reviews.csv", "-o", "bikes.yaml"], "exists already; replace it with --force"),
        (["init", "reviews.csv", "-o", "reviews.csv", "--force"], "same file as the input"),
    ],
)
def test_a_mistake_is_one_line(own, capsys, arguments, message):
    pl.DataFrame({"review": ["The parcel came late."]}).write_csv("reviews.csv")
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert len(err.splitlines()) == 1


def test_a_taxonomy_begun_from_feedback_checks_without_an_error(tmp_path, capsys, monkeypatch, nhs):
    monkeypatch.chdir(tmp_path)
    nhs.rows.head(600).write_csv("nhs.csv")
    code, out, _ = run(capsys, "init", "nhs.csv", "-o", "own.yaml", "--text", "text")
    assert code == 0
    assert "proposed; departments are to be filled in" in out
    first = (tmp_path / "own.yaml").read_bytes()
    code, out, _ = run(capsys, "check", "own.yaml")
    assert code == 0
    assert "has no department yet" in out
    run(capsys, "init", "nhs.csv", "-o", "own.yaml", "--text", "text", "--force")
    assert (tmp_path / "own.yaml").read_bytes() == first
