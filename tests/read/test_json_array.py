import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxtext.errors import InputError
from cxtext.read import ReadOptions, json_array, read_batches, read_feedback


def written(folder, content, name="feedback.json"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def test_types_are_kept_and_nested_values_are_their_json(tmp_path):
    path = written(tmp_path, [{"text": "good", "n": 2**70, "tags": ["a", "ü"]}, {"text": None, "stars": 4}])
    (batch,) = read_batches(path, ReadOptions())
    assert batch.rows.to_dicts() == [
        {"text": "good", "n": str(2**70), "tags": '["a","ü"]', "stars": None},
        {"text": None, "n": None, "tags": None, "stars": 4},
    ]


def test_the_array_may_lie_in_an_object(tmp_path):
    rows = [{"comment": "so very good"}, {"comment": "not so good"}]
    path = written(tmp_path, {"page": 1, "links": [], "reviews": rows})
    assert read_feedback(path).comments["text"].to_list() == ["so very good", "not so good"]


def test_elements_that_are_no_records_are_set_aside_by_their_number(tmp_path):
    content = b'[{"comment": "good food"}, 5, {}, {"comment": "\\ud83d half"}, null, {"comment": "bad food"}]'
    feedback = read_feedback(written(tmp_path, content))
    assert feedback.comments["row"].to_list() == [1, 6]
    assert [(r.line, r.reason) for r in feedback.rejects] == [
        (2, "not an object but a number"),
        (3, "an object without keys"),
        (4, "half a surrogate pair, which is no character"),
        (5, "not an object but null"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'[{"a": 1}', "is no JSON: "),
        (b'[{"a": NaN}]', "is no JSON: NaN is no JSON number"),
        (b'[{"a": "\xff"}]', "is no JSON: .*invalid start byte"),
        (b"[" * 200_000, "is nested too deeply"),
        (b'"text"', "holds a string without an array of objects; give it as JSON lines"),
        (b'{"a": [{"x": 1}], "b": [{"x": 2}]}', r"holds several arrays of objects \(a, b\); give it as JSON lines"),
        (b"[]", "holds no records"),
    ],
)
def test_what_is_no_array_of_objects_is_one_error(tmp_path, content, said):
    with pytest.raises(InputError, match=said):
        read_feedback(written(tmp_path, content))


def test_a_file_too_big_to_be_read_whole_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(json_array, "MAX_BYTES", 2**20)
    with pytest.raises(InputError, match=r"is more than 1 MB of JSON; give it as JSON lines instead"):
        read_feedback(written(tmp_path, [{"comment": "good " * 300_000}]))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=8))
def test_any_text_comes_through(tmp_path, texts):
    path = written(tmp_path, [{"comment": text} for text in texts])
    (batch,) = read_batches(path, ReadOptions())
    assert batch.rows["comment"].to_list() == texts
