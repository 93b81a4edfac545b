"""CSV files that cxtext wrote and nobody changed, read by polars' own parser.

Such a file has no defects, so nothing is to be set aside; of any other file `delimited` reads every record exactly.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from cxtext.read.stream import unique_names


def read_written(path: Path) -> pl.DataFrame | None:
    """All columns as text, what is empty as "": just what `read_feedback` reads of the same file.

    None where it is no CSV, or holds a NUL byte, which `--raw` lets through and `read_feedback` sets aside.
    """
    if path.suffix.lower() != ".csv" or b"\0" in path.read_bytes():
        return None
    rows = pl.read_csv(path, infer_schema=False).fill_null("")
    return rows.rename(dict(zip(rows.columns, unique_names([name.strip() for name in rows.columns]), strict=True)))
