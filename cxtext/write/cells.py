"""Values as cells of formats that know only text and numbers, safe to open in a spreadsheet."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from cxtext.schema import LIST_SEPARATOR

# What a spreadsheet takes for the start of a formula, blanks and byte order marks before it skipped
# (OWASP, CSV injection), and the plain numbers that are none.
FORMULA = r"^[\s\x{FEFF}]*[=+\-@\t\r\x00＝＋－＠]"
NUMBER = r"^\s*[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?\s*%?\s*$"
GUARD = "'"
IN_LIST = "/"  # stands for the separator inside a list's values


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists joined, and whatever else is nested or has no plain form as text."""
    return frame.with_columns(_flat(column) for column in frame)


def _flat(column: pl.Series) -> pl.Series:
    dtype = column.dtype
    if isinstance(dtype, pl.List | pl.Array) and not dtype.inner.is_nested():
        lists = column.cast(pl.List(pl.String))
        clean = pl.element().str.replace_all(LIST_SEPARATOR, IN_LIST, literal=True)
        return lists.list.eval(clean.drop_nulls()).list.join(LIST_SEPARATOR)
    if dtype.is_nested() or dtype == pl.Object:
        texts = [None if value is None else as_json(value) for value in column.to_list()]
        return pl.Series(column.name, texts, dtype=pl.String)
    if dtype == pl.Binary:
        texts = [v if v is None else v.decode("utf-8", "backslashreplace") for v in column.to_list()]
        return pl.Series(column.name, texts, dtype=pl.String)
    if dtype in (pl.Categorical, pl.Enum, pl.Null):
        return column.cast(pl.String)
    return column


def as_json(value: Any) -> str:
    """A nested value as JSON text; what JSON does not know as text."""
    if isinstance(value, pl.Series):
        value = value.to_list()
    return json.dumps(value, ensure_ascii=False, default=str)


def unguarded(column: pl.Series) -> pl.Series:
    """Text read back from CSV or TSV, without the apostrophes that `guarded` put before it."""
    if not column.str.starts_with(GUARD).any():
        return column
    return column.str.replace("^" + GUARD + "(" + FORMULA.removeprefix("^") + ")", "$1")


def guarded(frame: pl.DataFrame) -> pl.DataFrame:
    """Text and column names that a spreadsheet would take for a formula, with an apostrophe before them.

    NUL, which ends the text for many readers of CSV, becomes U+FFFD.
    """
    columns = [_guarded(column) if column.dtype == pl.String else column for column in frame]
    names = _guarded(pl.Series("names", frame.columns, dtype=pl.String)).to_list()
    safe: dict[str, pl.Series] = {}
    for name, column in zip(names, columns, strict=True):
        while name in safe:
            name += "_"
        safe[name] = column
    return pl.DataFrame([column.alias(name) for name, column in safe.items()])


def _guarded(text: pl.Series) -> pl.Series:
    risky = text.str.contains(FORMULA)
    if risky.any():  # most columns hold nothing of the kind
        risky &= ~text.str.contains(NUMBER)
        guard = pl.when(risky).then(pl.concat_str(pl.lit(GUARD), text)).otherwise(text)
        text = pl.select(guard.alias(text.name)).to_series()
    return text.str.replace_all("\0", "\ufffd", literal=True)
