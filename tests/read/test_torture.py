"""The whole torture folder: every record is a row or a reject, or the input is one clear InputError."""

import gzip
import json
import os
import resource
import time
from collections import Counter
from pathlib import Path

import pytest

from cxtext.errors import InputError
from cxtext.read import ReadOptions, read_batches

FOLDER = Path(os.environ.get("CXTEXT_TORTURE", Path(__file__).parents[2] / "../shared/torture"))
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no torture folder at {FOLDER} (CXTEXT_TORTURE)")

# These disagree with themselves: the JSON beside location_coordinates has other keys than its header.
SPECTRUM = sorted(path.stem for path in FOLDER.glob("csv-spectrum/csvs/*.csv") if path.stem != "location_coordinates")
DELIMITED = sorted(
    [
        *FOLDER.glob("duckdb-csv/**/*.csv"),
        *FOLDER.glob("duckdb-csv/**/*.?sv.gz"),
        *FOLDER.glob("duckdb-csv/**/*.tsv"),
        *FOLDER.glob("csv-spectrum/csvs/*.csv"),
    ]
)
JSON = sorted(FOLDER.glob("JSONTestSuite/test_parsing/*.json"))
# Of another encoding, header included.
LATIN = {f"duckdb-csv/{name}.csv" for name in ("encodings/only_latin1", "encodings/shift_jis", "error/banklist")}
REFUSED = LATIN | {"duckdb-csv/error/json.csv"}  # JSON lines under a false name


def id_of(path):
    return str(path.relative_to(FOLDER))


def read(path, **options):
    format_ = options.pop("format", None)
    batches = list(read_batches(path, ReadOptions(**options), format=format_))
    return (
        batches[0].rows.columns,
        [row for b in batches for row in b.rows.rows()],
        [r for b in batches for r in b.rejects],
    )


def test_the_folder_is_not_empty():
    assert len(SPECTRUM) == 11
    assert len(DELIMITED) > 50
    assert len(JSON) == 318


@pytest.mark.parametrize("name", SPECTRUM)
def test_csv_spectrum_gives_the_values_expected(name):
    expected = json.loads((FOLDER / f"csv-spectrum/json/{name}.json").read_text("utf-8"))
    columns, rows, rejects = read(FOLDER / f"csv-spectrum/csvs/{name}.csv")
    # The JSON was made on Unix: its line ends are LF where the CSV has CRLF.
    assert [{c: v.replace("\r\n", "\n") for c, v in zip(columns, row, strict=True)} for row in rows] == [
        {key: value.replace("\r\n", "\n") for key, value in record.items()} for record in expected
    ]
    assert rejects == []


def letters(text):
    return Counter(c for c in text if c.isalnum())


@pytest.mark.parametrize("path", [p for p in DELIMITED if id_of(p) not in REFUSED], ids=id_of)
@pytest.mark.parametrize("batch_rows", [50, 20_000])
def test_every_letter_of_a_file_is_in_its_rows_or_rejects(path, batch_rows):
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    columns, rows, rejects = read(path, batch_rows=batch_rows)
    found = letters("".join([*columns, *("".join(row) for row in rows), *(reject.raw for reject in rejects)]))
    made_up = letters("".join(name for name in columns if name.startswith("column_")))
    encoding = "utf-16" if content.startswith(b"\xff\xfe") else "utf-8-sig"
    assert found - made_up == letters(content.decode(encoding, "backslashreplace"))
    assert all(reject.reason and reject.line >= 2 for reject in rejects)


@pytest.mark.parametrize("path", [p for p in DELIMITED if id_of(p) in REFUSED], ids=id_of)
def test_what_cannot_be_read_is_one_clear_error(path):
    with pytest.raises(InputError, match=rf"{path.name}: the header in line 1 cannot be read"):
        read(path)


@pytest.mark.parametrize(
    ("name", "rows", "lines"),
    [
        ("rejects/multiple_errors/multiple_errors.csv", 2, [4, 5, 6, 7, 8]),
        ("rejects/multiple_errors/invalid_utf_less.csv", 1, [3]),
        ("rejects/unquoted/basic.csv", 6, [5]),
        ("rejects/unquoted/unquoted_new_line.csv", 6, [5, 6]),
        ("rejects/frankstein/nightmare.csv", None, [10, 14]),
        ("error/mid_null.csv", 2, [3]),
        ("rejects/incorrect_columns/small_mix.csv", None, None),
    ],
)
def test_known_defects_are_found_in_their_lines(name, rows, lines):
    _, read_rows, rejects = read(FOLDER / "duckdb-csv" / name)
    if rows is not None:
        assert len(read_rows) == rows
    if lines is not None:
        assert [reject.line for reject in rejects][: len(lines)] == lines


@pytest.mark.parametrize("path", [p for p in DELIMITED if id_of(p) in LATIN or "latin1" in p.name], ids=id_of)
def test_the_right_encoding_mends_what_looked_broken(path):
    encoding = "shift_jis" if "jis" in path.name else "latin-1"
    assert read(path, encoding=encoding)[2] == []


@pytest.mark.parametrize("path", [p for p in JSON if b"\n" not in p.read_bytes().strip()], ids=lambda path: path.stem)
def test_json_cases_as_a_value_of_one_line(path, tmp_path):
    content = path.read_bytes()
    line = tmp_path / "line.jsonl"
    line.write_bytes(b'{"v": ' + content.strip(b"\n") + b"}\n" + b'{"v": 1}\n')
    _, rows, rejects = read(line)
    assert len(rows) + len(rejects) == 2
    if path.stem.startswith("y_"):
        assert rejects == []
    if path.stem.startswith("n_"):
        assert [reject.line for reject in rejects] == [1]


@pytest.mark.parametrize("path", JSON, ids=lambda path: path.stem)
def test_json_cases_as_files(path):
    content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    records = sum(bool(line.strip()) for line in content.split(b"\n"))
    try:
        _, rows, rejects = read(path, format="jsonl")
    except InputError:
        assert records == 0 or path.stem in ("i_string_utf16BE_no_BOM", "i_string_utf16LE_no_BOM")
        return
    assert len(rows) + len(rejects) == records


def test_naughty_strings_come_through_unchanged(tmp_path):
    strings = json.loads((FOLDER / "blns/blns.json").read_text("utf-8"))
    path = tmp_path / "naughty.jsonl"
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in strings))
    _, rows, rejects = read(path)
    assert [row[0] for row in rows] == strings
    assert rejects == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("deflate500MB", "unpacks to 500,000,194 bytes, over 200 times"),
        ("manycells", "unpacks to 72,005,725 bytes, over 200 times"),
        ("laughs", "is damaged"),
    ],
)
def test_workbooks_made_to_fill_the_memory(name, reason):
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(InputError, match=rf"{name}\.xlsx.*{reason}"):
        read(FOLDER / f"xlsx_bombs/{name}.xlsx")
    assert_cheap(before, start)


def test_a_cell_in_the_last_corner_of_a_sheet():
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    _, rows, rejects = read(FOLDER / "xlsx_bombs/sparse.xlsx")
    assert (rows, rejects[0].reason) == ([], "16,384 cells where the header has 1")
    assert rejects[0].raw == '{"16384":"1"}'
    assert_cheap(before, start)


def assert_cheap(before, start):
    assert time.process_time() - start < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024  # KiB
