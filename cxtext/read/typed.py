"""Columns of one type from values of any, and frames of one shape from batches of several."""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Iterable, Sequence
from typing import Any

import orjson
import polars as pl

INT64 = range(-(2**63), 2**63)


def column_of(name: str, values: Sequence[Any]) -> pl.Series:
    """A column of the narrowest type that holds all values; of mixed ones, text.

    Integers too big for 64 bits, lists and objects are text: digits and JSON. Without any value
    the type stays open (Null), so that a later batch may settle it.
    """
    plain = [_plain(value) for value in values]
    kinds = {type(value) for value in plain if value is not None}
    if kinds <= {str}:
        return pl.Series(name, plain, dtype=pl.String if kinds else pl.Null)
    if kinds <= {int, float}:
        return pl.Series(name, plain, dtype=pl.Float64 if float in kinds else pl.Int64, strict=False)
    for kind, dtype in ((bool, pl.Boolean()), (dt.datetime, pl.Datetime("us")), (dt.date, pl.Date())):
        if kinds == {kind}:
            return pl.Series(name, plain, dtype=dtype)
    return pl.Series(name, [None if value is None else value_text(value) for value in plain], dtype=pl.String)


def table_of(records: Sequence[Sequence[Any]], *, names: Sequence[str]) -> pl.DataFrame:
    """Records of equal length as a table, each column of the narrowest type that holds all its values."""
    columns = list(zip(*records, strict=True)) or [()] * len(names)
    return pl.DataFrame([column_of(name, column) for name, column in zip(names, columns, strict=True)])


def _plain(value: Any) -> Any:
    if isinstance(value, bool | str | float | dt.date) or value is None:
        return value
    if isinstance(value, int):
        return value if value in INT64 else str(value)
    return value_text(value)


def value_text(value: Any) -> str:
    """A value as text: strings as they are, days and times as people write them, the rest as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time | dt.timedelta | decimal.Decimal):
        return str(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    try:
        return orjson.dumps(value, default=str).decode()
    except (TypeError, RecursionError):
        return str(value)


def as_text(column: pl.Series) -> pl.Series:
    """A column as text, value by value as `value_text` writes them; null stays null."""
    if column.dtype == pl.String:
        return column
    if column.dtype in (pl.Categorical, pl.Enum) or column.dtype.is_integer() or column.dtype == pl.Null:
        return column.cast(pl.String)
    texts = [None if value is None else value_text(value) for value in column.to_list()]
    return pl.Series(column.name, texts, dtype=pl.String)


def stacked(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """All rows in one frame: the union of the columns in first-seen order, missing values null.

    A column that is integer here and fractional there becomes fractional, one of other differing types
    text, and one without any value too.
    """
    parts = list(frames)
    types: dict[str, pl.DataType] = {}
    for part in parts:
        for name, dtype in part.schema.items():
            types[name] = _common(types.get(name, dtype), dtype)
    types = {name: pl.String() if dtype == pl.Null else dtype for name, dtype in types.items()}
    return pl.concat([_shaped(part, types) for part in parts], how="vertical") if parts else pl.DataFrame()


def _common(one: pl.DataType, other: pl.DataType) -> pl.DataType:
    if one == other or other == pl.Null:
        return one
    if one == pl.Null:
        return other
    return pl.Float64() if one.is_numeric() and other.is_numeric() else pl.String()


def _shaped(frame: pl.DataFrame, types: dict[str, pl.DataType]) -> pl.DataFrame:
    columns = []
    for name, dtype in types.items():
        if name not in frame.columns:
            columns.append(pl.Series(name, [None] * frame.height, dtype=dtype))
        elif dtype == pl.String:
            columns.append(as_text(frame[name]))
        else:
            columns.append(frame[name].cast(dtype))
    return pl.DataFrame(columns)
