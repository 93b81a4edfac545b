"""What comes after a report, as a user meets it: `themes learn` takes corrections back, `verify` computes it again."""

import contextlib
import io
import json
import shutil

import polars as pl
import pytest
import yaml

from cxtext.cli import main

SUBJECTS = (
    "The parcel came {n} days late.",
    "Parcel {n} never came.",
    "The app crashes on page {n}.",
    "The app froze after {n} minutes.",
    "The invoice {n} is wrong.",
    "My bill rose by {n} dollars.",
    "I waited {n} minutes on the phone.",
    "Nobody answers the phone, {n} calls.",
)
SPECIAL = ("Other remarks", "Overall impression", None)
HEAD = "comment_id,text,cut,old_theme,new_theme,touchpoint\n"


def cxtext(*arguments, cwd):
    out, err = io.StringIO(), io.StringIO()
    quiet = contextlib.redirect_stdout(out), contextlib.redirect_stderr(err)
    with contextlib.chdir(cwd), quiet[0], quiet[1], pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return left.value.code, out.getvalue() + err.getvalue()


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("learn")
    for name, numbers in (("first.csv", range(3, 15)), ("second.csv", range(3, 17))):
        pl.DataFrame({"review": [text.format(n=n) for n in numbers for text in SUBJECTS]}).write_csv(folder / name)
    code, said = cxtext("run", "first.csv", "-o", "done", cwd=folder)
    assert code == 0, said
    return folder


@pytest.fixture
def home(trained, tmp_path):
    for name in ("first.csv", "second.csv"):
        shutil.copy(trained / name, tmp_path)
    shutil.copytree(trained / "done", tmp_path / "done")
    return tmp_path


def themes_of(folder):
    return dict(pl.read_csv(folder / "done" / "mentions.csv").select("text", "theme").iter_rows())


def relabelled(home, model="done/model"):
    name = f"{model.replace('/', '-')}.csv"
    code, said = cxtext("label", "first.csv", "-o", "l.csv", "--mentions", name, "--model", model, "--force", cwd=home)
    assert code == 0, said
    return dict(pl.read_csv(home / name).select("text", "theme").iter_rows())


def two_themes(home):
    """A text with its theme, and another theme."""
    themes = {text: theme for text, theme in themes_of(home).items() if theme not in SPECIAL}
    text, old = next(iter(themes.items()))
    return text, old, next(theme for theme in themes.values() if theme != old)


def test_a_corrected_mention_has_its_theme_from_then_on_and_after_retraining(home):
    text, old, new = two_themes(home)
    assert old != new
    (home / "c.csv").write_text(f'{HEAD}31,"{text}",,"{old}","{new}",\n')
    code, said = cxtext("themes", "learn", "c.csv", "done/model", "--author", "Ann", cwd=home)
    assert code == 0
    assert "1 corrections; 1 new examples kept" in said
    before, after = themes_of(home), relabelled(home)
    assert after[text] == new
    assert {key: theme for key, theme in after.items() if key != text} == {
        key: theme for key, theme in before.items() if key != text
    }
    _, shown = cxtext("themes", "show", "done/model", cwd=home)
    assert "and 1 corrected mentions" in shown
    code, said = cxtext("train", "second.csv", "-o", "later", "--from", "done/model", cwd=home)
    assert code == 0, said
    assert relabelled(home, "later")[text] == new


def test_the_same_file_teaches_once(home):
    text, old, new = two_themes(home)
    (home / "c.csv").write_text(f'{HEAD}31,"{text}",,"{old}","{new}",\n')
    cxtext("themes", "learn", "c.csv", "done/model", "--date", "2026-03-01", cwd=home)
    _, said = cxtext("themes", "learn", "c.csv", "done/model", "--date", "2026-03-02", cwd=home)
    assert "0 new examples" in said
    decisions = yaml.safe_load((home / "done" / "model" / "decisions.yaml").read_text())
    assert [(one["action"], one["text"]) for one in decisions] == [("example", text)]


def test_no_theme_is_an_answer_too(home):
    text, old, _ = two_themes(home)
    (home / "c.csv").write_text(f'{HEAD}31,"{text}",,"{old}",none,\n')
    assert cxtext("themes", "learn", "c.csv", "done/model", cwd=home)[0] == 0
    assert relabelled(home)[text] in ("Other remarks", None)


def test_many_that_go_one_way_are_a_proposal_that_can_be_carried_out(home):
    _, old, new = two_themes(home)
    texts = [text for text, theme in themes_of(home).items() if theme == old]
    lines = "".join(f'{n},"{text}",,"{old}","{new}",\n' for n, text in enumerate(texts[:6]))
    (home / "c.csv").write_text(HEAD + lines)
    code, said = cxtext("themes", "learn", "c.csv", "done/model", "--proposals", "p.yaml", cwd=home)
    assert code == 0
    assert f"{old} → {new}: 6 comments" in said
    assert "Proposed, not carried out" in said
    (proposal,) = yaml.safe_load((home / "p.yaml").read_text())
    assert proposal["action"] == "merge"
    code, said = cxtext("themes", "apply", "done/model", "p.yaml", cwd=home)
    assert code == 0, said
    assert old not in set(relabelled(home).values())


