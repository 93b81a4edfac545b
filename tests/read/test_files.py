"""Folders and patterns: several files read as one input."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.errors import InputError, OutputError
from cxtext.read import open_feedback, read_feedback
from cxtext.read.files import check_outside, files_at, passed_over

ROWS = [(f"comment number {i} about the late parcel", i % 5 + 1) for i in range(12)]


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "dumps"
    place.mkdir()
    for name, part in (("a.csv", ROWS[:5]), ("b.csv", ROWS[5:6]), ("c.csv", ROWS[6:])):
        pl.DataFrame(part, schema=["text", "stars"], orient="row").write_csv(place / name)
    (place / ".hidden.csv").write_text("text\nnot this one\n")
    (place / "a.csv.cxtext.json").write_text("{}")
    (place / "a.csv.rejects.jsonl").write_text("{}")
    (place / "readme.docx").write_text("nor this one")
    return place


def test_a_folder_is_the_files_in_it_by_name(folder):
    feedback = read_feedback(folder)
    assert feedback.rows["text"].to_list() == [text for text, _ in ROWS]
    assert feedback.rows["file"].to_list() == ["a.csv"] * 5 + ["b.csv"] + ["c.csv"] * 6
    assert feedback.comments["row"].to_list() == list(range(1, 13))
    assert feedback.columns.rating == "stars"


def test_a_pattern_takes_what_it_matches(folder):
    assert read_feedback(f"{folder}/[bc].csv").rows["file"].unique(maintain_order=True).to_list() == ["b.csv", "c.csv"]
    assert read_feedback(f"{folder.parent}/**/c.csv").rows.height == 6


def test_files_in_several_folders_are_told_apart(folder):
    below = folder / "north"
    below.mkdir()
    (folder / "a.csv").rename(below / "a.csv")
    names = read_feedback(f"{folder}/**/[ab].csv").rows["file"].unique(maintain_order=True).to_list()
    assert names == ["b.csv", "north/a.csv"]


def test_a_file_named_like_a_pattern_is_that_file(tmp_path):
    (tmp_path / "dump[1].csv").write_text("text\nthe parcel came late again\n")
    feedback = read_feedback(tmp_path / "dump[1].csv")
    assert feedback.rows.columns == ["text"]


def test_the_files_may_be_of_several_formats_and_columns(folder):
    pl.DataFrame({"text": ["a parcel from Leeds"], "city": ["Leeds"]}).write_parquet(folder / "d.parquet")
    rows = read_feedback(folder).rows
    assert rows.columns == ["text", "stars", "file", "city"]
    assert rows["city"].to_list() == [None] * 12 + ["Leeds"]


def test_a_column_named_file_stays(folder):
    (folder / "a.csv").write_text("text,file\nthe parcel came late again,mine\n")
    rows = read_feedback(f"{folder}/a*.csv").rows
    assert rows["file"].to_list() == ["mine"]
    assert rows["file_2"].to_list() == ["a.csv"]


def test_a_bad_row_says_which_file_it_is_in(folder):
    with (folder / "b.csv").open("a") as file:
        file.write('one,too,many\n"next",3\n')
    feedback = read_feedback(folder)
    assert [(reject.file, reject.line) for reject in feedback.rejects] == [("b.csv", 3)]
    assert feedback.comments["row"].to_list() == [*range(1, 7), *range(8, 15)]


def test_empty_files_are_passed_over_but_not_all_of_them(folder):
    (folder / "aa.csv").write_text("")
    assert read_feedback(folder).rows.height == 12
    for name in ("a.csv", "b.csv", "c.csv"):
        (folder / name).write_text("")
    with pytest.raises(InputError, match="none of the 4 files holds a record"):
        read_feedback(folder)


def test_files_that_are_not_read_are_named(folder):
    (folder / "later.csv").write_bytes(b"")
    (folder / "LOGO").write_bytes(b"x")
    assert open_feedback(folder).passed_over == ("LOGO", "later.csv", "readme.docx")
    assert [file.name for file in passed_over(folder, any_ending=True)] == ["later.csv"]
    assert passed_over(f"{folder}/*.csv") == passed_over(folder / "a.csv") == passed_over("-") == []


@settings(deadline=None, max_examples=25)
@given(sizes=st.lists(st.integers(1, 7), min_size=1, max_size=8), batch_rows=st.integers(1, 9))
def test_batches_hold_the_same_records_whatever_their_size(tmp_path_factory, sizes, batch_rows):
    place = tmp_path_factory.mktemp("many")
    numbers = iter(range(100))
    for i, size in enumerate(sizes):
        lines = "".join(f"comment {next(numbers)} about the parcel\n" for _ in range(size))
        (place / f"{i}.csv").write_text(f"text\n{lines}")
    batches = list(open_feedback(place, batch_rows=batch_rows))
    assert [row for batch in batches for row in batch.comments["row"]] == list(range(1, sum(sizes) + 1))
    assert all(len(batch.comments) <= batch_rows for batch in batches)
    together = pl.concat([batch.rows for batch in batches])
    assert together["text"].to_list() == [f"comment {i} about the parcel" for i in range(sum(sizes))]


def test_small_files_share_a_batch(folder):
    assert [len(batch.comments) for batch in open_feedback(folder)] == [12]


def test_an_output_must_not_become_an_input(folder, tmp_path):
    for place, output in ((folder, folder / "out.csv"), (f"{folder}/*.csv", folder / "out.csv")):
        with pytest.raises(OutputError, match="would be read as an input by the next run"):
            check_outside([output], place)
    check_outside([tmp_path / "out.csv"], folder)
    check_outside([folder / "out.jsonl"], f"{folder}/*.csv")
    assert folder / "a.csv" in files_at(folder)


@pytest.mark.parametrize(("place", "message"), [("", "is a folder without a file"), ("/*.tsv", "no file matches")])
def test_nothing_to_read_is_one_clear_error(tmp_path, place, message):
    with pytest.raises(InputError, match=message):
        read_feedback(f"{tmp_path}{place}")
