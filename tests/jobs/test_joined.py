import polars as pl
import pytest

from cxtext.errors import InputError, OptionError
from cxtext.jobs.joined import Joining, joined
from cxtext.schema import CANONICAL, COMMENT_LABELS, MENTIONS, Labelled


@pytest.fixture
def labelled():
    rows = pl.DataFrame({"order": ["1", " 2", "9", None], "plan": list("abcd")})
    return Labelled(pl.DataFrame(schema={**CANONICAL, **COMMENT_LABELS}), pl.DataFrame(schema=MENTIONS), rows=rows)


def joined_with(labelled, tmp_path, text, key="order"):
    (tmp_path / "orders.csv").write_text(text)
    said = []
    return joined(labelled, Joining(tmp_path / "orders.csv", key), said.append), said


def test_each_comment_gets_its_record_and_missing_ones_are_counted(labelled, tmp_path):
    found, said = joined_with(labelled, tmp_path, "order,days\n2,5\n1,3\n7,8\n")
    assert found.rows["days"].to_list() == ["3", "5", None, None]
    assert found.rows["plan"].to_list() == list("abcd")
    assert said == ["2 of 4 comments have no record in orders.csv."]


@pytest.mark.parametrize(
    ("text", "key", "error", "message"),
    [
        ("order,days\n1,3\n1,4\n", "order", InputError, "order '1' stands in 2 records"),
        ("order,days\n7,3\n", "order", InputError, "no order of the comments stands in"),
        ("order,plan\n1,3\n", "order", OptionError, "both have a column 'plan'"),
        ("order,days\n1,3\n", "ordr", OptionError, "did you mean 'order'"),
        ("number,days\n1,3\n", "order", OptionError, "order"),
    ],
)
def test_what_cannot_be_joined_is_refused(labelled, tmp_path, text, key, error, message):
    with pytest.raises(error, match=message):
        joined_with(labelled, tmp_path, text, key)
