"""Decisions as YAML: written and read again, by hand too, and what is wrong with a file."""

import re

import pytest

from cxtext.errors import OptionError
from cxtext.pipeline.deciding import not_yet
from cxtext.pipeline.decision_file import decisions_yaml, read_decisions
from cxtext.themes.decisions import Decision
from cxtext.themes.identity import Identity

THEMES = {"t001": "Bags", "t002": "Phone", "t003": "Mail"}
LOG = (
    Decision("rename", "t001", text="No: 12", date="2026-01-02", reason="so: we “say”", names={"t001": "Bags"}),
    Decision("merge", "t001", ("t002", "t003"), date="2026-01-02", author="Ann", names=THEMES),
    Decision("split", "t004", ("t004.1",), date="2026-01-03", gives={"t004.1": "t010"}, names={"t004": "Fees"}),
    Decision("retire", "t005", date="2026-01-03", state="not applied", why="it is gone"),
)


def test_written_and_read_again_is_the_same(tmp_path):
    path = tmp_path / "d.yaml"
    path.write_text(decisions_yaml(LOG), encoding="utf-8")
    assert read_decisions(path, date="") == LOG


def test_a_file_by_hand_may_name_themes_by_name_and_leave_the_date_out(tmp_path):
    path = tmp_path / "d.yaml"
    path.write_text("- {action: merge, theme: Bags, with: Phone}\n- {action: split, theme: no}\n", encoding="utf-8")
    merge, split = read_decisions(path, date="2026-05-01")
    assert (merge.theme, merge.others, merge.date) == ("Bags", ("Phone",), "2026-05-01")
    assert (split.theme, split.others) == ("no", ())


def test_what_a_model_knows_is_not_decided_again():
    known = Identity((), (), ("x",), {}, decisions=LOG)
    assert not_yet(known, LOG) == []
    by_name = Decision("merge", "bags", ("phone", "Mail"), date="2026-01-02", author="Ann")
    assert not_yet(known, [by_name]) == []
    another_day = Decision("merge", "bags", ("phone", "Mail"), date="2026-01-05", author="Ann")
    assert not_yet(known, [another_day]) == [another_day]
    every_part = Decision("split", "Fees", date="2026-01-03")
    assert not_yet(known, [every_part, *LOG]) == [LOG[2]]  # one split is known, not two


WRONG = {
    "rename: {}": "is not a list of decisions",
    "- rename": "decision 1: it has no action",
    "- {action: renam, theme: t1}": "decision 1: unknown action 'renam'; did you mean 'rename'",
    "- {action: retire, theme: a}\n- {action: rename, theme: t1}": "decision 2: rename needs 'name'",
    "- {action: rename, theme: t1, nam: x}": "decision 1: unknown key 'nam'; did you mean 'name'",
    "- {action: retire, theme: t1, date: 31.3.2026}": "date '31.3.2026' is no date such as 2026-03-31",
    "- {action: merge, theme: t1, with: {a: b}}": "'with' is not a list of themes",
    "- {action: retire, theme: }": "theme is empty",
    "- &a {action: retire, theme: t1}\n- *a": "holds an alias",
    "[[[[[[[[]]]]]]]]": "is nested deeper",
    "- {action: retire": "is not YAML",
}


@pytest.mark.parametrize("content", WRONG)
def test_what_is_wrong_with_a_file_is_one_line_that_says_where(tmp_path, content):
    path = tmp_path / "d.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(OptionError, match=re.escape(WRONG[content])) as caught:
        read_decisions(path, date="2026-01-01")
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(OptionError, match=r"cannot read .*nothere\.yaml: No such file"):
        read_decisions(tmp_path / "nothere.yaml", date="")
