"""Conditions on columns, written as in SQL's WHERE, for personas and for the two sides of a comparison.

`age BETWEEN 30 AND 40 AND channel IN ('app', 'web')`. Only what looks at one record at a time is let through.
"""

from __future__ import annotations

import re

import polars as pl
from polars.exceptions import PolarsError

from cxtext.errors import OptionError, unknown
from cxtext.insight.columns import OWN
from cxtext.insight.groups import COLUMN, PERIODS, level
from cxtext.insight.material import Material

OURS = ("source", "rating", "sentiment", "score", "language")
LONGEST = 2_000  # characters
# What may stand before a bracket: nothing that looks at more than one record, as an aggregate or a window does.
WORDS = ("and", "or", "not", "in", "between", "when", "then", "else", "like", "ilike")
FUNCTIONS = ("abs", "ceil", "coalesce", "floor", "length", "lower", "round", "starts_with", "trim", "upper")
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")
_CALLED = re.compile(r"([A-Za-z_]\w*)\s*\(")


def where(material: Material, condition: str, *, place: str) -> pl.Series:
    """Of each comment, whether the condition holds; unknown is no.

    Columns are the user's own, numbers where all their cells are numbers, else text; and source, rating, sentiment,
    score, language, date, week and month (first days, as text such as '2025-03-31'). A column of the user's that is
    called like one of these is "column:NAME", in double quotes.

    Args:
        material: the comments.
        condition: an SQL expression that is true or false of each comment.
        place: where it stands, for messages, such as "--before" or "personas.yaml, line 4".

    Raises:
        OptionError: it is no such expression, or names a column that there is not.
    """
    expression = _parsed(condition, place)
    ours = (*OURS, "date", *PERIODS)
    roots = list(dict.fromkeys(expression.meta.root_names()))
    for name in roots:
        if name not in ours and name.removeprefix(COLUMN) not in material.columns:
            raise OptionError(f"{place}: {unknown('column', name, {*ours, *material.columns})}")
    try:
        frame = pl.DataFrame([_column(material, name).alias(name) for name in roots])
        found = frame.select(expression.alias("where")).to_series()
    except PolarsError as error:
        reason = str(error).splitlines()[0]
        raise OptionError(f"{place}: {condition!r} cannot be told of these columns: {reason}") from error
    if found.dtype != pl.Boolean or len(found) != len(frame):
        raise OptionError(f"{place}: {condition!r} is neither true nor false; compare it, as in age > 30")
    return found.fill_null(False)


def _parsed(condition: str, place: str) -> pl.Expr:
    if len(condition) > LONGEST:
        raise OptionError(f"{place}: a condition of more than {LONGEST:,} characters; shorten it")
    for name in _CALLED.findall(_QUOTED.sub("''", condition)):
        if name.lower() not in (*WORDS, *FUNCTIONS):
            raise OptionError(f"{place}: {unknown('function', name, FUNCTIONS)}")
    try:
        expression = pl.sql_expr(condition)
        several = expression.meta.has_multiple_outputs()
    except PolarsError as error:
        raise OptionError(f"{place}: {condition!r} is no condition such as age > 30 AND source = 'web'") from error
    if several or not expression.meta.root_names():
        raise OptionError(f"{place}: {condition!r} must compare columns, as in age > 30")
    return expression


def _column(material: Material, name: str) -> pl.Series:
    if name in OURS:
        return material.comments[name]
    if name == "date":
        return material.comments["date"].cast(pl.String)
    if name in PERIODS:
        return material.comments.select(level(name).alias(name)).to_series()
    own = material.comments[OWN + name.removeprefix(COLUMN)]
    if own.null_count() == len(own):
        return pl.Series(name, [None] * len(own), dtype=pl.Null)  # compares with text and with numbers
    numbers = own.cast(pl.Float64, strict=False)
    return numbers if numbers.null_count() == own.null_count() else own
