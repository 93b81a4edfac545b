"""The encoder "fast": a static token-vector table, pooled.

A folder in the model2vec format is read directly: a text's vector is the weighted sum of its tokens'
vectors, scaled to length 1. Pooling is one sparse product, so a very long text costs no more memory
than its tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from cxtext.errors import ModelError
from cxtext.themes.encode import STATIC_FILES, Vectors, digest_of, unit_rows
from cxtext.themes.pieces import WORTH, Pieces, splits_into_pieces

MAX_TOKENS = 512  # of one text; a mention is about 15
_BATCH = 8_192


class StaticEncoder:
    """A model2vec model read from a folder.

    Raises:
        ModelError: its files cannot be read as one.
    """

    files: tuple[str, ...] = STATIC_FILES

    def __init__(self, folder: Path, name: str) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer
        from tokenizers.normalizers import BertNormalizer

        self.name, self.folder = name, folder
        with _reading(folder / "model.safetensors"):
            self._table = _table(load_file(folder / "model.safetensors"))
        with _reading(folder / "tokenizer.json"):
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            highest = max(self._tokenizer.get_vocab().values(), default=0)
            if highest >= len(self._table):
                raise ValueError(f"it has a token {highest} where there are {len(self._table):,} vectors")
        self.digest = digest_of(folder / file for file in self.files)
        self.dims = int(self._table.shape[1])
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        # Taken out of the tokenizer and applied here: most texts need none, and it takes half of the time.
        self._normaliser, self._tokenizer.normalizer = self._tokenizer.normalizer, None
        self._lowers = isinstance(self._normaliser, BertNormalizer) and self._normaliser.lowercase
        unknown = self._tokenizer.token_to_id("[UNK]")
        if unknown is not None:
            self._table[unknown] = 0  # what is not known has no meaning

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vector of each text, in order; all zeros where no token is known."""
        out = np.zeros((len(texts), self.dims), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            out[start : start + _BATCH] = self._pooled(self._ids(texts[start : start + _BATCH]))
        return out

    def knows(self, word: str) -> bool:
        """Whether the word is one token."""
        return len(self._tokenizer.encode(word, add_special_tokens=False).ids) == 1

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of each text's tokens; the same whether they are looked up by pieces or not."""
        views = [self._normalised(text) for text in texts]
        if len(views) >= WORTH and self._pieces is not None:
            return self._pieces.ids(views)
        return [found.ids for found in self._tokenizer.encode_batch_fast(views, add_special_tokens=False)]

    @cached_property
    def _pieces(self) -> Pieces | None:
        if not splits_into_pieces(self._tokenizer, self._normaliser):
            return None
        return Pieces(self._tokenizer, longest=MAX_TOKENS)

    def _pooled(self, ids: Sequence[Sequence[int]]) -> Vectors:
        ends = np.cumsum([0, *map(len, ids)])
        flat = np.fromiter(chain.from_iterable(ids), dtype=np.int64, count=int(ends[-1]))
        counts = csr_matrix((np.ones(len(flat), np.float32), flat, ends), shape=(len(ids), len(self._table)))
        return unit_rows(np.asarray(counts @ self._table, dtype=np.float32))

    def _normalised(self, text: str) -> str:
        """The text as the tokenizer splits it; BERT's lower-casing leaves plain texts as they are."""
        if self._normaliser is None or (self._lowers and _is_plain(text)):
            return text
        return str(self._normaliser.normalize_str(text))


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and text == text.lower()


def _table(tensors: dict[str, NDArray[np.generic]]) -> NDArray[np.float32]:
    """The token table as float32, token weights multiplied in."""
    if "embeddings" not in tensors:
        raise ValueError("no tensor named 'embeddings'")
    table = tensors["embeddings"].astype(np.float32)
    if "mapping" in tensors:
        table = table[tensors["mapping"].astype(np.int64)]
    if "weights" in tensors:
        table = table * tensors["weights"].astype(np.float32)[:, None]
    if table.ndim != 2 or not np.isfinite(table).all():
        raise ValueError("its vectors are not finite numbers in rows")
    return table


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Whatever goes wrong, as one error that names the file: both libraries raise classes of their own."""
    try:
        yield
    except Exception as error:
        reason = " ".join(str(error).split())
        raise ModelError(f"{path} cannot be read as part of a model2vec model: {reason}") from error
