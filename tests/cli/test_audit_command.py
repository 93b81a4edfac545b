import csv
import json

import pytest
from sklearn.metrics import precision_recall_fscore_support

from cxtext.cli import main


@pytest.fixture
def labelled(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    said = ("The parcel came late.", "Lovely staff in the shop.", "The app crashes.", "Call me on 07700 900123")
    lines = [f"{said[i % 4]} No {i},{1 + i % 5}\n" for i in range(60)]
    (tmp_path / "in.csv").write_text("text,stars\n" + "".join(lines))
    with pytest.raises(SystemExit, match="0"):
        main(["label", "in.csv", "-o", "out.csv"])
    capsys.readouterr()
    return tmp_path


def run(capsys, *arguments, code=0):
    with pytest.raises(SystemExit, match=str(code)):
        main(["audit", *arguments])
    return capsys.readouterr()


def test_from_a_sample_to_scores(labelled, capsys):
    said = run(capsys, "sample", "out.csv", "-o", "audit.csv", "-n", "20").out
    assert "20 of 60 comments" in said
    assert "900123" not in (labelled / "audit.csv").read_text(encoding="utf-8-sig")
    run(capsys, "sample", "out.csv", "-o", "audit.csv", code=2)
    rows = list(csv.DictReader((labelled / "audit.csv").read_text(encoding="utf-8-sig").splitlines()))
    for row in rows:
        row["sentiment"] = "negative"
    with (labelled / "audit.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    shown = run(capsys, "score", "audit.csv").out
    assert "sentiment: 20 answered, 0 empty" in shown
    assert "theme: fewer than 10 answers" in shown
    content = json.loads(run(capsys, "score", "audit.csv", "--format", "json").out)
    assert [aspect["aspect"] for aspect in content["aspects"]] == ["sentiment"]


def test_the_figures_are_scikit_learns_on_the_exported_sheet(labelled, capsys):
    run(capsys, "sample", "out.csv", "-o", "all.csv", "-n", "60", "--ask", "sentiment", "--show")
    rows = list(csv.DictReader((labelled / "all.csv").read_text(encoding="utf-8-sig").splitlines()))
    for n, row in enumerate(rows):
        row["sentiment"] = ("negative", "neutral", "positive")[n % 3]
    with (labelled / "all.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    found = json.loads(run(capsys, "score", "all.csv", "--format", "json").out)["aspects"][0]["labels"]
    people, machine = ([row[name] for row in rows] for name in ("sentiment", "machine_sentiment"))
    names = [label["label"] for label in found]
    truth = precision_recall_fscore_support(people, machine, labels=names, zero_division=0)
    for k, label in enumerate(found):
        told = [label[part]["value"] or 0 for part in ("precision", "recall", "f1")]
        assert told == pytest.approx([part[k] for part in truth[:3]])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("sample", "out.csv", "-o", "a.doc"), "a.doc: unknown sheet '.doc' (known: .csv, .html, .xlsx)"),
        (("sample", "out.csv", "-o", "a.csv", "--ask", "themes"), "unknown --ask 'themes'; did you mean 'theme'?"),
        (("sample", "nowhere.csv", "-o", "a.csv"), "nowhere.csv"),
        (("score", "nowhere.xlsx"), "there is no nowhere.xlsx.key.json, which `cxtext audit sample` wrote"),
        (("score", "a.doc"), "a.doc: answers are read from .xlsx or .csv"),
    ],
)
def test_refusals(labelled, capsys, arguments, message):
    said = run(capsys, *arguments, code=2).err
    assert message in said
    assert len(said.splitlines()) == 1
