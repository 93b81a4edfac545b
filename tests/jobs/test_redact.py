import tracemalloc

import polars as pl
import pytest

from cxtext.config import Settings
from cxtext.errors import OptionError
from cxtext.jobs.label import label_file
from cxtext.jobs.redact import redact_file
from cxtext.jobs.rejects import RejectLog
from cxtext.jobs.report import reopen
from cxtext.jobs.summaries import summarised
from cxtext.read import open_feedback, read_feedback
from cxtext.report import write_summary
from cxtext.schema import Reject
from cxtext.text.privacy import Masking

COMMENTS = [
    "Write to jo@example.org or call 020 7946 0958, it was good",
    "The food was cold and nobody came to help us",
    "Sarah from billing was rude, my order number is 84513377",
    "",
]


@pytest.fixture
def dump(tmp_path):
    path = tmp_path / "dump.csv"
    pl.DataFrame(
        {
            "id": ["a", "b", "c", "d"],
            "comment": COMMENTS,
            "agent": ["jo@example.org", "x", None, "y"],
            "stars": [1, 2, 3, 4],
        }
    ).write_csv(path)
    return path


def redacted(dump, tmp_path, name="out.csv", **options):
    output = tmp_path / name
    done = redact_file(open_feedback(dump), output, **options)
    return done, read_feedback(output).rows


def test_the_text_column_is_masked_and_the_rest_is_unchanged(dump, tmp_path):
    done, rows = redacted(dump, tmp_path)
    assert rows["comment"].to_list()[:3] == [
        "Write to [EMAIL] or call [PHONE], it was good",
        COMMENTS[1],
        "[NAME_1] from billing was rude, my order number is [REFERENCE]",
    ]
    assert rows["agent"].to_list()[0] == "jo@example.org"
    assert rows["stars"].to_list() == ["1", "2", "3", "4"]
    assert (done.rows, done.cells, done.columns) == (4, 2, ("comment",))
    assert done.kinds == {"EMAIL": 1, "NAME": 1, "PHONE": 1, "REFERENCE": 1}


def test_named_columns_only(dump, tmp_path):
    _, rows = redacted(dump, tmp_path, columns=["agent"])
    assert rows["agent"].to_list()[0] == "[EMAIL]"
    assert rows["comment"].to_list()[0] == COMMENTS[0]


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "parquet", "xlsx", "json", "duckdb", "jsonl.zst"])
def test_every_column_in_every_format(dump, tmp_path, ending):
    done, rows = redacted(dump, tmp_path, f"out.{ending}", every=True)
    assert rows["agent"].to_list()[0] == "[EMAIL]"
    assert rows["comment"].to_list()[0].startswith("Write to [EMAIL]")
    assert done.kinds["EMAIL"] == 2


def test_lists_of_text_are_masked_too(tmp_path):
    path = tmp_path / "in.parquet"
    notes = [["a@b.com", "fine"], None, [], ["10.0.0.1 again"]]
    pl.DataFrame({"comment": [f"{c} indeed, all of it" for c in "wxyz"], "notes": notes}).write_parquet(path)
    redact_file(open_feedback(path), tmp_path / "out.parquet", every=True)
    assert pl.read_parquet(tmp_path / "out.parquet")["notes"].to_list() == [
        ["[EMAIL]", "fine"],
        None,
        [],
        ["[IP] again"],
    ]


def test_masking_is_as_asked(dump, tmp_path):
    _, rows = redacted(dump, tmp_path, masking=Masking(kinds=("PHONE",), own={"COURSE": r"\bfood\b"}))
    assert rows["comment"].to_list()[:2] == [
        "Write to jo@example.org or call [PHONE], it was good",
        "The [COURSE] was cold and nobody came to help us",
    ]


def test_masking_twice_changes_nothing(dump, tmp_path):
    _, once = redacted(dump, tmp_path, every=True)
    done, twice = redacted(tmp_path / "out.csv", tmp_path, "again.csv", every=True)
    assert twice.equals(once)
    assert not done.kinds


def test_a_column_that_is_not_there_is_named_before_any_work(dump, tmp_path):
    with pytest.raises(OptionError, match=r"--columns: unknown column 'coment'; did you mean 'comment'"):
        redact_file(open_feedback(dump), tmp_path / "out.csv", columns=["coment"])
    with pytest.raises(OptionError, match="--all masks every column already"):
        redact_file(open_feedback(dump), tmp_path / "out.csv", columns=["comment"], every=True)
    assert not (tmp_path / "out.csv").exists()


