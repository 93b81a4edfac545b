"""The kernel that runs in Spark's Python workers: comments in, their labels as Arrow out, in the same order.

It calls what labels on one machine. A row that makes this fail is set aside with the reason, and the others of its
batch are labelled: they do not depend on each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl
import pyarrow as pa

from cxtext.errors import CxtextError
from cxtext.pipeline import Pipeline
from cxtext.pipeline.context import Context
from cxtext.schema import CODE_LABELS, COMMENT_LABELS, MENTIONS, Feedback, Labelled
from cxtext.text.duplicates import Copy
from cxtext.text.privacy import mask

REJECTED, DETAILS = "rejected", "mentions"  # columns behind the labels: why a row has none; its mentions
MOST_CHARS = 200  # of what a failure says of itself
A_CROWD = 20  # rows of one batch from which, if all of them fail, it is the job that fails and not its rows
_POSITION, _ID = "position", "comment_id"
_PLAIN: dict[Any, Any] = {pl.String: pa.string(), pl.Float64: pa.float64(), pl.Int64: pa.int64()}


@dataclass(frozen=True)
class Form:
    """Which columns the kernel gives: the labels, those of a codebook if the model has one, the mentions if wanted."""

    codes: bool
    mentions: bool

    @property
    def labels(self) -> dict[str, pl.DataType]:
        """The labels of a comment and their types."""
        return {**COMMENT_LABELS, **(CODE_LABELS if self.codes else {})}

    @property
    def details(self) -> dict[str, pl.DataType]:
        """The parts of a mention; they lie in their comment's row, so they need no id of it."""
        return {name: dtype for name, dtype in MENTIONS.items() if name != _ID}

    def schema(self, prefix: str = "") -> pa.Schema:
        """All columns, with a prefix."""
        fields = [pa.field(prefix + name, _arrow_type(dtype)) for name, dtype in self.labels.items()]
        fields.append(pa.field(prefix + REJECTED, pa.string()))
        if self.mentions:
            detail = pa.struct([pa.field(name, _arrow_type(dtype)) for name, dtype in self.details.items()])
            fields.append(pa.field(prefix + DETAILS, pa.list_(detail)))
        return pa.schema(fields)


def labels_of(
    pipeline: Pipeline, feedback: Feedback, form: Form, *, context: Context, copies: Sequence[Copy | None]
) -> pa.Table:
    """The columns of `form` for each row of the feedback, in its order; a row that fails has only the reason.

    `copies` tells which texts stood earlier in the input. Ids of comments must differ.

    Raises:
        CxtextError: what no row is to blame for.
        Exception: whatever it was that all rows of a larger batch failed with.
    """
    sound, failed = _tried(pipeline, feedback, context, copies)
    n = len(feedback.comments)
    if n >= A_CROWD and len(failed) == n:
        raise next(iter(failed.values()))
    ids = feedback.comments.select(_ID)
    table = ids
    for labelled in [_joined(sound)] if sound else []:
        labels = labelled.comments.select(_ID, *form.labels)
        table = table.join(labels, on=_ID, how="left", maintain_order="left")
        if form.mentions:
            table = table.join(_nested(labelled.mentions, form), on=_ID, how="left", maintain_order="left")
    reasons = [_reason(failed[i], pipeline) if i in failed else None for i in range(n)]
    table = table.with_columns(pl.Series(REJECTED, reasons, dtype=pl.String))
    return _arrow(table, form)


def _tried(
    pipeline: Pipeline, feedback: Feedback, context: Context, copies: Sequence[Copy | None], first: int = 0
) -> tuple[list[Labelled], dict[int, Exception]]:
    """What could be labelled, in order, and what each of the other rows failed with, by position."""
    n = len(feedback.comments)
    if not n:
        return [], {}
    try:
        return [pipeline.label_batch(feedback, context=context, copies=copies)], {}
    except CxtextError:
        raise
    except Exception as error:  # whatever a text made a library stumble on
        if n == 1:
            return [], {first: error}
    half = n // 2
    early, late = _part(feedback, 0, half), _part(feedback, half, n - half)
    good, bad = _tried(pipeline, early, context, copies[:half], first)
    more, worse = _tried(pipeline, late, context, copies[half:], first + half)
    return good + more, bad | worse


def _part(feedback: Feedback, first: int, n: int) -> Feedback:
    rows, comments = feedback.rows.slice(first, n), feedback.comments.slice(first, n)
    return Feedback(feedback.origin, rows, comments, feedback.columns)


def _joined(parts: Sequence[Labelled]) -> Labelled:
    return Labelled(pl.concat(p.comments for p in parts), pl.concat(p.mentions for p in parts))


def _nested(mentions: pl.DataFrame, form: Form) -> pl.DataFrame:
    """A list of mentions for each comment that has some."""
    return mentions.group_by(_ID, maintain_order=True).agg(pl.struct(*form.details).alias(DETAILS))


def _reason(error: Exception, pipeline: Pipeline) -> str:
    """What went wrong on one line; what it quotes of the text is masked."""
    said = " ".join(str(error).split())[:MOST_CHARS]
    return mask(
        f"cannot be labelled: {type(error).__name__}{f' ({said})' if said else ''}", pipeline.reader.masking
    ).text


def _arrow(table: pl.DataFrame, form: Form) -> pa.Table:
    schema = form.schema()
    missing = [pl.lit(None).alias(name) for name in schema.names if name not in table.columns]
    plain = table.with_columns(missing).select(schema.names).to_arrow(compat_level=pl.CompatLevel.oldest())
    return plain.cast(schema)


def _arrow_type(dtype: Any) -> Any:
    return pa.list_(_PLAIN[type(dtype.inner)]) if isinstance(dtype, pl.List) else _PLAIN[type(dtype)]


class Work(Protocol):
    """What a worker does with a batch; it travels to the workers."""

    def labelled(self, batch: Any) -> Any:
        """The labels of an Arrow batch, as another one."""


def over_batches(work: Work) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """The function that Spark calls with the batches of a partition."""

    def run(batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            if batch.num_rows:
                yield work.labelled(batch)

    return run
