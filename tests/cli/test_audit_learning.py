"""An audit's answers teach a model, half of them measure it for ever, and the scores travel with it."""

import contextlib
import csv
import functools
import io
import json
import shutil

import polars as pl
import pytest

from cxtext.audit.apart import falls_apart
from cxtext.cli import main
from cxtext.jobs.audit import answered_in
from cxtext.jobs.drift import drift_file
from cxtext.jobs.train import train_stream
from cxtext.pipeline import Pipeline, absorbing, sampling
from cxtext.read import open_feedback, read_feedback

SAID = (
    ("The parcel came {n} days late.", "negative"),
    ("Parcel {n} sits at the depot.", "negative"),
    ("Box {n} stood at the neighbour's.", "negative"),
    ("I love page {n} of the app.", "positive"),
    ("The app with its {n} games is great fun.", "positive"),
    ("The invoice {n} shows another tax.", "negative"),
)


def cxtext(*arguments, cwd, code=0):
    out, err = io.StringIO(), io.StringIO()
    quiet = contextlib.redirect_stdout(out), contextlib.redirect_stderr(err)
    with contextlib.chdir(cwd), quiet[0], quiet[1], pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    assert left.value.code == code, out.getvalue() + err.getvalue()
    return out.getvalue() + err.getvalue()


def fill(sheet, gold):
    """As people would who know the mood of every comment, and find the themes right."""
    key = json.loads((sheet.parent / f"{sheet.name}.key.json").read_text())
    rows = list(csv.DictReader(sheet.read_text(encoding="utf-8-sig").splitlines()))
    for row, drawn in zip(rows, key["drawn"], strict=True):
        row["sentiment"] = gold[row["text"]]
        for i, theme in enumerate(drawn["machine"].get("theme", ())[:4] or ["none of these"] * ("theme_1" in row)):
            row[f"theme_{i + 1}"] = theme
    with sheet.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def audited(tmp_path_factory):
    home = tmp_path_factory.mktemp("audited")
    comments = [(text.format(n=n), mood) for n in range(10, 40) for text, mood in SAID]
    table = pl.DataFrame(comments, schema=["review", "mood"], orient="row")
    table.select("review").write_csv(home / "in.csv")
    table.write_csv(home / "moods.csv")
    cxtext("train", "in.csv", "-o", "old", cwd=home)
    cxtext("label", "in.csv", "-o", "old.csv", "--model", "old", cwd=home)
    cxtext("audit", "sample", "old.csv", "-o", "audit.csv", "-n", "140", cwd=home)
    fill(home / "audit.csv", dict(comments))
    said = cxtext("train", "in.csv", "--from", "old", "--audit", "audit.csv", "-o", "new", cwd=home)
    cxtext("label", "in.csv", "-o", "new.csv", "--model", "new", cwd=home)
    return home, said


@pytest.fixture
def home(audited, tmp_path):
    shutil.copytree(audited[0], tmp_path / "home")
    return tmp_path / "home"


def texts_of(home):
    return [row["text"] for row in csv.DictReader((home / "audit.csv").read_text(encoding="utf-8-sig").splitlines())]


def test_half_teaches_and_half_measures(audited):
    home, said = audited
    texts = texts_of(home)
    kept = [text for text in texts if falls_apart(text)]
    assert f"Audit, sentiment: {len(texts) - len(kept)} answers learnt." in said
    assert f"On {len(kept)} audited comments that are kept apart for ever" in said
    model = Pipeline.load(home / "new")
    before, after = (getattr(model.audits.taught[0], when).value for when in ("before", "after"))
    assert after > before + 0.2  # complaints that state a fact are read as neutral, until people say otherwise
    assert sum(model.adaptation.labelled) == len(texts) - len(kept)
    assert all(model.audits.apart.keeps(text) for text in kept)
    remembered = json.dumps(json.loads((home / "new" / "model.json").read_text())["audits"])
    assert not any(text in remembered for text in texts)


def test_a_later_training_learns_none_of_the_kept_ones_from_a_column_either(audited, tmp_path):
    home, _ = audited
    texts = texts_of(home)
    kept = {text for text in texts if falls_apart(text)}
    out = tmp_path / "later"
    cxtext("train", "moods.csv", "--text", "review", "--sentiment-labels", "mood", "--from", "new", "-o", out, cwd=home)
    later = Pipeline.load(out)
    assert sum(later.adaptation.labelled) == 180 - len(kept)
    assert later.audits.apart == Pipeline.load(home / "new").audits.apart
    assert later.audits.last is None  # nobody has audited its labels


