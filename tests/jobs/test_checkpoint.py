"""A labelling job that is stopped loses nothing, and goes on to the same bytes."""

import subprocess
import sys

import pytest

from cxtext import Settings
from cxtext.errors import CxtextError, InputError, OptionError, OutputError
from cxtext.jobs.checkpoint import Checkpoint
from cxtext.jobs.label import label_file
from cxtext.read import open_feedback

PART = 40
SAID = ["The food was cold.", "Lovely staff, long wait.", "Call me on 07700 900123", "n/a", "Parking is a nightmare."]


class KilledError(Exception):
    """What a test stops a job with."""


@pytest.fixture
def dump(tmp_path):
    """200 rows in five parts, of which one part holds two rejects, and texts repeat across parts."""
    lines = [f'"{SAID[i % 5]} No {i // 7}",{1 + i % 5},2024-0{1 + i // 40}-11\n' for i in range(200)]
    lines[90:90] = ["a,b,c,d,e\n", "only one field\n"]
    path = tmp_path / "in.csv"
    path.write_text("text,rating,date\n" + "".join(lines))
    return path


def label(dump, output, *, stop_after=None, **options):
    done = 0

    def progress(_):
        nonlocal done
        done += 1
        if done == stop_after:
            raise KilledError

    stream = open_feedback(dump, batch_rows=PART)
    options = {"settings": Settings(packs=()), "force": True, "mentions": output.with_suffix(".jsonl"), **options}
    return label_file(stream, output, progress=progress, **options)


def files_of(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def expected(dump, tmp_path):
    folder = tmp_path / "expected"
    folder.mkdir()
    label(dump, folder / "out.csv")
    return files_of(folder)


def test_a_job_stopped_after_any_part_goes_on_to_the_same_bytes(dump, expected, tmp_path):
    for stop in (1, 3, 6):
        folder = tmp_path / f"stop{stop}"
        folder.mkdir()
        with pytest.raises(KilledError):
            label(dump, folder / "out.csv", stop_after=stop)
        assert [path.name for path in folder.iterdir()] == ["out.csv.job"]
        begun = {path: path.stat().st_mtime_ns for path in folder.glob("out.csv.job/part-*/*")}
        assert len(begun) == stop * 5
        with pytest.raises(KilledError):
            label(dump, folder / "out.csv", stop_after=stop, resume=True)
        assert begun == {path: path.stat().st_mtime_ns for path in begun}, "parts were made anew"
        tally = label(dump, folder / "out.csv", resume=True)
        assert (tally.read, tally.labelled, tally.rejected) == (202, 200, 2)
        assert files_of(folder) == expected


def test_workers_resume_to_the_same_bytes(dump, expected, tmp_path):
    folder = tmp_path / "workers"
    folder.mkdir()
    with pytest.raises(KilledError):
        label(dump, folder / "out.csv", stop_after=2)
    label(dump, folder / "out.csv", resume=True, workers=2)
    assert files_of(folder) == expected


def stopped_job(dump, tmp_path, after=2):
    with pytest.raises(KilledError):
        label(dump, tmp_path / "out.csv", stop_after=after)
    return tmp_path / "out.csv"


def test_an_unfinished_job_is_not_begun_over_unasked(dump, tmp_path):
    output = stopped_job(dump, tmp_path)
    with pytest.raises(OutputError, match=r"out\.csv\.job holds 80 rows of an unfinished job; go on with --resume, or"):
        label(dump, output)
    assert label(dump, output, restart=True).labelled == 200
    assert not (tmp_path / "out.csv.job").exists()


def test_resume_without_a_job_begins_one(dump, tmp_path):
    assert label(dump, tmp_path / "out.csv", resume=True).labelled == 200


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"settings": Settings(packs=("travel",))}, r"was begun with settings .*; call it as before, or begin anew"),
        ({"prefix": "my_"}, r'was begun with prefix "cx_", now it is "my_"; call it as before'),
    ],
)
def test_another_call_does_not_go_on(dump, tmp_path, changed, said):
    output = stopped_job(dump, tmp_path)
    with pytest.raises(OutputError, match=said):
        label(dump, output, resume=True, **changed)
    assert label(dump, output, resume=True).labelled == 200, "the refusal lost the job"


def test_another_input_does_not_go_on(dump, tmp_path):
    output = stopped_job(dump, tmp_path)
    dump.write_text(dump.read_text().replace("nightmare. No 5", "delight. No 5"))
    with pytest.raises(OutputError, match=r"the input is no longer what .*out\.csv\.job was made of \(part 1\)"):
        label(dump, output, resume=True)


def test_a_damaged_part_is_refused(dump, tmp_path):
    output = stopped_job(dump, tmp_path)
    place = tmp_path / "out.csv.job/part-000001/mentions.arrow"
    place.write_bytes(place.read_bytes()[:-9] + b"\0" * 9)
    with pytest.raises(OutputError, match=r"part-000001.mentions\.arrow is damaged; begin anew with --restart"):
        label(dump, output, resume=True)


def test_a_second_run_is_locked_out(dump, tmp_path):
    with (
        Checkpoint(tmp_path / "out.csv", {}),
        pytest.raises(OutputError, match=r"is in use: another cxtext labels into the same output"),
    ):
        label(dump, tmp_path / "out.csv")


def test_only_the_owner_reads_the_parts(dump, tmp_path):
    stopped_job(dump, tmp_path)
    assert (tmp_path / "out.csv.job").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("limit", "fine"), [("1", False), ("2", True), ("0.5%", False), ("1%", True), ("0", False)])
def test_too_many_rejects_stop_the_job(dump, tmp_path, limit, fine):
    output = tmp_path / "out.csv"
    if fine:
        assert label(dump, output, max_rejects=limit).rejected == 2
        return
    with pytest.raises(InputError, match=rf"2 of the first \d+ records were rejected, more than --max-rejects {limit}"):
        label(dump, output, max_rejects=limit)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


@pytest.mark.parametrize("limit", ["-1", "many", "5.5", "101%", "%", "٣"])
def test_a_limit_that_is_none_is_refused(dump, tmp_path, limit):
    with pytest.raises(OptionError, match="is neither a whole number nor a share such as 5%"):
        label(dump, tmp_path / "out.csv", max_rejects=limit)


def test_what_goes_wrong_meanwhile_keeps_the_parts(dump, tmp_path, monkeypatch):
    commit = Checkpoint.commit
    monkeypatch.setattr(
        Checkpoint, "commit", lambda job, part, *rest: full() if part == 3 else commit(job, part, *rest)
    )

    def full():
        raise OutputError("the disk is full")

    with pytest.raises(CxtextError, match="the disk is full"):
        label(dump, tmp_path / "out.csv")
    monkeypatch.setattr(Checkpoint, "commit", commit)
    assert len(list(tmp_path.glob("out.csv.job/part-*"))) == 3
    assert label(dump, tmp_path / "out.csv", resume=True).labelled == 200


def test_a_job_whose_end_was_interrupted_is_closed_when_the_process_ends(tmp_path):
    begin = "from pathlib import Path; from cxtext.jobs.checkpoint import Checkpoint; "
    again = "Checkpoint(Path('out.csv'), {}).__enter__(); assert Path('out.csv.job/job.json').is_file()"
    subprocess.run([sys.executable, "-c", begin + again], cwd=tmp_path, check=True)
    assert not list(tmp_path.iterdir())
