import errno
import json
import stat
import sys

import polars as pl
import pytest

from cxtext import choices
from cxtext.errors import OptionError, OutputError
from cxtext.places import check_place
from cxtext.schema import Reject
from cxtext.write import WRITERS, open_writer, workbook, write_rejects

PACKED = [ending + packed for ending in choices.STREAMED for packed in choices.PACKED]
FRAME = pl.DataFrame({"text": ["so good", "so bad"], "stars": [5, 1]})


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("ending", [*WRITERS, *PACKED])
def test_the_output_is_there_when_all_is_written(tmp_path, ending):
    path = tmp_path / f"out{ending.upper()}"
    with open_writer(path) as out:
        assert out.path == path
        out.write(FRAME)
        assert not path.exists()
    assert names(tmp_path) == [path.name]


def write(path, *frames, **options):
    with open_writer(path, **options) as out:
        for frame in frames:
            out.write(frame)


@pytest.mark.parametrize("ending", [*WRITERS, *PACKED])
def test_an_exception_leaves_nothing_behind_and_the_old_output_untouched(tmp_path, ending):
    path = tmp_path / f"out{ending}"
    with pytest.raises(AttributeError, match="no attribute"):
        write(path, FRAME, "not a frame")
    assert names(tmp_path) == []
    write(path, FRAME)
    old = path.read_bytes()
    with pytest.raises(AttributeError, match="no attribute"):
        write(path, FRAME[:1], "not a frame", force=True)
    assert path.read_bytes() == old
    assert names(tmp_path) == [path.name]


@pytest.mark.parametrize("ending", [*WRITERS, *PACKED])
def test_an_output_without_rows_is_still_a_file(tmp_path, ending):
    with open_writer(tmp_path / f"none{ending}"):
        pass
    with open_writer(tmp_path / f"header{ending}") as out:
        out.write(FRAME.clear())
    assert names(tmp_path) == [f"header{ending}", f"none{ending}"]


