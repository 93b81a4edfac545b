"""Opens an output in the format of its ending."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Self

import polars as pl

from cxtext.duck_files import check_replaceable
from cxtext.errors import OutputError
from cxtext.places import Place, check_table
from cxtext.write.duck import DuckSink
from cxtext.write.sinks import JsonLinesSink, JsonSink, ParquetSink, Writer, csv_sink, tsv_sink
from cxtext.write.workbook import WorkbookSink

WRITERS: dict[str, Writer] = {
    ".csv": csv_sink,
    ".tsv": tsv_sink,
    ".jsonl": JsonLinesSink,
    ".ndjson": JsonLinesSink,
    ".parquet": ParquetSink,
    ".xlsx": WorkbookSink,
    ".json": JsonSink,
    ".duckdb": DuckSink,
}


class Output:
    """A table being written: nothing is in its place before `close`, and nothing after an exception."""

    def __init__(self, place: Place, writer: Writer, *, raw: bool, table: str) -> None:
        self._place = place
        self._open = True
        self._finished = False
        with _as_output_error(place):
            self._sink = writer(place.temporary, place=place.path, raw=raw, table=table)

    @property
    def path(self) -> Path:
        """Where the table will be."""
        return self._place.path

    @property
    def draft(self) -> Path:
        """Where the table is until `close`; whole after `finish`."""
        return self._place.temporary

    @property
    def cut_cells(self) -> int:
        """How many texts were cut because the format cannot hold their length (.xlsx)."""
        return getattr(self._sink, "cut_cells", 0)

    def write(self, frame: pl.DataFrame) -> None:
        """Append the frame's rows; list columns are allowed. Later frames may lack columns of the first."""
        with _as_output_error(self._place):
            self._sink.write(frame)

    def finish(self) -> None:
        """Write the last of it, so that `close` has but to move the file: for outputs that belong together."""
        if not self._finished:
            self._finished = True
            with _as_output_error(self._place):
                self._sink.close()

    def close(self) -> None:
        """Finish the file and move it into place."""
        if self._open:
            self._open = False
            try:
                self.finish()
                check_replaceable(self.path)
                with _as_output_error(self._place):
                    self._place.commit()
            finally:
                self._place.discard()

    def discard(self) -> None:
        """Give up: leave nothing behind, and an older file as it was."""
        if self._open:
            self._open = False
            try:
                with suppress(OSError, OutputError, pl.exceptions.PolarsError):  # what went wrong before is told
                    self.finish()
            finally:
                self._place.discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()


class _as_output_error:  # noqa: N801
    """Turns what the operating system says about a place into an error that names it."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            reason = error.strerror or str(error)
            raise OutputError(
                f"{self._place.path} cannot be written: {reason}; free the disk or choose another place"
            ) from error


def open_writer(path: str | Path, *, force: bool = False, raw: bool = False, table: str = "labelled") -> Output:
    """Open an output for `with`: write frames to it, and it is moved into place when all went well.

    Args:
        path: its ending chooses the format.
        force: replace an existing file; one of DuckDB only where it holds nothing but tables of cxtext.
        raw: do not guard cells against being read as formulas.
        table: what a database calls the table, one of `duck_files.OWN`.

    Raises:
        OptionError: there is no format of that ending, or a package for it is missing.
        OutputError: the place cannot or must not be written to.
    """
    path = Path(path)
    writer = WRITERS[check_table(path)]
    place = Place(path, force=force)
    check_replaceable(path)
    return Output(place, writer, raw=raw, table=table)
