"""DuckDB files (.duckdb): one table, its types kept, lists as lists."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import polars as pl

from cxtext.duck_files import CONFIG, cause_of
from cxtext.errors import OutputError
from cxtext.write.shape import Shape
from cxtext.write.sinks import as_arrow, as_written, without_categories

ROW_GROUP, VECTOR = 122_880, 2_048  # rows that DuckDB stores together, and the fewest that may be
MOST_BYTES = 64 * 2**20  # of rows that wait for each other; a row group that is not full is stored again with the next
_DRAFT = "cxtext"  # what the file is called while it is written; it keeps that name inside, so never its place's
_CONFIG = CONFIG | {
    "storage_compatibility_version": "v1.0.0",  # what every DuckDB since reads
    "temp_directory": "",  # nothing is spilled: a killed process leaves no more than the draft and its .wal
}


class DuckSink:
    """A table being written, a row group at a time; what is stored is in the file itself, not in a .wal beside it."""

    def __init__(self, path: Path, *, place: Path, raw: bool, table: str) -> None:
        import duckdb

        del raw  # a database runs no formulas
        self._place = place
        self._table = f"{_DRAFT}.main.{_quoted(table)}"
        self._shape = Shape(place)
        self._waiting: list[pl.DataFrame] = []
        self._together = 0  # rows of a row group, once the file is made
        self._made = False  # whether the table is
        self._path = path
        self._connection = duckdb.connect(config=_CONFIG)

    def write(self, frame: pl.DataFrame) -> None:
        """Append the frame's rows."""
        spans = [column.name for column in frame if column.dtype == pl.Duration]  # an INTERVAL is read by few
        plain = without_categories(frame).with_columns(as_written(frame[name]) for name in spans)
        self._waiting.append(self._shape.fit(plain))
        if not self._together:
            self._open(rows_together(self._waiting[0]))
        rows = sum(part.height for part in self._waiting)
        if rows >= self._together or sum(part.estimated_size() for part in self._waiting) >= MOST_BYTES:
            self._store()

    def close(self) -> None:
        """Finish the file; one that nothing was written to holds no table."""
        try:
            if not self._together:
                self._open(ROW_GROUP)
            self._store()
            with self._as_output_error():
                self._connection.execute(f"DETACH {_DRAFT}")
        finally:
            self._connection.close()

    def _open(self, together: int) -> None:
        import duckdb

        self._together = together
        place = str(self._path).replace("'", "''")
        with self._as_output_error():
            if together < ROW_GROUP:
                with suppress(duckdb.BinderException):  # before DuckDB 1.2 all row groups are of one size
                    self._connection.execute(f"ATTACH '{place}' AS {_DRAFT} (ROW_GROUP_SIZE {together})")
                    return
            self._connection.execute(f"ATTACH '{place}' AS {_DRAFT}")

    def _store(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting or not waiting[0].width:
            return
        rows = as_arrow(pl.concat(waiting), self._place)
        into = f"INSERT INTO {self._table}" if self._made else f"CREATE TABLE {self._table} AS"
        with self._as_output_error():
            self._connection.register("waiting", rows)
            self._connection.execute(f"{into} SELECT * FROM waiting")
            self._connection.unregister("waiting")
            self._connection.execute(f"CHECKPOINT {_DRAFT}")
        self._made = True

    @contextmanager
    def _as_output_error(self) -> Iterator[None]:
        import duckdb

        try:
            yield
        except (duckdb.Error, RuntimeError) as error:
            if "interrupted" in str(error).lower():  # Ctrl-C, while DuckDB works, is a RuntimeError there
                raise KeyboardInterrupt from error
            if not isinstance(error, duckdb.Error):
                raise
            raise OutputError(
                f"{self._place} cannot be written: {cause_of(error)}; free the disk or choose another place"
            ) from error


def rows_together(frame: pl.DataFrame) -> int:
    """How many rows like those of a frame make a row group: as many as DuckDB's own, fewer where they are heavy."""
    fitting = MOST_BYTES * frame.height // max(1, int(frame.estimated_size()))
    return min(ROW_GROUP, max(VECTOR, fitting // VECTOR * VECTOR)) if frame.height else ROW_GROUP


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
