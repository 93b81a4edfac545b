"""SQLite, DuckDB and PostgreSQL: the same rows as from a file, and nothing written."""

import datetime as dt
import os
import sqlite3
import subprocess
import sys
from zoneinfo import ZoneInfo

import duckdb
import polars as pl
import pytest
import sqlalchemy

from cxtext.errors import InputError, OptionError
from cxtext.read import database, open_feedback, read_feedback

ROWS = [(i, f"comment {i} about the parcel that came late", i % 5 + 1) for i in range(1, 41)]


@pytest.fixture
def sqlite(tmp_path):
    place = tmp_path / "shop.sqlite"
    with sqlite3.connect(place) as connection:
        connection.execute("CREATE TABLE reviews (id INTEGER PRIMARY KEY, text TEXT, stars INTEGER)")
        connection.executemany("INSERT INTO reviews VALUES (?, ?, ?)", ROWS)
    connection.close()
    return place


@pytest.fixture
def changed(sqlite):
    """Runs statements on the SQLite file."""

    def run(*statements: str) -> None:
        with sqlite3.connect(sqlite) as connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()

    return run


def test_a_table_reads_as_its_rows(sqlite):
    feedback = read_feedback(sqlite)
    assert feedback.rows.rows() == ROWS
    assert (feedback.columns.text, feedback.columns.rating, feedback.columns.id) == ("text", "stars", "id")


@pytest.mark.parametrize("page", [1, 7, 40, 100])
def test_pages_of_any_size_hold_each_row_once(sqlite, monkeypatch, page):
    monkeypatch.setattr(database, "PAGE", page)
    assert read_feedback(sqlite).rows.rows() == ROWS


def test_a_key_of_two_columns_pages_in_its_order(sqlite, changed, monkeypatch):
    changed(
        "CREATE TABLE visits (shop TEXT, day INTEGER, text TEXT, PRIMARY KEY (shop, day))",
        "INSERT INTO visits SELECT 'shop ' || (id % 3), id, text FROM reviews",
    )
    monkeypatch.setattr(database, "PAGE", 4)
    rows = read_feedback(sqlite, table="visits").rows
    assert rows.height == len(ROWS)
    assert rows.select("shop", "day").rows() == sorted((f"shop {i % 3}", i) for i, _, _ in ROWS)


def test_without_a_usable_key_no_row_is_lost(sqlite, changed):
    changed(
        "CREATE TABLE loose (code TEXT PRIMARY KEY, text TEXT)",
        "INSERT INTO loose SELECT CASE WHEN id % 2 THEN 'c' || id END, text FROM reviews",  # SQLite allows NULL keys
        "CREATE TABLE bare (text TEXT)",
        "INSERT INTO bare SELECT text FROM reviews",
    )
    for table in ("loose", "bare"):
        assert sorted(read_feedback(sqlite, table=table).rows["text"]) == sorted(text for _, text, _ in ROWS)


def test_a_column_of_numbers_may_hold_words(sqlite, changed):
    changed("UPDATE reviews SET stars = 'five' WHERE id = 2")
    assert read_feedback(sqlite).rows["stars"].to_list()[:3] == ["2", "five", "4"]


def test_text_that_is_not_utf8_is_set_aside(sqlite, changed):
    changed("UPDATE reviews SET text = CAST(X'636166e9' AS TEXT) WHERE id = 3")
    feedback = read_feedback(sqlite)
    assert feedback.rows["id"].to_list() == [1, 2, *range(4, 41)]
    (reject,) = feedback.rejects
    assert (reject.line, reject.reason) == (3, "column 'text' is not UTF-8")
    assert r"caf\xe9" in reject.raw


def test_a_query_reads_what_it_says(sqlite):
    rows = read_feedback(sqlite, query="SELECT text, stars FROM reviews WHERE text LIKE '%1%' AND ':x' = ':x';").rows
    assert rows.columns == ["text", "stars"]
    assert rows["text"].to_list() == [text for _, text, _ in ROWS if "1" in text]


@pytest.mark.parametrize(
    "query",
    ["WITH a AS (SELECT 1) DELETE FROM reviews", "WITH a AS (SELECT 9) INSERT INTO reviews SELECT *, '', 1 FROM a"],
)
def test_nothing_is_written(sqlite, query):
    with pytest.raises(InputError, match="readonly"):
        read_feedback(sqlite, query=query)
    assert read_feedback(sqlite).rows.rows() == ROWS


def test_several_tables_need_a_name(sqlite, changed):
    changed("CREATE TABLE shops (name TEXT)")
    with pytest.raises(OptionError, match="several tables; name one with --table: reviews, shops"):
        read_feedback(sqlite)
    with pytest.raises(OptionError, match="unknown table 'revews'; did you mean 'reviews'"):
        read_feedback(sqlite, table="revews")


