import subprocess
import sys

import polars as pl
import pytest

from cxtext.errors import InputError, OptionError
from cxtext.read import Dialect, open_feedback, read_feedback
from cxtext.read import feedback as feedback_module
from cxtext.schema import CANONICAL, Columns


@pytest.fixture
def reviews(tmp_path):
    path = tmp_path / "reviews.csv"
    bad = "4\n"
    path.write_text(
        "id,comment,stars,date\n1,so very good,5,13/1/2024\n2,not so good,2,3/4/2024\n3,fine by me,4,\n"
        + bad
        + "5,,,\n6,so so really,3,1/2/2024\n"
    )
    return path


def test_read_whole(reviews):
    feedback = read_feedback(reviews)
    assert feedback.origin == "reviews.csv"
    assert feedback.rows.columns == ["id", "comment", "stars", "date"]
    assert feedback.rows.row(3) == ("5", "", "", "")
    assert feedback.comments.schema == CANONICAL
    assert feedback.comments["row"].to_list() == [1, 2, 3, 5, 6]
    assert feedback.comments["comment_id"].to_list() == ["1", "2", "3", "5", "6"]
    assert feedback.comments["date"].dt.month().to_list() == [1, 4, None, None, 2]
    assert [(reject.line, reject.raw) for reject in feedback.rejects] == [(5, "4")]


@pytest.mark.parametrize("batch_rows", [1, 2, 3, 100])
def test_a_stream_gives_the_same_rows_comments_and_rejects(reviews, batch_rows):
    whole = read_feedback(reviews)
    with open_feedback(reviews, batch_rows=batch_rows) as stream:
        assert (stream.origin, stream.dialect) == ("reviews.csv", Dialect(",", "utf-8"))
        assert stream.columns.text == "comment"
        batches = list(stream)
    assert pl.concat([batch.rows for batch in batches]).equals(whole.rows)
    assert pl.concat([batch.comments for batch in batches]).equals(whole.comments)
    assert tuple(reject for batch in batches for reject in batch.rejects) == whole.rejects
    assert all(batch.rows.height + len(batch.rejects) <= batch_rows for batch in batches)


def test_rejects_before_the_first_row_are_not_lost(tmp_path):
    path = tmp_path / "reviews.csv"
    path.write_text("id,comment\n1\n2\n3\n4,so very good\n")
    stream = open_feedback(path, batch_rows=1)
    batches = list(stream)
    assert [len(batch.rejects) for batch in batches] == [1, 1, 1, 0]
    assert batches[-1].comments["row"].to_list() == [4]


@pytest.mark.parametrize("batch_rows", [1, 2, 100])
def test_the_first_rows_settle_ids_and_say_so(tmp_path, monkeypatch, batch_rows):
    path = tmp_path / "reviews.csv"
    path.write_text("id,comment\na,so very good\nb,not so good\na,fine by me\n")
    assert read_feedback(path).columns.id is None
    assert open_feedback(path, batch_rows=batch_rows).columns.id is None
    monkeypatch.setattr(feedback_module, "SAMPLE_ROWS", 2)
    stream = open_feedback(path, batch_rows=batch_rows)
    assert stream.columns.id == "id"
    assert [key for batch in stream for key in batch.comments["comment_id"]] == ["a", "b", "a#3"]


def test_an_id_column_given_that_is_no_key_is_explained(tmp_path):
    path = tmp_path / "reviews.csv"
    path.write_text("who,comment\na,so very good\n,not so good\na,fine by me\n")
    feedback = read_feedback(path, id="who")
    assert feedback.columns.id is None
    assert feedback.columns.reasons["id"] == "'who' is no key (row 2 is blank): row numbers are the ids"
    assert feedback.comments["comment_id"].to_list() == ["1", "2", "3"]


def test_month_first_settled_by_the_first_rows_holds_for_the_stream(tmp_path):
    path = tmp_path / "reviews.csv"
    path.write_text("date,comment\n1/13/2024,so very good\n2/3/2024,not so good\n")
    dates = [day for batch in open_feedback(path, batch_rows=1) for day in batch.comments["date"]]
    assert [day.month for day in dates] == [1, 2]


def test_errors_come_on_opening(tmp_path, reviews):
    with pytest.raises(OptionError, match=r"unknown column for --text 'coment'; did you mean 'comment'"):
        open_feedback(reviews, text="coment")
    path = tmp_path / "numbers.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match=r"numbers\.csv: no column looks like comments \(there are: a, b\)"):
        open_feedback(path)


def test_a_closed_stream_lets_go(reviews):
    stream = open_feedback(reviews, batch_rows=1)
    stream.close()
    assert list(stream) == []


def test_tables_in_memory():
    frame = pl.DataFrame({"comment": ["so very good", None], "stars": [5, None]})
    feedback = read_feedback(frame)
    assert feedback.rows.equals(frame)
    assert feedback.comments["text"].to_list() == ["so very good", ""]
    assert feedback.columns == Columns(text="comment", rating="stars", reasons=feedback.columns.reasons)
    assert read_feedback(frame.lazy()).comments.equals(feedback.comments)
    assert read_feedback(frame.to_arrow()).comments.equals(feedback.comments)


def test_pandas_tables():
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    table = pandas.DataFrame({"comment": ["so very good", None], "stars": [5, 1]}, index=["x", "y"])
    feedback = read_feedback(table)
    assert feedback.rows.columns == ["comment", "stars"]
    assert feedback.comments["text"].to_list() == ["so very good", ""]


def test_what_is_no_table():
    with pytest.raises(InputError, match=r"a int is no table to read .*give a path or a data frame"):
        read_feedback(7)
    with pytest.raises(InputError, match=r"table holds no rows"):
        read_feedback(pl.DataFrame({"comment": []}))


HEAVY = ("openpyxl", "xlsxwriter", "pyarrow", "pandas", "dateutil")


def test_heavy_libraries_are_loaded_when_needed():
    code = f"import sys, cxtext.read, cxtext.write; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
