"""`cxtext themes` and `cxtext train --from` as a user meets them."""

import contextlib
import io
import json
import shlex
import shutil
import sys
from dataclasses import dataclass

import polars as pl
import pytest
import yaml

from cxtext.cli import main

SUBJECTS = {
    "parcel": [
        "The parcel came {n} days late.",
        "My parcel was left in the rain, number {n}.",
        "Parcel {n} never came.",
    ],
    "app": [
        "The app crashes on page {n}.",
        "The app froze after {n} minutes.",
        "I cannot open the app since version {n}.",
    ],
    "bill": ["The invoice {n} is wrong.", "You charged my card {n} times.", "My bill rose by {n} dollars."],
    "hotline": [
        "I waited {n} minutes on the phone.",
        "Nobody answers the phone, {n} calls.",
        "The phone line was cut {n} times.",
    ],
}


@dataclass(frozen=True)
class Done:
    """What a command said, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


def cxtext(*arguments, cwd):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(cwd), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as left:
            code = left.code
    return Done(code, out.getvalue(), err.getvalue())


def write(path, numbers):
    texts = [text.format(n=n) for n in numbers for lines in SUBJECTS.values() for text in lines]
    days = [f"2026-0{1 + 2 * (i % 4)}-15" for i in range(len(texts))]
    pl.DataFrame({"review": texts, "date": days}).write_csv(path)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("themes")
    write(folder / "one.csv", range(2, 30))
    write(folder / "two.csv", range(20, 50))
    done = cxtext("train", "one.csv", "-o", "one", "--themes", "4", "--pack", "retail", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def themes(folder, model):
    shown = json.loads(cxtext("themes", "show", model, "--json", cwd=folder).stdout)
    return {t["id"]: t for t in shown["themes"] if t["id"] not in ("t999", "t000")}, shown


def test_people_decide_the_model_remembers_and_a_retraining_keeps_it(trained):
    before, _ = themes(trained, "one")
    first, second, third, *_ = before
    steps = [
        ("rename", "one", first, "Our own name", "--reason", "as we say", "--author", "Ann", "--date", "2026-03-31"),
        ("merge", "one", second, third),
        ("link", "one", first, "billing"),
        ("describe", "one", first, "What it is about."),
    ]
    for step in steps:
        done = cxtext("themes", *step, cwd=trained)
        assert done.returncode == 0, done.stderr
    now, shown = themes(trained, "one")
    assert now[first]["name"] == "Our own name"
    assert now[first]["department"] == "billing"
    assert now[second]["mentions"] == before[second]["mentions"] + before[third]["mentions"]
    assert third not in now
    log = yaml.safe_load((trained / "one" / "decisions.yaml").read_text())
    assert log == shown["decisions"]
    assert [d["action"] for d in log] == ["rename", "merge", "link", "describe"]
    assert (log[0]["date"], log[0]["reason"], log[0]["author"]) == ("2026-03-31", "as we say", "Ann")
    card = (trained / "one" / "MODEL_CARD.md").read_text()
    assert "Our own name: What it is about." in card
    assert f"rename {first}" in card

    labelled = cxtext(
        "label", "one.csv", "-o", "l.csv", "--model", "one", "--mentions", "m.csv", "--force", cwd=trained
    )
    assert labelled.returncode == 0, labelled.stderr
    mentions = pl.read_csv(trained / "m.csv").filter(pl.col("theme") == "Our own name")
    assert len(mentions) == now[first]["mentions"]
    assert set(mentions["department"]) == {"billing"}
    assert mentions["evidence"].str.starts_with("decided for the theme").all()

    done = cxtext("train", "two.csv", "-o", "two", "--themes", "4", "--from", "one", cwd=trained)
    assert done.returncode == 0, done.stderr
    assert "Decisions: 4 of 4 hold." in done.stdout
    after, _ = themes(trained, "two")
    assert set(after) == set(now)
    assert after[first]["name"] == "Our own name"
    assert after[first]["description"] == "What it is about."
    assert after[first]["department"] == "billing"

    same = cxtext("themes", "diff", "one", "two", "--on", "two.csv", "--json", cwd=trained)
    assert same.returncode == 0, same.stderr
    found = json.loads(same.stdout)
    assert found["related"]
    assert {row["kind"] for row in found["themes"]} == {"kept"}
    assert [row["period"] for row in found["history"] if row["id"] == first][::2] == [
        "Jan 2026",
        "Mar 2026",
        "May 2026",
        "Jul 2026",
    ]
    said = sum(row["before"] for row in found["history"] if row["id"] == first)
    assert said == sum(row["after"] for row in found["history"] if row["id"] == first) > 0


def test_a_file_of_decisions_is_carried_out_once_or_not_at_all(trained, tmp_path):
    write(tmp_path / "one.csv", range(2, 20))
    assert cxtext("train", "one.csv", "-o", "m", "--themes", "4", "--pack", "retail", cwd=tmp_path).returncode == 0
    found, _ = themes(tmp_path, "m")
    first, second, *_ = found
    entries = [{"action": "rename", "theme": first, "name": "New"}, {"action": "retire", "theme": "nothing such"}]
    (tmp_path / "d.yaml").write_text(yaml.safe_dump(entries))
    refused = cxtext("themes", "apply", "m", "d.yaml", cwd=tmp_path)
    assert refused.returncode == 2
    assert "decision 2 of the 2 new ones (retire nothing such): unknown theme 'nothing such'" in refused.stderr
    assert themes(tmp_path, "m")[0] == found
    entries[1]["theme"] = found[second]["name"]
    (tmp_path / "d.yaml").write_text(yaml.safe_dump(entries))
    done = cxtext("themes", "apply", "m", "d.yaml", "--date", "2026-02-01", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    after, _ = themes(tmp_path, "m")
    assert after[first]["name"] == "New"
    assert second not in after
    again = cxtext("themes", "apply", "m", "d.yaml", "--date", "2026-02-01", cwd=tmp_path)
    assert "knows every one of these decisions already" in again.stdout


MISTAKES = {
    ("themes", "rename", "nowhere", "a", "b"): "no model folder at nowhere",
    ("themes", "rename", "one", "a", "b", "--date", "31.3."): "--date '31.3.' is no date such as 2026-03-31",
    ("themes", "apply", "one", "none.yaml"): "cannot read none.yaml: No such file",
    ("themes", "update", "nowhere", "two.csv"): "no model folder at nowhere",
    ("themes", "update", "one", "none.csv"): "none.csv",
    ("themes", "update", "one", "two.csv", "--text", "reviw"): "did you mean 'review'",
    ("themes", "update", "one", "two.csv", "-o", "one"): "exists; choose another, or --force",
    ("themes", "rename", "one"): "Missing argument 'THEME'",
    ("themes", "renam", "one"): "No such command 'renam'",
    ("themes", "diff", "one", "one", "--on", "none.csv"): "none.csv",
    ("train", "two.csv", "-o", "x", "--from", "nowhere"): "no model folder at nowhere",
    ("train", "two.csv", "-o", "x", "--from", "one", "--encoder", "accurate"): "give --encoder fast",
}


@pytest.mark.parametrize("arguments", MISTAKES, ids=" ".join)
def test_a_mistake_is_one_line(trained, arguments):
    done = cxtext(*arguments, cwd=trained)
    assert done.returncode == 2
    assert MISTAKES[arguments] in done.stderr
    assert done.stderr.startswith("cxtext: ")
    assert done.stderr.count("\n") == 1
    assert not (trained / "x").exists()


def test_a_model_learns_from_tonight_once(trained, tmp_path):
    folder = shutil.copytree(trained / "one", tmp_path / "m")
    write(tmp_path / "tonight.csv", range(50, 60))
    before, _ = themes(tmp_path, "m")
    done = cxtext("themes", "update", "m", "tonight.csv", "-o", "other", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Updated once since, with 120 comments" in done.stdout
    assert themes(tmp_path, "m")[0] == before, "with -o the model stays as it is"
    done = cxtext("themes", "update", "m", "tonight.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    after, _ = themes(tmp_path, "m")
    assert {key: theme["name"] for key, theme in after.items()} == {key: t["name"] for key, t in before.items()}
    assert sum(t["comments"] for t in after.values()) > sum(t["comments"] for t in before.values()) + 100
    assert (folder / "MODEL_CARD.md").read_bytes() == (tmp_path / "other" / "MODEL_CARD.md").read_bytes()
    again = cxtext("themes", "update", "m", "tonight.csv", cwd=tmp_path)
    assert again.returncode == 2
    assert "has learnt from these 120 comments already (update 1)" in again.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m", "other", "tonight.csv"]


def test_names_of_a_command_are_decisions_and_names_of_people_stay(trained, tmp_path):
    folder = shutil.copytree(trained / "one", tmp_path / "m")
    before, shown = themes(tmp_path, "m")
    named = {d["theme"] for d in shown["decisions"] if d["action"] == "rename"}
    code = "import json,sys; about = json.load(sys.stdin); assert about['keywords']; print('Called', about['id'])"
    command = f"{shlex.quote(sys.executable)} -c {shlex.quote(code)}"
    done = cxtext("themes", "name", folder, "--with", command, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    after, shown = themes(tmp_path, "m")
    assert {key: t["name"] for key, t in after.items()} == {
        key: t["name"] if key in named else f"Called {key}" for key, t in before.items()
    }
    assert shown["decisions"][-1]["author"] == command
    assert "give --with COMMAND or --server URL" in cxtext("themes", "name", folder, cwd=tmp_path).stderr
