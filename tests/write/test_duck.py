"""DuckDB files as outputs: typed rows, whole or not there, and nothing of other people's lost."""

import datetime as dt
import os
import signal
import subprocess
import sys

import duckdb
import polars as pl
import pytest

from cxtext.errors import OptionError, OutputError
from cxtext.read import ReadOptions, read_batches
from cxtext.read.typed import stacked
from cxtext.write import duck, open_writer

FRAME = pl.DataFrame(
    {
        "text": ["so\0 good", "=so bad", None],
        "stars": [5, 1, None],
        "score": [0.5, -0.25, None],
        "themes": [["food", "late|cold"], [], None],
        "day": [dt.date(2024, 2, 29)] * 3,
        "when": [dt.datetime(2024, 2, 29, 12, 30, tzinfo=dt.UTC)] * 3,
        "took": [dt.timedelta(hours=1)] * 3,
        "flag": [True, False, None],
    }
)


def write(path, *frames, **options):
    with open_writer(path, **options) as out:
        for frame in frames:
            out.write(frame)
    return path


def asked(path, query):
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(query).fetchall()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_query_finds_typed_columns_and_the_texts_as_they_are(tmp_path):
    path = write(tmp_path / "it's.duckdb", FRAME)
    assert [row[:2] for row in asked(path, "DESCRIBE labelled")] == [
        ("text", "VARCHAR"),
        ("stars", "BIGINT"),
        ("score", "DOUBLE"),
        ("themes", "VARCHAR[]"),
        ("day", "DATE"),
        ("when", "TIMESTAMP WITH TIME ZONE"),
        ("took", "VARCHAR"),
        ("flag", "BOOLEAN"),
    ]
    assert asked(path, "SELECT text, stars, themes, took FROM labelled") == [
        ("so\0 good", 5, ["food", "late|cold"], "PT1H"),
        ("=so bad", 1, [], "PT1H"),
        (None, None, None, "PT1H"),
    ]


def test_the_table_is_called_as_it_is_said(tmp_path):
    path = write(tmp_path / "out.duckdb", FRAME, table="mentions")
    assert asked(path, "SELECT count(*) FROM mentions") == [(3,)]


def test_columns_that_differ_by_case_alone_stay_apart(tmp_path):
    path = write(tmp_path / "out.duckdb", *2 * [pl.DataFrame({"Text": ["a"], "text": ["b"]})])
    assert asked(path, "SELECT Text, text_1 FROM labelled") == [("a", "b"), ("a", "b")]


def test_a_file_does_not_say_where_it_was_written(tmp_path):
    """DuckDB keeps in a file what it was called while it was written, and a draft's name holds a process's number."""
    path = write(tmp_path / "out.duckdb", FRAME)
    assert b".tmp" not in path.read_bytes()
    assert str(os.getpid()).encode() + b"-" not in path.read_bytes()


@pytest.mark.parametrize(("rows", "size"), [(100, 2**40), (10**9, 20_000)])
def test_rows_written_in_parts_are_those_of_one(tmp_path, monkeypatch, rows, size):
    monkeypatch.setattr(duck, "ROW_GROUP", rows)
    monkeypatch.setattr(duck, "MOST_BYTES", size)
    stored = []
    store = duck.DuckSink._store
    monkeypatch.setattr(duck.DuckSink, "_store", lambda sink: (stored.append(len(sink._waiting)), store(sink)))
    whole = pl.DataFrame({"n": range(1_000), "s": [f"{n:0500}" for n in range(1_000)], "l": [["x"] * 3] * 1_000})
    path = write(tmp_path / "out.duckdb", *(whole[n : n + 20] for n in range(0, 1_000, 20)))
    assert len(stored) > 5
    assert max(stored) < 25
    assert stacked(batch.rows for batch in read_batches(path, ReadOptions())).equals(whole)
    assert names(tmp_path) == ["out.duckdb"]


def test_heavy_rows_make_small_row_groups(tmp_path):
    """Else each store of some of them would store again all that came before."""
    heavy = pl.DataFrame({"n": range(1_000), "s": ["x" * 100_000] * 1_000})
    assert duck.rows_together(heavy) == duck.VECTOR
    assert duck.rows_together(pl.DataFrame({"s": ["x" * 2_000] * 1_000})) == 16 * duck.VECTOR
    assert duck.rows_together(FRAME) == duck.rows_together(FRAME.clear()) == duck.ROW_GROUP
    path = write(tmp_path / "out.duckdb", heavy, heavy, heavy)
    groups = "SELECT count(DISTINCT row_group_id) FROM pragma_storage_info('labelled')"
    assert asked(path, groups) == [(2,)]
    assert asked(path, "SELECT count(*), sum(n), min(length(s)) FROM labelled") == [(3_000, 3 * 499_500, 100_000)]


def test_a_file_that_holds_more_is_kept(tmp_path):
    path = write(tmp_path / "shop.duckdb", FRAME)
    with duckdb.connect(path) as connection:
        for made in ("TABLE orders (a INT)", "VIEW good AS FROM labelled", "SCHEMA crm", "TABLE crm.labelled (a INT)"):
            connection.execute(f"CREATE {made}")
        connection.execute("CREATE SEQUENCE numbers")
    before = path.read_bytes()
    said = r"shop\.duckdb holds what cxtext did not write: crm\.labelled, good, numbers and 1 more; .*another file name"
    with pytest.raises(OutputError, match=said):
        open_writer(path, force=True)
    with pytest.raises(OutputError, match=r"shop\.duckdb exists already; replace it with --force"):
        open_writer(path)
    assert path.read_bytes() == before
    assert names(tmp_path) == ["shop.duckdb"]


