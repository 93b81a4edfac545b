"""The commands as a user meets them: a real process, its exit code, its one line."""

import json
import re
import subprocess
import sys

import polars as pl
import pytest

from cxtext.cli import main

COMMANDS = ("run", "label", "train", "report", "explain", "demo")
HEAVY = ("spacy", "sklearn", "polars", "numpy", "scipy", "rich.progress", "jinja2", "tokenizers")


def cxtext(*arguments, cwd=None, stdin=""):
    return subprocess.run(
        [sys.executable, "-m", "cxtext", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        input=stdin,
        check=False,
    )


@pytest.fixture
def dump(tmp_path):
    path = tmp_path / "reviews.csv"
    texts = [
        "The food was cold.",
        "Lovely staff but a long wait.",
        "The app crashes all the time.",
        "My parcel came late.",
    ] * 10
    pl.DataFrame({"review": [f"{t} No {i}" for i, t in enumerate(texts)], "stars": [2, 4, 1, 3] * 10}).write_csv(path)
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command):
    done = cxtext(command, "--help")
    assert done.returncode == 0
    assert f"cxtext {command}" in done.stdout


def test_help_names_every_command():
    done = cxtext("--help")
    assert done.returncode == 0
    assert all(f"  {command} " in done.stdout for command in COMMANDS)


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nfrom cxtext.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1]
    assert not [name for name in HEAVY if f"'{name}'" in loaded]


def test_version():
    from cxtext import __version__

    assert cxtext("--version").stdout.strip() == f"cxtext {__version__}"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "nowhere.csv"], "nowhere.csv"),
        (["run", "."], "folder"),
        (["run", "reviews.csv", "--text", "reveiw"], "'reveiw'.*review"),
        (["run", "reviews.csv", "--themes", "many"], "--themes 'many' is neither a whole number from 1 nor 'auto'"),
        (["run", "reviews.csv", "--pack", "travle"], "unknown pack 'travle'; did you mean 'travel'"),
        (["run", "reviews.csv", "--sentiment", "magic"], "unknown sentiment model 'magic'"),
        (["run", "reviews.csv", "--spacy-model", "xx_none"], "no spaCy pipeline 'xx_none' is installed"),
        (["run", "reviews.csv", "--model", "nowhere"], "no model folder at nowhere"),
        (["run", "reviews.csv", "--config", "no.toml"], "cannot read settings no.toml"),
        (["run", "reviews.csv", "-o", "."], "current folder"),
        (["label", "reviews.csv", "-o", "out.doc"], "unknown output format '.doc'"),
        (["label", "reviews.csv", "-o", "reviews.csv"], "exists already.*--force"),
        (["label", "reviews.csv", "-o", "out.csv", "--workers", "two"], "--workers"),
        (["label", "reviews.csv"], "--output"),
        (["report", "reviews.csv", "-o", "r.html"], "it is no labelled output"),
        (["report", "reviews.csv", "-o", "r.pdf"], "unknown report format '.pdf'"),
        (["explain"], "TEXT"),
        (["demo", "nsh"], "unknown sample 'nsh'; did you mean 'nhs'"),
        (["rum", "reviews.csv"], "rum"),
        (["run", "reviews.csv", "--outptu", "x"], "--outptu"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(dump, arguments, message, capsys, monkeypatch):
    monkeypatch.chdir(dump.parent)
    before = sorted(p.name for p in dump.parent.iterdir())
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    said = capsys.readouterr().err
    lines = [line for line in said.splitlines() if line.startswith("cxtext:")]
    assert len(lines) == 1
    assert re.search(message, lines[0])
    assert sorted(p.name for p in dump.parent.iterdir()) == before


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "empty"), (b"a,b\n", "no rows|no records|nothing"), (b"x,y\n1,2\n3,4\n", "--text")],
)
def test_an_input_without_text_is_one_line(tmp_path, content, message):
    (tmp_path / "in.csv").write_bytes(content)
    done = cxtext("run", "in.csv", cwd=tmp_path)
    assert done.returncode == 2
    assert re.search(message, done.stderr)
    assert "Traceback" not in done.stderr


def test_the_whole_way(dump):
    folder = dump.parent
    done = cxtext("run", "reviews.csv", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Read 40 records: 40 labelled, 0 rejected." in done.stdout
    assert "cxtext-reviews/report.html" in done.stdout
    assert "text = 'review'" in done.stderr

    done = cxtext(
        "label", "reviews.csv", "-o", "out.csv", "--model", "cxtext-reviews/model", "--mentions", "m.csv", cwd=folder
    )
    assert done.returncode == 0, done.stderr
    assert "Read 40 rows: 40 labelled, 0 rejected." in done.stdout

    done = cxtext("report", "out.csv", "--mentions", "m.csv", "-o", "r.md", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "r.md").read_text().startswith("# ")

    done = cxtext("train", "reviews.csv", "-o", "model", "--themes", "3", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Model: model" in done.stdout

    done = cxtext("explain", "The food was cold but the staff were lovely.", "--model", "model", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Mention 2:" in done.stdout


def test_standard_input(dump):
    done = cxtext("label", "-", "-o", "out.jsonl", cwd=dump.parent, stdin=dump.read_text())
    assert done.returncode == 0, done.stderr
    assert len((dump.parent / "out.jsonl").read_text().splitlines()) == 40


def test_the_samples_are_listed():
    done = cxtext("demo", "--list")
    assert done.returncode == 0
    assert done.stdout.startswith("nhs ")


def test_explain_shows_each_step_without_what_was_masked():
    text = "Sarah Jones said it&#39;s <b>FINE</b>, mail jo&#64;example.org 😡 but the room was coooold"
    done = cxtext("explain", text)
    assert done.returncode == 0, done.stderr
    for line in (
        "Masked:     1 EMAIL, 1 NAME",
        "cleaned     character references resolved: ",
        "cleaned     mark-up left out: ",
        "seen as     but the room was coold",
    ):
        assert line in done.stdout, done.stdout
    found = json.loads(cxtext("explain", text, "--json").stdout)
    assert found["masked"] == {"EMAIL": 1, "NAME": 1}
    assert found["mentions"][0]["cleaned"][0]["step"] == "character references resolved"
    for secret in ("Jones", "example.org"):
        assert secret not in done.stdout + json.dumps(found)


def test_explain_shows_evidence():
    done = cxtext("explain", "I was on hold for an hour and the agent was rude to jo@example.org.")
    assert done.returncode == 0, done.stderr
    assert "jo@example.org" not in done.stdout
    assert "because it is near" in done.stdout
