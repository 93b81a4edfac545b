import csv
import datetime as dt
import json
import os
import re
from pathlib import Path

import openpyxl
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cxtext.write import open_writer

TORTURE = Path(os.environ.get("CXTEXT_TORTURE", Path(__file__).parents[2] / "../shared/torture"))
PAYLOADS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\0=1",
    " =1",
    "\ufeff=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "=cmd|' /C calc'!A0",
    "+44 20 7946 0000",
    "--5",
    "-",
    "\u00a0=1",
]
HARMLESS = ["-5", "+3.2", "1e5", "-1,5", " -5 ", "-5 %", "+.5", "fine", "a=b", "", "5-3", "'=1", "1-800"]


def write(path, frame, **options):
    with open_writer(path, **options) as out:
        out.write(frame)
    return path


def _cells(path):
    with path.open(newline="", encoding="utf-8") as file:
        return [row[0] for row in csv.reader(file, delimiter="\t" if path.suffix == ".tsv" else ",")]


@pytest.mark.parametrize("ending", [".csv", ".tsv"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_formulas_are_disarmed(tmp_path, ending, payload):
    path = write(tmp_path / f"out{ending}", pl.DataFrame({payload: [payload]}))
    safe = "'" + payload.replace("\0", "\ufffd")
    assert _cells(path) == [safe, safe]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_raw_leaves_text_alone(tmp_path, payload):
    assert _cells(write(tmp_path / "out.csv", pl.DataFrame({"s": [payload]}), raw=True)) == ["s", payload]


@pytest.mark.parametrize("text", HARMLESS)
def test_plain_numbers_and_words_are_left_alone(tmp_path, text):
    assert _cells(write(tmp_path / "out.csv", pl.DataFrame({"s": [text]}))) == ["s", text]


def test_guarded_names_stay_unique(tmp_path):
    path = write(tmp_path / "out.csv", pl.DataFrame({"=a": ["x"], "'=a": ["y"]}))
    assert path.read_text() == '"\'=a","\'=a_"\n"x","y"\n'


@pytest.mark.skipif(not TORTURE.is_dir(), reason=f"no torture folder at {TORTURE} (CXTEXT_TORTURE)")
def test_known_payloads_are_text_in_every_spreadsheet_format(tmp_path):
    lines = (TORTURE / "csv-injection/Intruder/csv-payload.txt").read_text().splitlines()
    payloads = lines + json.loads((TORTURE / "blns/blns.json").read_text("utf-8"))
    frame = pl.DataFrame({"s": payloads})
    for cell in _cells(write(tmp_path / "out.csv", frame)):
        bare = cell.lstrip(" \n\ufeff")
        number = re.fullmatch(r"[+-]?[0-9]*[.,]?[0-9]+([eE][+-]?[0-9]+)?", bare)
        assert not bare.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")) or number
    sheet = openpyxl.load_workbook(write(tmp_path / "out.xlsx", frame)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr"}
    assert [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink] == []


LISTS = pl.DataFrame(
    {"id": ["a", "b", "c"], "themes": [["food", "late|cold"], [], None], "counts": [[1, 2], None, [3]]}
)


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".xlsx"])
def test_lists_are_joined_where_there_are_none(tmp_path, ending):
    path = write(tmp_path / f"out{ending}", LISTS)
    if ending == ".xlsx":
        rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))[1:]
        assert rows == [("a", "food|late/cold", "1|2"), ("b", "", None), ("c", None, "3")]
    else:
        text = path.read_text().replace("\t", ",")
        assert text == '"id","themes","counts"\n"a","food|late/cold","1|2"\n"b","",\n"c",,"3"\n'


def test_lists_are_lists_where_there_are_some(tmp_path):
    rows = [json.loads(line) for line in write(tmp_path / "out.jsonl", LISTS).read_text().splitlines()]
    assert [row["themes"] for row in rows] == [["food", "late|cold"], [], None]
    table = pq.read_table(write(tmp_path / "out.parquet", LISTS))
    assert pa.types.is_list(table.schema.field("themes").type) or pa.types.is_large_list(
        table.schema.field("themes").type
    )
    assert table["themes"].to_pylist() == [["food", "late|cold"], [], None]


def test_values_of_every_type_have_a_form(tmp_path):
    frame = pl.DataFrame(
        {
            "day": [dt.date(2024, 2, 29)],
            "when": [dt.datetime(2024, 2, 29, 12, 30)],
            "long": [dt.timedelta(hours=1)],
            "at": [dt.time(12, 30)],
            "struct": [{"a": 1}],
            "nested": [[["x"]]],
            "raw": [b"x\xff"],
            "none": [None],
            "kind": pl.Series(["k"], dtype=pl.Categorical),
            "flag": [True],
            "nan": [float("nan")],
            "share": [0.1],
        }
    )
    assert write(tmp_path / "out.csv", frame).read_text().splitlines()[1] == (
        '"2024-02-29","2024-02-29 12:30:00","PT1H","12:30:00.000000000",'
        '"{""a"": 1}","[[""x""]]","x\\xff",,"k","true",NaN,0.1'
    )
    for ending in (".tsv", ".jsonl", ".xlsx", ".parquet", ".duckdb"):
        assert write(tmp_path / f"out{ending}", frame).stat().st_size > 0


def test_workbook_cells_are_typed(tmp_path):
    frame = pl.DataFrame(
        {
            "n": [1, None],
            "x": [0.5, float("inf")],
            "id": [2**60, 1],
            "day": [dt.date(2024, 2, 29), dt.date(1815, 6, 18)],
            "flag": [True, False],
            "s": ["a\x01\r\nb", "https://example.org"],
        }
    )
    rows = list(openpyxl.load_workbook(write(tmp_path / "out.xlsx", frame)).active.iter_rows(values_only=True))
    assert rows[0] == ("n", "x", "id", "day", "flag", "s")
    assert rows[1] == (1, 0.5, str(2**60), dt.datetime(2024, 2, 29), True, "a\nb")
    assert rows[2] == (None, None, 1, "1815-06-18", False, "https://example.org")


def test_texts_too_long_for_a_workbook_are_cut_and_counted(tmp_path):
    with open_writer(tmp_path / "out.xlsx") as out:
        out.write(pl.DataFrame({"s": ["x" * 32_767, "x" * 32_768, "😀" * 20_000]}))
        assert out.cut_cells == 2
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert [len(sheet.cell(row, 1).value) for row in (2, 3, 4)] == [32_767, 32_767, 16_383]
