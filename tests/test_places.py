import os
import subprocess
import sys

import pytest

from cxtext import places
from cxtext.bundle import new_folder
from cxtext.errors import OptionError, OutputError
from cxtext.places import DRAFT, OLD, Place, check_apart, check_ending, check_place, temporary_of


@pytest.fixture(scope="module")
def dead():
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def left_behind(path, process, monkeypatch, kind=DRAFT):
    with monkeypatch.context() as patch:
        patch.setattr(os, "getpid", lambda: process)
        return temporary_of(path, kind)


def test_the_next_run_removes_what_a_killed_one_left(tmp_path, dead, monkeypatch):
    path = tmp_path / "out.csv"
    stale = left_behind(path, dead, monkeypatch)
    alive = left_behind(path, os.getppid(), monkeypatch)
    other_place = left_behind(tmp_path / "other.csv", dead, monkeypatch)
    elsewhere = tmp_path / f".out.csv.ffffff-{dead}-00000000.tmp"
    for file in (stale, alive, other_place, elsewhere):
        file.write_text("half")
    with Place(path, force=False) as place:
        place.write(b"whole")
        place.commit()
    assert {p.name for p in tmp_path.iterdir()} == {"out.csv", alive.name, other_place.name, elsewhere.name}


def test_folders_of_killed_runs_are_removed_too(tmp_path, dead, monkeypatch):
    folder = tmp_path / "model"
    for kind in (DRAFT, OLD):
        stale = left_behind(folder, dead, monkeypatch, kind)
        stale.mkdir()
        (stale / "x").write_text("half")
    with new_folder(folder) as draft:
        (draft / "manifest.json").write_text("{}")
    assert [p.name for p in tmp_path.iterdir()] == ["model"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_a_new_folder_has_the_permissions_of_other_new_folders(tmp_path):
    before = os.umask(0o027)
    try:
        with new_folder(tmp_path / "model") as draft:
            (draft / "manifest.json").write_text("{}")
    finally:
        os.umask(before)
    assert (tmp_path / "model").stat().st_mode & 0o777 == 0o750


def test_long_names_leave_room_for_the_temporary_one(tmp_path):
    path = tmp_path / ("ü" * 120 + ".csv")
    with Place(path, force=False) as place:
        place.write(b"x")
        place.commit()
    assert path.read_bytes() == b"x"


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="no folder that nobody can write to")  # noqa: PTH112
def test_a_folder_that_cannot_be_written_to_is_found_before_the_work(tmp_path, monkeypatch):
    with pytest.raises(OutputError, match=r"/proc/out\.csv cannot be written: .*; choose another folder"):
        check_place(places.Path("/proc/out.csv"), force=False)
    with pytest.raises(OutputError, match=r"/proc/out/model cannot be written"):
        places.check_new_folder(places.Path("/proc/out/model"))


def test_an_ending_is_told_in_any_case():
    assert check_ending(places.Path("A.CSV"), "output format", [".csv"]) == ".csv"
    with pytest.raises(OptionError, match=r"a\.cvs: unknown output format '\.cvs'; did you mean '\.csv'"):
        check_ending(places.Path("a.cvs"), "output format", [".csv"])


@pytest.mark.parametrize("make", ["symlink_to", "hardlink_to"])
def test_an_output_is_never_the_input_by_another_name(tmp_path, make):
    source = tmp_path / "in.csv"
    source.write_text("x")
    other = tmp_path / "link.csv"
    getattr(other, make)(source)
    with pytest.raises(OutputError, match=r"link\.csv is the same file as the input"):
        check_apart([other], [source])
    with pytest.raises(OutputError, match=r"are the same file"):
        check_apart([other, source], [])
    (tmp_path / "folder").symlink_to(tmp_path)
    with pytest.raises(OutputError, match="are the same file"):
        check_apart([tmp_path / "folder" / "new.csv", tmp_path / "new.csv"], [])
    with pytest.raises(OutputError, match=r"holds the input .*in\.csv, which it would replace"):
        check_apart([tmp_path], [source])


def test_a_process_that_ends_by_itself_clears_what_nobody_looked_after(tmp_path):
    code = (
        "import sys\nfrom pathlib import Path\nfrom cxtext.places import Place\n"
        "Place(Path('out.csv'), force=False).write(b'half')\nassert len(list(Path().iterdir())) == 1\nsys.exit(3)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    assert list(tmp_path.iterdir()) == []
