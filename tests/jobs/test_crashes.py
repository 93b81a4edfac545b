"""Jobs killed at any moment, or on a full disk, go on to the bytes of a job that nothing disturbed."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
import sqlalchemy

from cxtext import Settings
from cxtext.errors import OutputError
from cxtext.jobs.label import label_file
from cxtext.jobs.sidecar import digest_of
from cxtext.read import open_feedback
from cxtext.write.database import table_at

RUNS = Path(__file__).with_name("crash_runs.py")
SAID = ["The food was cold.", "Lovely staff, long wait.", "Call me on 07700 900123", "n/a", "Parking is a nightmare."]
ROWS, PART = 200, 40
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")


class Runner:
    """Runs jobs in processes that may be killed."""

    def __init__(self, process):
        self._process = process

    def begin(self, source, output, *, kill_at=0, table="", killed=False):
        """Begin a job, that will kill itself at a write, or will be killed."""
        self._tell(json.dumps({
            "input": str(source), "output": str(output), "kill_at": kill_at, "table": table, "killed": killed
        }))  # fmt: skip

    def kill(self):
        """Kill the job, as it said to be."""
        self._tell("kill")

    def _tell(self, line):
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def wait_until_begun(self):
        """Wait until the job begins to label."""
        said = self._process.stdout.readline()
        assert said == "begun\n", said

    def end(self):
        """Wait for the job: how it ended, and what it said last."""
        said = ""
        while not (line := self._process.stdout.readline()).startswith("end "):
            assert line, "the runner died"
            said = line.strip()
        return int(line.split()[1]), said

    def finish(self, source, output, table=""):
        """Do a job that nothing disturbs; how often it writes."""
        self.begin(source, output, table=table)
        code, said = self.end()
        assert code == 0, said
        return int(said)


@dataclass(frozen=True)
class Undisturbed:
    """A job that nothing disturbs."""

    files: dict[str, bytes]
    writes: int
    seconds: float  # that it labels and writes


@pytest.fixture(scope="module")
def runner():
    process = subprocess.Popen([sys.executable, RUNS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    yield Runner(process)
    process.stdin.close()
    process.wait()
    process.stdout.close()


def dump_in(folder):
    """200 rows in six parts, of which one holds two rejects."""
    lines = [f'"{SAID[i % 5]} No {i // 7}",{1 + i % 5},2024-0{1 + i // 40}-11\n' for i in range(ROWS)]
    lines[90:90] = ["a,b,c,d,e\n", "only one field\n"]
    folder.mkdir(exist_ok=True)
    (folder / "in.csv").write_text("text,rating,date\n" + "".join(lines))
    return folder / "in.csv"


def files_of(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def undisturbed(runner, tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    runner.begin(dump_in(folder), folder / "out.csv")
    runner.wait_until_begun()
    began = time.monotonic()
    code, said = runner.end()
    assert code == 0, said
    assert {"out.csv", "out.jsonl", "out.csv.rejects.jsonl", "out.csv.cxtext.json"} < set(files_of(folder))
    return Undisturbed(files_of(folder), int(said), time.monotonic() - began)


def check_killed_at(write, runner, undisturbed, folder):
    dump = dump_in(folder)
    runner.begin(dump, folder / "out.csv", kill_at=write)
    assert runner.end()[0] == -signal.SIGKILL, f"there was no write {write}"
    runner.finish(dump, folder / "out.csv")
    assert files_of(folder) == undisturbed.files, f"after a kill at write {write}"


def check_killed_at_moments(seed, kills, runner, undisturbed, folder):
    """Kill a job again and again, at moments drawn from the time that it works, and let it end; how many kills hit."""
    moments = random.Random(seed)
    dump = dump_in(folder)
    hit = 0
    for _ in range(kills):
        runner.begin(dump, folder / "out.csv", killed=True)
        runner.wait_until_begun()
        time.sleep(moments.uniform(0, undisturbed.seconds))
        runner.kill()
        hit += runner.end()[0] == -signal.SIGKILL
    runner.finish(dump, folder / "out.csv")
    assert files_of(folder) == undisturbed.files, f"after {hit} kills with seed {seed}"
    return hit


def test_a_kill_at_a_write_loses_and_doubles_nothing(runner, undisturbed, tmp_path):
    for write in (1, undisturbed.writes // 2, undisturbed.writes - 20):
        check_killed_at(write, runner, undisturbed, tmp_path / str(write))


@pytest.mark.nightly
@pytest.mark.parametrize("first", range(1, 9))
def test_a_kill_at_any_write_loses_and_doubles_nothing(first, runner, undisturbed, tmp_path):
    for write in range(first, undisturbed.writes + 1, 8):
        check_killed_at(write, runner, undisturbed, tmp_path / str(write))


def test_kills_at_any_moment_lose_and_double_nothing(runner, undisturbed, tmp_path):
    check_killed_at_moments(1, 2, runner, undisturbed, tmp_path / "job")


@pytest.mark.nightly
def test_many_kills_at_any_moment_lose_and_double_nothing(runner, undisturbed, tmp_path):
    hit, seeds = 0, iter(range(30))  # a job that is done sooner than it was undisturbed is not hit
    while hit < 50:
        seed = next(seeds)
        hit += check_killed_at_moments(seed, 6, runner, undisturbed, tmp_path / str(seed))


def duckdb_and_files_of(folder):
    """The rows of out.duckdb, and the files beside it; the sidecar holds the hash of that very file."""
    files = files_of(folder)
    del files["out.duckdb"]
    sidecar = json.loads(files["out.duckdb.cxtext.json"])
    assert sidecar.pop("sha256") == digest_of(folder / "out.duckdb")
    with duckdb.connect(folder / "out.duckdb", read_only=True) as connection:
        return connection.execute("SELECT * FROM labelled").fetchall(), {**files, "out.duckdb.cxtext.json": sidecar}


def check_duckdb_killed(choose, runner, folder):
    """Kill jobs into a DuckDB file at some of their writes, which are chosen by how many there are."""
    dump, output = dump_in(folder), folder / "out.duckdb"
    last = runner.finish(dump, output)
    expected = duckdb_and_files_of(folder)
    assert len(expected[0]) == ROWS
    for write in choose(last):
        runner.begin(dump, output, kill_at=write)
        assert runner.end()[0] == -signal.SIGKILL
        with duckdb.connect(output, read_only=True) as connection:  # the old one or the new one, whole
            assert connection.execute("SELECT * FROM labelled").fetchall() == expected[0]
        runner.finish(dump, output)
        assert duckdb_and_files_of(folder) == expected, f"after a kill at write {write} of {last}"


def test_a_kill_while_a_duckdb_file_is_written_loses_and_doubles_nothing(runner, tmp_path):
    stored, moved = 62, 58  # writes before the last: 54 of them clear the job away
    check_duckdb_killed(lambda last: [last - stored, last - moved], runner, tmp_path / "job")


@pytest.mark.nightly
@pytest.mark.parametrize("first", range(1, 5))
def test_a_kill_at_any_write_of_a_duckdb_file_loses_and_doubles_nothing(first, runner, tmp_path):
    check_duckdb_killed(lambda last: range(first, last + 1, 4), runner, tmp_path / "job")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """Where the database of a test's job stands, by the folder of the job; PostgreSQL is one for all."""
    if request.param == "sqlite":
        return lambda folder: str(folder / "shop.sqlite")
    address = request.getfixturevalue("postgres")
    return lambda _: address


