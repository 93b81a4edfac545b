"""Copies of earlier comments in one input: exact ones, near ones, and campaigns of many.

Near copies are told by MinHash with locality-sensitive hashing (Broder 1997; Leskovec, Rajaraman & Ullman,
Mining of Massive Datasets, chapter 3): time grows with the number of comments, not with that of pairs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from cxtext.text.clean import comparison_key

CAMPAIGN = 10  # comments of one wording from which it is a campaign
MIN_WORDS = 10  # in shorter texts strangers agree: "easy to use, good quality", "great service"
SIMILARITY = 0.7  # Jaccard similarity of shingles, 0 … 1; tests/benchmarks/text_duplicates.py says how it was chosen
MOST_REMEMBERED = 100_000  # wordings of one generation; two are kept, and the older one is forgotten
_SHINGLE = 4  # characters
_BANDS, _ROWS = 12, 5  # a pair at 0.7 meets in some band with probability 0.89, at 0.8 with 0.99
_HASHES = 64
_SEED = 1
_DIGIT = re.compile(r"\d")
_MIX = np.array([0x9E3779B97F4A7C15 * (2 * i + 1) % 2**64 for i in range(_ROWS)], dtype=np.uint64)

Signatures = NDArray[np.uint32]  # (n, _HASHES)


class Copy(NamedTuple):
    """What a comment repeats: the id of the first one so worded, whether only nearly, and whether many do."""

    first: str
    near: bool
    campaign: bool


class SeenTexts:
    """Remembers the texts of one input, in its order, and tells which came before.

    Exact copies are the same after case, punctuation and spacing are set aside, and are found in all of the input;
    near copies share most of their letters, and are found among the last MOST_REMEMBERED wordings or more.
    A group is what is near to its first comment. Memory: see docs/labels.md.
    """

    def __init__(self) -> None:
        self._first: dict[int, str] = {}  # id of the first comment of the group, by the digest of the text
        self._sizes: dict[str, int] = {}  # of groups with more than one comment
        self._recent, self._older = _Wordings(), _Wordings()

    def copies(self, texts: Sequence[str], ids: Sequence[str]) -> list[Copy | None]:
        """For each text, what it repeats of the input so far, or None; a text without a word repeats nothing.

        Args:
            texts: comments as read, in the order of the input.
            ids: their ids, of which `Copy.first` is one.
        """
        keys = [comparison_key(text) for text in texts]
        places = [i for i, key in enumerate(keys) if key.count(" ") >= MIN_WORDS - 1]
        signed = dict(zip(places, _signatures([keys[i] for i in places]), strict=True))
        return [self._copy(key, id_, signed.get(i)) for i, (key, id_) in enumerate(zip(keys, ids, strict=True))]

    def _copy(self, key: str, id_: str, signature: _Signed | None) -> Copy | None:
        if not key:
            return None
        digest = int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest())
        first, near = self._first.get(digest), False
        if first is None and signature is not None:
            first, near = self._near(signature), True
        if first is None:
            self._first[digest] = id_
            if signature is not None:
                self._remember(signature, id_)
            return None
        if near:
            self._first[digest] = first
        size = self._sizes[first] = self._sizes.get(first, 1) + 1
        return Copy(first, near, signature is not None and size >= CAMPAIGN)

    def _near(self, signature: _Signed) -> str | None:
        found = self._recent.near(signature)
        return found if found is not None else self._older.near(signature)

    def _remember(self, signature: _Signed, id_: str) -> None:
        if len(self._recent.ids) >= MOST_REMEMBERED:
            self._recent, self._older = _Wordings(), self._recent
        self._recent.add(signature, id_)


class _Signed(NamedTuple):
    """A signature, (_HASHES,), and its key in each band."""

    values: NDArray[np.uint32]
    bands: list[int]


class _Wordings:
    """First comments of their wording, found again by what they share with a later one."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self._signatures: list[bytes] = []
        self._holders: dict[int, int] = {}  # a band's key → the first wording that has it: no crowd slows a look-up

    def add(self, signature: _Signed, id_: str) -> None:
        for band in signature.bands:
            self._holders.setdefault(band, len(self.ids))
        self.ids.append(id_)
        self._signatures.append(signature.values.tobytes())

    def near(self, signature: _Signed) -> str | None:
        """The id of the most similar wording that shares a band, the earliest of equals; None below SIMILARITY."""
        places = sorted({self._holders[band] for band in signature.bands if band in self._holders})
        if not places:
            return None
        held = np.frombuffer(b"".join(self._signatures[i] for i in places), dtype=np.uint32).reshape(-1, _HASHES)
        shares = (held == signature.values).mean(axis=1)
        best = int(shares.argmax())
        return self.ids[places[best]] if shares[best] >= SIMILARITY else None


def _signatures(keys: Sequence[str]) -> list[_Signed]:
    """MinHash signatures of the shingles of keys; every digit is the same, so that numbers make no difference."""
    if not keys:
        return []
    plain = [_DIGIT.sub("0", key) for key in keys]
    shingles = [list({key[i : i + _SHINGLE] for i in range(len(key) - _SHINGLE + 1)}) for key in plain]
    rows = RMinHash.digest_matrix_from_token_sets(shingles, num_perm=_HASHES, seed=_SEED).to_rows()
    values = np.array(rows, dtype=np.uint32)
    banded = values[:, : _BANDS * _ROWS].reshape(-1, _BANDS, _ROWS).astype(np.uint64)
    bands = ((banded + np.arange(1, _BANDS + 1, dtype=np.uint64)[:, np.newaxis]) * _MIX).sum(axis=2)
    return [_Signed(row, keys) for row, keys in zip(values, bands.tolist(), strict=True)]
