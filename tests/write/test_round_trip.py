import datetime as dt
import json

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxtext import choices
from cxtext.read import ReadOptions, read_batches
from cxtext.read.typed import stacked
from cxtext.write import WRITERS, open_writer

IN_ONE_FOLDER = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NO_NUL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
# XML 1.0 has neither control characters nor carriage returns of its own.
IN_XML = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12
) | st.just("a\nb\tc")
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
DAYS = st.dates(dt.date(1900, 3, 1), dt.date(9999, 12, 31))
MOMENTS = st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2200, 1, 1)).map(lambda m: m.replace(microsecond=0))


def written(path, frame, cut, **options):
    """Write a frame in two parts and read it back."""
    with open_writer(path, force=True, **options) as out:
        out.write(frame[:cut])
        out.write(frame[cut:])
    batches = list(read_batches(path, ReadOptions()))
    assert [batch.rejects for batch in batches] == [()] * len(batches)
    return stacked(batch.rows for batch in batches)


def frames(**columns):
    types = {
        "n": pl.Int64,
        "x": pl.Float64,
        "b": pl.Boolean,
        "d": pl.Date,
        "m": pl.Datetime("us"),
        "l": pl.List(pl.String),
    }
    row = st.tuples(*columns.values())
    schema = {name: types.get(name, pl.String) for name in columns}
    return st.lists(row, min_size=1, max_size=12).map(lambda rows: pl.DataFrame(rows, schema=schema, orient="row"))


@IN_ONE_FOLDER
@pytest.mark.parametrize("ending", [".csv", ".tsv"])
@given(frame=frames(s=NO_NUL, t=NO_NUL, u=NO_NUL), cut=st.integers(0, 12))
def test_delimited_text_reads_back_equal(tmp_path, ending, frame, cut):
    assert written(tmp_path / f"out{ending}", frame, cut, raw=True).equals(frame)


@IN_ONE_FOLDER
@given(frame=frames(s=NO_NUL), cut=st.integers(0, 12))
def test_one_column_of_blanks_reads_back_equal(tmp_path, frame, cut):
    assert written(tmp_path / "out.csv", frame, cut, raw=True).equals(frame)


@IN_ONE_FOLDER
@given(frame=frames(s=NO_NUL), cut=st.integers(0, 12))
def test_guarded_text_reads_back_equal_but_for_the_guard(tmp_path, frame, cut):
    back = written(tmp_path / "out.csv", frame, cut)["s"]
    assert [b if a == b else b.removeprefix("'") for a, b in zip(frame["s"], back, strict=True)] == frame["s"].to_list()


@IN_ONE_FOLDER
@given(
    frame=frames(
        s=st.none() | ANY_TEXT,
        n=st.none() | st.integers(-(2**63), 2**63 - 1),
        x=st.none() | FLOATS,
        b=st.none() | st.booleans(),
    ),
    cut=st.integers(0, 12),
)
def test_json_lines_read_back_equal(tmp_path, frame, cut):
    back = written(tmp_path / "out.jsonl", frame, cut)
    assert back.cast(frame.schema).equals(frame)


@IN_ONE_FOLDER
@pytest.mark.parametrize("ending", [".parquet", ".duckdb"])
@given(
    frame=frames(
        s=st.none() | ANY_TEXT,
        n=st.none() | st.integers(-(2**63), 2**63 - 1),
        x=st.none() | FLOATS,
        b=st.none() | st.booleans(),
        d=st.none() | st.dates(),
        m=st.none() | st.datetimes(),
        l=st.none() | st.lists(ANY_TEXT, max_size=3),
    ),
    cut=st.integers(0, 12),
)
def test_types_and_lists_read_back_equal(tmp_path, ending, frame, cut):
    assert written(tmp_path / f"out{ending}", frame, cut).equals(frame)


@IN_ONE_FOLDER
@given(
    # The first column keeps a row from being blank, which is none in a workbook.
    frame=frames(
        k=st.just("key"),
        s=st.none() | IN_XML,
        n=st.none() | st.integers(-(2**53), 2**53),
        b=st.none() | st.booleans(),
        m=st.none() | MOMENTS,
    ),
    cut=st.integers(0, 12),
)
def test_workbooks_read_back_equal(tmp_path, frame, cut):
    back = written(tmp_path / "out.xlsx", frame, cut).with_columns(pl.col("n").cast(pl.Int64))
    blank = pl.col("s").fill_null("")
    assert back.cast(frame.schema).with_columns(blank).equals(frame.with_columns(blank))


@pytest.mark.parametrize("ending", choices.STREAMED)
@pytest.mark.parametrize("packed", choices.PACKED)
def test_a_packed_file_holds_the_bytes_of_a_plain_one(tmp_path, ending, packed):
    frame = pl.DataFrame({"s": ["a", "=b", None], "l": [["x", "y"], [], None]})
    for name in (f"plain{ending}", f"packed{ending}{packed}"):
        written(tmp_path / name, frame, 1)
    inside = pa.CompressedInputStream(
        tmp_path / f"packed{ending}{packed}", {".gz": "gzip", ".bz2": "bz2"}.get(packed, "zstd")
    )
    assert inside.read() == (tmp_path / f"plain{ending}").read_bytes()


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_json_is_one_array(tmp_path, rows):
    frame = pl.DataFrame({"s": ["a", "b"], "l": [["x"], []]}).head(rows)
    with open_writer(tmp_path / "out.json") as out:
        out.write(frame)
        out.write(frame)
    assert json.loads((tmp_path / "out.json").read_text()) == 2 * frame.to_dicts()


SAME_BYTES = [ending for ending in WRITERS if ending != ".duckdb"]  # which holds the same rows alone


@pytest.mark.parametrize("ending", [*SAME_BYTES, *(f".csv{packed}" for packed in choices.PACKED)])
def test_the_same_frames_give_the_same_bytes(tmp_path, ending):
    frame = pl.DataFrame(
        {
            "s": ["a", "=b", None],
            "n": [1, None, 3],
            "d": [dt.date(2024, 2, 29)] * 3,
            "l": [["x", "y"], [], None],
        }
    )
    contents = []
    for name in ("one", "two"):
        written(tmp_path / f"{name}{ending}", frame, 1)
        contents.append((tmp_path / f"{name}{ending}").read_bytes())
    assert contents[0] == contents[1]


def test_a_null_alone_in_its_row_is_still_a_record(tmp_path):
    frame = pl.DataFrame({"s": ["a", None, "b"]})
    assert written(tmp_path / "out.csv", frame, 1)["s"].to_list() == ["a", "", "b"]
