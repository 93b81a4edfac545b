"""`--owner-column` and `--owners` as a user meets them."""

import polars as pl
import pytest

from cxtext.cli import main

OWNERS = "schema: cxtext-owners/1\ncolumn:\n  Tier 2: aftersales\nwords:\n  blue counter: Blue counter\n"
TEXTS = ["The app crashes all the time.", "The blue counter lost my form.", "Thank you!", "My parcel came late."] * 8


@pytest.fixture
def dump(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "owners.yaml").write_text(OWNERS)
    queue = ["Tier 2", "", None, "Leeds"] * 8
    texts = [f"{text} No {i}" if i % 4 != 2 else text for i, text in enumerate(TEXTS)]
    pl.DataFrame({"queue": queue, "review": texts}).write_csv("reviews.csv")
    return tmp_path


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as end:
        main(list(arguments))
    said = capsys.readouterr()
    return end.value.code, said.out, said.err


def test_labels_say_the_owner_and_what_named_it(dump, capsys):
    arguments = ["reviews.csv", "--owner-column", "queue", "--owners", "owners.yaml", "--mentions", "mentions.csv"]
    assert run(capsys, "label", *arguments, "-o", "labelled.csv")[0] == 0
    table = pl.read_csv("labelled.csv").head(4).select("cx_owner", "cx_owner_source")
    assert table.rows() == [
        ("aftersales", "column"), ("Blue counter", "mention"), ("unowned", "none"), ("Leeds", "column"),
    ]  # fmt: skip
    assert {"owner", "owner_source"} <= set(pl.read_csv("mentions.csv").columns)
    assert run(capsys, "label", *arguments[:-1], "m2.csv", "-o", "two.csv", "--workers", "2")[0] == 0
    assert (dump / "two.csv").read_bytes() == (dump / "labelled.csv").read_bytes()
    assert run(capsys, "report", "labelled.csv", "-o", "report.xlsx")[0] == 0
    names = pl.read_excel("report.xlsx", sheet_name="Departments", engine="openpyxl")[:, 0].to_list()
    assert set(names) == {"Returns, Refunds & Warranty", "Blue counter", "Leeds", "Unowned"}
    assert names[-1] == "Unowned"


def test_a_run_reports_by_owner(dump, capsys):
    code, _, _ = run(capsys, "run", "reviews.csv", "--owner-column", "queue", "--owners", "owners.yaml", "-o", "out")
    assert code == 0
    html = (dump / "out" / "report.html").read_text(encoding="utf-8")
    assert "Unowned are comments of which nothing says who could" in html
    assert "Leeds" in html


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--owner-column", "queu"], "unknown column for --owner-column 'queu'; did you mean 'queue'?"),
        (["--owners", "nothere.yaml"], "cannot read file of owners 'nothere.yaml'"),
        (["--owners", "reviews.csv"], "a file of owners is a mapping that begins with 'schema:'"),
    ],
)
@pytest.mark.parametrize("command", ["run", "label"])
def test_a_mistake_is_one_line_before_the_work(dump, capsys, command, arguments, message):
    code, out, err = run(capsys, command, "reviews.csv", "-o", "out.csv", *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert len(err.splitlines()) == 1
    assert not (dump / "out.csv").exists()


@pytest.mark.parametrize("command", ["run", "label"])
def test_a_column_of_keys_names_no_owners(dump, capsys, command):
    rows = [{"review": f"The parcel number {n} came late.", "case": f"C-{n}"} for n in range(120)]
    pl.DataFrame(rows).write_csv("cases.csv")
    code, _, err = run(capsys, command, "cases.csv", "-o", "out.csv", "--owner-column", "case")
    assert code == 2
    assert "--owner-column 'case' holds 120 different values in 120 rows: it names no owners; take a queue" in err
    assert not (dump / "out.csv").exists()


def test_explain_names_the_owner_and_the_words(dump, capsys):
    code, out, _ = run(capsys, "explain", "The blue counter lost my form.", "--owners", "owners.yaml")
    assert code == 0
    assert "Owner:      Blue counter (named in the text)" in out
    assert "owner       Blue counter (named in the text: “blue counter”)" in out
