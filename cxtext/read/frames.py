"""Tables that are in memory already: polars, pandas, Arrow."""

from __future__ import annotations

from typing import Any

import polars as pl

from cxtext.errors import InputError

PANDAS_INDEX = "__index_level_"  # what pandas calls its row labels when it hands over a table


def frame_of(table: Any) -> pl.DataFrame:
    """The table as a polars frame; row labels of pandas are left out.

    Raises:
        InputError: it is no table.
    """
    if isinstance(table, pl.LazyFrame):
        return table.collect()
    if isinstance(table, pl.DataFrame):
        return table
    try:
        frame = pl.DataFrame(table) if hasattr(table, "__arrow_c_stream__") else pl.from_pandas(table)
    except Exception as error:  # whatever the table's own library makes of columns of mixed values
        kind = type(table).__name__
        reason = " ".join(str(error).split())[:200]
        raise InputError(f"a {kind} is no table to read ({reason}); give a path or a data frame") from error
    kept = [name for name in frame.columns if not name.startswith(PANDAS_INDEX)]
    return frame.select(kept)
