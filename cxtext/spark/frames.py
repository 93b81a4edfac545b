"""A Spark DataFrame labelled: the same rows, with the labels behind the user's own columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa

from cxtext.config import Settings
from cxtext.errors import OptionError
from cxtext.jobs.columns import PREFIX, check_owner_column, check_owner_values, check_prefix
from cxtext.pipeline import Pipeline
from cxtext.pipeline.context import SAMPLE, Context
from cxtext.read.canonical import canonical
from cxtext.read.feedback import SAMPLE_ROWS, FeedbackStream
from cxtext.read.parquet import frame_of_arrow
from cxtext.read.stream import Batch
from cxtext.schema import Columns, Feedback
from cxtext.spark.kernel import DETAILS, REJECTED, Form, labels_of, over_batches
from cxtext.spark.session import check_spark
from cxtext.spark.shipping import DEFAULT_MODEL, Shipment, saved_pipeline, ship

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

ORIGIN = "the DataFrame"
_READ = ("text", "rating", "question")  # roles whose columns the labels depend on


def label(
    df: DataFrame,
    model: str | Path | Pipeline = DEFAULT_MODEL,
    *,
    settings: Settings | None = None,
    text: str | None = None,
    rating: str | None = None,
    source: str | None = None,
    question: str | None = None,
    question_text: str | None = None,
    prefix: str = PREFIX,
    mentions: bool = False,
) -> DataFrame:
    """Label a DataFrame: its own columns, unchanged, and behind them those that `cxtext label` writes.

    A row that cannot be labelled has only `cx_rejected`, the reason; this column is empty everywhere else. The order of
    rows is Spark's affair, so copies of earlier comments are not told: no row is flagged as a duplicate. Columns,
    packs, brands and the direction of ratings are told from the first rows, which are read at once; the labelling
    itself is as lazy as all of Spark.

    Args:
        df: one row a comment; PySpark 4 or later.
        model: `default`, the folder of a saved model, or a pipeline.
        settings: for the default model, as for `Pipeline.load`.
        text: the column of the comments; found by itself if not given, and so are the other columns.
        rating: the column of ratings.
        source: the column of the source; of use where brands are looked for.
        question: the column of the survey question.
        question_text: the one question that all comments answer.
        prefix: of the new columns.
        mentions: add `cx_mentions`, a list with what is known of each mention.

    Raises:
        OptionError: pyspark is missing, a column does not exist, or the prefix makes a column twice.
        InputError: there are no rows, or no column looks like comments.
        ModelError: no such model, or it is damaged.
    """
    check_spark("cxtext.spark.label")
    given = {"text": text, "rating": rating, "source": source, "question": question, "question_text": question_text}
    return settled(df, given, model, settings=settings, prefix=prefix, mentions=mentions).label(df)


@dataclass(frozen=True)
class Settled:
    """What was told from the first rows, and the pipeline on the workers: it labels DataFrames of these columns."""

    pipeline: Pipeline
    columns: Columns
    prefix: str
    work: _Work

    def label(self, df: DataFrame) -> DataFrame:
        """The DataFrame with its labels; nothing runs yet."""
        return df.mapInArrow(over_batches(self.work), _spark_schema(df.schema, self.work.form, self.prefix))


def settled(
    df: DataFrame,
    given: Mapping[str, str | None],
    model: str | Path | Pipeline = DEFAULT_MODEL,
    *,
    settings: Settings | None = None,
    prefix: str = PREFIX,
    mentions: bool = False,
) -> Settled:
    """Look at the first rows of a DataFrame, and send the pipeline to the workers; arguments as of `label`.

    Raises:
        OptionError, InputError, ModelError: as `label`.
    """
    _check_names(df.columns)
    check_prefix(df.columns, prefix)
    _check_extra(df.columns, prefix, mentions=mentions)
    check_owner_column(df.columns, settings.owner_column if settings else None)
    first = _first_rows(df, given)
    pipeline = saved_pipeline(model) if isinstance(model, Pipeline) else Pipeline.load(model, settings=settings)
    form = Form(codes=pipeline.codebook is not None, mentions=mentions)
    check_prefix(df.columns, prefix, codes=form.codes)
    owner_column = pipeline.settings.owner_column
    check_owner_column(df.columns, owner_column)
    check_owner_values(first.rows, owner_column)
    context = pipeline.context(first.comments.head(SAMPLE))
    work = _Work(ship(pipeline, df.sparkSession), first.columns, context, form, prefix, owner_column)
    return Settled(pipeline, first.columns, prefix, work)


@dataclass(frozen=True)
class _Work:
    """What a worker does with the batches of its partition."""

    shipment: Shipment
    columns: Columns
    context: Context
    form: Form
    prefix: str
    owner_column: str | None

    def labelled(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The batch with the labels behind its columns."""
        names = dict.fromkeys((*(getattr(self.columns, role) for role in _READ), self.owner_column))
        rows = frame_of_arrow(batch.select([name for name in names if name is not None]))
        numbers = pl.Series("row", range(1, batch.num_rows + 1), dtype=pl.Int64)
        comments = canonical(rows, self.columns, numbers)
        feedback = Feedback(ORIGIN, rows, comments, self.columns)
        none = [None] * batch.num_rows
        labels = labels_of(self.shipment.pipeline(), feedback, self.form, context=self.context, copies=none)
        arrays = [*batch.columns, *(column.combine_chunks() for column in labels.columns)]
        return pa.RecordBatch.from_arrays(arrays, schema=_joined(batch.schema, self.form.schema(self.prefix)))


def _joined(own: pa.Schema, labels: pa.Schema) -> pa.Schema:
    return pa.schema([*own, *labels])


def _first_rows(df: DataFrame, given: Mapping[str, str | None]) -> Feedback:
    """The first rows as feedback, by which the columns are told. Ids, dates and nested columns change no label."""
    from pyspark.sql.types import ArrayType, MapType, StructType

    nested = (ArrayType, MapType, StructType)
    plain = [field.name for field in df.schema if not isinstance(field.dataType, nested)]
    quoted = [f"`{name.replace('`', '``')}`" for name in plain]
    rows = pl.from_arrow(df.select(*quoted).limit(SAMPLE_ROWS).toArrow())
    frame = rows if isinstance(rows, pl.DataFrame) else rows.to_frame()
    numbers = pl.Series("row", range(1, frame.height + 1), dtype=pl.Int64)
    batches = iter([Batch(frame, numbers)] if frame.height else [])
    (feedback,) = FeedbackStream(ORIGIN, batches, dict(given))
    return feedback


def _check_names(names: list[str]) -> None:
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise OptionError(f"{ORIGIN} has two columns {twice[0]!r}; rename one of them")


def _check_extra(names: list[str], prefix: str, *, mentions: bool) -> None:
    clash = [name for name in (REJECTED, *([DETAILS] if mentions else [])) if prefix + name in names]
    if clash:
        raise OptionError(f"{ORIGIN} already has a column {prefix + clash[0]!r}; choose another prefix")


def _spark_schema(own: StructType, form: Form, prefix: str) -> StructType:
    from pyspark.sql.pandas.types import from_arrow_schema
    from pyspark.sql.types import StructType as Struct

    return Struct([*own.fields, *from_arrow_schema(form.schema(prefix)).fields])
