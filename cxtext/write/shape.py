"""Keeps the frames that are written one after another to the columns of the first."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from cxtext.errors import OutputError


class Shape:
    """The columns of a table whose header is written once."""

    def __init__(self, path: Path | str) -> None:
        self._path = path
        self.schema: dict[str, pl.DataType] | None = None

    def fit(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with the columns and types of the first one; a missing column is null.

        Raises:
            OutputError: a column that the first frame had not, or values that its type cannot hold.
        """
        if self.schema is None:
            self.schema = {n: pl.String() if t == pl.Null else t for n, t in frame.schema.items()}
        late = [name for name in frame.columns if name not in self.schema]
        if late:
            raise OutputError(
                f"{self._path}: column {late[0]!r} comes up after the header is written; write .jsonl instead"
            )
        return pl.DataFrame([self._column(frame, name, dtype) for name, dtype in self.schema.items()])

    def _column(self, frame: pl.DataFrame, name: str, dtype: pl.DataType) -> pl.Series:
        if name not in frame.columns:
            return pl.Series(name, [None] * frame.height, dtype=dtype)
        column = frame[name]
        if column.dtype == dtype:
            return column
        try:
            cast = column.cast(dtype)
            if dtype == pl.String or cast.cast(column.dtype).equals(column):
                return cast
        except pl.exceptions.PolarsError:
            pass
        raise OutputError(
            f"{self._path}: column {name!r} turns from {dtype} to {column.dtype}, which would change its values;"
            " write .jsonl instead"
        )
