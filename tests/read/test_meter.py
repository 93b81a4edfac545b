"""How far an input was read is told from its bytes and records."""

import gzip
import io
import sqlite3

import polars as pl
import pytest

from cxtext.cli.console import time_left
from cxtext.read import open_feedback
from cxtext.read.meter import Meter

ROWS, LINE = 60_000, "The parcel came two days late and nobody knew why number {:06}.\n"


@pytest.fixture(scope="module")
def dump(tmp_path_factory):
    path = tmp_path_factory.mktemp("meter") / "in.csv"
    path.write_text("text\n" + "".join(LINE.format(i) for i in range(ROWS)))
    return path


def expected_on_the_way(place):
    """What is expected of an input after each batch of it, with nothing worked on."""
    with open_feedback(place, text="text") as stream:
        return [stream.meter.expected(0) for _ in stream]


def test_the_records_of_a_file_are_known_early_and_in_the_end_exactly(dump):
    found = expected_on_the_way(dump)
    assert all(abs(expected - ROWS) < 0.15 * ROWS for expected in found)
    assert found[-1] == ROWS


def test_packed_files_and_folders_are_weighed_as_they_lie_there(dump, tmp_path):
    for name in ("a.csv.gz", "b.csv.gz"):
        (tmp_path / name).write_bytes(gzip.compress(dump.read_bytes()))
    assert expected_on_the_way(tmp_path)[-1] == 2 * ROWS


def test_nobody_can_tell_of_streams_and_databases(dump, tmp_path):
    with sqlite3.connect(tmp_path / "in.sqlite") as connection:
        connection.execute("CREATE TABLE rows (text)")
        connection.execute("INSERT INTO rows VALUES ('late parcel')")
    connection.close()
    assert expected_on_the_way(tmp_path / "in.sqlite") == [None]
    assert set(expected_on_the_way(io.BytesIO(dump.read_bytes()))) == {None}


def test_a_file_that_is_read_by_seeking_tells_nothing_rather_than_something_wrong(tmp_path):
    pl.DataFrame({"text": ["late parcel"] * 10}).write_parquet(tmp_path / "in.parquet")
    assert expected_on_the_way(tmp_path / "in.parquet") == [None]


def test_no_fewer_records_are_expected_than_are_done():
    assert Meter(size=100, taken=50, records=10).expected(30) == 30


@pytest.mark.parametrize(
    ("done", "expected", "left"), [(0, 100, ""), (50, 100, "0:01:40 left"), (100, 100, "0:00:00 left")]
)
def test_the_rows_to_come_take_as_long_as_those_that_are_done(done, expected, left):
    assert time_left(done, expected, 100.0) == left
