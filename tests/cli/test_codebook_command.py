"""Learning a coding frame, giving it and choosing what to label next, as a user meets them."""

import json

import polars as pl
import pytest

from cxtext.cli import main
from cxtext.schema import LIST_SEPARATOR
from tests.pipeline.test_coding import rows


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return end.value.code, said.out, said.err


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("codebook")
    table = pl.DataFrame(rows())
    both = [
        {"text": f"{a['text']} and {b['text']}", "code": "Price | delivery ", "id": f"b{i}"}
        for i, (a, b) in enumerate(zip(rows()[::2], rows()[1::2], strict=True))
    ]
    pl.DataFrame([*table.to_dicts(), *both]).write_csv(place / "coded.csv")
    table.drop("code").write_csv(place / "new.csv")
    return place


@pytest.fixture(scope="module")
def model(folder):
    with pytest.raises(SystemExit) as end:
        main(["train", str(folder / "coded.csv"), "--labels", "code", "-o", str(folder / "model")])
    assert end.value.code == 0
    return folder / "model"


def test_train_prints_the_learning_curve(folder, capsys):
    code, out, err = run(capsys, "train", folder / "coded.csv", "--labels", "code", "-o", folder / "again")
    assert code == 0, err
    assert "Codes: 2 learnt from column 'code' (several codes a comment" in out
    assert "Macro-F1 by labelled comments learnt from: " in out
    assert "nother 100 labels would bring" in out


def test_label_writes_codes_and_report_reads_the_file(folder, model, capsys):
    out = folder / "out.csv"
    assert run(capsys, "label", folder / "new.csv", "-o", out, "--model", model, "--force")[0] == 0
    table = pl.read_csv(out)
    assert table.columns[-2:] == ["cx_codes", "cx_code_scores"]
    assert set(LIST_SEPARATOR.join(table["cx_codes"].drop_nulls()).split(LIST_SEPARATOR)) == {"Delivery", "Price"}
    assert run(capsys, "report", out, "-o", folder / "out.md", "--force")[0] == 0


def test_codes_are_refused_a_column_that_is_there(folder, model, capsys):
    pl.read_csv(folder / "new.csv").with_columns(cx_codes=pl.lit("mine")).write_csv(folder / "taken.csv")
    code, _, err = run(capsys, "label", folder / "taken.csv", "-o", folder / "taken_out.csv", "--model", model)
    assert code == 2
    assert "already has a column 'cx_codes'" in err
    assert run(capsys, "label", folder / "taken.csv", "-o", folder / "taken_out.csv")[0] == 0  # no codebook, no clash


def test_suggest_writes_a_table_to_fill_in(folder, model, capsys):
    out = folder / "next.csv"
    code, said, err = run(capsys, "suggest", folder / "new.csv", "--model", model, "-n", 8, "-o", out, "--force")
    assert code == 0, err
    assert "8 comments; fill in the column 'label'" in said
    table = pl.read_csv(out, infer_schema_length=None)
    assert table.columns == ["id", "text", "codes", "code_scores", "uncertainty", "label"]
    assert len(table) == 8
    assert set(table["id"]) <= {row["id"] for row in rows()}


def test_suggest_shows_comments_where_no_output_is_named(folder, model, capsys):
    code, said, _ = run(capsys, "suggest", folder / "new.csv", "--model", model, "-n", 3)
    assert code == 0
    assert len(said.splitlines()) == 3


def test_explain_says_why(model, capsys):
    code, said, _ = run(capsys, "explain", "the fee is too high", "--model", model)
    assert code == 0
    assert "Code:       Price: given" in said
    assert "near “" in said
    code, said, _ = run(capsys, "explain", "the fee is too high", "--model", model, "--json")
    assert json.loads(said)["codes"][0]["code"] == "Price"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["train", "coded.csv", "--labels", "cod", "-o", "m2"], "--labels: unknown column 'cod'; did you mean 'code'?"),
        (["train", "coded.csv", "--labels", "id", "-o", "m2"], "free text or an id"),
        (["suggest", "new.csv", "--labels", "cod"], "--labels: unknown column 'cod'"),
        (["suggest", "new.csv", "-n", "0"], "greater than or equal to 1"),
        (["suggest", "new.csv", "-o", "x.doc"], ".doc"),
        (["suggest", "new.csv", "-o", "new.csv", "--force"], "new.csv"),
        (["suggest", "new.csv", "--model", "nowhere"], "no model folder at nowhere"),
    ],
)
def test_a_mistake_is_one_line(folder, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(folder)
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert said in err.splitlines()[-1]
    assert not (folder / "m2").exists()
