"""A folder of dumps as INPUT, as a user meets it."""

import json

import polars as pl
import pytest

from cxtext.cli import main


def test_files_of_a_folder_that_are_not_read_are_named(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dumps").mkdir()
    pl.DataFrame({"review": [f"The food was cold on day {i}" for i in range(9)]}).write_csv("dumps/a.csv")
    for i in range(7):
        (tmp_path / f"dumps/notes {i}\n.docx").write_text("x")
    with pytest.raises(SystemExit, match="0"):
        main(["label", "dumps", "-o", "out.csv", "--log-json", "job.log"])
    said = capsys.readouterr()
    names = ", ".join(rf"notes {i}\n.docx" for i in range(5))
    line = f"Passed over: {names}, 2 more (not of a kind that is read, or empty)."
    assert said.err.splitlines()[0] == line
    assert line in said.out.splitlines()
    done = json.loads((tmp_path / "job.log").read_text().splitlines()[-1])
    assert done["passed_over"] == [f"notes {i}\n.docx" for i in range(7)]