def tables_of(place, table):
    """All rows of a table and of its mentions, and the names of all tables there; then they are removed."""
    engine = sqlalchemy.create_engine(place if "://" in place else f"sqlite:///{place}")
    with engine.begin() as connection:
        names = sorted(sqlalchemy.inspect(connection).get_table_names())
        keys = {table: "cx_row", f"{table}_mentions": '"row", mention'}
        queries = [f"SELECT * FROM {name} ORDER BY {key}" for name, key in keys.items()]
        found = [[tuple(row) for row in connection.exec_driver_sql(query)] for query in queries]
        for name in keys:
            connection.exec_driver_sql(f"DROP TABLE {name}")
    engine.dispose()
    return names, found


def check_tables_killed_at(choose, runner, database, folder):
    """Kill jobs at some of their writes, which are chosen by how many there are."""
    dump, place = dump_in(folder), database(folder)
    last = runner.finish(dump, place, table="labelled")
    expected = tables_of(place, "labelled")
    for write in choose(last):
        runner.begin(dump, place, kill_at=write, table="labelled")
        assert runner.end()[0] == -signal.SIGKILL
        runner.finish(dump, place, table="labelled")
        assert tables_of(place, "labelled") == expected, f"after a kill at write {write} of {last}"
        assert not list(folder.glob("*.job"))


def test_a_kill_while_tables_are_written_loses_and_doubles_nothing(runner, database, tmp_path):
    check_tables_killed_at(lambda last: [last * 2 // 3], runner, database, tmp_path / "job")


@pytest.mark.nightly
@pytest.mark.parametrize("first", range(1, 5))
def test_a_kill_at_any_write_into_tables_loses_and_doubles_nothing(first, runner, database, tmp_path):
    check_tables_killed_at(lambda last: range(first, last + 1, 4), runner, database, tmp_path / "job")


@pytest.fixture
def small_disk(tmp_path):
    """Makes disks of some KiB, and gives them room."""
    place = tmp_path / "disk"
    place.mkdir()

    def sized(kib, *more):
        options = ",".join([*more, f"size={kib}k"])
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, text=True, check=False
        )
        if done.returncode:
            pytest.skip(f"no small disk can be mounted: {done.stderr.strip()}")
        return place

    yield sized
    subprocess.run(["umount", place], capture_output=True, check=False)


def label(dump, output):
    mentions = output.with_suffix(".jsonl") if isinstance(output, Path) else None
    stream = open_feedback(dump, batch_rows=PART)
    return label_file(stream, output, mentions=mentions, settings=Settings(packs=()), force=True, resume=True)


def check_full(kib, dump, small_disk, target, said):
    """A job on a disk of that size ends in one error, and goes on when there is room."""
    disk = small_disk(kib)
    with pytest.raises(OutputError, match=said) as told:
        label(dump, target(disk))
    assert "\n" not in str(told.value)
    assert not [path for path in disk.iterdir() if path.suffix in (".csv", ".tmp")]
    small_disk(65_536, "remount")
    label(dump, target(disk))


@pytest.mark.parametrize("kib", [60, 200, 400])
def test_a_full_disk_is_one_error_and_the_job_goes_on_when_there_is_room(kib, undisturbed, small_disk, tmp_path):
    dump = dump_in(tmp_path)
    check_full(kib, dump, small_disk, lambda disk: disk / "out.csv", r"No space left on device.*; free the disk")
    assert files_of(tmp_path / "disk") == {name: c for name, c in undisturbed.files.items() if name != "in.csv"}


def test_a_full_disk_keeps_a_database_whole(small_disk, tmp_path):
    dump = dump_in(tmp_path)
    names = ["labelled", "labelled_mentions"]
    check_full(
        320, dump, small_disk, lambda disk: table_at(disk / "shop.sqlite", *names), r"is full; put that right, then go"
    )
    there, (rows, _) = tables_of(str(tmp_path / "disk" / "shop.sqlite"), "labelled")
    assert there == names
    assert len(rows) == ROWS
