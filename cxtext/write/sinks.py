"""The formats there are to write: CSV, TSV, JSON and Parquet; workbooks and DuckDB have modules of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import orjson
import polars as pl

from cxtext.errors import OutputError
from cxtext.write.cells import flat, guarded
from cxtext.write.packing import opened
from cxtext.write.shape import Shape

ZSTD_LEVEL = 3  # the default of zstd, fixed so that the bytes are


class Sink(Protocol):
    """A file being written, frame by frame."""

    def write(self, frame: pl.DataFrame) -> None:
        """Append the frame's rows."""

    def close(self) -> None:
        """Finish the file."""


class Writer(Protocol):
    """A format: opens a new file at `path`. `place` is what it will be called, for messages.

    `raw` leaves text as it is that a spreadsheet would take for a formula; `table` is what a database calls the table.
    """

    def __call__(self, path: Path, *, place: Path, raw: bool, table: str) -> Sink:
        """Open the file, which must not exist yet."""


class DelimitedSink:
    """CSV or TSV: UTF-8, lines end in LF, every text quoted, null empty, lists joined."""

    def __init__(self, path: Path, *, place: Path, raw: bool, delimiter: str) -> None:
        self._file = opened(path, place)
        self._shape = Shape(place)
        self._raw = raw
        self._delimiter = delimiter
        self._header = True

    def write(self, frame: pl.DataFrame) -> None:
        """Append the frame's rows, after a header the first time."""
        cells = flat(self._shape.fit(frame))
        if not self._raw:
            cells = guarded(cells)
        if cells.width == 1 and cells.dtypes == [pl.String]:
            cells = cells.fill_null("")  # an empty line would be no record
        cells.select(as_written(column) for column in cells).write_csv(
            self._file,
            include_header=self._header,
            separator=self._delimiter,
            line_terminator="\n",
            quote_style="non_numeric",
        )
        self._header = False

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def as_written(column: pl.Series) -> pl.Series:
    """Points in time as people write them, with fractions of a second where there are any."""
    if isinstance(column.dtype, pl.Datetime):
        zone = "%:z" if column.dtype.time_zone else ""
        return column.dt.strftime(f"%Y-%m-%d %H:%M:%S%.f{zone}")
    return column.dt.to_string("iso") if column.dtype == pl.Duration else column


def csv_sink(path: Path, *, place: Path, raw: bool, table: str) -> Sink:
    """Comma-separated text."""
    del table
    return DelimitedSink(path, place=place, raw=raw, delimiter=",")


def tsv_sink(path: Path, *, place: Path, raw: bool, table: str) -> Sink:
    """Tab-separated text."""
    del table
    return DelimitedSink(path, place=place, raw=raw, delimiter="\t")


class JsonLinesSink:
    """One object a line, every column in it; text is never changed, as nothing runs it."""

    def __init__(self, path: Path, *, place: Path, raw: bool, table: str) -> None:
        del raw, table
        self._file = opened(path, place)

    def write(self, frame: pl.DataFrame) -> None:
        """Append the frame's rows."""
        self._file.write(b"".join(row + b"\n" for row in _json_rows(frame)))

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


class JsonSink:
    """An array of objects, one a line, as in `JsonLinesSink`."""

    def __init__(self, path: Path, *, place: Path, raw: bool, table: str) -> None:
        del place, raw, table
        self._file = path.open("xb")
        self._before = b"["

    def write(self, frame: pl.DataFrame) -> None:
        """Append the frame's rows."""
        for row in _json_rows(frame):
            self._file.write(self._before + b"\n" + row)
            self._before = b","

    def close(self) -> None:
        """Finish the file."""
        self._file.write(b"[]\n" if self._before == b"[" else b"\n]\n")
        self._file.close()


def _json_rows(frame: pl.DataFrame) -> Iterator[bytes]:
    return (orjson.dumps(row, default=_json_value) for row in frame.iter_rows(named=True))


def _json_value(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return value.to_list() if isinstance(value, pl.Series) else str(value)


class ParquetSink:
    """Parquet, zstd, one row group for each frame written; types are kept, lists are lists."""

    def __init__(self, path: Path, *, place: Path, raw: bool, table: str) -> None:
        del raw, table
        self._path, self._place = path, place
        self._shape = Shape(place)
        self._writer: Any = None

    def write(self, frame: pl.DataFrame) -> None:
        """Append the frame's rows."""
        import pyarrow.parquet as pq

        table = as_arrow(self._shape.fit(without_categories(frame)), self._place)
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, table.schema, compression="zstd", compression_level=ZSTD_LEVEL)
        self._writer.write_table(table)

    def close(self) -> None:
        """Finish the file; one that nothing was written to is an empty table."""
        if self._writer is None:
            self.write(pl.DataFrame())
        self._writer.close()


def as_arrow(frame: pl.DataFrame, place: Path) -> Any:
    """The frame as a table of Arrow, whose columns are called by C strings.

    Raises:
        OutputError: a column's name has a NUL byte.
    """
    if wrong := next((name for name in frame.columns if "\0" in name), None):
        raise OutputError(f"{place}: column {wrong!r} has a NUL byte in its name; write .csv or .jsonl, or rename it")
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest())


def without_categories(frame: pl.DataFrame) -> pl.DataFrame:
    """Categories as text: their numbering is not the same from frame to frame."""
    return frame.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))
