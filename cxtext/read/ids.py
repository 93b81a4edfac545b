"""Keys of comments: the input's own ids where they can serve, else row numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from cxtext.first_holders import NOBODY, FirstHolders
from cxtext.read.typed import as_text

Hashes = npt.NDArray[np.uint64]


def usable_ids(column: pl.Series) -> pl.Series | None:
    """The ids as text if each is filled and no two are equal."""
    ids = as_text(column)
    blank = ids.is_null() | (ids.str.strip_chars() == "")
    return None if blank.any() or ids.is_duplicated().any() else ids


def first_unusable(column: pl.Series, numbers: pl.Series) -> str:
    """What is wrong with the first id that is blank or repeated, and where, for a message."""
    ids = as_text(column)
    blank = ids.is_null() | (ids.str.strip_chars() == "")
    position = int((blank | ~ids.is_first_distinct()).arg_true()[0])
    fault = "is blank" if blank[position] else "repeats an earlier one"  # not the id itself: it may name a person
    return f"row {numbers[position]:,} {fault}"


class SeenIds:
    """The ids of the batches so far, 9 bytes each, so that those of a stream stay unique.

    Ids are known by a 64-bit hash: two of ten million differing ones fall together with a chance of
    1 in 400,000, and then one of them gets its row number appended, which does no harm.
    """

    def __init__(self) -> None:
        self._rows = FirstHolders()  # by the hash of the id

    def unique(self, ids: pl.Series, numbers: pl.Series) -> pl.Series:
        """The ids, where blank or seen before with "#row" appended."""
        texts = as_text(ids).fill_null("")
        hashes = texts.hash().to_numpy()
        again = ~texts.is_first_distinct() | pl.Series(self._holds(hashes)) | (texts.str.strip_chars() == "")
        if not again.any():
            self._add(hashes)
            return texts
        kept = texts.to_list()
        own = set(texts.filter(~again).to_list())
        for position in again.arg_true().to_list():
            kept[position] = self._numbered(kept[position], numbers[position], own)
        unique = pl.Series(ids.name, kept, dtype=pl.String)
        self._add(unique.hash().to_numpy())
        return unique

    def _numbered(self, text: str, number: int, taken: set[str]) -> str:
        new = f"{text}#{number}"
        while new in taken or self._holds(pl.Series([new]).hash().to_numpy())[0]:
            new += "#"
        taken.add(new)
        return new

    def _holds(self, hashes: Hashes) -> npt.NDArray[np.bool_]:
        found: npt.NDArray[np.bool_] = self._rows.find(hashes) != NOBODY
        return found

    def _add(self, hashes: Hashes) -> None:
        self._rows.add(hashes, np.zeros(len(hashes), dtype=np.int8))
