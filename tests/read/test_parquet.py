import datetime as dt

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cxtext.errors import InputError
from cxtext.read import ReadOptions, parquet, read_batches, read_feedback

FRAME = pl.DataFrame(
    {
        "text": ["so good", None, "not so good"],
        "stars": [5, None, 1],
        "when": [dt.date(2024, 2, 29), None, dt.date(2024, 3, 1)],
        "tags": [["a", "b"], [], None],
    }
)


def test_types_are_kept_whatever_the_batches(tmp_path):
    path = tmp_path / "feedback.parquet"
    FRAME.write_parquet(path)
    for batch_rows in (1, 2, 100):
        batches = list(read_batches(path, ReadOptions(batch_rows=batch_rows)))
        assert pl.concat([batch.rows for batch in batches]).equals(FRAME)
        assert [number for batch in batches for number in batch.numbers] == [1, 2, 3]


def test_two_columns_of_one_name(tmp_path):
    path = tmp_path / "feedback.parquet"
    pq.write_table(pa.table([pa.array(["so good"]), pa.array([1])], names=["text", "text"]), path)
    assert read_feedback(path).rows.columns == ["text", "text_2"]


def test_a_table_without_rows(tmp_path):
    path = tmp_path / "feedback.parquet"
    FRAME.clear().write_parquet(path)
    with pytest.raises(InputError, match=r"feedback\.parquet holds no records"):
        read_feedback(path)


@pytest.mark.parametrize("damage", ["cut", "text", "holes"])
def test_a_damaged_file_is_one_error(tmp_path, damage):
    path = tmp_path / "feedback.parquet"
    FRAME.write_parquet(path)
    whole = path.read_bytes()
    path.write_bytes(
        {"cut": whole[:-20], "text": b"id,text\n", "holes": whole[:4] + b"\xff" * 200 + whole[204:]}[damage]
    )
    with pytest.raises(InputError, match=r"feedback\.parquet cannot be read as Parquet: .+; export it again"):
        read_feedback(path)


def test_a_row_group_too_big_for_memory_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "feedback.parquet"
    FRAME.write_parquet(path)
    monkeypatch.setattr(parquet, "MAX_ROW_GROUP_BYTES", 100)
    with pytest.raises(InputError, match=r"row group 1 holds .* GB uncompressed.*smaller row groups"):
        read_feedback(path)
