"""Files that arrive in a folder are labelled once each."""

import bz2
import json

import polars as pl
import pytest

from cxtext import Settings
from cxtext.errors import OutputError
from cxtext.jobs.watch import output_name, watch_folder

CSV = b"text,stars\nThe food was cold.,1\nLovely staff.,5\n"
PLAIN = Settings(packs=())


@pytest.fixture
def arriving(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.csv").write_bytes(CSV)
    return tmp_path / "in"


def once(arriving, **options):
    return list(watch_folder(arriving, arriving.with_name("out"), settings=PLAIN, once=True, **options))


def test_each_file_is_labelled_once_also_after_a_restart(arriving):
    (arriving / "b.csv.bz2").write_bytes(bz2.compress(CSV))
    (arriving / "notes.txt").write_text("no feedback")
    (arriving / ".hidden.csv").write_bytes(CSV)
    *labelled, other = once(arriving)
    assert [(r.name, r.labelled) for r in labelled] == [("a.csv", 2), ("b.csv.bz2", 2)]
    assert (other.name, other.output, other.passed_over) == ("notes.txt", None, True)
    assert pl.read_csv(arriving.with_name("out") / "b.csv")["cx_sentiment"].to_list() == ["negative", "positive"]
    assert once(arriving) == []
    (arriving / "a.csv").write_bytes(CSV + b"A long wait.,2\n")
    assert [(r.name, r.labelled) for r in once(arriving)] == [("a.csv", 3)]


def test_a_file_that_cannot_be_read_stops_nothing_and_is_tried_again_when_it_changes(arriving):
    (arriving / "0.csv").write_bytes(b"")
    bad, good = once(arriving)
    assert (bad.name, bad.output, "is empty" in bad.error) == ("0.csv", None, True)
    assert good.labelled == 2
    assert once(arriving) == []
    (arriving / "0.csv").write_bytes(CSV)
    assert [(r.name, r.labelled) for r in once(arriving)] == [("0.csv", 2)]


def test_a_file_that_is_still_growing_waits(arriving):
    looks = []

    def sleep(_):
        looks.append([r.name for r in done])
        if len(looks) == 1:
            (arriving / "a.csv").write_bytes(CSV + b"A long wait.,2\n")
        if len(looks) == 4:
            raise KeyboardInterrupt

    done = []
    with pytest.raises(KeyboardInterrupt):
        done.extend(watch_folder(arriving, arriving.with_name("out"), settings=PLAIN, sleep=sleep))
    entries = [json.loads(line) for line in (arriving.with_name("out") / "watched.jsonl").read_text().splitlines()]
    assert [(entry["name"], entry["labelled"]) for entry in entries] == [("a.csv", 3)]


def test_a_log_cut_short_by_a_crash_only_labels_again(arriving):
    once(arriving)
    log = arriving.with_name("out") / "watched.jsonl"
    log.write_bytes(log.read_bytes()[:-20])
    assert [r.name for r in once(arriving)] == ["a.csv"]
    assert once(arriving) == []


def test_two_files_of_one_output_do_not_replace_each_other(arriving):
    (arriving / "a.csv.bz2").write_bytes(bz2.compress(CSV * 2))
    first, second = once(arriving)
    assert (first.labelled, second.output) == (2, None)
    assert "a.csv is the output of a.csv already; rename one of the two" in second.error


def test_the_watched_folder_is_no_place_for_outputs(arriving):
    with pytest.raises(OutputError, match="is the same file as the input"):
        list(watch_folder(arriving, arriving, settings=PLAIN, once=True))


@pytest.mark.parametrize(
    ("name", "ending", "output"),
    [
        ("a.csv", None, "a.csv"),
        ("a.v2.csv.gz", None, "a.v2.csv"),
        ("a.json", None, "a.json"),
        ("a.zip", None, "a.csv"),
        ("a.XLSX", ".parquet", "a.parquet"),
    ],
)
def test_outputs_are_called_as_their_inputs(name, ending, output):
    assert output_name(name, ending) == output