def test_an_address_reads_the_same_and_batches_are_bounded(sqlite):
    batches = list(open_feedback(f"sqlite:///{sqlite}", batch_rows=9))
    assert [len(batch.comments) for batch in batches] == [9, 9, 9, 9, 4]
    assert pl.concat([batch.rows for batch in batches]).rows() == ROWS


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("sqlite:////nowhere/shop.db", "no such file: /nowhere/shop.db"),
        ("sqlite://", "no such file: :memory:"),
        ("postgrs://lead:secret@host/db", "no database is read by 'postgrs'"),
        ("postgresql+psycopg://lead:secret@127.0.0.1:1/db", r"lead:\*\*\*@127.0.0.1:1/db cannot be read: connection"),
        ("://", "not the address of a database"),
    ],
)
def test_what_is_wrong_with_an_address_is_one_line_without_its_password(address, message):
    with pytest.raises((InputError, OptionError), match=message) as caught:
        read_feedback(address)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_one_clear_error(tmp_path):
    for name in ("shop.sqlite", "shop.duckdb"):
        (tmp_path / name).write_text("text\nno database\n" * 100)
        with pytest.raises(InputError, match=f"{name} cannot be read"):
            read_feedback(tmp_path / name)


def test_duckdb_reads_as_its_rows(tmp_path):
    place = tmp_path / "shop.duckdb"
    with duckdb.connect(place) as connection:
        connection.execute("CREATE TABLE reviews (id INTEGER, text VARCHAR, stars INTEGER)")
        connection.executemany("INSERT INTO reviews VALUES (?, ?, ?)", ROWS)
    before = place.read_bytes()
    assert read_feedback(place).rows.rows() == ROWS
    assert [len(batch.comments) for batch in open_feedback(place, batch_rows=15)] == [15, 15, 10]
    assert read_feedback(place, query="FROM reviews WHERE stars = 1").rows["id"].to_list() == list(range(5, 41, 5))
    with pytest.raises(InputError, match="read-only"):
        read_feedback(place, query="WITH a AS (SELECT 1) DELETE FROM reviews")
    with pytest.raises(OptionError, match="unknown table 'revews'; did you mean 'reviews'"):
        read_feedback(place, table="revews")
    assert place.read_bytes() == before


def test_moments_of_duckdb_are_those_of_utc_in_any_zone(tmp_path):
    with duckdb.connect(tmp_path / "shop.duckdb") as connection:
        connection.execute("CREATE TABLE t AS SELECT 'cold food' AS text, TIMESTAMPTZ '2026-03-01 23:30+00' AS day")
    code = "import sys; from cxtext import read_feedback; print(read_feedback(sys.argv[1]).rows['day'].to_list())"
    said = [
        subprocess.run(
            [sys.executable, "-c", code, tmp_path / "shop.duckdb"],
            env={**os.environ, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone in ("UTC", "Asia/Tokyo")
    ]
    assert said[0] == said[1]
    assert "2026, 3, 1, 23, 30" in said[0]


def test_postgresql_reads_as_its_rows(postgres, monkeypatch):
    monkeypatch.setattr(database, "PAGE", 7)
    monkeypatch.setenv("PGTZ", "Asia/Tokyo")
    engine = sqlalchemy.create_engine(postgres)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA shop")
        connection.exec_driver_sql(
            "CREATE TABLE shop.reviews "
            "(id integer PRIMARY KEY, text text, stars integer, seen timestamptz, paid numeric)"
        )
        connection.execute(
            sqlalchemy.text("INSERT INTO shop.reviews VALUES (:i, :t, :s, '2026-03-01 10:00+00', 9.99)"),
            [{"i": i, "t": text, "s": stars} for i, text, stars in reversed(ROWS)],
        )
    engine.dispose()
    feedback = read_feedback(postgres, table="shop.reviews")
    assert feedback.rows.select("id", "text", "stars").rows() == ROWS
    assert feedback.columns.date == "seen"
    assert feedback.rows["seen"].to_list()[0] == dt.datetime(2026, 3, 1, 10, tzinfo=ZoneInfo("UTC"))
    assert feedback.rows["seen"].dtype.time_zone == "UTC"
    assert feedback.rows["paid"].to_list()[0] == "9.99"
    assert "secret" not in feedback.origin
    with pytest.raises(InputError, match="must not contain data-modifying"):
        read_feedback(postgres, query="WITH a AS (DELETE FROM shop.reviews RETURNING 1) SELECT * FROM a")
    counted = read_feedback(postgres, query="SELECT text, seen::date AS day FROM shop.reviews WHERE text LIKE '%9%'")
    assert counted.rows.height == sum("9" in text for _, text, _ in ROWS)
