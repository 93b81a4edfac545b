"""MinHash signatures of many texts at once, and the keys by which alike ones meet.

Broder 1997; Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, chapter 3. The pieces of a text are its runs of
SHINGLE characters, hashed here for a whole batch; `rensa` takes their minima.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

HASHES = 64
BANDS, _ROWS = 12, 5  # a pair at 0.7 meets in some band with probability 0.89, at 0.8 with 0.99
SHINGLE = 4  # characters; a text has at least as many
_SEED = 1
_DIGIT = re.compile(r"\d")
_ODD = np.array([0x9E3779B97F4A7C15 * (2 * i + 1) % 2**64 for i in range(_ROWS)], dtype=np.uint64)

Signatures = NDArray[np.uint16]  # (n, HASHES): the low bits of each minimum; unlike ones agree in one of 65,536
Bands = NDArray[np.uint32]  # (n, BANDS)


def signatures(texts: Sequence[str]) -> tuple[Signatures, Bands]:
    """Signatures and band keys; the share of equal places estimates the Jaccard similarity of two texts' shingles.

    Every digit is the same, so that another number makes no difference.

    Args:
        texts: n texts of SHINGLE characters or more.
    """
    if not texts:
        return np.empty((0, HASHES), dtype=np.uint16), np.empty((0, BANDS), dtype=np.uint32)
    hashes, offsets = _shingles(texts)
    rows = RMinHash.digest_matrix_from_flat_token_hashes(hashes, offsets, num_perm=HASHES, seed=_SEED).to_rows()
    minima = np.fromiter(chain.from_iterable(rows), dtype=np.uint32, count=len(texts) * HASHES).reshape(-1, HASHES)
    banded = minima[:, : BANDS * _ROWS].reshape(-1, BANDS, _ROWS).astype(np.uint64)
    keys = ((banded + np.arange(1, BANDS + 1, dtype=np.uint64)[:, np.newaxis]) * _ODD).sum(axis=2)
    return minima.astype(np.uint16), (keys >> np.uint64(32)).astype(np.uint32)


def _shingles(texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Hashes of all shingles, one text after the other, and where each text's begin: (n + 1,)."""
    joined = _DIGIT.sub("0", "".join(texts))
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    lengths = np.array([len(text) for text in texts])
    within = np.ones(len(points), dtype=bool)  # whether a shingle that begins here ends in the same text
    for back in range(1, SHINGLE):
        within[np.cumsum(lengths) - back] = False
    begun = len(points) - SHINGLE + 1  # of all that may begin one, hashed alike and left out behind
    hashes = np.zeros(begun, dtype=np.uint64)
    for offset in range(SHINGLE):
        hashes = (hashes ^ (hashes >> np.uint64(29)) ^ points[offset : offset + begun]) * _ODD[0]
    hashes ^= hashes >> np.uint64(32)
    return hashes[within[:begun]], np.concatenate([[0], np.cumsum(lengths - SHINGLE + 1)]).astype(np.uint64)
