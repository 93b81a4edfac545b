"""Parquet by pyarrow, which answers a damaged file with an exception; polars ends the interpreter on some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from cxtext.errors import CxtextError, InputError
from cxtext.read.source import Source
from cxtext.read.stream import Batch, ReadOptions, unique_names

MAX_ROW_GROUP_BYTES = 2 * 10**9  # uncompressed; a row group is what memory must hold at once


def read_parquet(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """A Parquet file, its types kept."""
    with source.file() as path:
        try:
            yield from _batches(str(path), source.name, options.batch_rows)
        except (CxtextError, GeneratorExit):
            raise
        except Exception as error:  # pyarrow raises what the damage makes it stumble on
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            raise InputError(
                f"{source.name} cannot be read as Parquet: {reason}; export it again or give --format"
            ) from error


def _batches(path: str, name: str, batch_rows: int) -> Iterator[Batch]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as parquet:
        _check_row_groups(parquet.metadata, name)
        first = 1
        for record_batch in parquet.iter_batches(batch_size=batch_rows):
            rows = frame_of_arrow(record_batch)
            if rows.height:
                numbers = pl.Series("row", range(first, first + rows.height), dtype=pl.Int64)
                yield Batch(rows, numbers)
            first += rows.height


def _check_row_groups(metadata: Any, name: str) -> None:
    for number in range(metadata.num_row_groups):
        size = metadata.row_group(number).total_byte_size
        if size > MAX_ROW_GROUP_BYTES:
            raise InputError(
                f"{name}: row group {number + 1} holds {size / 1e9:.1f} GB uncompressed, more than"
                f" {MAX_ROW_GROUP_BYTES / 1e9:.0f} GB; write the file with smaller row groups"
            )


def frame_of_arrow(record_batch: Any) -> pl.DataFrame:
    """An Arrow record batch as a table, its names made unique."""
    import pyarrow as pa

    names = unique_names(list(record_batch.schema.names))
    frame = pl.from_arrow(pa.Table.from_batches([record_batch]).rename_columns(names))
    return frame if isinstance(frame, pl.DataFrame) else frame.to_frame()
