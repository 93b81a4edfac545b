"""CSV files that cxtext wrote and nobody changed, read by polars' own parser.

Such a file has no defects, so nothing is to be set aside; of any other file `delimited` reads every record exactly.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import polars as pl

from cxtext.read.stream import unique_names

MEGABYTE = 2**20


def read_written(path: Path, *, without: Collection[str] = ()) -> pl.DataFrame | None:
    """All columns but those `without`, as text, what is empty as "": just what `read_feedback` reads of the same file.

    None where it is no CSV, or holds a NUL byte, which `--raw` lets through and `read_feedback` sets aside.
    """
    if path.suffix.lower() != ".csv" or _holds_nul(path):
        return None
    names = unique_names([name.strip() for name in pl.read_csv(path, infer_schema=False, n_rows=0).columns])
    wanted = [place for place, name in enumerate(names) if name not in without]
    rows = pl.read_csv(path, infer_schema=False, columns=wanted, empty_string_is_null=False)
    return rows.rename(dict(zip(rows.columns, (names[place] for place in wanted), strict=True)))


def _holds_nul(path: Path) -> bool:
    with path.open("rb") as file:
        return any(b"\0" in part for part in iter(lambda: file.read(MEGABYTE), b""))
