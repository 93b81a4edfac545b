import bz2
import gzip
import io
import lzma
import sys
import zipfile

import polars as pl
import pyarrow
import pytest

from cxtext.choices import FILES, INPUTS
from cxtext.errors import InputError, OptionError
from cxtext.read import READERS, open_feedback, read_feedback
from cxtext.read.source import find_source

CSV = b"comment,stars\nso very good,5\nnot so good,2\n"
JSONL = b'\n {"comment": "so very good", "stars": 5}\n{"comment": "not so good", "stars": 2}\n'


JSON = b'[{"comment": "so very good", "stars": 5}, {"comment": "not so good", "stars": 2}]'


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
    "csv.bz2": bz2.compress(CSV),
    "csv.xz": lzma.compress(CSV),
    "json": JSON,
    "csv.zst": pyarrow.compress(CSV, "zstd", asbytes=True),
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
        ".json": JSON,
    }
    assert set(contents) == set(FILES)
    assert set(READERS) == set(INPUTS)
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
        find_source(tmp_path)
    (tmp_path / "a.csv").write_bytes(CSV)
    with pytest.raises(InputError, match=r"is a folder; name one file in it, such as a\.csv"):
        find_source(tmp_path)


@pytest.mark.parametrize("name", ["feedback.pdf", "feedback", "feedback.parquet.gz", "feedback.gz"])
def test_an_unknown_ending_lists_the_known(tmp_path, name):
    (tmp_path / name).write_bytes(CSV)
    with pytest.raises(
        InputError, match=r"unknown (ending|format).*\.csv, .*\.json, .*\.duckdb.*; \.csv, .* with \.gz, .*--format"
    ):
        read_feedback(tmp_path / name)
    assert read_feedback(tmp_path / name, format="csv").comments.height == 2


def test_an_unknown_format_suggests_the_nearest():
    with pytest.raises(OptionError, match=r"unknown --format 'jsonn'; did you mean 'json'\? \(known: csv, .*xlsx\)"):
        read_feedback(io.BytesIO(JSONL), format="jsonn")


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
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_what_is_no_text_is_named(tmp_path, head, advice):
    (tmp_path / "feedback.csv").write_bytes(head + b"\0\1\2")
    with pytest.raises(InputError, match=rf"feedback\.csv is .*{advice}"):
        read_feedback(tmp_path / "feedback.csv")


@pytest.mark.parametrize(
    ("ending", "pack"),
    [
        ("gz", gzip.compress),
        ("xz", lzma.compress),
        ("bz2", bz2.compress),
        ("zst", lambda b: pyarrow.compress(b, "zstd", asbytes=True)),
    ],
)
def test_packed_files_are_unpacked_and_damage_is_named(tmp_path, ending, pack):
    path = tmp_path / f"feedback.csv.{ending}"
    path.write_bytes(pack(CSV))
    assert read_feedback(path).comments["text"].to_list() == ["so very good", "not so good"]
    path.write_bytes(pack(b"comment\n" + b"".join(b"so very good %d\n" % i for i in range(5_000)))[:-30])
    with pytest.raises(InputError, match=rf"feedback\.csv\.{ending}: damaged (gzip|bzip2|xz|zstandard) data"):
        read_feedback(path)


def zipped(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("member", "kind"), [("a.csv", "csv"), ("a.jsonl", "jsonl"), ("a.xlsx", "xlsx"), ("b.csv.gz", "csv.gz")]
)
def test_an_archive_with_one_file_is_read_as_that_file(tmp_path, member, kind):
    path = zipped(tmp_path / "feedback.zip", **{f"export/{member}": STREAMS[kind], "__MACOSX/._a": b"x"})
    assert read_feedback(path).comments["text"].to_list() == ["so very good", "not so good"]


def test_an_archive_of_several_files_or_none_is_refused(tmp_path):
    path = zipped(tmp_path / "feedback.zip", **{"a.csv": CSV, "b.csv": CSV})
    with pytest.raises(InputError, match=r"feedback\.zip holds 2 files \(a\.csv, b\.csv\); unpack it and name one"):
        read_feedback(path)
    with pytest.raises(InputError, match=r"none\.zip holds 0 files \(nothing\)"):
        read_feedback(zipped(tmp_path / "none.zip"))
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(InputError, match=r"no\.zip: damaged zip data"):
        read_feedback(tmp_path / "no.zip")


def test_a_damaged_archive_is_named(tmp_path):
    path = zipped(tmp_path / "feedback.zip", **{"a.csv": CSV * 500})
    content = bytearray(path.read_bytes())
    content[60:64] = b"\xff\xff\xff\xff"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"feedback\.zip: damaged zip data"):
        read_feedback(path)


def test_every_message_is_one_line(tmp_path):
    (tmp_path / "two\nlines.csv").write_bytes(b"")
    with pytest.raises(InputError, match=r"is empty") as caught:
        read_feedback(tmp_path / "two\nlines.csv")
    assert "\n" not in str(caught.value)
