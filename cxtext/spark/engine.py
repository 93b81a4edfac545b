"""The engine of `cxtext label --engine spark`: this process reads and writes, Spark's workers label.

Parts of the input go to Spark a few at a time, come back labelled, and are kept as those of any other job: what
resumes, and what counts as done, is `jobs.checkpoint`, and a job that was begun on one machine can go on by Spark.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson
import polars as pl
import pyarrow as pa

from cxtext.errors import WorkerError
from cxtext.jobs.parts import Part
from cxtext.pipeline import Pipeline
from cxtext.pipeline.context import Context
from cxtext.read.stream import BATCH_ROWS
from cxtext.read.typed import as_text
from cxtext.schema import CANONICAL, MENTIONS, Columns, Feedback, Labelled, Reject
from cxtext.spark.causes import one_line
from cxtext.spark.kernel import DETAILS, REJECTED, Form, labels_of, over_batches
from cxtext.spark.shipping import Shipment, ship
from cxtext.text.duplicates import Copy

ROWS_A_TASK = 2_500  # a second of work or less: cores get equal shares, and little is lost with a worker
FEWEST_ROWS, MOST_ROWS = 20_000, 200_000  # labelled by one Spark job; they and their labels are in memory here
AHEAD = 2  # Spark jobs under way: while one ends, the next has begun
_OWNER = "owner_value"
_COPY = {"copy_of": pl.String(), "copy_near": pl.Boolean(), "copy_campaign": pl.Boolean()}
_SENT: dict[str, pl.DataType] = {**CANONICAL, _OWNER: pl.String(), **_COPY}


class SparkEngine:
    """Labels parts by the workers of a Spark session; a row that cannot be labelled becomes a reject of its part."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def __call__(self, pipeline: Pipeline, context: Context, parts: Iterator[Part]) -> Iterator[Labelled]:
        """The parts, labelled, in their order.

        Raises:
            WorkerError: Spark gave a part up, or did not give back what it was given.
        """
        form = Form(codes=pipeline.codebook is not None, mentions=True)
        work = _Work(ship(pipeline, self._session), context, form, pipeline.settings.owner_column)
        rows = self._session.sparkContext.defaultParallelism * ROWS_A_TASK
        size = min(max(rows, FEWEST_ROWS), MOST_ROWS) // BATCH_ROWS
        under_way: deque[Any] = deque()
        with ThreadPoolExecutor(max_workers=AHEAD) as threads:
            try:
                while several := tuple(islice(parts, size)):
                    under_way.append(threads.submit(self._labelled, several, work))
                    if len(under_way) >= AHEAD:
                        yield from under_way.popleft().result()
                while under_way:
                    yield from under_way.popleft().result()
            except BaseException:
                for future in under_way:
                    future.cancel()
                with suppress(Exception):  # Spark may have been stopped already
                    self._session.sparkContext.cancelAllJobs()
                raise

    def _labelled(self, parts: Sequence[Part], work: _Work) -> list[Labelled]:
        sent = pl.concat(_sent(part, work.owner_column) for part in parts)
        labels = _frame(work.schema().empty_table() if not sent.height else self._run(sent, work)).sort("row")
        if not labels["row"].equals(sent["row"]):
            raise WorkerError(
                f"Spark gave back {labels.height:,} rows for {sent.height:,}, or not the same ones; what was done is "
                "kept: go on with --resume"
            )
        done, first = [], 0
        for part in parts:
            done.append(_joined(part.feedback, labels.slice(first, len(part.feedback.comments)), work.form))
            first += len(part.feedback.comments)
        return done

    def _run(self, sent: pl.DataFrame, work: _Work) -> pa.Table:
        """The labels of what is sent, in any order."""
        from pyspark.sql.pandas.types import from_arrow_schema

        tasks = -(-sent.height // ROWS_A_TASK)
        with one_line():
            table = self._session.createDataFrame(sent.to_arrow(compat_level=pl.CompatLevel.oldest()))
            return table.repartition(tasks).mapInArrow(over_batches(work), from_arrow_schema(work.schema())).toArrow()


@dataclass(frozen=True)
class _Work:
    """What a worker does with the rows that it is sent."""

    shipment: Shipment
    context: Context
    form: Form
    owner_column: str | None

    def schema(self) -> pa.Schema:
        """Of what comes back."""
        return pa.schema([pa.field("row", pa.int64()), *self.form.schema()])

    def labelled(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The labels of a batch, by the number of the row."""
        sent = _frame(pa.Table.from_batches([batch]))
        rows = sent.select(pl.col(_OWNER).alias(self.owner_column)) if self.owner_column else pl.DataFrame()
        feedback = Feedback("", rows, sent.select(*CANONICAL), Columns("text"))
        pipeline = self.shipment.pipeline()
        labels = labels_of(pipeline, feedback, self.form, context=self.context, copies=_copies(sent))
        arrays = [batch.column("row"), *(column.combine_chunks() for column in labels.columns)]
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema())


def _sent(part: Part, owner_column: str | None) -> pl.DataFrame:
    """What the workers need of a part; the user's own columns stay here."""
    comments, rows = part.feedback.comments, part.feedback.rows
    nobody = pl.Series([None] * comments.height, dtype=pl.String)
    owner = as_text(rows[owner_column]) if owner_column in rows.columns else nobody
    copies = list(zip(*(copy or (None, None, None) for copy in part.copies), strict=True)) or [(), (), ()]
    marks = [pl.Series(name, values, dtype=_COPY[name]) for name, values in zip(_COPY, copies, strict=True)]
    return comments.with_columns(owner.alias(_OWNER), *marks).select(*_SENT)


def _copies(sent: pl.DataFrame) -> list[Copy | None]:
    return [Copy(*copy) if copy[0] is not None else None for copy in sent.select(*_COPY).iter_rows()]


def _joined(feedback: Feedback, labels: pl.DataFrame, form: Form) -> Labelled:
    """A part and its labels; rows that have none become rejects."""
    sound = labels[REJECTED].is_null()
    given = labels.filter(sound)
    comments = feedback.comments.filter(sound).hstack(given.select(*form.labels).cast(form.labels))  # type: ignore[arg-type]
    nested = comments.select("comment_id").hstack(given.select(DETAILS)).explode(DETAILS, keep_nulls=False)
    mentions = nested.unnest(DETAILS).select(*MENTIONS).cast(MENTIONS)  # type: ignore[arg-type]
    rejects = (*feedback.rejects, *_rejects(feedback, labels.filter(~sound), ~sound))
    return Labelled(comments, mentions, feedback.rows.filter(sound), rejects, feedback.origin)


def _rejects(feedback: Feedback, failed: pl.DataFrame, which: pl.Series) -> Iterator[Reject]:
    rows = feedback.rows.filter(which).iter_rows(named=True)
    for number, reason, row in zip(failed["row"], failed[REJECTED], rows, strict=True):
        yield Reject(number, reason, orjson.dumps(row, default=str).decode())


def _frame(table: pa.Table) -> pl.DataFrame:
    frame = pl.from_arrow(table)
    return frame if isinstance(frame, pl.DataFrame) else frame.to_frame()
