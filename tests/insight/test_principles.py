import pytest

from cxtext.errors import OptionError
from cxtext.insight.principles import Principle, adherence, read_principles

FILE = """\
schema: cxtext-principles/1
principles:
  - statement: We are kind
    themes: [Staff]
    touchpoints: [desk]
  - statement: Nobody waits
    themes: [Waiting]
"""


def rows():
    praise = [
        {"day": i, "said": [{"theme": "Staff", "sentiment": "positive", "score": 0.5, "text": f"kind {i}"}]}
        for i in range(40)
    ]
    praise[7]["said"][0] |= {"score": 0.9, "text": "the very kindest of all people"}
    blame = [{"day": i, "said": [{"touchpoint": "desk", "sentiment": "negative", "score": -0.5}]} for i in range(20)]
    both = [
        {
            "day": 5,
            "said": [{"theme": "Staff", "sentiment": "positive"}, {"touchpoint": "desk", "sentiment": "negative"}],
        }
    ]
    neither = [{"day": 5, "said": [{"theme": "Staff", "sentiment": "neutral"}]}] * 9
    waits = [{"day": 5, "said": [{"theme": "Waiting", "sentiment": "negative"}]}] * 3
    return [*praise, *blame, *both, *neither, *waits]


def test_adherence_by_hand(tables, tmp_path):
    (tmp_path / "p.yaml").write_text(FILE)
    kind, waits = adherence(tables.ready(rows()), read_principles(tmp_path / "p.yaml"))
    assert kind.comments == 61
    assert kind.adherence.value == pytest.approx(40 / 61)
    # the 31st of 61 dates is day 14: later are 25 of praise and 5 of blame, up to it 15 and 15, and 1 of both
    assert kind.change.value == pytest.approx(25 / 30 - 15 / 31)
    assert kind.best.text == "the very kindest of all people"
    assert kind.worst.comment_id == "c000041"
    assert kind.links == ("Staff", "Desk")
    assert (waits.comments, waits.adherence.value, waits.best, waits.worst) == (None, None, None, None)


def test_a_link_changes_its_own_row_alone(tables):
    made = tables.ready(rows())
    one = Principle("a", (("theme", "Staff"),), "")
    other = Principle("b", (("theme", "Staff"), ("touchpoint", "desk")), "")
    before = adherence(made, (one, other))
    after = adherence(made, (one, Principle("b", (("touchpoint", "desk"),), "")))
    assert before[0] == after[0]
    assert before[1] != after[1]
    assert after[1].adherence.reason  # 21 comments


def test_change_and_trend(tables):
    mood = {0: "negative", 1: "positive"}
    many = [
        {"day": 7 * week, "said": [{"theme": "Staff", "sentiment": mood[int(i % 4 < 1 + week // 3)]}]}
        for week in range(6)
        for i in range(40)
    ]
    (kept,) = adherence(tables.ready(many), (Principle("a", (("theme", "Staff"),), ""),))
    assert [round(number.value, 2) for _, number in kept.trend] == [0.25] * 3 + [0.5] * 3
    assert kept.change.value == pytest.approx(0.25)
    assert kept.change.low > 0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    themes: [Waiting]\n", "", "line 6: linked to nothing"),
        ("statement: Nobody", "statment: Nobody", "line 6: .*statment"),
        ("[Waiting]", "[Wating]", "line 6: unknown theme 'Wating'; did you mean 'Waiting'"),
    ],
)
def test_faults_are_told_with_their_line(tables, tmp_path, old, new, message):
    (tmp_path / "p.yaml").write_text(FILE.replace(old, new))
    with pytest.raises(OptionError, match=message):
        adherence(tables.ready(rows()), read_principles(tmp_path / "p.yaml"))
