"""What cxtext wrote is read fast, and is the same as when it is read with care."""

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxtext.read import read_feedback
from cxtext.read.written import read_written
from cxtext.write import open_writer

CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ROWS = st.lists(
    st.tuples(CELLS, CELLS, st.none() | st.floats(allow_nan=False), st.lists(CELLS, max_size=3)), min_size=1
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(ROWS)
def test_both_readers_read_the_same(tmp_path, rows):
    path = tmp_path / "out.csv"
    schema = {"text": pl.String, " odd": pl.String, "score": pl.Float64, "list": pl.List(pl.String)}
    with open_writer(path, force=True) as table:
        table.write(
            pl.DataFrame([("some words", *row[1:]) for row in rows[:1]] + rows[1:], schema=schema, orient="row")
        )
    careful = read_feedback(path, text="text")
    fast = read_written(path)
    assert not careful.rejects
    assert fast.equals(careful.rows)
    assert careful.comments["row"].to_list() == list(range(1, len(fast) + 1))


def test_a_nul_byte_and_other_formats_are_left_to_the_careful_reader(tmp_path):
    (tmp_path / "nul.csv").write_bytes(b'"text"\n"a\0b"\n')
    assert read_written(tmp_path / "nul.csv") is None
    assert read_written(tmp_path / "table.parquet") is None
