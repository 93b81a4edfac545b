import datetime as dt
import re
import zipfile

import openpyxl
import polars as pl
import pytest

from cxtext.errors import InputError, OptionError
from cxtext.read import ReadOptions, preflight, read_batches, read_feedback, workbook


def book(path, *rows, title="Answers", hidden_first=False):
    made = openpyxl.Workbook()
    sheet = made.active
    if hidden_first:
        sheet.title, sheet.sheet_state = "Lists", "hidden"
        sheet.append(["wrong", "sheet"])
        sheet = made.create_sheet(title)
        made.active = 1
    sheet.title = title
    for row in rows:
        sheet.append(row)
    made.save(path)
    return path


def read(path, **options):
    batches = list(read_batches(path, ReadOptions(**options)))
    return pl.concat([batch.rows for batch in batches]), [r for batch in batches for r in batch.rejects]


@pytest.fixture
def answers(tmp_path):
    return tmp_path / "answers.xlsx"


def test_types_and_gaps(answers):
    day = dt.datetime(2024, 2, 29, 12, 30)
    book(
        answers,
        [],
        ["comment", "stars", "share", "when", "new", "mixed"],
        ["so good", 5, 0.5, day, True, "x"],
        [],
        ["bad", 1, 1, None, False, 7],
        [None, None, None, None, None, day],
    )
    rows, rejects = read(answers)
    assert rows.schema == {
        "comment": pl.String,
        "stars": pl.Int64,
        "share": pl.Float64,
        "when": pl.Datetime("us"),
        "new": pl.Boolean,
        "mixed": pl.String,
    }
    assert rows.row(0) == ("so good", 5, 0.5, day, True, "x")
    assert rows["mixed"].to_list() == ["x", "7", "2024-02-29 12:30:00"]
    assert rejects == []


def test_cells_beyond_the_header_are_set_aside(answers):
    rows, rejects = read(book(answers, ["comment", "stars"], ["good", 5, "lost?"], ["bad", 1]))
    assert rows["comment"].to_list() == ["bad"]
    assert (rejects[0].line, rejects[0].reason) == (1, "3 cells where the header has 2")
    assert "lost?" in rejects[0].raw


def test_the_first_visible_sheet_unless_one_is_named(answers):
    book(answers, ["comment"], ["good"], hidden_first=True)
    assert read(answers)[0].columns == ["comment"]
    with pytest.raises(InputError, match=r"holds no records"):
        read(answers, sheet="Lists")
    with pytest.raises(
        OptionError, match=r"unknown --sheet 'Answer'; did you mean 'Answers'\? \(known: Answers, Lists\)"
    ):
        read(answers, sheet="Answer")


def test_batches_hold_the_same_rows(answers):
    book(answers, ["comment", "stars"], *([f"so good {n}", n] for n in range(10)))
    whole = read_feedback(answers)
    for batch_rows in (1, 3, 7):
        assert read_feedback(answers, batch_rows=batch_rows).rows.equals(whole.rows)


def test_a_header_alone_is_no_feedback(answers):
    with pytest.raises(InputError, match=r"answers\.xlsx holds no records"):
        read(book(answers, ["comment", "stars"]))


def test_too_many_columns(answers, monkeypatch):
    monkeypatch.setattr(workbook, "MAX_COLUMNS", 3)
    with pytest.raises(InputError, match=r"more than 3 columns"):
        read(book(answers, list("abcd"), list("efgh")))


def test_what_is_no_workbook(answers):
    answers.write_bytes(b"id,text\n1,good\n")
    with pytest.raises(InputError, match=r"answers\.xlsx is no workbook .*--format"):
        read(answers)
    answers.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    with pytest.raises(InputError, match=r"old \.xls or has a password"):
        read(answers)
    with zipfile.ZipFile(answers, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(InputError, match=r"holds no xl/ folder"):
        read(answers)
    with zipfile.ZipFile(answers, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    with pytest.raises(InputError, match=r"answers\.xlsx is damaged: "):
        read(answers)


def test_archives_made_to_do_harm_are_refused_unread(answers, monkeypatch):
    book(answers, ["comment"], ["good"])
    with zipfile.ZipFile(answers, "a") as archive:
        archive.writestr("xl/../../evil.xml", "x")
    with pytest.raises(InputError, match=r"'xl/../../evil\.xml' leads out of the archive"):
        read(answers)
    book(answers, ["comment"], ["good"])
    with zipfile.ZipFile(answers, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big", b"\0" * 11_000_000)
    with pytest.raises(InputError, match=r"xl/media/big unpacks to 11,000,000 bytes, over 200 times its size"):
        read(answers)
    monkeypatch.setattr(preflight, "MAX_BYTES", 1_000)
    monkeypatch.setattr(preflight, "MAX_RATIO", 10**6)
    with pytest.raises(InputError, match=r"it unpacks to 11,\d{3},\d{3} bytes"):
        read(answers)


def packed_otherwise(path, field, value):
    """A sound workbook, of which a field of every entry of the zip directory has another value."""
    book = openpyxl.Workbook()
    book.active.append(["text"])
    book.active.append(["the food was good"])
    book.save(path)
    content = bytearray(path.read_bytes())
    for entry in re.finditer(rb"PK\x01\x02", bytes(content)):
        content[entry.start() + field : entry.start() + field + 2] = value.to_bytes(2, "little")
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (6, 99, r"is no workbook \(zip file version 9\.9\); save it as \.xlsx"),  # what is needed to unpack it
        (10, 97, r"is damaged: That compression method is not supported; save it anew"),
    ],
)
def test_a_zip_that_python_cannot_unpack_is_one_clear_error(tmp_path, field, value, message):
    packed_otherwise(tmp_path / "in.xlsx", field, value)
    with pytest.raises(InputError, match=message):
        read_feedback(tmp_path / "in.xlsx")
