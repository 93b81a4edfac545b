"""`label --into`: a table of a database, as a user meets it."""

import sqlite3

import polars as pl
import pytest

from cxtext.cli import main

SAID = ["The food was cold.", "Lovely staff but a long wait.", "The app crashes all the time.", "My parcel came late."]


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A folder with the same 40 reviews as a file and as a table of a database."""
    monkeypatch.chdir(tmp_path)
    rows = pl.DataFrame({"id": range(40), "review": [f"{SAID[i % 4]} No {i}" for i in range(40)]})
    rows.write_csv("reviews.csv")
    with sqlite3.connect("shop.sqlite") as connection:
        connection.execute("CREATE TABLE reviews (id INTEGER PRIMARY KEY, review TEXT)")
        connection.executemany("INSERT INTO reviews VALUES (?, ?)", rows.rows())
    connection.close()
    return tmp_path


def done(*arguments):
    with pytest.raises(SystemExit, match="0"):
        main(arguments)


def refused(capsys, *arguments):
    with pytest.raises(SystemExit, match="2"):
        main(["label", *arguments])
    (line,) = (line for line in capsys.readouterr().err.splitlines() if line.startswith("cxtext:"))
    return line


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "shop.sqlite"], "the output is a database; name the table to write with --into"),
        (["-o", "out.csv", "--into", "labelled"], "--into names a table of a database, and out.csv is none"),
        (["-o", "out.csv", "--mentions-into", "m"], "--mentions-into names a table of a database"),
        (
            ["-o", "shop.duckdb", "--into", "m"],
            "--into names a table of SQLite or a server; a .duckdb output is a file",
        ),
        (["-o", "shop.sqlite", "--into", "reviews"], "has a table 'reviews' already; replace it with --force or"),
        (["-o", "shop.sqlite", "--into", "m", "--mentions-into", "M"], "cannot hold comments and mentions"),
        (["-o", "postgers://lead@db/shop", "--into", "m"], "unknown database to write 'postgers'; did you mean"),
        (["-o", "nowhere/shop.sqlite", "--into", "m"], "there is no folder nowhere"),
        (["-o", "shop.sqlite", "--into", "m", "--mentions", "reviews.csv"], "reviews.csv exists already"),
    ],
)
def test_a_mistake_is_one_line_and_changes_nothing(shop, capsys, arguments, said):
    before = {path.name: path.read_bytes() for path in shop.iterdir()}
    assert said in refused(capsys, "reviews.csv", *arguments)
    assert {path.name: path.read_bytes() for path in shop.iterdir()} == before


@pytest.mark.parametrize("source", ["shop.sqlite", "sqlite:///shop.sqlite"])
def test_the_table_that_is_read_is_not_written(shop, capsys, source):
    arguments = [source, "--table", "reviews", "-o", "shop.sqlite", "--into", "reviews", "--force"]
    assert "table 'reviews' is read and cannot be written as well; give --into another name" in refused(
        capsys, *arguments
    )


def test_a_table_is_labelled_into_another_of_the_same_database(shop, capsys):
    arguments = ["label", "shop.sqlite", "--table", "reviews", "-o", "shop.sqlite", "--into", "labelled"]
    done(*arguments)
    assert capsys.readouterr().out.splitlines()[-1] == "Labelled: shop.sqlite, table 'labelled'"
    done(*arguments, "--mentions-into", "mentions", "--force")
    done("label", "reviews.csv", "-o", "out.parquet")
    with sqlite3.connect("shop.sqlite") as connection:
        rows = connection.execute("SELECT review, cx_sentiment, cx_score, cx_owner FROM labelled").fetchall()
        joined = "SELECT count(*), count(DISTINCT cx_row) FROM labelled JOIN mentions ON mentions.row = cx_row"
        assert connection.execute(joined).fetchone()[1] == 40
    connection.close()
    known = pl.read_parquet("out.parquet").select("review", "cx_sentiment", "cx_score", "cx_owner").rows()
    assert rows == known
