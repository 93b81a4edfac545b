"""What a model has learnt from: the weight of its centres, and the inputs one by one, so that none counts twice."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from cxtext.errors import InputError
from cxtext.themes.moving import Weight

_BITS = 128


@dataclass(frozen=True)
class Batch:
    """An input that was learnt from."""

    comments: int
    mentions: int
    fingerprint: str  # of its texts and dates, see `Fingerprint`
    sampled: int | None = None  # comments that the themes were found in, where these are not all


@dataclass(frozen=True)
class Learnt:
    """Everything that was learnt from: the training input first, then what updated the themes."""

    weight: Weight
    batches: tuple[Batch, ...]

    def check_new(self, batch: Batch) -> None:
        """Refuse an input that was learnt from already.

        Raises:
            InputError: it was.
        """
        for number, known in enumerate(self.batches):
            if known.fingerprint == batch.fingerprint:
                what = f"update {number}" if number else "the training input"
                raise InputError(
                    f"the model has learnt from these {batch.comments:,} comments already ({what}): "
                    "they would count twice; give it new ones"
                )

    def to_json(self) -> list[dict[str, Any]]:
        """The inputs as plain values."""
        return [dataclasses.asdict(batch) for batch in self.batches]


def learnt_from(weight: Weight | None, batches: Sequence[Mapping[str, Any]]) -> Learnt | None:
    """What `Learnt.to_json` gave, with its weight; None where a model keeps none."""
    return Learnt(weight, tuple(Batch(**batch) for batch in batches)) if weight is not None and batches else None


class Fingerprint:
    """Tells inputs apart by the texts and dates of their comments, whatever their order and the size of batches.

    It is the sum of a hash of each comment: 16 bytes, not one that withstands forgery.
    """

    def __init__(self) -> None:
        self._sum = 0

    def add(self, comments: pl.DataFrame) -> None:
        """Take in further comments (CANONICAL)."""
        for text, date in comments.select("text", "date").iter_rows():
            digest = hashlib.blake2b(f"{date}\0{text}".encode(errors="surrogatepass"), digest_size=_BITS // 8).digest()
            self._sum = (self._sum + int.from_bytes(digest)) % 2**_BITS

    def __str__(self) -> str:
        return f"{self._sum:0{_BITS // 4}x}"


def fingerprint_of(comments: pl.DataFrame) -> str:
    """The fingerprint of a whole input."""
    found = Fingerprint()
    found.add(comments)
    return str(found)