def test_a_cut_quote_needs_the_whole_mention(home):
    text, old, new = two_themes(home)
    table = pl.read_csv(home / "done" / "mentions.csv").filter(pl.col("text") == text)
    (home / "c.csv").write_text(f'{HEAD}{table["comment_id"][0]},"{text[:9]}",yes,"{old}","{new}",\n')
    _, said = cxtext("themes", "learn", "c.csv", "done/model", cwd=home)
    assert "are cut off (give --on the labelled output)" in said
    _, said = cxtext("themes", "learn", "c.csv", "done/model", "--on", "done", cwd=home)
    assert "1 new examples" in said
    assert relabelled(home)[text] == new


def test_what_is_wrong_with_the_file_is_one_line(home):
    text, old, new = two_themes(home)
    (home / "c.csv").write_text(f'{HEAD}31,"{text}",,"{old}","{new}x",\n')
    code, said = cxtext("themes", "learn", "c.csv", "done/model", cwd=home)
    assert code == 2
    assert f"c.csv, line 2: unknown new_theme '{new}x'; did you mean '{new}'" in said
    code, said = cxtext("themes", "learn", "first.csv", "done/model", cwd=home)
    assert code == 2
    assert "is no file of corrections" in said
    (home / "c.csv").write_text(f'{HEAD}31,"{text}",,"{old}",,delivery_tim\n')
    code, said = cxtext("themes", "learn", "c.csv", "done/model", cwd=home)
    assert "unknown touchpoint 'delivery_tim'; did you mean 'delivery_time'" in said


REPORTS = ("report.html", "report.json", "report.xlsx")
VERIFY = ("verify", "done/report.json", "--input", "first.csv", "--model", "done/model")


def test_two_runs_give_the_same_report_to_the_byte(home):
    code, said = cxtext("run", "first.csv", "-o", "again", cwd=home)
    assert code == 0, said
    for name in REPORTS:
        assert (home / "again" / name).read_bytes() == (home / "done" / name).read_bytes(), name
    cxtext("report", "done", "-o", "third.json", cwd=home)
    assert (home / "third.json").read_bytes() == (home / "done" / "report.json").read_bytes()


def test_a_report_is_identical_when_computed_again_from_its_input_and_from_its_labels(home):
    for command in (VERIFY, ("verify", "done/report.json", "--input", "done")):
        code, said = cxtext(*command, cwd=home)
        assert code == 0, said
        assert "Identical: " in said


def test_what_was_changed_in_a_report_is_named(home):
    path = home / "done" / "report.json"
    content = json.loads(path.read_text())
    content["funnel"]["analysed"] += 1
    path.write_text(json.dumps(content))
    code, said = cxtext(*VERIFY, cwd=home)
    assert code == 1
    assert "1 of " in said
    assert "  funnel.analysed: 97 → 96" in said


def test_another_input_and_another_model_are_told_apart(home):
    code, said = cxtext("verify", "done/report.json", "--input", "second.csv", "--model", "done/model", cwd=home)
    assert code == 1
    assert "The comments are others than those that it was made from." in said
    themes = list(dict.fromkeys(theme for theme in themes_of(home).values() if theme not in SPECIAL))
    assert cxtext("themes", "rename", "done/model", themes[0], "Our own name", cwd=home)[0] == 0
    code, said = cxtext(*VERIFY, cwd=home)
    assert code == 1
    assert "The comments are the same, and the labels are not" in said


def test_a_report_with_sections_of_ones_own_needs_them_again(home):
    (home / "a.yaml").write_text("schema: cxtext-actions/1\nactions:\n  - {id: a, topic: Parcel, owner: Ann}\n")
    code, said = cxtext("report", "done", "-o", "r.json", "--actions", "a.yaml", cwd=home)
    assert code == 0, said
    code, said = cxtext("verify", "r.json", "--input", "done", cwd=home)
    assert code == 2
    assert "r.json was made with --actions; give it too" in said
    assert cxtext("verify", "r.json", "--input", "done", "--actions", "a.yaml", cwd=home)[0] == 0


@pytest.mark.parametrize("command", [("run", "reviews.csv"), ("report", "reviews.csv", "-o", "out.html")])
def test_a_language_that_does_not_ship_is_refused_before_anything_is_read(command, tmp_path):
    code, said = cxtext(*command, "--language", "ge", cwd=tmp_path)
    assert code == 2
    assert "--language: unknown language 'ge' (known: de, en)" in said
    assert list(tmp_path.iterdir()) == []
