import gzip
import json

import polars as pl
import pytest

from cxtext import Pipeline, Settings, open_feedback, read_feedback
from cxtext.errors import InputError, OptionError, OutputError
from cxtext.jobs.label import label_file
from cxtext.jobs.report import read_labelled, summarise_file
from cxtext.jobs.run import run_file
from cxtext.jobs.train import train_file
from cxtext.schema import COMMENT_LABELS

ROWS = [
    {"id": "a1", "review": "I was on hold for an hour. My refund never came.", "stars": "3", "day": "2024-05-01"},
    {"id": "a2", "review": "=HYPERLINK(1) I was on hold for an hour!", "stars": "1", "day": "2024-05-02"},
    {"id": "a3", "review": "", "stars": "5", "day": ""},
    {"id": "a4", "review": "My parcel never came. Mail me: jo@example.org", "stars": "1", "day": "2024-05-04"},
]


@pytest.fixture
def dump(tmp_path):
    path = tmp_path / "reviews.csv"
    pl.DataFrame(ROWS).write_csv(path)
    return path


def label(dump, output, **options):
    options.setdefault("settings", Settings(packs=()))
    return label_file(
        open_feedback(dump, text="review", batch_rows=options.pop("batch_rows", 20_000)), output, **options
    )


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".jsonl", ".parquet", ".xlsx"])
def test_every_format_holds_the_same_labels(dump, tmp_path, ending):
    out = tmp_path / f"out{ending}"
    tally = label(dump, out)
    assert (tally.read, tally.labelled, tally.rejected) == (4, 4, 0)
    back = read_labelled(out)
    reference = tmp_path / "reference.csv"
    label(dump, reference)
    expected = read_labelled(reference)
    columns = list(COMMENT_LABELS)
    assert back.comments.select(columns).equals(expected.comments.select(columns))


def test_columns_of_the_input_stay_in_front_and_in_order(dump, tmp_path):
    label(dump, tmp_path / "out.parquet")
    frame = pl.read_parquet(tmp_path / "out.parquet")
    assert frame.columns == [*ROWS[0], *(f"cx_{name}" for name in COMMENT_LABELS)]
    assert frame.select(list(ROWS[0])).to_dicts() == ROWS
    assert frame["cx_themes"].dtype == pl.List(pl.String)


def test_lists_are_joined_in_flat_formats(dump, tmp_path):
    label(dump, tmp_path / "out.csv")
    row = pl.read_csv(tmp_path / "out.csv").row(0, named=True)
    assert "|" in row["cx_touchpoints"]


def test_formulas_are_guarded_unless_raw(dump, tmp_path):
    label(dump, tmp_path / "safe.csv")
    label(dump, tmp_path / "raw.csv", raw=True)
    assert pl.read_csv(tmp_path / "safe.csv")["review"][1].startswith("'=")
    assert pl.read_csv(tmp_path / "raw.csv")["review"][1].startswith("=")


@pytest.mark.parametrize("batch_rows", [1, 3, 1_000])
def test_the_size_of_a_part_changes_no_byte(dump, tmp_path, batch_rows):
    label(dump, tmp_path / "one.csv", batch_rows=2)
    label(dump, tmp_path / "other.csv", batch_rows=batch_rows)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "other.csv").read_bytes()


def test_workers_change_no_byte(dump, tmp_path):
    label(dump, tmp_path / "one.csv", mentions=tmp_path / "m1.csv", batch_rows=1)
    label(dump, tmp_path / "two.csv", mentions=tmp_path / "m2.csv", batch_rows=1, workers=2)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert (tmp_path / "m1.csv").read_bytes() == (tmp_path / "m2.csv").read_bytes()


