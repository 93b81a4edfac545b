"""The kernel alone, without Spark: what a worker does with a batch."""

import re
import sys
from pathlib import Path
from types import ModuleType

import pandas as pd
import polars as pl
import pytest

from cxtext import Pipeline, Settings, read_feedback
from cxtext.errors import OptionError
from cxtext.pipeline.context import Context
from cxtext.schema import COMMENT_LABELS, MENTIONS
from cxtext.spark.kernel import Form, labels_of

SAID = ["The food was cold.", "", "Lovely staff, but the wait was endless.", "n/a", "Parking is a nightmare."] * 5
FORM = Form(codes=False, mentions=True)


class Stumbling(Pipeline):
    """Fails on some texts."""

    words = "POISON"

    def label_batch(self, feedback, **given):
        if feedback.comments["text"].str.contains(self.words).any():
            raise ValueError("call 07700 900123\nnow")
        return super().label_batch(feedback, **given)


@pytest.fixture(scope="module")
def pipeline():
    return Stumbling(Settings(packs=()))


def labels(pipeline, texts, form=FORM):
    feedback = read_feedback(pl.DataFrame({"text": texts}), text="text")
    return pl.from_arrow(labels_of(pipeline, feedback, form, context=Context(None), copies=[None] * len(texts)))


def test_the_labels_are_those_of_the_pipeline(pipeline):
    got = labels(pipeline, SAID)
    feedback = read_feedback(pl.DataFrame({"text": SAID}), text="text")
    want = pipeline.label_batch(feedback, context=Context(None), copies=[None] * len(SAID))
    assert got.select(*COMMENT_LABELS).equals(want.comments.select(*COMMENT_LABELS))
    assert got["rejected"].null_count() == len(SAID)
    mentions = got.select("mentions").explode("mentions", keep_nulls=False).unnest("mentions")
    assert mentions.equals(want.mentions.select(n for n in MENTIONS if n != "comment_id"))


@pytest.mark.parametrize("where", [[0], [24], [3, 4, 17]])
def test_a_row_that_fails_has_only_a_masked_reason_and_leaves_the_others_as_they_are(pipeline, where):
    texts = [f"{text} POISON" if i in where else text for i, text in enumerate(SAID)]
    got, want = labels(pipeline, texts), labels(pipeline, SAID)
    failed = pl.Series([i in where for i in range(len(SAID))])
    assert got.filter(~failed).equals(want.filter(~failed))
    reasons = set(got.filter(failed)["rejected"])
    assert reasons == {"cannot be labelled: ValueError (call [PHONE] now)"}
    assert got.filter(failed).drop("rejected").null_count().transpose().to_series().to_list() == [len(where)] * 16


def test_what_all_rows_fail_with_is_raised(pipeline):
    with pytest.raises(ValueError, match="call 07700 900123"):
        labels(pipeline, ["POISON"] * 20)
    assert labels(pipeline, ["POISON"] * 19)["rejected"].null_count() == 0


def test_an_option_that_is_wrong_is_no_fault_of_a_row():
    with pytest.raises(OptionError, match="unknown column for --owner-column 'team'"):
        labels(Pipeline(Settings(packs=(), owner_column="team")), SAID)


def test_no_rows_give_no_labels_in_the_same_form(pipeline):
    form = Form(codes=True, mentions=True)
    feedback = read_feedback(pl.DataFrame({"text": SAID}), text="text")
    none = labels_of(
        pipeline,
        type(feedback)("", feedback.rows.head(0), feedback.comments.head(0), feedback.columns),
        form,
        context=Context(None),
        copies=[],
    )
    assert none.num_rows == 0
    assert none.schema.equals(form.schema())


def test_the_handler_for_snowflake_in_the_documents_runs(monkeypatch):
    page = (Path(__file__).parents[2] / "docs" / "spark.md").read_text(encoding="utf-8")
    code = re.search(r"<!-- example: snowflake -->\n```python\n(.+?)\n```", page, re.DOTALL).group(1)
    stub = ModuleType("_snowflake")
    stub.vectorized = lambda **_: lambda function: function
    monkeypatch.setitem(sys.modules, "_snowflake", stub)
    made = {}
    exec(compile(code, "docs/spark.md", "exec"), made)
    got = made["label"](pd.DataFrame({0: ["The food was cold.", None, "Lovely staff"]}, index=[7, 8, 9]))
    assert [value["sentiment"] for value in got] == ["negative", None, "positive"]
    assert list(got.index) == [7, 8, 9]
