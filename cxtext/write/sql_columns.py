"""Columns of a frame as those of a table in a database: names that it takes, types, and values for its driver."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import polars as pl
import sqlalchemy as sql

from cxtext.write.cells import flat
from cxtext.write.sinks import as_written

POSTGRESQL_BYTES = 63  # of a name; what is longer it cuts without a word, and two columns may become one
_NUL = "\0"  # no text of PostgreSQL may hold it
_ASCII_CAPITALS = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_WHOLE = (pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32)
_BIG = (pl.UInt64, pl.Int128)


def names_for(dialect: str, names: Sequence[str]) -> list[str]:
    """What the columns are called in the database: cut to what it takes, and different also where it ignores case."""
    taken: set[str] = set()
    found = []
    for name in names:
        clean = "".join(c if c.isprintable() else " " for c in name)
        new, count = _cut(dialect, clean, ""), 1
        while _key(dialect, new) in taken:
            count += 1
            new = _cut(dialect, clean, f"_{count}")
        taken.add(_key(dialect, new))
        found.append(new)
    return found


def _cut(dialect: str, name: str, ending: str) -> str:
    if dialect != "postgresql":
        return name + ending
    return name.encode()[: POSTGRESQL_BYTES - len(ending)].decode(errors="ignore") + ending


def _key(dialect: str, name: str) -> str:
    """SQLite takes two names for one that differ in the case of ASCII letters alone."""
    return name.translate(_ASCII_CAPITALS) if dialect == "sqlite" else name


def ready(frame: pl.DataFrame, dialect: str) -> pl.DataFrame:
    """The frame with what the database can hold: lists joined, no NUL in texts; for SQLite, days and times as text."""
    plain = flat(frame)
    columns = [_ready(column, dialect) for column in plain]
    return pl.DataFrame(columns)


def _ready(column: pl.Series, dialect: str) -> pl.Series:
    dtype = column.dtype
    if dtype == pl.String:
        return column.str.replace_all(_NUL, "\ufffd", literal=True)
    if dtype == pl.Duration or (dialect == "sqlite" and (dtype.is_temporal() or dtype.is_decimal())):
        return as_written(column).cast(pl.String)
    if dialect == "sqlite" and dtype in _BIG:
        return column.cast(pl.String)
    return column


def type_of(dtype: pl.DataType, *, key: bool = False) -> Any:
    """The type of a column of the database, for one of a frame that is ready for it."""
    if key:
        return sql.BigInteger().with_variant(sql.Integer(), "sqlite")
    if dtype in _WHOLE:
        return sql.BigInteger()
    if dtype.is_float():
        return sql.Double()
    if dtype == pl.Boolean:
        return sql.Boolean()
    if dtype == pl.Date:
        return sql.Date()
    if isinstance(dtype, pl.Datetime):
        return sql.DateTime(timezone=dtype.time_zone is not None)
    if dtype == pl.Time:
        return sql.Time()
    return sql.Numeric() if dtype.is_decimal() or dtype in _BIG else sql.Text()


def slug(name: str) -> str:
    """A table's name as part of a file's."""
    return re.sub(r"[^\w.-]+", "_", name).lstrip(".")[:100] or "table"