def test_an_existing_output_is_replaced_only_by_force(tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(OutputError, match=r"out\.csv exists already; replace it with --force or give another name"):
        open_writer(path)
    with open_writer(path, force=True) as out:
        out.write(FRAME)
    assert path.read_text() == '"text","stars"\n"so good",5\n"so bad",1\n'


def test_an_output_that_came_up_meanwhile_is_not_overwritten(tmp_path):
    path = tmp_path / "out.csv"
    out = open_writer(path)
    out.write(FRAME)
    path.write_text("of someone else")
    with pytest.raises(OutputError, match=r"exists already"):
        out.close()
    assert path.read_text() == "of someone else"
    assert names(tmp_path) == ["out.csv"]


def test_places_that_cannot_be_written_to(tmp_path):
    with pytest.raises(OutputError, match=r"is a folder; name a file in it"):
        open_writer((tmp_path / "a.csv").mkdir() or tmp_path / "a.csv", force=True)
    with pytest.raises(OutputError, match=r"there is no folder .*nowhere for out\.csv; make it first"):
        open_writer(tmp_path / "nowhere" / "out.csv")
    with pytest.raises(OptionError, match=r"unknown output format '\.xls'; did you mean '\.xlsx'\? \(known: \.csv, "):
        open_writer(tmp_path / "out.xls")
    with pytest.raises(OptionError, match=r"unknown output format 'out'"):
        open_writer(tmp_path / "out")


def test_a_place_can_be_checked_before_the_work(tmp_path):
    check_place(tmp_path / "out.csv", force=False)
    assert names(tmp_path) == []
    (tmp_path / "out.csv").touch()
    with pytest.raises(OutputError, match=r"out\.csv exists already"):
        check_place(tmp_path / "out.csv", force=False)


def test_a_full_disk_names_the_output(tmp_path, monkeypatch):
    out = open_writer(tmp_path / "out.jsonl")

    class FullDisk:
        def write(self, _):
            raise OSError(errno.ENOSPC, "No space left on device")

        def close(self):
            pass

    out._sink._file.close()
    monkeypatch.setattr(out._sink, "_file", FullDisk())
    with pytest.raises(OutputError, match=r"out\.jsonl cannot be written: No space left on device"), out:
        out.write(FRAME)
    assert names(tmp_path) == []


def test_later_frames_may_lack_columns_and_order_but_add_none(tmp_path):
    path = tmp_path / "out.csv"
    with open_writer(path) as out:
        out.write(FRAME)
        out.write(FRAME.select("stars"))
        out.write(FRAME.select("stars", "text")[:1])
    assert path.read_text().splitlines()[3:] == [",5", ",1", '"so good",5']
    with pytest.raises(OutputError, match=r"column 'new' comes up after the header is written"):
        write(path, FRAME, FRAME.with_columns(new=1), force=True)
    with pytest.raises(OutputError, match=r"'stars' turns from Int64 to String, which would change its values"):
        write(path, FRAME, FRAME.with_columns(stars=pl.lit("many")), force=True)


def test_more_rows_than_a_workbook_holds(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MAX_ROWS", 2)
    with (
        pytest.raises(OutputError, match=r"over 2 rows, Excel's limit; write \.csv"),
        open_writer(tmp_path / "o.xlsx") as out,
    ):
        out.write(FRAME)
    assert names(tmp_path) == []


def test_an_output_has_the_permissions_of_other_new_files(tmp_path):
    (tmp_path / "other").touch()
    with open_writer(tmp_path / "out.csv") as out:
        out.write(FRAME)
    assert (tmp_path / "out.csv").stat().st_mode == (tmp_path / "other").stat().st_mode


REJECTS = (Reject(3, "1 field where the header has 2", "caf\\xe9"), Reject(9, "not JSON", '{"ü": \n'))


def test_rejects_are_written_beside_the_output(tmp_path):
    path = write_rejects(tmp_path / "out.csv", REJECTS)
    assert path == tmp_path / "out.csv.rejects.jsonl"
    assert [json.loads(line) for line in path.read_text("utf-8").splitlines()] == [
        {"line": reject.line, "reason": reject.reason, "raw": reject.raw} for reject in REJECTS
    ]
    assert names(tmp_path) == [path.name]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_rejects_are_for_the_owner_only(tmp_path):
    for _ in range(2):
        assert stat.S_IMODE(write_rejects(tmp_path / "out.csv", REJECTS).stat().st_mode) == 0o600


def test_rejects_of_an_earlier_run_are_removed(tmp_path):
    write_rejects(tmp_path / "out.csv", REJECTS)
    assert write_rejects(tmp_path / "out.csv", iter(())) is None
    assert names(tmp_path) == []


def test_a_later_fraction_is_not_cut_to_a_whole_number(tmp_path):
    with pytest.raises(OutputError, match=r"column 'score' turns from Int64 to Float64, which would change its values"):
        write(tmp_path / "out.csv", pl.DataFrame({"score": [4]}), pl.DataFrame({"score": [4.5]}))
    assert not (tmp_path / "out.csv").exists()


def test_a_later_whole_number_fits_a_column_of_fractions(tmp_path):
    write(tmp_path / "out.parquet", pl.DataFrame({"score": [4.5]}), pl.DataFrame({"score": [4]}))
    assert pl.read_parquet(tmp_path / "out.parquet")["score"].to_list() == [4.5, 4.0]


@pytest.mark.parametrize("ending", [".parquet", ".duckdb"])
def test_a_nul_in_the_name_of_a_column_is_one_line_where_names_are_c_strings(tmp_path, ending):
    frame = pl.DataFrame({"text": ["so good"], "a\0b": [1]})
    with (
        pytest.raises(OutputError, match=r"column 'a\\x00b' has a NUL byte.*write \.csv"),
        open_writer(tmp_path / f"out{ending}") as out,
    ):
        out.write(frame)
    assert names(tmp_path) == []
