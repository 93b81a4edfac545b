"""The batches of several files as those of one input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from cxtext.read.stream import BATCH_BYTES, Batch, unique_names

FILE = "file"  # the column that says which file a row came from


def in_one(parts: Sequence[Iterator[Batch]], names: Sequence[str], batch_rows: int) -> Iterator[Batch]:
    """The batches of several files as those of one input; a column says which file a row came from.

    Records are numbered on from file to file. What is left of one file and the next share a batch where their
    columns are the same, so that a thousand small files are not a thousand batches.
    """
    yield from _joined(_placed(parts, names), batch_rows)


def _placed(parts: Sequence[Iterator[Batch]], names: Sequence[str]) -> Iterator[Batch]:
    """The batches with records numbered on, and rows and rejects that know their file."""
    before = 0
    for batches, name in zip(parts, names, strict=True):
        records = 0
        for batch in batches:
            rows = batch.rows
            if rows.width:
                column = unique_names([*rows.columns, FILE])[-1]
                rows = rows.with_columns(pl.lit(name, dtype=pl.String).alias(column))
            rejects = tuple(replace(reject, file=name) for reject in batch.rejects)
            yield replace(batch, rows=rows, numbers=batch.numbers + before, rejects=rejects)
            records += batch.rows.height + len(batch.rejects) + len(batch.header)
        before += records


def _joined(batches: Iterator[Batch], batch_rows: int) -> Iterator[Batch]:
    waiting: list[Batch] = []
    for batch in batches:
        if waiting and not _fit(waiting, batch, batch_rows):
            yield _one(waiting)
            waiting = []
        waiting.append(batch)
    if waiting:
        yield _one(waiting)


def _fit(waiting: Sequence[Batch], batch: Batch, batch_rows: int) -> bool:
    together = [*waiting, batch]
    records = sum(part.rows.height + len(part.rejects) for part in together)
    weight = sum(part.rows.estimated_size() for part in together)
    return records <= batch_rows and weight <= BATCH_BYTES and waiting[0].rows.schema == batch.rows.schema


def _one(batches: Sequence[Batch]) -> Batch:
    if len(batches) == 1:
        return batches[0]
    rejects = tuple(reject for batch in batches for reject in batch.rejects)
    rows, numbers = pl.concat(batch.rows for batch in batches), pl.concat(batch.numbers for batch in batches)
    return replace(batches[0], rows=rows, numbers=numbers, rejects=rejects)