def test_comments_that_are_gone_from_the_input_are_told(home):
    rows = pl.read_csv(home / "in.csv", infer_schema=False)
    rows.with_columns(
        review=pl.when(pl.int_range(pl.len()) < 30).then(pl.lit("Somebody rewrote this comment.")).otherwise("review")
    ).write_csv(home / "changed.csv")
    gone = sum(
        int(drawn["comment_id"]) <= 30 for drawn in json.loads((home / "audit.csv.key.json").read_text())["drawn"]
    )
    said = cxtext("train", "changed.csv", "--audit", "audit.csv", "-o", "changed", cwd=home)
    assert f"{gone} of the sheet's comments are not in the input" in said


def test_a_correction_of_a_kept_comment_is_no_example(home):
    kept, other = (next(text for text in texts_of(home) if falls_apart(text) is wanted) for wanted in (True, False))
    theme = Pipeline.load(home / "new").themes.themes[0].name
    lines = "".join(f"{i},{text},no,,{theme},\n" for i, text in enumerate((kept, other)))
    (home / "c.csv").write_text("comment_id,text,cut,old_theme,new_theme,touchpoint\n" + lines)
    said = cxtext("themes", "learn", "c.csv", "new", "--date", "2026-01-02", cwd=home)
    assert "1 of 2 corrections are of audited comments that are kept apart" in said


def test_the_scores_are_of_the_kept_part_and_travel_with_the_model(home):
    kept = sum(falls_apart(text) for text in texts_of(home))
    said = cxtext("audit", "score", "audit.csv", "--on", "new.csv", "--model", "new", cwd=home)
    assert f"sentiment: {kept} answered, {140 - kept} empty" in said
    assert "Scored on the comments kept apart from training alone" in said
    card = (home / "new" / "MODEL_CARD.md").read_text()
    assert f"sentiment: {kept} answered, labels exactly right in" in card
    assert "has not been measured" not in card
    cxtext("run", "in.csv", "-o", "again", "--model", "new", cwd=home)
    aspects = json.loads((home / "again" / "report.json").read_text())["sections"]["audited"]["aspects"]
    assert aspects[0]["answered"] == kept
    assert "Identical" in cxtext("verify", "again/report.json", "--input", "again", cwd=home)
    assert "Identical" in cxtext("verify", "again/report.json", "--input", "in.csv", "--model", "again/model", cwd=home)
    cxtext("report", "new.csv", "-o", "given.json", "--audit", "new", cwd=home)  # labelled before the audit was scored
    assert json.loads((home / "given.json").read_text())["sections"]["audited"]["aspects"] == aspects
    drift = drift_file(home / "new", read_feedback(home / "in.csv"))
    last = json.loads((home / "new" / "model.json").read_text())["audits"]["last"]
    assert drift.audited_right == last["aspects"][0]["right"]["value"]
    assert 0 < drift.expected_right <= 1
    # The same state is scored again, another one is not.
    cxtext("audit", "score", "audit.csv", "--on", "new.csv", "--model", "new", cwd=home)
    said = cxtext("audit", "score", "audit.csv", "--on", "new.csv", "--model", "old", cwd=home, code=2)
    assert "made by another model than old" in said


def test_a_report_from_before_the_audit_is_verified_as_it_was(home):
    cxtext("run", "in.csv", "-o", "before", "--model", "new", cwd=home)
    with_audit = ("audit", "score", "audit.csv", "--on", "new.csv", "--model")
    cxtext(*with_audit, "new", cwd=home)
    cxtext(*with_audit, "before/model", cwd=home)
    for model in ("new", "before/model"):
        assert "Identical" in cxtext("verify", "before/report.json", "--input", "in.csv", "--model", model, cwd=home)
    said = cxtext("verify", "before/report.json", "--input", "in.csv", "--model", "old", cwd=home, code=1)
    assert "The comments are the same, and the labels are not" in said


