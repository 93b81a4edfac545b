import codecs
import json
import re

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxtext.errors import InputError
from cxtext.read import ReadOptions, jsonlines, read_batches, read_feedback

IN_ONE_FOLDER = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def lines(folder, *records, name="feedback.jsonl"):
    path = folder / name
    path.write_bytes(b"".join(r if isinstance(r, bytes) else json.dumps(r).encode() + b"\n" for r in records))
    return path


def only_batch(path, **options):
    (batch,) = read_batches(path, ReadOptions(**options))
    return batch


def test_types_are_kept_and_nested_values_are_their_json(tmp_path):
    batch = only_batch(
        lines(
            tmp_path,
            {"text": "good", "stars": 5, "share": 0.5, "new": True, "tags": ["a", "ü"], "who": {"age": 3}},
            {"text": None, "stars": None, "share": 1, "new": None, "tags": None, "who": None},
        )
    )
    assert batch.rows.schema == {
        "text": pl.String,
        "stars": pl.Int64,
        "share": pl.Float64,
        "new": pl.Boolean,
        "tags": pl.String,
        "who": pl.String,
    }
    assert batch.rows.row(0) == ("good", 5, 0.5, True, '["a","ü"]', '{"age":3}')
    assert batch.rows.row(1) == (None, None, 1.0, None, None, None)


def test_mixed_types_become_text(tmp_path):
    batch = only_batch(lines(tmp_path, {"q": 1}, {"q": "two"}, {"q": True}, {"q": 1.5}))
    assert batch.rows["q"].to_list() == ["1", "two", "true", "1.5"]


def test_long_integers_keep_their_digits(tmp_path):
    digits = "123456789012345678901234567890"
    batch = only_batch(lines(tmp_path, b'{"id": %s, "n": 9223372036854775807}\n' % digits.encode()))
    assert batch.rows.row(0) == (digits, 9223372036854775807)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b'{"text": "open\n', "not JSON: "),
        (b"[1, 2]\n", "not an object but an array"),
        (b'"text"\n', "not an object but a string"),
        (b"7\n", "not an object but a number"),
        (b"null\n", "not an object but null"),
        (b"{}\n", "an object without keys"),
        (b'{"text": NaN}\n', "not JSON: "),
        (b'{"text": "caf\xe9"}\n', "byte 0xe9 at offset 13 of the record.*cp1252"),
        (b'{"text": "\\ud800"}\n', "not JSON: "),
        (b"[" * 100_000 + b"\n", "not JSON: |nested too deeply"),
        (b'{"text": "' + b"x" * (8 * 2**20) + b'"}\n', "a line longer than 8,388,608 bytes"),
    ],
)
def test_one_bad_line_costs_no_other(tmp_path, bad, reason):
    batch = only_batch(lines(tmp_path, {"text": "a"}, b"\n", bad, {"text": "b"}))
    assert batch.rows["text"].to_list() == ["a", "b"]
    assert batch.numbers.to_list() == [1, 3]
    assert [reject.line for reject in batch.rejects] == [3]
    assert re.search(reason, batch.rejects[0].reason)


@pytest.mark.parametrize("depth", [900, 5_000, 100_000])
def test_deep_nesting_is_text_or_a_reject_as_the_interpreter_can(tmp_path, depth):
    deep = b'{"text": ' + b"[" * depth + b"]" * depth + b', "n": 1e30}\n'
    batch = only_batch(lines(tmp_path, {"text": "a"}, deep, {"text": "b"}))
    assert batch.rows.height + len(batch.rejects) == 3
    assert batch.rows["text"][0] == "a"
    assert batch.rows["text"][-1] == "b"


def test_columns_are_the_union_in_first_seen_order(tmp_path):
    path = lines(tmp_path, {"text": "so good here", "b": 1}, {"c": 2, "text": "not so bad"}, {"b": 3, "a": 4})
    for batch_rows in (1, 2, 3):
        rows = read_feedback(path, batch_rows=batch_rows).rows
        assert rows.columns == ["text", "b", "c", "a"]
        assert rows["b"].to_list() == [1, None, 3]


def test_a_byte_order_mark_is_skipped(tmp_path):
    assert only_batch(lines(tmp_path, b"\xef\xbb\xbf", {"text": "a"})).rows.columns == ["text"]


def test_only_bad_lines_is_one_error(tmp_path):
    with pytest.raises(InputError, match=r"none of its 2 records can be read; the first, in line 1: not JSON"):
        read_feedback(lines(tmp_path, b"nonsense\n", b"7\n"))


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = {
    "text": TEXT,
    "rating": st.none() | st.integers(-(2**63), 2**63 - 1),
    "share": st.none() | st.floats(allow_nan=False, allow_infinity=False, width=32),
    "new": st.none() | st.booleans(),
    "id": st.none() | TEXT,
}
RECORD = st.fixed_dictionaries({"text": VALUES["text"]}, optional={k: v for k, v in VALUES.items() if k != "text"})


@IN_ONE_FOLDER
@given(
    records=st.lists(RECORD | st.sampled_from([b"{\n", b"[]\n", b"\xff\n"]), max_size=20),
    batch_rows=st.integers(1, 6),
)
def test_records_are_rows_or_rejects_whatever_the_batches(tmp_path, records, batch_rows):
    records = [{"text": "so good, so far"}, *records]
    feedback = read_feedback(lines(tmp_path, *records), batch_rows=batch_rows, text="text")
    good = {number: r for number, r in enumerate(records, start=1) if isinstance(r, dict)}
    assert len(feedback.rejects) == len(records) - len(good)
    assert feedback.comments["row"].to_list() == list(good)
    for row, record in zip(feedback.rows.iter_rows(named=True), good.values(), strict=True):
        assert {key: value for key, value in row.items() if value is not None} == {
            key: value for key, value in record.items() if value is not None
        }


def test_rejects_name_the_byte_that_they_begin_at(tmp_path, monkeypatch):
    monkeypatch.setattr(jsonlines, "MAX_RECORD_BYTES", 60)
    bad = [b"[1, 2]\n", "möglich\n".encode(), b'{"text": "' + b"x" * 200 + b'"}\n', b"{}"]
    path = lines(
        tmp_path, codecs.BOM_UTF8, {"text": "gut, schön"}, bad[0], bad[1], b"\n", bad[2], {"text": "b"}, bad[3]
    )
    content = path.read_bytes()
    rejects = only_batch(path).rejects
    assert [content[reject.byte :].splitlines(keepends=True)[0] for reject in rejects] == bad
