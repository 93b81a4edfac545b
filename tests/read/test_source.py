import gzip
import io
import sys

import polars as pl
import pytest

from cxtext.errors import InputError, OptionError
from cxtext.read import READERS, open_feedback, read_feedback

CSV = b"comment,stars\nso very good,5\nnot so good,2\n"
JSONL = b'\n {"comment": "so very good", "stars": 5}\n{"comment": "not so good", "stars": 2}\n'


class Stdin:
    """Standard input that gives its bytes in small parts, as a pipe does."""

    def __init__(self, content):
        self.buffer = self
        self._content = io.BytesIO(content)

    def read(self, size):
        return self._content.read(min(size, 7))


def parquet_bytes():
    out = io.BytesIO()
    pl.DataFrame({"comment": ["so very good", "not so good"], "stars": [5, 2]}).write_parquet(out)
    return out.getvalue()


def xlsx_bytes():
    import openpyxl

    made, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["comment", "stars"], ["so very good", 5], ["not so good", 2]):
        made.active.append(row)
    made.save(out)
    return out.getvalue()


STREAMS = {
    "csv": CSV,
    "jsonl": JSONL,
    "csv.gz": gzip.compress(CSV),
    "jsonl.gz": gzip.compress(JSONL),
    "parquet": parquet_bytes(),
    "xlsx": xlsx_bytes(),
}


@pytest.mark.parametrize("kind", STREAMS)
def test_standard_input_of_any_format(monkeypatch, kind):
    monkeypatch.setattr(sys, "stdin", Stdin(STREAMS[kind]))
    feedback = read_feedback("-")
    assert feedback.origin == "standard input"
    assert feedback.comments["text"].to_list() == ["so very good", "not so good"]
    assert feedback.comments["rating"].to_list() == [5.0, 2.0]


@pytest.mark.parametrize("kind", STREAMS)
def test_files_of_any_format(tmp_path, kind):
    path = tmp_path / f"feedback.{kind}"
    path.write_bytes(STREAMS[kind])
    with open_feedback(path, batch_rows=1) as stream:
        texts = [text for batch in stream for text in batch.comments["text"]]
    assert texts == ["so very good", "not so good"]


def test_a_binary_stream_and_a_format_given():
    feedback = read_feedback(io.BytesIO(CSV.replace(b",", b"\t")), format="tsv")
    assert feedback.rows.columns == ["comment", "stars"]


def test_every_reader_is_found_by_its_ending(tmp_path):
    contents = {
        ".csv": CSV,
        ".tsv": CSV.replace(b",", b"\t"),
        ".jsonl": JSONL,
        ".ndjson": JSONL,
        ".parquet": parquet_bytes(),
        ".xlsx": xlsx_bytes(),
    }
    assert set(contents) == set(READERS)
    for ending, content in contents.items():
        path = tmp_path / f"FEEDBACK{ending.upper()}"
        path.write_bytes(content)
        assert read_feedback(path).comments.height == 2


def test_a_missing_file_suggests_its_neighbours(tmp_path):
    (tmp_path / "reviews_2024.csv").write_bytes(CSV)
    with pytest.raises(InputError, match=r"no such file: .*review_2024\.csv; did you mean '.*reviews_2024\.csv'\?"):
        read_feedback(tmp_path / "review_2024.csv")
    with pytest.raises(InputError, match=r"no such file: .*there is no folder .*nowhere either"):
        read_feedback(tmp_path / "nowhere" / "a.csv")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InputError, match=r"is a folder; name one file \(this one holds no files\)"):
        read_feedback(tmp_path)
    (tmp_path / "a.csv").write_bytes(CSV)
    with pytest.raises(InputError, match=r"is a folder; name one file in it, such as a\.csv"):
        read_feedback(tmp_path)


@pytest.mark.parametrize("name", ["feedback.pdf", "feedback", "feedback.parquet.gz", "feedback.gz"])
def test_an_unknown_ending_lists_the_known(tmp_path, name):
    (tmp_path / name).write_bytes(CSV)
    with pytest.raises(InputError, match=r"unknown (ending|format).*\.csv, .*\.xlsx, \.csv\.gz.*--format"):
        read_feedback(tmp_path / name)
    assert read_feedback(tmp_path / name, format="csv").comments.height == 2


def test_an_unknown_format_suggests_the_nearest():
    with pytest.raises(OptionError, match=r"unknown --format 'json'; did you mean 'jsonl'\? \(known: csv, .*xlsx\)"):
        read_feedback(io.BytesIO(JSONL), format="json")


@pytest.mark.parametrize("batch_rows", [0, -1])
def test_batches_hold_something(tmp_path, batch_rows):
    with pytest.raises(OptionError, match=r"batch_rows .* is less than 1"):
        open_feedback(io.BytesIO(CSV), batch_rows=batch_rows)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n", b"comment,stars\n", b"comment,stars"])
@pytest.mark.parametrize("ending", [".csv", ".jsonl"])
def test_nothing_to_read_is_said_so(tmp_path, content, ending):
    path = tmp_path / f"feedback{ending}"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"feedback\..* (is empty|holds no records|none of its 1 records)"):
        read_feedback(path)


@pytest.mark.parametrize(
    ("head", "advice"),
    [
        (b"PK\x03\x04", "--format xlsx"),
        (b"\xd0\xcf\x11\xe0", r"\.xls"),
        (b"PAR1", "--format parquet"),
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_what_is_no_text_is_named(tmp_path, head, advice):
    (tmp_path / "feedback.csv").write_bytes(head + b"\0\1\2")
    with pytest.raises(InputError, match=rf"feedback\.csv is .*{advice}"):
        read_feedback(tmp_path / "feedback.csv")


def test_a_gzip_file_cut_short(tmp_path):
    path = tmp_path / "feedback.csv.gz"
    path.write_bytes(gzip.compress(b"comment\n" + b"so very good %d\n" * 5_000)[:-30])
    with pytest.raises(InputError, match=r"feedback\.csv\.gz: damaged gzip data"):
        read_feedback(path)


def test_every_message_is_one_line(tmp_path):
    (tmp_path / "two\nlines.csv").write_bytes(b"")
    with pytest.raises(InputError, match=r"is empty") as caught:
        read_feedback(tmp_path / "two\nlines.csv")
    assert "\n" not in str(caught.value)