def test_bad_rows_are_set_aside_and_counted(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_bytes(b"text,stars\nlovely food,5\ntoo,many,fields\nslow \xff service,1\nrude staff,1\n")
    tally = label_file(open_feedback(path), tmp_path / "out.csv", settings=Settings(packs=()))
    assert (tally.read, tally.labelled, tally.rejected) == (4, 2, 2)
    rejects = [json.loads(line) for line in tally.rejects.read_text().splitlines()]
    assert [r["line"] for r in rejects] == [3, 4]
    assert tally.rejects == tmp_path / "out.csv.rejects.jsonl"


def test_an_output_that_exists_is_left_alone(dump, tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("mine")
    with pytest.raises(OutputError, match="exists already; replace it with --force"):
        label(dump, out)
    assert out.read_text() == "mine"
    label(dump, out, force=True)
    assert "cx_sentiment" in out.read_text()


def test_a_labelled_file_is_not_labelled_twice_by_accident(dump, tmp_path):
    label(dump, tmp_path / "out.csv")
    with pytest.raises(OptionError, match=r"already has a column 'cx_language'.*choose another --prefix"):
        label_file(open_feedback(tmp_path / "out.csv", text="review"), tmp_path / "again.csv")
    label_file(open_feedback(tmp_path / "out.csv", text="review"), tmp_path / "again.csv", prefix="new_")
    assert "new_sentiment" in (tmp_path / "again.csv").read_text()


def test_a_failure_leaves_nothing(dump, tmp_path, monkeypatch):
    monkeypatch.setattr(Pipeline, "label_batch", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        label(dump, tmp_path / "out.csv")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["reviews.csv"]


def test_no_workers_is_refused(dump, tmp_path):
    with pytest.raises(OptionError, match="--workers 0"):
        label(dump, tmp_path / "out.csv", workers=0)


@pytest.fixture(scope="module")
def run(tmp_path_factory, nhs):
    folder = tmp_path_factory.mktemp("run") / "out"
    return run_file(nhs, folder)


def test_the_main_job_writes_everything(run):
    found = {p.name for p in run.folder.iterdir()}
    assert found == {"report.html", "report.xlsx", "report.json", "comments.csv", "mentions.csv", "model"}


def test_the_main_job_twice_gives_the_same_bytes(run, tmp_path, nhs):
    again = run_file(nhs, tmp_path / "again")
    for name in ("comments.csv", "mentions.csv", "report.json", "report.html", "report.xlsx", "model/model.json"):
        assert (run.folder / name).read_bytes() == (again.folder / name).read_bytes(), name


def test_no_masked_value_is_written(tmp_path):
    texts = [f"The parcel number {i} was late and my mail is secret{i}@example.org" for i in range(40)]
    run_file(read_feedback(pl.DataFrame({"text": texts})), tmp_path / "out")
    for path in (tmp_path / "out").rglob("*"):
        if path.is_file():
            assert b"@example.org" not in path.read_bytes(), path


def test_the_model_of_a_run_gives_the_labels_of_the_run(run, nhs, tmp_path):
    labelled = Pipeline.load(run.folder / "model").label(nhs)
    assert labelled.comments.equals(run.labelled.comments)


def test_a_run_can_be_reported_again(run):
    labelled = read_labelled(run.folder)
    columns = list(COMMENT_LABELS)
    assert labelled.comments.select("comment_id", *columns).equals(run.labelled.comments.select("comment_id", *columns))
    assert labelled.mentions.drop("evidence").equals(run.labelled.mentions.drop("evidence"))


def test_what_is_no_labelled_output_is_said(dump):
    with pytest.raises(InputError, match=r"it is no labelled output; run `cxtext label reviews.csv -o OUTPUT` first"):
        read_labelled(dump)


def test_training_saves_a_model_that_labels(dump, tmp_path):
    pipeline = train_file(read_feedback(dump, text="review"), tmp_path / "model", settings=Settings(packs=(), themes=2))
    tally = label(dump, tmp_path / "out.csv", model=str(tmp_path / "model"))
    assert tally.labelled == 4
    assert pipeline.themes is not None
    with pytest.raises(OutputError, match="exists; choose another, or --force"):
        train_file(read_feedback(dump, text="review"), tmp_path / "model")


def test_compressed_input(dump, tmp_path):
    packed = tmp_path / "packed.csv.gz"
    packed.write_bytes(gzip.compress(dump.read_bytes()))
    label(dump, tmp_path / "plain.csv")
    label(packed, tmp_path / "packed.csv")
    assert (tmp_path / "plain.csv").read_bytes() == (tmp_path / "packed.csv").read_bytes()


def test_ids_that_look_like_formulas_still_join_the_mentions(tmp_path):
    rows = [{"id": f"-M{i:03d}", "text": f"The parcel number {i} came late and broken."} for i in range(40)]
    done = run_file(read_feedback(pl.DataFrame(rows), id="id"), tmp_path / "out")
    again = read_labelled(tmp_path / "out")
    assert again.comments["comment_id"].to_list() == done.labelled.comments["comment_id"].to_list()
    assert set(again.mentions["comment_id"]) <= set(again.comments["comment_id"])


def test_a_saved_model_takes_the_masking_that_is_asked_for(dump, tmp_path):
    train_file(read_feedback(dump, text="review"), tmp_path / "model", settings=Settings(packs=(), themes=2))
    masking = Settings(mask_own=("PARCEL=parcel",))
    label(dump, tmp_path / "out.csv", model=str(tmp_path / "model"), settings=masking)
    assert "[PARCEL]" in (tmp_path / "out.csv").read_text()


@pytest.fixture
def repeated(tmp_path):
    """Twelve wordings of one complaint from twelve writers among other comments."""
    complaint = "The parcel came {n} days late and nobody at the depot could tell me where it had been"
    texts = [complaint.format(n=n) + "!" * (n % 3) for n in range(2, 14)]
    texts[5:5] = ["My room was cold and damp.", "Great service", "Great service", texts[0]]
    path = tmp_path / "repeated.csv"
    pl.DataFrame({"id": [f"c{n}" for n in range(len(texts))], "review": texts}).write_csv(path)
    return path


def test_copies_are_flagged_and_named_whatever_the_parts(repeated, tmp_path):
    label(repeated, tmp_path / "one.csv", batch_rows=3)
    label(repeated, tmp_path / "two.csv", batch_rows=100, workers=2)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    table = read_labelled(tmp_path / "one.csv").comments
    first = table["duplicate_of"].to_list()
    flags = dict(zip([f"c{n}" for n in range(len(table))], table["flags"].to_list(), strict=True))
    assert first[:9] == [None, "c0", "c0", "c0", "c0", None, None, "c6", "c0"]
    assert flags["c1"] == ["near_duplicate"]
    assert flags["c7"] == flags["c8"] == ["duplicate"]
    assert [name for name, marks in flags.items() if "campaign" in marks] == ["c12", "c13", "c14", "c15"]


def test_copies_can_count_once(repeated, tmp_path):
    label(repeated, tmp_path / "out.csv")
    every, once = (summarise_file(tmp_path / "out.csv", dedupe=dedupe).funnel for dedupe in (False, True))
    assert (every.analysed, every.duplicates, every.set_aside) == (16, 13, ())
    assert (once.analysed, once.duplicates) == (3, 0)
    assert once.set_aside == (("duplicate", 2), ("near_duplicate", 11))