def test_labels_in_a_column_are_evaluated_on_the_kept_part(home):
    cxtext("label", "moods.csv", "--text", "review", "-o", "moods_new.csv", "--model", "new", cwd=home)
    kept = sum(falls_apart(text) for text in texts_of(home))
    said = cxtext("evaluate", "moods_new.csv", "--gold", "mood", "--model", "new", cwd=home)
    assert f"On the {kept} comments alone that new keeps apart from training." in said
    assert f"sentiment: {kept} answered" in said
    assert "keeps no comments apart" in cxtext(
        "evaluate", "old.csv", "--gold", "review", "--model", "old", cwd=home, code=2
    )


def test_who_scores_without_the_model_is_told_of_the_labels_that_were_audited(home):
    said = cxtext("audit", "score", "audit.csv", cwd=home)
    assert "sentiment: 140 answered, 0 empty" in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("train", "in.csv", "-o", "x", "--audit", "audit.doc"), "audit.doc: answers are read from .xlsx or .csv"),
        (("train", "in.csv", "-o", "x", "--audit", "gone.csv"), "there is no gone.csv.key.json"),
        (("train", "other.csv", "-o", "x", "--audit", "audit.csv"), "audit.csv was not drawn from other.csv: 0 of its"),
        (("audit", "score", "audit.csv", "--on", "gone.csv"), "gone.csv"),
        (("audit", "score", "audit.csv", "--on", "new.csv"), "learnt from an audit; give it with --model"),
        (("audit", "score", "audit.csv", "--on", "short.csv"), "is not in short.csv; name a labelling of the input"),
        (("audit", "score", "audit.csv", "--model", "gone"), "no model folder at gone"),
        (("report", "new.csv", "-o", "x.html", "--audit", "old"), "nor a model with an audit"),
    ],
)
def test_refusals(home, arguments, message):
    pl.DataFrame({"review": [f"Something else {n}, and more." for n in range(240)]}).write_csv(home / "other.csv")
    pl.read_csv(home / "new.csv", infer_schema=False).head(20).write_csv(home / "short.csv")
    said = cxtext(*arguments, cwd=home, code=2)
    assert message in said
    assert "Traceback" not in said


@pytest.mark.nightly  # reads the input into a spool and twice again
def test_a_big_input_learns_from_all_answers_whatever_its_sample_holds(home, monkeypatch):
    few = functools.partial(sampling.Reservoir, most=60)
    monkeypatch.setattr(absorbing, "Reservoir", few)
    answered = answered_in(home / "audit.csv")
    with contextlib.chdir(home), open_feedback("in.csv") as stream:
        done = train_stream(stream, home / "big", audit=answered)
    kept = {text for text in texts_of(home) if falls_apart(text)}
    assert len(done.gathered.sample.comments) == 60
    assert sum(done.pipeline.adaptation.labelled) == 140 - len(kept)
    assert all(Pipeline.load(home / "big").audits.apart.keeps(text) for text in kept)


def test_lessons_add_up_and_halves_stay_whatever_is_masked(home):
    """Two audits of the same comments, of which the second one masks no addresses."""
    gold = {}
    rows = pl.read_csv(home / "moods.csv", infer_schema=False)
    for masked in ("[EMAIL]", "jo@example.com"):
        gold |= {f"{text} Write to {masked} please.": mood for text, mood in rows.iter_rows()}
    rows.select(review=pl.col("review") + " Write to jo@example.com please.").write_csv(home / "mail.csv")
    (home / "phones.toml").write_text('mask = ["PHONE"]\n')
    audits, model = [], "old"
    for step, given in enumerate(((), ("--config", "phones.toml"))):
        sheet, labelled, taught = f"s{step}.csv", f"l{step}.csv", f"m{step}"
        cxtext("label", "mail.csv", "-o", labelled, "--model", model, *given, cwd=home)
        sample = ("audit", "sample", labelled, "-o", sheet, "-n", "120", "--seed", str(step), "--ask", "sentiment")
        cxtext(*sample, cwd=home)
        fill(home / sheet, gold)
        said = cxtext("train", "mail.csv", "--from", model, "--audit", sheet, "-o", taught, *given, cwd=home)
        audits.append(Pipeline.load(home / taught).audits)
        model = taught
    first, second = audits
    assert "of them of earlier audits" in said
    assert not second.apart.learnt & second.apart.kept
    assert first.apart.kept < second.apart.kept
    assert first.apart.learnt < second.apart.learnt
    assert set(first.lessons["sentiment"]) < set(second.lessons["sentiment"])
    taught = sum(Pipeline.load(home / "m1").adaptation.labelled)
    assert taught == len(second.lessons["sentiment"])