def test_a_person_keeps_the_number_in_all_cells_of_a_row(tmp_path):
    path = tmp_path / "in.csv"
    rows = {
        "comment": ["Sarah Jones was kind, Mr Patel was not", "Mr Patel rang me twice about it"],
        "reply": ["Mr Patel says sorry, and so does Sarah", "We are sorry, says Sarah"],
    }
    pl.DataFrame(rows).write_csv(path)
    _, table = redacted(path, tmp_path, every=True)
    assert table.rows() == [
        ("[NAME_1] was kind, Mr [NAME_2] was not", "Mr [NAME_2] says sorry, and so does [NAME_1]"),
        ("Mr [NAME_1] rang me twice about it", "We are sorry, says [NAME_2]"),
    ]


@pytest.mark.parametrize("header", ["name", "Agent Name", "surname", "firstName", "CUSTOMER_NAME", "reviewer"])
def test_bare_names_are_masked_where_the_column_says_so(tmp_path, header):
    path = tmp_path / "in.csv"
    comments = ["Apolinar was very kind to us all", "It was all right in the end", "Nothing was right at all"]
    pl.DataFrame({"comment": comments, header: ["Apolinar", "", "Quill Oyelaran"], "product name": "Acme"}).write_csv(
        path
    )
    done, table = redacted(path, tmp_path, every=True)
    assert table[header].to_list() == ["[NAME_1]", "", "[NAME_1]"]
    assert table["product name"].to_list() == ["Acme"] * 3
    assert done.kinds["NAME"] >= 2


def test_columns_of_names_can_be_named(dump, tmp_path):
    _, rows = redacted(dump, tmp_path, holders=["agent"])
    assert rows["agent"].to_list() == ["[NAME_1]", "[NAME_1]", "", "[NAME_1]"]
    assert rows["comment"].to_list()[0] == COMMENTS[0]
    with pytest.raises(OptionError, match=r"--name-columns: unknown column 'agnet'; did you mean 'agent'"):
        redacted(dump, tmp_path, "other.csv", holders=["agnet"])


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet", ".xlsx", ".duckdb"])
def test_a_labelled_file_is_redacted_afterwards_and_its_report_made_again(tmp_path, ending):
    path = tmp_path / "in.csv"
    texts = [f"Sarah Jones kept me waiting for {n} hours, mail me at jo{n}@example.org" for n in range(12)]
    pl.DataFrame({"id": [f"r{n}" for n in range(12)], "comment": texts, "agent name": "Apolinar"}).write_csv(path)
    labelled, clean, report = tmp_path / f"labelled{ending}", tmp_path / f"clean{ending}", tmp_path / "report.html"
    label_file(open_feedback(path, text="comment"), labelled, settings=Settings(packs=(), mask=()))
    assert "jo3@example.org" in read_feedback(labelled).rows["cx_masked_text"].to_list()[3]
    redact_file(open_feedback(labelled), clean, every=True)
    write_summary(summarised(reopen(clean)), report)
    table = read_feedback(clean).rows
    assert table["cx_sentiment"].to_list() == read_feedback(labelled).rows["cx_sentiment"].to_list()
    for written in (str(table.to_dicts()), report.read_text(encoding="utf-8")):
        assert "example.org" not in written
        assert "Jones" not in written
        assert "Apolinar" not in written


def test_rejects_are_not_kept_in_memory(tmp_path):
    rejects = (Reject(n, "3 fields where the header has 2", "x" * 1_000) for n in range(10_000))
    tracemalloc.start()
    with RejectLog(tmp_path / "out.csv", Masking(kinds=())) as log:
        log.add(rejects)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert log.rejected().count == 10_000
    assert log.rejected().path.stat().st_size > 10_000_000
    assert peak < 2_000_000


def test_a_part_that_cannot_be_read_is_counted_and_set_aside(tmp_path):
    (tmp_path / "in.csv").write_bytes(b"comment,stars\n" + b"write to jo@example.org please,5\n" * 3 + b"a@b.com,1,2\n")
    done = redact_file(open_feedback(tmp_path / "in.csv"), tmp_path / "out.csv")
    assert done.reject.faults == {"3 fields where the header has 2": 1}
    assert "[EMAIL],1,2" in done.reject.path.read_text()
