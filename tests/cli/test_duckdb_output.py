"""DuckDB files as outputs, as a user meets them."""

import duckdb
import polars as pl
import pytest

from cxtext.cli import main

SAID = [
    "The food was cold.",
    "Lovely staff but a long wait.",
    "The app crashes all the time.",
    "Mail jo@example.org now.",
]


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A folder with 40 reviews, and a database of somebody."""
    monkeypatch.chdir(tmp_path)
    rows = pl.DataFrame({"id": range(40), "review": [f"{SAID[i % 4]} No {i}" for i in range(40)]})
    (tmp_path / "in").mkdir()
    rows.write_csv("in/reviews.csv")
    with duckdb.connect("shop.duckdb") as connection:
        connection.execute("CREATE TABLE orders AS SELECT 1 AS a")
    return tmp_path


def refused(capsys, *arguments):
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    (line,) = (line for line in capsys.readouterr().err.splitlines() if line.startswith("cxtext:"))
    return line


COMMANDS = {
    "label": ["label", "in/reviews.csv", "-o", "shop.duckdb", "--force"],
    "mentions": ["label", "in/reviews.csv", "-o", "out.csv", "--mentions", "shop.duckdb", "--force"],
    "redact": ["redact", "in/reviews.csv", "-o", "shop.duckdb", "--force"],
    "suggest": ["suggest", "in/reviews.csv", "-o", "shop.duckdb", "--force"],
}


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_every_command_keeps_the_tables_of_others(shop, capsys, arguments):
    before = (shop / "shop.duckdb").read_bytes()
    said = (
        "shop.duckdb holds what cxtext did not write: orders; replacing the file would lose that, so give another file"
    )
    assert said in refused(capsys, *arguments)
    assert sorted(path.name for path in shop.iterdir()) == ["in", "shop.duckdb"]
    assert (shop / "shop.duckdb").read_bytes() == before


@pytest.mark.parametrize("arguments", [*COMMANDS.values(), ["watch", "in", "-o", "out", "--to", ".duckdb", "--once"]])
def test_a_missing_package_is_one_line(shop, capsys, monkeypatch, arguments):
    monkeypatch.setattr("cxtext.shipped.find_spec", lambda _: None)
    assert "a .duckdb output needs the package duckdb; pip install 'cxtext[sql]'" in refused(capsys, *arguments)
    assert not (shop / "out").exists()


def test_a_misspelt_ending_is_told(shop, capsys):
    said = refused(capsys, "label", "in/reviews.csv", "-o", "labelled.duckd")
    assert "labelled.duckd: unknown output format '.duckd'; did you mean '.duckdb'?" in said


def test_each_command_gives_its_table_a_name(shop):
    for arguments, path, table, rows in (
        (["watch", "in", "-o", "out", "--to", ".duckdb", "--once"], "out/reviews.duckdb", "labelled", 40),
        (["redact", "out/reviews.duckdb", "-o", "out/clean.duckdb", "--all"], "out/clean.duckdb", "redacted", 40),
        (["suggest", "in/reviews.csv", "-o", "out/more.duckdb", "-n", "5"], "out/more.duckdb", "suggested", 5),
    ):
        with pytest.raises(SystemExit, match="0"):
            main(arguments)
        with duckdb.connect(path, read_only=True) as connection:
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (rows,)
    with duckdb.connect("out/clean.duckdb", read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM redacted WHERE review LIKE '%[EMAIL]%'").fetchone() == (10,)
