"""A DataFrame in, a DataFrame out."""

import datetime as dt

import polars as pl
import pytest

from cxtext import Pipeline, Settings, read_feedback
from cxtext.errors import InputError, ModelError, OptionError
from cxtext.jobs.columns import labelled_table

ROWS = {
    "visit": list(range(60)),
    "on": [dt.date(2024, 1, 1) + dt.timedelta(days=i) for i in range(60)],
    "comment": [f"{text} No {i}" if text else text for i, text in enumerate(["Cold food.", "Lovely staff", None] * 20)],
    "rating": [1.0, 5.0, None] * 20,
    "tags": [["a", None], [], None] * 20,
    "ward": ["A", "B", None] * 20,
}
SETTINGS = Settings(packs=(), owner_column="ward")


@pytest.fixture
def df(spark):
    return spark.createDataFrame(pl.DataFrame(ROWS).to_arrow()).repartition(3)


def as_frame(df):
    return pl.from_arrow(df.toArrow()).sort("visit")


def test_a_frame_gets_the_columns_that_the_command_writes(df):
    from cxtext.spark import label

    got = as_frame(label(df, settings=SETTINGS, prefix="x_"))
    rows = pl.DataFrame(ROWS)
    want = labelled_table(Pipeline(SETTINGS).label(read_feedback(rows)), prefix="x_")
    assert got.columns == [*want.columns, "x_rejected"]
    assert got["x_rejected"].null_count() == 60
    assert got.select(rows.columns).equals(rows)
    assert got.select(want.columns).equals(want)


def test_a_learnt_model_travels_with_its_files_and_mentions_lie_in_their_rows(df, fitted, tmp_path):
    from cxtext.spark import label

    owners = tmp_path / "owners.yaml"
    owners.write_text("schema: cxtext-owners/1\ncolumn:\n  A: Ward A\n")
    fitted.save(tmp_path / "model")
    settings = Settings(owner_column="ward", owners=str(owners))
    got = as_frame(label(df, tmp_path / "model", settings=settings, mentions=True))
    here = Pipeline.load(tmp_path / "model", settings=settings).label(read_feedback(pl.DataFrame(ROWS)))
    assert got["cx_themes"].to_list() == here.comments["themes"].to_list()
    assert got["cx_owner"].to_list() == here.comments["owner"].to_list()
    assert "Ward A" in got["cx_owner"].to_list()
    mentions = got.select("cx_mentions").explode("cx_mentions", keep_nulls=False).unnest("cx_mentions")
    assert mentions.equals(here.mentions.drop("comment_id"))


def test_a_poison_row_says_why_and_the_others_are_labelled(spark):
    from cxtext.spark import label

    rows = pl.DataFrame({"visit": [0, 1, 2], "comment": ["Cold food again", "POISON of a row", "Lovely staff here"]})
    got = as_frame(label(spark.createDataFrame(rows.to_arrow()), settings=SETTINGS_PLAIN, text="comment"))
    assert [bool(reason) for reason in got["cx_rejected"]] == [False, True, False]
    assert got["cx_sentiment"].to_list() == ["negative", None, "positive"]


SETTINGS_PLAIN = Settings(packs=(), brands=("Acme",))


def test_what_is_wrong_is_said_before_spark_works(df, spark, tmp_path):
    from cxtext.spark import label

    with pytest.raises(OptionError, match="unknown column for --text 'coment'; did you mean 'comment'"):
        label(df, text="coment")
    with pytest.raises(OptionError, match="already has a column 'x_sentiment'"):
        label(df.withColumnRenamed("ward", "x_sentiment"), prefix="x_")
    with pytest.raises(OptionError, match="already has a column 'x_rejected'"):
        label(df.withColumnRenamed("ward", "x_rejected"), prefix="x_")
    with pytest.raises(OptionError, match="two columns 'comment'"):
        label(df.withColumnRenamed("ward", "comment"))
    with pytest.raises(ModelError, match="no model folder"):
        label(df, tmp_path / "none")
    with pytest.raises(InputError, match="the DataFrame holds no rows"):
        label(df.limit(0))


def test_an_archive_that_is_not_what_was_sent_is_refused(spark):
    import dataclasses

    from cxtext.spark.shipping import ship

    shipment = ship(Pipeline(SETTINGS_PLAIN), spark)
    assert shipment.pipeline().settings == SETTINGS_PLAIN
    with pytest.raises(ModelError, match="is not the model that was sent"):
        dataclasses.replace(shipment, sha256="0" * 64).pipeline()
    with pytest.raises(ModelError, match=r"cxtext is .* on this worker and 0.0.1 on the driver; install the same"):
        dataclasses.replace(shipment, cxtext="0.0.1").pipeline()
    with pytest.raises(ModelError, match="the encoder on this worker is not the driver's"):
        dataclasses.replace(shipment, encoder="0" * 64).pipeline()
