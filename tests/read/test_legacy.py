"""Old and foreign workbooks: the same rows as from others, and no damage beyond one line."""

import datetime as dt
import io
import os
from pathlib import Path

import pytest

from cxtext.errors import InputError, OptionError
from cxtext.read import legacy, open_feedback, read_feedback
from tests.legacy_workbooks import write_ods, write_xls

ROWS = [
    ["text", "stars", "paid", "day", "new"],
    ["The food was cold.", 1, 9.5, dt.date(2026, 3, 1), True],
    ['Lovely staff,\nand "quick" <&> naïve 👏', 5, None, dt.date(2026, 3, 2), False],
    ["=1+1", 4, 12.25, dt.date(2026, 3, 3), True],
]
WRITERS = {".xls": write_xls, ".ods": write_ods}
BOMBS = Path(os.environ.get("CXTEXT_TORTURE", "../shared/torture")) / "xlsx_bombs"


@pytest.fixture(params=WRITERS)
def workbook(request, tmp_path):
    sheets = {"first": ROWS, "second": [["text"], ["Another sheet."], [None], ["Its last row."]]}
    return WRITERS[request.param](tmp_path / f"said{request.param}", sheets)


def test_cells_keep_their_kinds(workbook):
    feedback = read_feedback(workbook)
    assert feedback.rows.columns == ROWS[0]
    assert feedback.rows.rows() == [tuple(row) for row in ROWS[1:]]
    assert (feedback.columns.text, feedback.columns.rating, feedback.columns.date) == ("text", "stars", "day")
    assert [len(batch.comments) for batch in open_feedback(workbook, batch_rows=2)] == [2, 1]


def test_a_sheet_is_chosen_by_name(workbook):
    assert read_feedback(workbook, sheet="second").rows["text"].to_list() == ["Another sheet.", "Its last row."]
    with pytest.raises(OptionError, match="unknown --sheet 'secnd'; did you mean 'second'"):
        read_feedback(workbook, sheet="secnd")


def test_a_hidden_sheet_is_read_only_when_named(tmp_path):
    path = write_xls(tmp_path / "said.xls", {"notes": [["text"], ["not for you"]], "said": ROWS}, hidden=["notes"])
    assert read_feedback(path).rows.height == len(ROWS) - 1
    assert read_feedback(path, sheet="notes").rows["text"].to_list() == ["not for you"]


def test_a_row_longer_than_the_header_is_set_aside(tmp_path):
    feedback = read_feedback(write_ods(tmp_path / "said.ods", {"a": [["text"], ["good"], ["bad", "more"], ["fine"]]}))
    assert feedback.rows["text"].to_list() == ["good", "fine"]
    assert [(reject.line, reject.reason) for reject in feedback.rejects] == [(2, "2 cells where the header has 1")]


def test_a_binary_workbook_of_excel_is_read():
    feedback = read_feedback(Path(__file__).parent / "samples" / "date.xlsb", text="2021-01-01")
    assert feedback.rows.rows() == [("2021-01-02", 16), ("10 days, 15:10:10", 17)]


def test_an_old_workbook_is_known_in_a_stream_and_in_a_folder(tmp_path):
    path = write_xls(tmp_path / "said.xls", {"said": ROWS})
    assert read_feedback(io.BytesIO(path.read_bytes())).rows.height == len(ROWS) - 1
    write_ods(tmp_path / "more.ods", {"said": ROWS})
    assert read_feedback(tmp_path).rows.height == 2 * (len(ROWS) - 1)


@pytest.mark.parametrize("content", [b"", b"text,stars\nbad,1\n", b"\xd0\xcf\x11\xe0" * 500, b"PK\x03\x04" * 100])
@pytest.mark.parametrize("ending", [".xls", ".xlsb", ".ods"])
def test_what_is_no_workbook_is_one_line(tmp_path, content, ending):
    path = tmp_path / f"said{ending}"
    path.write_bytes(content)
    with pytest.raises(InputError, match=rf"said\{ending} is (damaged|empty|no workbook).*"):
        read_feedback(path)


def test_a_workbook_that_asks_for_more_memory_than_it_may_ends_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(legacy, "MOST_MEMORY", 300 * 10**6)
    path = write_ods(tmp_path / "said.ods", {"a": [["text"]] * 3}, rows_are=1_000_000, cells_are=16)
    with pytest.raises(InputError, match=r"said\.ods asks for over 0\.3 GB of memory.*save it as \.xlsx"):
        read_feedback(path)


@pytest.mark.parametrize("version", [20, 99])
def test_an_archive_with_a_broken_directory_is_one_line(tmp_path, version):
    path = write_ods(tmp_path / "said.ods", {"said": ROWS})
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")  # of the directory; behind it the version that wrote it, and that it takes
    content[entry + 6] = version
    content[entry + 28] = 255 if version == 20 else content[entry + 28]  # the length of the first member's name
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"said\.ods is (no workbook|damaged).*"):
        read_feedback(path)


@pytest.mark.skipif(not BOMBS.is_dir(), reason="CXTEXT_TORTURE names no folder with hostile workbooks")
@pytest.mark.parametrize("name", ["sparse.xlsx", "deflate500MB.xlsx", "laughs.xlsx"])
def test_a_hostile_workbook_ends_in_one_line(name):
    with pytest.raises(InputError, match=rf"{name} (asks for over 2 GB|is refused as a workbook|is damaged)"):
        read_feedback(BOMBS / name, format="xls")


def test_one_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    path = write_xls(tmp_path / "said.xls", {"said": ROWS})
    monkeypatch.setattr(legacy, "MOST_SECONDS", 0.001)
    with pytest.raises(InputError, match=r"said\.xls takes over 0\.001 s to open; save it as \.xlsx or \.csv"):
        read_feedback(path)
