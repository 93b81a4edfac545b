"""Spark labels as this machine does: the same rows, the same labels, each once, whatever breaks on the way."""

import subprocess
import sys

import orjson
import pytest

from cxtext import Settings
from cxtext.errors import OptionError, WorkerError
from cxtext.jobs.label import label_file
from cxtext.read import open_feedback

PART = 40
SAID = ["The food was cold.", "Lovely staff, long wait.", "Call me on 07700 900123", "n/a", "Parking is a nightmare."]
SETTINGS = Settings(packs=())


def dump_of(path, texts):
    lines = [
        f'"{text}",{1 + i % 5},2024-0{1 + i % 9}-11,{"Ward" if i % 2 else "Desk"}\n' for i, text in enumerate(texts)
    ]
    lines[90:90] = ["a,b,c,d,e,f\n", "only one field\n"]
    path.write_text("text,rating,date,team\n" + "".join(lines))
    return path


@pytest.fixture
def texts():
    """200 of them, of which many repeat earlier ones; two records that cannot be read come on top."""
    return [f"{SAID[i % 5]} No {i // 7}" for i in range(200)]


def label(dump, folder, engine=None, **options):
    folder.mkdir(exist_ok=True)
    stream = open_feedback(dump, batch_rows=PART)
    options = {"settings": SETTINGS, "mentions": folder / "mentions.jsonl", **options}
    return label_file(stream, folder / "out.csv", engine=engine, **options)


def files_of(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def engine(spark):
    from cxtext.spark.engine import SparkEngine

    return SparkEngine(spark)


def test_spark_gives_the_bytes_that_this_machine_gives_also_where_a_worker_is_killed(engine, texts, tmp_path):
    marker = tmp_path / "killed"
    texts[120] += f" KILL {marker}"
    dump = dump_of(tmp_path / "in.csv", texts)
    settings = Settings(packs=(), owner_column="team")
    here = label(dump, tmp_path / "here", settings=settings)
    there = label(dump, tmp_path / "there", engine, settings=settings)
    assert marker.exists(), "no worker was killed"
    assert (there.read, there.labelled, there.rejected) == (202, 200, 2)
    assert here.flags == there.flags
    assert files_of(tmp_path / "here") == files_of(tmp_path / "there")


def test_a_row_that_cannot_be_labelled_is_a_reject_and_the_others_are_labelled(engine, texts, tmp_path):
    sound = dump_of(tmp_path / "in.csv", texts)
    label(sound, tmp_path / "here")
    texts[77] = "POISON from 07700 900123"
    tally = label(dump_of(tmp_path / "in.csv", texts), tmp_path / "there", engine)
    assert (tally.read, tally.labelled, tally.rejected) == (202, 199, 3)
    rejects = [orjson.loads(line) for line in (tmp_path / "there" / "out.csv.rejects.jsonl").read_bytes().splitlines()]
    assert [reject["line"] for reject in rejects] == [78, 92, 93]
    assert rejects[0]["reason"].startswith("cannot be labelled: ValueError (cannot make sense of POISON")
    assert "07700" not in str(rejects[0])
    out = (tmp_path / "there" / "out.csv").read_text().splitlines()
    kept = (tmp_path / "here" / "out.csv").read_text().splitlines()
    assert out[:78] == kept[:78]
    assert len(out) == len(kept) - 1


def test_where_every_row_fails_it_is_the_job_that_fails(engine, texts, tmp_path):
    dump = dump_of(tmp_path / "in.csv", [f"POISON {text}" for text in texts[:30]])
    with pytest.raises(WorkerError, match=r"Spark gave up: .*ValueError.*go on with --resume"):
        label(dump, tmp_path / "out", engine)
    assert not (tmp_path / "out" / "out.csv").exists()


JOB = """
import os, signal, sys
from pathlib import Path
from cxtext import Settings
from cxtext.jobs.label import label_file
from cxtext.read import open_feedback
from cxtext.spark.engine import SparkEngine
from cxtext.spark.session import start

done = 0
def progress(_):
    global done
    done += 1
    if done == 3:
        os.kill(os.getpid(), signal.SIGKILL)

stream = open_feedback(sys.argv[1], batch_rows=40)
out = Path(sys.argv[2])
label_file(stream, out / "out.csv", settings=Settings(packs=()), mentions=out / "mentions.jsonl",
           engine=SparkEngine(start("local[2]")), progress=progress)
"""


def test_a_driver_that_is_killed_goes_on_to_the_same_bytes(engine, texts, tmp_path):
    dump = dump_of(tmp_path / "in.csv", texts)
    label(dump, tmp_path / "here")
    folder = tmp_path / "there"
    folder.mkdir()
    killed = subprocess.run([sys.executable, "-c", JOB, dump, folder], capture_output=True, check=False)
    assert killed.returncode == -9, killed.stderr.decode()
    assert [path.name for path in folder.iterdir() if not path.name.startswith(".")] == ["out.csv.job"]
    begun = {path: path.stat().st_mtime_ns for path in folder.glob("out.csv.job/part-*/*")}
    assert len(begun) == 3 * 5
    label(dump, folder, engine, resume=True)
    assert files_of(folder) == files_of(tmp_path / "here")


class Kept:
    """A session that outlives a command."""

    def __init__(self, session):
        self._session = session

    def __getattr__(self, name):
        return getattr(self._session, name)

    def stop(self):
        """Not yet: other tests need it."""


def test_the_command_labels_by_spark(spark, texts, tmp_path, monkeypatch, capsys):
    from cxtext import cli
    from cxtext.spark import session

    asked = []
    monkeypatch.setattr(session, "start", lambda master: asked.append(master) or Kept(spark))

    def labelled(source, output, *options):
        output.parent.mkdir(exist_ok=True)
        with pytest.raises(SystemExit, match=r"^0$"):
            cli.main(["label", str(source), "-o", str(output), *options])
        return capsys.readouterr().out

    dump = dump_of(tmp_path / "in.csv", texts)
    here, there = tmp_path / "here" / "out.parquet", tmp_path / "there" / "out.parquet"
    labelled(dump, here)
    assert asked == []
    assert "Read 202 rows: 200 labelled, 2 rejected." in labelled(dump, there, "--engine", "spark")
    assert files_of(here.parent) == files_of(there.parent)
    said = labelled(here, tmp_path / "folder", "--engine", "spark", "--master", "yarn", "--prefix", "x_")
    assert "Read 200 rows: 200 labelled, 0 rejected." in said
    assert asked == ["local[*,4]", "yarn"]


def test_options_are_checked_before_spark_starts(monkeypatch):
    from cxtext.cli.engine import Engine

    with pytest.raises(OptionError, match="unknown engine 'sprak'; did you mean 'spark'"):
        Engine("sprak").check(1)
    with pytest.raises(OptionError, match="--master yarn is for Spark; add --engine spark"):
        Engine("local", "yarn").check(1)
    with pytest.raises(OptionError, match=r"--master 'lokal\[2\]' is no master of Spark; it is local"):
        Engine("spark", "lokal[2]").check(1)
    with pytest.raises(OptionError, match="--workers 4 is for --engine local"):
        Engine("spark").check(4)
    monkeypatch.setattr("cxtext.shipped.find_spec", lambda _: None)
    with pytest.raises(OptionError, match=r"--engine spark needs the package pyspark; pip install 'cxtext\[spark\]'"):
        Engine("spark").check(1)
