"""A sample of a stream: the same comments whatever the size of its batches.

Every comment draws a number, in the order of the input, and those with the lowest numbers are kept: reservoir sampling
by keys (Vitter 1985, Random sampling with a reservoir; here the keys are kept, so that a batch is one step).
"""

from __future__ import annotations

import dataclasses

import numpy as np
import polars as pl

from cxtext.read.feedback import MOST_BYTES
from cxtext.read.typed import stacked
from cxtext.schema import Feedback

MOST_SAMPLED = 50_000  # comments: the themes of more would be much the same, see `themes.discover.MAX_MENTIONS`
_KEY = "key"


class Reservoir:
    """Comments drawn without replacement, with their own rows, in the order of the input.

    There are as many as `most`, or fewer if these weigh more than `most_bytes` of text.
    """

    def __init__(self, *, seed: int, most: int = MOST_SAMPLED, most_bytes: int = MOST_BYTES) -> None:
        self.seen = 0
        self._rng = np.random.default_rng(seed)
        self._most, self._most_bytes = most, most_bytes
        self._bar = 1.0  # no comment with a higher key can still be kept
        self._kept: Feedback | None = None
        self._keys = pl.DataFrame(schema={_KEY: pl.Float64, "bytes": pl.Int64})

    def add(self, batch: Feedback) -> None:
        """Draw from further comments."""
        n = len(batch.comments)
        self.seen += n
        keys = pl.DataFrame({_KEY: self._rng.random(n), "bytes": batch.comments["text"].str.len_bytes().cast(pl.Int64)})
        drawn = keys[_KEY] < self._bar
        batch = _only(batch, drawn)
        kept = batch if self._kept is None else joined(self._kept, batch)
        keys = pl.concat([self._keys, keys.filter(drawn)])
        order = keys.with_row_index("at").sort(_KEY)
        fits = order.with_row_index("rank").filter(
            (pl.col("rank") < self._most) & ((pl.col("bytes").cum_sum() <= self._most_bytes) | (pl.col("rank") == 0))
        )
        if len(fits) < len(keys):
            self._bar = float(order[_KEY][len(fits)])
        at = fits["at"].sort()
        self._kept, self._keys = _taken(kept, at), keys[at]

    def drawn(self) -> Feedback:
        """The comments drawn from all that were added; at least one batch must have been.

        Raises:
            ValueError: none was.
        """
        if self._kept is None:
            raise ValueError("nothing was added to the reservoir")
        return self._kept


def _only(batch: Feedback, rows: pl.Series) -> Feedback:
    return dataclasses.replace(batch, rows=batch.rows.filter(rows), comments=batch.comments.filter(rows), rejects=())


def _taken(batch: Feedback, rows: pl.Series) -> Feedback:
    return dataclasses.replace(batch, rows=batch.rows[rows], comments=batch.comments[rows])


def joined(first: Feedback, second: Feedback) -> Feedback:
    """Two parts of one input as one, the rows of the second behind those of the first."""
    return dataclasses.replace(
        first,
        rows=stacked([first.rows, second.rows]),
        comments=pl.concat([first.comments, second.comments]),
    )
