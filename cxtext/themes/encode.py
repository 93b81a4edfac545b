"""Mentions placed in meaning: a static token-vector table, pooled.

A folder in the model2vec format (`model.safetensors`, `tokenizer.json`, `config.json`) is read
directly: a text's vector is the weighted sum of its tokens' vectors, scaled to length 1. Pooling is
one sparse product, so a very long text costs no more memory than its tokens, and the vector of a
text does not depend on what is encoded beside it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from cxtext.errors import ModelError

Vectors = NDArray[np.float32]  # (n_texts, n_dims), rows of unit length; all zero where no token is known

FILES = ("model.safetensors", "tokenizer.json", "config.json")
MAX_TOKENS = 512  # of one text; a mention is about 15
_BATCH = 4_096


class Encoder:
    """A static encoder read from a folder.

    Raises:
        ModelError: the folder does not hold a model2vec model.
    """

    def __init__(self, folder: Path) -> None:
        # Deterministic and quicker for short texts; must be set before the first batch.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from safetensors.numpy import load
        from tokenizers import Tokenizer

        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise ModelError(f"{folder} is no encoder: {', '.join(missing)} not found (a model2vec folder is needed)")
        self.folder = folder
        weights = (folder / "model.safetensors").read_bytes()
        self.digest = hashlib.sha256(weights + (folder / "tokenizer.json").read_bytes()).hexdigest()
        self._table = _table(load(weights))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._unknown = self._tokenizer.token_to_id("[UNK]")

    @property
    def dims(self) -> int:
        """Length of a vector."""
        return int(self._table.shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vector of each text, in order. `texts` are encoding views (`text.clean.for_encoding`)."""
        out = np.zeros((len(texts), self.dims), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            out[start : start + _BATCH] = self._pooled(list(texts[start : start + _BATCH]))
        return out

    def _pooled(self, texts: list[str]) -> Vectors:
        encodings = self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        ids = [[i for i in e.ids if i != self._unknown] for e in encodings]
        ends = np.cumsum([0, *map(len, ids)])
        flat = np.fromiter((i for row in ids for i in row), dtype=np.int64, count=int(ends[-1]))
        counts = csr_matrix((np.ones(len(flat), np.float32), flat, ends), shape=(len(texts), len(self._table)))
        return unit_rows(np.asarray(counts @ self._table, dtype=np.float32))


def unit_rows(matrix: NDArray[np.float32]) -> Vectors:
    """Each row scaled to length 1; a row of zeros stays as it is."""
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.where(length > 0, length, 1), dtype=np.float32)


def _table(tensors: dict[str, NDArray[np.generic]]) -> NDArray[np.float32]:
    """The token table as float32, token weights multiplied in."""
    if "embeddings" not in tensors:
        raise ModelError("the encoder's model.safetensors holds no tensor named 'embeddings'")
    table = tensors["embeddings"].astype(np.float32)
    if "mapping" in tensors:
        table = table[tensors["mapping"].astype(np.int64)]
    if "weights" in tensors:
        table = table * tensors["weights"].astype(np.float32)[:, None]
    return table
