"""Labels in a DuckDB file: the rows of a Parquet file, and read back like it."""

import duckdb
import polars as pl
import pytest

from cxtext import Settings
from cxtext.errors import OptionError, OutputError
from cxtext.jobs.label import label_file
from cxtext.jobs.report import reopen
from cxtext.jobs.summaries import summarised
from cxtext.read import open_feedback
from cxtext.report import json

SAID = ["The food was cold.", "=Lovely staff but a long wait.", "The app crashes, and nobody answers.", ""]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The same 60 reviews labelled into either format, in several parts, with their mentions."""
    place = tmp_path_factory.mktemp("labelled")
    rows = pl.DataFrame(
        {
            "id": [f"r{n}" for n in range(60)],
            "review": [f"{SAID[n % 4]} No {n}" if n % 4 != 3 else "" for n in range(60)],
            "stars": [1 + n % 5 for n in range(60)],
            "day": [f"2026-0{1 + n // 20}-1{n % 9}" for n in range(60)],
        }
    )
    rows.write_csv(place / "reviews.csv")
    for ending in ("parquet", "duckdb"):
        label(place, ending)
    return place


def label(place, ending, **options):
    stream = open_feedback(place / "reviews.csv", batch_rows=25)
    mentions = place / f"mentions.{ending}"
    return label_file(stream, place / f"labelled.{ending}", mentions=mentions, settings=Settings(packs=()), **options)


@pytest.mark.parametrize("table", ["labelled", "mentions"])
def test_the_rows_and_their_types_are_those_of_parquet(folder, table):
    with duckdb.connect(folder / f"{table}.duckdb", read_only=True) as connection:
        found = connection.sql(f"FROM {table}").pl()
    known = pl.read_parquet(folder / f"{table}.parquet")
    assert found.height >= 60
    assert found.schema == known.schema
    assert found.equals(known)


def test_reports_are_the_same_to_the_byte(folder):
    reports = [
        json.render(summarised(reopen(folder / f"labelled.{ending}", mentions=folder / f"mentions.{ending}")))
        for ending in ("parquet", "duckdb")
    ]
    assert reports[0] == reports[1]


def test_a_look_into_the_file_changes_nothing(folder):
    with duckdb.connect(folder / "labelled.duckdb") as connection:
        assert connection.execute("SELECT count(*) FROM labelled").fetchone() == (60,)
    assert reopen(folder / "labelled.duckdb").notes == ()


def test_a_change_that_waits_beside_the_file_is_seen(folder, tmp_path):
    for name in ("labelled.duckdb", "labelled.duckdb.cxtext.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    place = tmp_path / "labelled.duckdb"
    connection = duckdb.connect(place)
    connection.execute("UPDATE labelled SET cx_sentiment = 'negative'")
    for name in ("labelled.duckdb", "labelled.duckdb.wal"):  # as they stand when a program is killed
        (tmp_path / f"killed.{name}").write_bytes((tmp_path / name).read_bytes())
    connection.close()
    for name in ("labelled.duckdb", "labelled.duckdb.wal"):
        (tmp_path / f"killed.{name}").rename(tmp_path / name)
    found = reopen(place)
    assert set(found.labelled.comments["sentiment"]) == {"negative"}
    assert "labelled.duckdb was changed after it was labelled" in found.notes[0]


def test_another_table_is_kept_and_named_before_the_work(folder, tmp_path):
    place = tmp_path / "labelled.duckdb"
    with duckdb.connect(place) as connection:
        connection.execute("CREATE TABLE orders AS SELECT 1 AS a")
    stream = open_feedback(folder / "reviews.csv")
    with pytest.raises(OutputError, match=r"holds what cxtext did not write: orders; .* give another file name"):
        label_file(stream, place, settings=Settings(packs=()), force=True, log=pytest.fail)
    assert [path.name for path in tmp_path.iterdir()] == ["labelled.duckdb"]


def test_a_missing_package_is_named_before_the_work(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("cxtext.shipped.find_spec", lambda _: None)
    stream = open_feedback(folder / "reviews.csv")
    with pytest.raises(OptionError, match=r"needs the package duckdb; pip install 'cxtext\[sql\]'"):
        label_file(stream, tmp_path / "a.csv", mentions=tmp_path / "m.duckdb", settings=Settings(packs=()))
    assert list(tmp_path.iterdir()) == []