def test_a_table_that_came_up_meanwhile_is_kept(tmp_path):
    path = write(tmp_path / "shop.duckdb", FRAME)
    out = open_writer(path, force=True)
    out.write(FRAME[:1])
    with duckdb.connect(path) as connection:
        connection.execute("CREATE TABLE orders AS SELECT 1 AS a")
    with pytest.raises(OutputError, match="holds what cxtext did not write: orders;"):
        out.close()
    assert asked(path, "FROM orders") == [(1,)]
    assert names(tmp_path) == ["shop.duckdb"]


def test_a_table_of_cxtext_is_replaced_by_force(tmp_path):
    path = write(tmp_path / "out.duckdb", FRAME, table="mentions")
    write(path, FRAME[:1], force=True)
    assert asked(path, "SELECT count(*) FROM labelled") == [(1,)]
    assert len(asked(path, "SHOW ALL TABLES")) == 1
    path.write_bytes(b"")  # what a tool made beforehand
    assert asked(write(path, FRAME, force=True), "SELECT count(*) FROM labelled") == [(3,)]


def test_what_is_no_duckdb_file_is_kept(tmp_path):
    path = tmp_path / "out.duckdb"
    path.write_text("notes of mine")
    with pytest.raises(OutputError, match=r"cannot be replaced, as DuckDB does not say what it holds: .*not a valid"):
        open_writer(path, force=True)
    assert path.read_text() == "notes of mine"


def test_a_file_that_another_program_has_open_is_kept(tmp_path):
    path = write(tmp_path / "out.duckdb", FRAME)
    code = f"import duckdb\nc = duckdb.connect({str(path)!r})\nprint(1, flush=True)\ninput()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        with pytest.raises(OutputError, match=r"cannot be replaced, .*; close it where it is open, or give another"):
            open_writer(path, force=True)
        other.communicate(b"\n")
    write(path, FRAME, force=True)


def test_rows_that_wait_beside_a_file_are_not_read_into_another(tmp_path):
    path = write(tmp_path / "out.duckdb", FRAME)
    code = f"import duckdb, os\nc = duckdb.connect({str(path)!r})\nc.execute('CREATE TABLE t (a INT)')\nos._exit(0)"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert names(tmp_path) == ["out.duckdb", "out.duckdb.wal"]
    with pytest.raises(OutputError, match=r"out\.duckdb\.wal holds what DuckDB has not yet put into out\.duckdb: open"):
        open_writer(path, force=True)
    path.unlink()
    with pytest.raises(OutputError, match=r"out\.duckdb\.wal is left of a file that is gone, .*: move it away"):
        open_writer(path)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows kills otherwise")
@pytest.mark.parametrize("statement", ["SELECT * FROM waiting", "CHECKPOINT"])
def test_a_killed_writer_leaves_the_old_file_and_the_next_one_clears_up(tmp_path, statement):
    """Killed before rows are stored, and when they are but not yet in the file itself."""
    path = write(tmp_path / "out.duckdb", FRAME)
    old = path.read_bytes()
    code = f"""if True:
        import os, signal
        import polars as pl
        from cxtext.write import open_writer
        class Killing:
            def __init__(self, connection):
                self.connection = connection
                self.register, self.unregister = connection.register, connection.unregister
            def execute(self, query):
                if {statement!r} in query:
                    os.kill(os.getpid(), signal.SIGKILL)
                self.connection.execute(query)
        out = open_writer({str(path)!r}, force=True)
        out._sink._connection = Killing(out._sink._connection)
        out.write(pl.DataFrame({{"a": [1]}}))
        out.close()
    """
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -signal.SIGKILL
    left = [name for name in names(tmp_path) if name != "out.duckdb"]
    assert len(left) == (2 if statement == "CHECKPOINT" else 1)
    assert path.read_bytes() == old
    write(path, FRAME[:2], force=True)
    assert asked(path, "SELECT count(*) FROM labelled") == [(2,)]
    assert names(tmp_path) == ["out.duckdb"]


class Failing:
    """A connection to DuckDB that fails."""

    def __init__(self, error):
        self._error = error

    def register(self, *_):
        raise self._error

    execute = register

    def close(self):
        pass


def closed_with(error, path, monkeypatch):
    """Close an output while DuckDB fails."""
    out = open_writer(path)
    out.write(FRAME)
    out._sink._connection.close()
    monkeypatch.setattr(out._sink, "_connection", Failing(error))
    out.close()


def test_a_full_disk_is_one_line(tmp_path, monkeypatch):
    said = r"out\.duckdb cannot be written: IO Error: Could not write file: No space left on device; free the disk"
    full = duckdb.IOException("IO Error: Could not write file:\nNo space left on device")
    with pytest.raises(OutputError, match=said):
        closed_with(full, tmp_path / "out.duckdb", monkeypatch)
    assert names(tmp_path) == []


def test_an_interrupt_is_one_also_while_duckdb_works(tmp_path, monkeypatch):
    with pytest.raises(KeyboardInterrupt):
        closed_with(RuntimeError("Query interrupted"), tmp_path / "out.duckdb", monkeypatch)
    assert names(tmp_path) == []


def test_a_missing_package_is_said_before_the_work(tmp_path, monkeypatch):
    monkeypatch.setattr("cxtext.shipped.find_spec", lambda _: None)
    with pytest.raises(OptionError, match=r"a \.duckdb output needs the package duckdb; pip install 'cxtext\[sql\]'"):
        open_writer(tmp_path / "out.duckdb")
    assert names(tmp_path) == []
