"""The commands of the insight room as a user meets them, on labelled output that was written without the model."""

import csv
import dataclasses
import importlib.util
import io
import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from cxtext.cli import main
from cxtext.insight.analysis_definitions import ANALYSES
from cxtext.jobs.columns import labelled_table
from cxtext.write import open_writer

TABLES = Path(__file__).parents[1] / "insight" / "tables.py"
OF_OLD = pl.exclude("^(cx_)?facets?(_evidence)?$")  # as a version wrote that knew no facets
HIDDEN = ("Secret theme", "secret_place", "tiny plan", "secret words")  # of four comments each
FILES = {
    "personas.yaml": """
schema: cxtext-personas/1
personas:
  - {name: Anne, traits: {age: "35"}, query: "plan = 'gold'"}
  - {name: John, query: days >= 4}
  - {name: tiny plan, query: "plan = 'tiny plan'"}
""",
    "principles.yaml": """
schema: cxtext-principles/1
principles:
  - {statement: We are on time, themes: [Delivery], touchpoints: [courier]}
  - {statement: Nobody knows, themes: [Secret theme]}
""",
    "plan.yaml": "schema: cxtext-priorities/1\ntopics:\n  - {name: Price, controllability: partner, owner: Sales}\n",
}
COMMANDS = {
    "mix": ("mix", "--by", "plan", "--before", "date < '2025-03-01'", "--after", "date >= '2025-03-01'"),
    "segments": ("segments", "--by", "plan"),
    "personas": ("segments", "--personas", "personas.yaml"),
    "by persona": ("metrics", "--personas", "personas.yaml", "--by", "persona,theme"),
    "journey": ("journey", "--channel", "plan", "--lost", "plan = 'tiny plan'"),
    "practical": ("practical", "--column", "days", "--metric", "mean_rating"),
    "priorities": ("priorities", "--plan", "plan.yaml"),
    "actions": ("actions", "--add", "2"),
    "principles": ("principles", "--file", "principles.yaml"),
    "effect": ("effect", "--at", "2025-03-03", "--topic", "Delivery", "--control", "Price"),
    "effect of groups": ("effect", "--at", "2025-03-03", "--treated", "plan = 'gold'", "--untreated", "plan = 'free'"),
    "together": ("together",),
    "changes": ("changes", "--segment", "plan", "--unit", "month"),
    "asked about": ("changes", "--ask", "price", "--unit", "month"),
    "quotes": ("quotes", "--topic", "Delivery", "--which", "typical,strongest,random"),
}


