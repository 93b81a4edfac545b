import gzip
import json

import polars as pl
import pytest

from cxtext import Pipeline, Settings, open_feedback, read_feedback
from cxtext.errors import InputError, OptionError, OutputError
from cxtext.jobs import parts as parts_module
from cxtext.jobs.label import label_file
from cxtext.jobs.report import read_labelled, reopen
from cxtext.jobs.run import run_file
from cxtext.jobs.summaries import summarised
from cxtext.jobs.train import train_file
from cxtext.schema import COMMENT_LABELS
from cxtext.write import Output

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


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".jsonl", ".parquet", ".xlsx", ".json", ".duckdb", ".csv.gz"])
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


@pytest.fixture(scope="module")
def sample(tmp_path_factory, nhs):
    """360 rows of the shipped sample: ids that repeat, copies, ratings, dates and empty texts among them."""
    folder = tmp_path_factory.mktemp("sample")
    rows = nhs.rows.head(300)
    rows = pl.concat([rows, rows.head(40), rows.head(20).with_columns(text=pl.lit(""))])
    rows.with_columns(id=pl.int_range(pl.len()) // 2).write_csv(folder / "sample.csv")
    return folder / "sample.csv"


def labelled_bytes(sample, folder, **options):
    folder.mkdir()
    batch_rows = options.pop("batch_rows")
    stream = open_feedback(sample, text="text", id="id", batch_rows=batch_rows)
    label_file(stream, folder / "out.csv", mentions=folder / "mentions.csv", **options)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_size_of_a_part_and_the_number_of_workers_change_no_byte(sample, tmp_path, monkeypatch):
    monkeypatch.setattr(parts_module, "SAMPLE", 100)  # so that most rows come after what the input is told from
    whole = labelled_bytes(sample, tmp_path / "whole", batch_rows=10_000)
    assert set(whole) == {"out.csv", "mentions.csv", "out.csv.cxtext.json"}
    assert whole["out.csv"].count(b"duplicate") > 20
    for batch_rows in (1, 7, 100):
        assert labelled_bytes(sample, tmp_path / str(batch_rows), batch_rows=batch_rows) == whole, batch_rows
    assert labelled_bytes(sample, tmp_path / "two", batch_rows=7, workers=2) == whole


def test_bad_rows_are_set_aside_and_counted(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_bytes(b"text,stars\nlovely food,5\ntoo,many,fields\nslow \xff service,1\nrude staff,1\n")
    tally = label_file(open_feedback(path), tmp_path / "out.csv", settings=Settings(packs=()))
    assert (tally.read, tally.labelled, tally.rejected) == (4, 2, 2)
    rejects = [json.loads(line) for line in tally.rejects.read_text().splitlines()]
    assert [(r["line"], r["byte"]) for r in rejects] == [(3, 25), (4, 41)]
    assert json.loads((tmp_path / "out.csv.cxtext.json").read_text())["dialect"] == "delimiter ,, utf-8"
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


def test_each_part_is_written_before_the_next_is_labelled(dump, tmp_path, monkeypatch):
    seen, write = [], Output.write
    monkeypatch.setattr(Output, "write", lambda self, frame: (seen.append(frame.height), write(self, frame)))
    label(dump, tmp_path / "out.csv", batch_rows=3, progress=lambda rows: seen.append(f"{rows} kept"))
    assert seen == ["3 kept", 3, "1 kept", 1]


def test_a_column_that_differs_from_a_label_by_case_alone_is_refused(tmp_path):
    (tmp_path / "in.csv").write_text("text,CX_Score\ncold food,1\n")
    with pytest.raises(OptionError, match=r"already has a column 'CX_Score'.*choose another --prefix"):
        label_file(open_feedback(tmp_path / "in.csv"), tmp_path / "out.csv")


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
    assert found == {
        "report.html",
        "report.xlsx",
        "report.json",
        "comments.csv",
        "comments.csv.cxtext.json",
        "mentions.csv",
        "model",
    }


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
    every, once = (summarised(reopen(tmp_path / "out.csv"), dedupe=dedupe).funnel for dedupe in (False, True))
    assert (every.analysed, every.duplicates, every.set_aside) == (16, 13, ())
    assert (once.analysed, once.duplicates) == (3, 0)
    assert once.set_aside == (("duplicate", 2), ("near_duplicate", 11))


def test_a_column_of_labels_that_comes_late_is_one_clear_error(tmp_path):
    lines = [json.dumps({"text": f"The parcel number {i} came late"}) for i in range(20)]
    late = json.dumps({"text": "The parcel came late again", "cx_score": 1})
    (tmp_path / "in.jsonl").write_text("\n".join([*lines, late]))
    stream = open_feedback(tmp_path / "in.jsonl", batch_rows=5)
    with pytest.raises(OptionError, match=r"already has a column 'cx_score'.*choose another --prefix"):
        label_file(stream, tmp_path / "out.jsonl", settings=Settings(packs=()))
    assert [p.name for p in tmp_path.iterdir()] == ["in.jsonl"]


@pytest.fixture
def survey(tmp_path):
    """A dump with two columns of ratings and of dates each, and two records that cannot be read."""
    rows = [
        {
            "review": f"I waited two hours at the gate for flight {i}" if i % 2 else f"The food was cold on day {i}",
            "stars": i % 5 + 1,
            "score": i % 3,
            "date": f"2024-05-{i % 28 + 1:02}",
            "sent": f"2023-02-{i % 28 + 1:02}",
        }
        for i in range(40)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "survey.csv")
    with (tmp_path / "survey.csv").open("ab") as file:
        file.write(b"caf\xe9,1,1,2024-01-01,2023-01-01\ntoo,few\n")
    return tmp_path / "survey.csv"


def labelled_survey(survey, **options):
    output = survey.with_name("out.csv")
    stream = open_feedback(survey, rating="score", date="sent")
    label_file(stream, output, settings=Settings(packs=("travel",)), mentions=survey.with_name("m.csv"), **options)
    return output


def test_a_report_knows_what_the_labelling_knew(survey):
    output = labelled_survey(survey)
    found = reopen(output)
    assert found.notes == ()
    assert found.labelled.comments["rating"].to_list() == [float(i % 3) for i in range(40)]
    assert {day.year for day in found.labelled.comments["date"]} == {2023}
    assert found.catalogue.departments["locations"] == "Airports, Stations & Crew"
    summary = summarised(reopen(output))
    assert summary.funnel.read == 42
    assert sum(count for _, count in summary.funnel.rejected) == 2
    assert summary.title == "What customers say: survey"


def test_options_of_a_report_come_before_what_the_labelling_knew(survey):
    output = labelled_survey(survey)
    comments = reopen(output, rating="stars", date="date").labelled.comments
    assert comments["rating"].to_list() == [float(i % 5 + 1) for i in range(40)]
    assert {day.year for day in comments["date"]} == {2024}
    with pytest.raises(OptionError, match="unknown column for --rating 'star'; did you mean 'stars'"):
        reopen(output, rating="star")


def test_a_labelled_file_that_was_changed_is_read_anew_and_said_so(survey):
    output = labelled_survey(survey)
    output.write_text("".join(output.read_text().splitlines(keepends=True)[:-1]))
    found = reopen(output)
    assert "was changed after it was labelled, so out.csv.cxtext.json is not used" in found.notes[0]
    assert {day.year for day in found.labelled.comments["date"]} == {2024}
    (survey.parent / "out.csv.cxtext.json").write_text("{")
    assert "cannot be read" in reopen(output).notes[0]


def test_rejects_that_are_gone_are_still_counted(survey):
    output = labelled_survey(survey)
    (survey.parent / "out.csv.rejects.jsonl").unlink()
    assert dict(summarised(reopen(output)).funnel.rejected) == {"reason unknown, as out.csv.rejects.jsonl is gone": 2}


def test_the_prefix_of_a_labelled_file_is_known(survey):
    output = labelled_survey(survey, prefix="my_")
    assert len(read_labelled(output, mentions=survey.with_name("m.csv")).comments) == 40


def test_mentions_of_another_file_are_refused(survey, dump, tmp_path):
    output = labelled_survey(survey)
    stream = open_feedback(survey)
    label_file(stream, tmp_path / "other.csv", settings=Settings(packs=()), mentions=tmp_path / "other_m.csv")
    with pytest.raises(InputError, match=r"other_m\.csv does not belong to .*: \d+ of its comments have other themes"):
        reopen(output, mentions=tmp_path / "other_m.csv")
    label(dump, tmp_path / "ids.csv", mentions=tmp_path / "ids_m.csv")
    with pytest.raises(
        InputError, match=r"ids_m\.csv does not belong to .*out\.csv: \d of its mentions are of no comment there; give"
    ):
        reopen(output, mentions=tmp_path / "ids_m.csv")


def test_labelled_output_without_columns_that_came_later_is_still_reported(survey):
    output = labelled_survey(survey)
    mentions = survey.with_name("m.csv")
    whole = summarised(reopen(output, mentions=mentions))
    pl.read_csv(output, infer_schema=False).drop("cx_duplicate_of", "cx_confidence").write_csv(output)
    pl.read_csv(mentions, infer_schema=False).drop("subtheme", "evidence").write_csv(mentions)
    older = summarised(reopen(output, mentions=mentions))
    assert [(t.name, t.share.value) for t in older.themes] == [(t.name, t.share.value) for t in whole.themes]
    assert older.headline.net == whole.headline.net


def test_what_is_no_table_of_mentions_is_said(survey):
    with pytest.raises(InputError, match=r"survey\.csv is no table of mentions: it has no column 'text'; give what"):
        reopen(labelled_survey(survey), mentions=survey)


def test_rejects_are_counted_by_fault_and_come_with_advice(tmp_path):
    bad = b"".join(b"caf\xe9 number %d was fine,3\n" % i for i in range(30))
    (tmp_path / "in.csv").write_bytes(b"text,stars\n" + b"the food was lovely,5\n" * 70 + bad + b"a,b,c\n")
    tally = label_file(open_feedback(tmp_path / "in.csv"), tmp_path / "out.csv", settings=Settings(packs=()))
    assert tally.reject.faults == {"invalid UTF-8": 30, "3 fields where the header has 2": 1}
    assert tally.reject.hints == {"invalid UTF-8": "if the file comes from Windows, try --encoding cp1252"}


def test_dates_that_are_none_are_counted(tmp_path):
    days = ["2024-05-01", "1970-01-01", "soon", "2099-01-01", "", *["2024-05-02"] * 30]
    rows = [{"text": f"The parcel number {i} came late", "date": day} for i, day in enumerate(days)]
    pl.DataFrame(rows).write_csv(tmp_path / "in.csv")
    tally = label_file(open_feedback(tmp_path / "in.csv"), tmp_path / "out.csv", settings=Settings(packs=()))
    assert (tally.dates.filled, tally.dates.unread, str(tally.dates.last)) == (34, 2, "2099-01-01")


def test_a_failure_while_finishing_leaves_no_output_at_all(dump, tmp_path, monkeypatch):
    finish = Output.finish

    def full(self):
        finish(self)
        if self.path.name == "out.csv":
            raise OutputError("the disk is full")

    monkeypatch.setattr(Output, "finish", full)
    with pytest.raises(OutputError, match="the disk is full"):
        label(dump, tmp_path / "out.csv", mentions=tmp_path / "m.csv")
    assert {p.name for p in tmp_path.iterdir() if not p.name.startswith(".")} == {"reviews.csv", "out.csv.job"}
    monkeypatch.undo()
    label(dump, tmp_path / "out.csv", mentions=tmp_path / "m.csv", resume=True)
    assert {p.name for p in tmp_path.iterdir() if p.suffix != ".json"} == {"reviews.csv", "out.csv", "m.csv"}
