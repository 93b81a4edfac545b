"""drivers, metrics and changes as a user meets them, on labelled output that was written without the model."""

import csv
import dataclasses
import importlib.util
import io
import json
import re
from pathlib import Path

import pytest

from cxtext.cli import main
from cxtext.jobs.columns import labelled_table
from cxtext.write import open_writer

SIMULATED = Path(__file__).parents[1] / "insight" / "simulated_scores.py"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder as `run` writes it: comments and mentions."""
    spec = importlib.util.spec_from_file_location("simulated_scores", SIMULATED)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    labelled = module.scored(700, seed=1, customers=300, themes={"Rare": 0.003})
    place = tmp_path_factory.mktemp("labelled")
    rows = labelled.rows.hstack(labelled.comments.select("rating", "date", "source"))
    for name, table in (
        ("comments.csv", labelled_table(dataclasses.replace(labelled, rows=rows), with_id=True)),
        ("mentions.csv", labelled.mentions),
    ):
        with open_writer(place / name) as writer:
            writer.write(table)
    return place


def said(capsys, *arguments):
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    return end.value.code, *capsys.readouterr()


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (("drivers", "--customer", "customer"), "Waiting time"),
        (("metrics", "--by", "source"), "phone"),
        (("metrics", "--by", "theme", "--customer", "customer"), "of 267 customers"),
        (("changes", "--unit", "week"), "no reliable change"),
    ],
)
def test_tables_are_plain_where_there_is_no_terminal(folder, capsys, command, expected):
    code, out, _ = said(capsys, command[0], folder, *command[1:])
    assert code == 0
    assert expected in out
    assert "\x1b" not in out
    assert "causes" not in out


def test_associated_not_caused(folder, capsys):
    _, out, _ = said(capsys, "drivers", folder)
    assert "associated with the score" in out


@pytest.mark.parametrize("command", ["drivers", "metrics", "changes"])
def test_json_and_csv_hold_the_same_numbers(folder, capsys, command):
    more = ("--by", "theme") if command == "metrics" else ()
    _, out, _ = said(capsys, command, folder, "--format", "json", *more)
    content = json.loads(out)
    rows = content[{"drivers": "drivers", "metrics": "rows", "changes": "topics"}[command]]
    _, out, _ = said(capsys, command, folder, "--format", "csv", *more)
    lines = list(csv.DictReader(io.StringIO(out)))
    assert [line.get("name") or line.get("theme") for line in lines] == [
        row.get("name") or row["names"][0] for row in rows
    ]
    assert content["definitions"]
    assert "Rare" not in out  # fewer than five comments


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (("drivers", "--score", "ratin"), "did you mean 'rating'"),
        (("drivers", "--by", "them"), "did you mean 'theme'"),
        (("drivers", "--customer", "kunde"), "unknown column for --customer"),
        (("drivers", "--format", "tabel"), "did you mean 'table'"),
        (("drivers", "--scale", "10"), "is not two numbers such as 1:5"),
        (("drivers", "--coding", "npss"), "did you mean 'nps'"),
        (("metrics", "--metric", "npss"), "did you mean 'nps'"),
        (("metrics", "--by", "sorce"), "did you mean 'source'"),
        (("metrics", "--metric", "ces"), "ces needs answers from 1 to 7"),
        (("changes", "--unit", "weeks"), "did you mean 'week'"),
    ],
)
def test_a_mistake_is_one_line(folder, capsys, command, message):
    code, out, err = said(capsys, command[0], folder, *command[1:])
    assert code == 2
    assert message in err
    assert not out
    assert len([line for line in err.splitlines() if line]) == 1


def test_two_runs_are_the_same_bytes(folder, capsys):
    first = said(capsys, "drivers", folder, "--format", "json")
    assert said(capsys, "drivers", folder, "--format", "json") == first


def test_scores_outside_the_scale_are_left_out_and_counted(folder, capsys):
    _, out, err = said(capsys, "metrics", folder, "--scale", "5:10", "--metric", "mean_rating")
    assert "lie outside the scale 5 to 10: left out" in err
    assert "rating from 5 to 10" in out


@pytest.mark.parametrize("columns", ["60", "125", "200"])
def test_a_narrow_terminal_cuts_nothing_off(folder, capsys, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    _, plain, _ = said(capsys, "drivers", folder)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    _, out, _ = said(capsys, "drivers", folder)
    intervals = re.findall(r"\[[-+].*?\]", plain)
    assert intervals
    assert sorted(re.findall(r"\[[-+].*?\]", out)) == sorted(intervals)
    assert "…" not in out