def _rows(random):
    effects = {"negative": -2, "positive": 1, "neutral": 0}
    for number in range(500):
        said = []
        for name, place, stage in (
            ("Delivery", "courier", "use"),
            ("Price", "price", "purchase"),
            ("Staff", "desk", "get_help"),
        ):
            if random.random() < 0.4:
                mood = str(random.choice(list(effects)))
                score = {"negative": -0.6, "positive": 0.6, "neutral": 0.0}[mood]
                words = f"{name} number {number} was {mood} that day"
                said.append(
                    {
                        "theme": name,
                        "touchpoint": place,
                        "stage": stage,
                        "sentiment": mood,
                        "score": score,
                        "text": words,
                    }
                )
        secret = number % 160 == 7
        if secret:
            said.append(
                {
                    "theme": HIDDEN[0],
                    "touchpoint": HIDDEN[1],
                    "stage": "use",
                    "sentiment": "negative",
                    "text": HIDDEN[3],
                }
            )
        rating = np.clip(round(7 + sum(effects[one["sentiment"]] for one in said) + random.normal()), 0, 10)
        plan = HIDDEN[2] if secret else "gold" if number % 3 else "free"
        yield {
            "day": number // 5,
            "rating": float(rating),
            "said": said,
            "plan": plan,
            "days": int(random.integers(1, 8)),
        }


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder as `run` writes it, with the files that people write beside it."""
    spec = importlib.util.spec_from_file_location("tables", TABLES)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    labelled = module.labelled(list(_rows(np.random.default_rng(0))), own=("plan", "days"))
    place = tmp_path_factory.mktemp("insight")
    (place / "out").mkdir()
    rows = labelled.rows.hstack(labelled.comments.select("rating", "date", "source"))
    for name, table in (
        ("comments.csv", labelled_table(dataclasses.replace(labelled, rows=rows), with_id=True).select(OF_OLD)),
        ("mentions.csv", labelled.mentions.select(OF_OLD)),
    ):
        with open_writer(place / "out" / name) as writer:
            writer.write(table)
    for name, text in FILES.items():
        (place / name).write_text(text)
    return place


def said(capsys, monkeypatch, folder, command, *more):
    monkeypatch.chdir(folder)
    Path("actions.yaml").unlink(missing_ok=True)
    with pytest.raises(SystemExit) as end:
        main([command[0], "out", *command[1:], *more])
    return end.value.code, *capsys.readouterr()


def numbers(content):
    """Every number with an interval in a JSON."""
    if isinstance(content, dict):
        if {"metric", "value", "low", "high", "n", "cell"} <= set(content):
            yield content
        for part in content.values():
            yield from numbers(part)
    elif isinstance(content, list):
        for part in content:
            yield from numbers(part)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=list(COMMANDS))
def test_no_format_tells_what_is_hidden_and_every_number_is_defined(folder, capsys, monkeypatch, command):
    code, table, err = said(capsys, monkeypatch, folder, command)
    assert code == 0, err
    assert "\x1b" not in table
    _, text, _ = said(capsys, monkeypatch, folder, command, "--format", "json")
    content = json.loads(text)
    _, lines, _ = said(capsys, monkeypatch, folder, command, "--format", "csv")
    assert len(list(csv.DictReader(io.StringIO(lines)))) > 0
    written = "".join(part for part in (table, text, lines))
    if command[0] == "principles":
        written = written.replace(HIDDEN[0], "")  # the user's own link to it; nothing more may be said of it
    hidden = HIDDEN if "--lost" not in command else HIDDEN[:2]
    assert not [name for name in hidden if name in written]
    for number in numbers(content):
        assert number["metric"] in content["definitions"], number
        assert number["metric"] in ANALYSES
        assert number["n"] is None or number["n"] == 0 or number["n"] >= 5, number
        if number["value"] is None:
            assert number["low"] is None
            assert number["high"] is None
            assert number["reason"]
        else:
            assert number["low"] <= number["value"] <= number["high"]


def test_two_runs_are_the_same_bytes(folder, capsys, monkeypatch):
    for name in ("mix", "quotes"):
        command = COMMANDS[name]
        first = said(capsys, monkeypatch, folder, command, "--format", "json")
        assert said(capsys, monkeypatch, folder, command, "--format", "json") == first


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (("mix", "--by", "plans"), "--by: unknown column 'plans'; did you mean 'plan'"),
        (("mix", "--by", "plan", "--before", "days < 3"), "--before and --after go together"),
        (("mix", "--by", "plan", "--metric", "npss"), "did you mean 'nps'"),
        (("segments",), "segments needs a column (--by) or a file of personas"),
        (("segments", "--by", "plan", "--metric", "high_effort"), "labelled without facets"),
        (("segments", "--personas", "persona.yaml"), "cannot read personas file 'persona.yaml'"),
        (("metrics", "--by", "persona"), "of which personas"),
        (("practical",), "practical needs a column"),
        (("practical", "--column", "plan"), "column 'plan' holds no number"),
        (("practical", "--column", "days", "--join", "x.csv"), "--join and --on go together"),
        (("practical", "--column", "days", "--join", "x.csv", "--on", "plan"), "x.csv"),
        (("priorities", "--by", "thema"), "did you mean 'theme'"),
        (("callbacks",), "labelled without facets"),
        (("principles", "--file", "none.yaml"), "none.yaml"),
        (("effect", "--at", "March"), "--at 'March' is no day such as 2025-03-10"),
        (("effect", "--at", "2025-03-03"), "needs a --topic"),
        (("together", "--by", "themes"), "did you mean 'theme'"),
        (("changes", "--segment", "plann"), "did you mean 'plan'"),
        (("changes", "--ask", "Delivry"), "--ask: unknown theme 'Delivry'; did you mean 'Delivery'?"),
        (("changes", "--ask", "Price", "--segment", "plan"), "leave out --segment"),
        (("quotes", "--which", "tipical"), "did you mean 'typical'"),
        (("quotes", "--topic", "Delivry"), "did you mean 'Delivery'"),
    ],
)
def test_a_mistake_is_one_line(folder, capsys, monkeypatch, command, message):
    code, out, err = said(capsys, monkeypatch, folder, command)
    assert (code, out) == (2, "")
    assert message in err
    assert len([line for line in err.splitlines() if line]) == 1


def test_another_table_is_joined(folder, capsys, monkeypatch):
    (folder / "plans.csv").write_text("plan,fee\nfree,0\ngold,9\n")
    command = ("practical", "--column", "fee", "--metric", "mean_rating", "--join", "plans.csv", "--on", "plan")
    code, out, err = said(capsys, monkeypatch, folder, command)
    assert code == 0, err
    assert "4 of 500 comments have no record in plans.csv." in err
    assert [line.split()[:2] for line in out.splitlines() if line.startswith("fee  ")] == [["fee", "0"], ["fee", "9"]]


def test_actions_are_added_once(folder, capsys, monkeypatch):
    _, out, err = said(capsys, monkeypatch, folder, ("actions", "--add", "2"))
    assert err.startswith("Added to actions.yaml: ")
    assert out.count("open (new)") == 2
    before = Path("actions.yaml").read_text()
    with pytest.raises(SystemExit):
        main(["actions", "out"])
    assert Path("actions.yaml").read_text() == before
    assert "(new)" not in capsys.readouterr().out


def test_merged_themes_are_exactly_the_union(folder, capsys, monkeypatch):
    """Of two themes called alike, every count is that of the comments that speak of either."""
    mentions = pl.read_csv(folder / "out" / "mentions.csv")
    both = mentions.with_columns(pl.col("theme").replace({"Price": "Delivery"}))
    union = both.filter(pl.col("theme") == "Delivery")["comment_id"].n_unique()
    comments = pl.read_csv(folder / "out" / "comments.csv", infer_schema_length=0)
    lists = (
        both.drop_nulls("theme")
        .group_by("comment_id")
        .agg(pl.col("theme").unique().sort().str.join("|").alias("cx_themes"))
    )
    joined = comments.drop("cx_themes").join(lists.cast(pl.String), left_on="cx_id", right_on="comment_id", how="left")
    (folder / "merged").mkdir(exist_ok=True)
    joined.write_csv(folder / "merged" / "comments.csv")
    both.write_csv(folder / "merged" / "mentions.csv")
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit):
        main(["segments", "merged", "--by", "plan", "--format", "json"])
    topic = next(
        t for t in json.loads(capsys.readouterr().out)["topics"] if t["name"] == "Delivery" and t["metric"] == "share"
    )
    assert topic["here"]["n"] + topic["elsewhere"]["n"] == union
