"""Lists of texts as a column: many by Arrow, as polars makes a column of its own of each list first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain

import numpy as np
import polars as pl

FEW = 1_000  # lists, of which polars makes a column sooner than Arrow is imported


def text_lists(values: Sequence[Sequence[str]]) -> pl.Series:
    """A column of lists of texts, none of them null."""
    if len(values) <= FEW:
        return pl.Series("", values, dtype=pl.List(pl.String))
    import pyarrow as pa

    # Arrow imports pandas, where it is installed, to look at Python's lists; polars hands it columns instead
    ends = pl.Series("", np.fromiter(accumulate(map(len, values), initial=0), np.int64, len(values) + 1))
    texts = pl.Series("", list(chain.from_iterable(values)), dtype=pl.String).to_arrow().cast(pa.large_string())
    return pl.Series("", pa.LargeListArray.from_arrays(ends.to_arrow(), texts))
