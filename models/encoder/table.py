"""A table of token vectors: pooling texts with it, and the model2vec files it is stored in."""

import json
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from safetensors.numpy import save as to_bytes
from scipy.sparse import csr_matrix
from tokenizers import Tokenizer

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]

LARGEST = 127  # of a signed byte, kept symmetric


@dataclass(frozen=True)
class Tokenised:
    """Token ids of all texts in one row, and where each text starts; the last start is the end."""

    ids: Ids
    starts: Ids

    def __len__(self) -> int:
        return len(self.starts) - 1


def tokenise(tokenizer: Tokenizer, texts: list[str]) -> Tokenised:
    encoded = [e.ids for e in tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
    starts = np.cumsum([0, *map(len, encoded)]).astype(np.int64)
    return Tokenised(np.fromiter(chain.from_iterable(encoded), np.int64, starts[-1]), starts)


def pool(vectors: Floats, tokens: Tokenised) -> Floats:
    """Unit vectors of texts, one row each; a text without a known token is all zeros."""
    ones = np.ones(len(tokens.ids), np.float32)
    counts = csr_matrix((ones, tokens.ids, tokens.starts), shape=(len(tokens), len(vectors)))
    pooled = counts @ vectors
    norms = np.linalg.norm(pooled, axis=1, keepdims=True)
    return np.divide(pooled, norms, out=np.zeros_like(pooled), where=norms > 0)


def save(folder: Path, vectors: Floats, tokenizer: Tokenizer) -> None:
    """Write model2vec's three files; each row's largest value becomes 127 and its scale the row's weight."""
    folder.mkdir(parents=True, exist_ok=True)
    scales = np.abs(vectors).max(axis=1) / LARGEST
    rows = np.divide(vectors, scales[:, None], out=np.zeros_like(vectors), where=scales[:, None] > 0)
    weights = scales / scales.max()  # only their proportions matter: texts are normalised
    tensors = {"embeddings": np.rint(rows).astype(np.int8), "weights": weights.astype(np.float32)}
    (folder / "model.safetensors").write_bytes(to_bytes(tensors))
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    config = {
        "model_type": "model2vec",
        "architectures": ["StaticModel"],
        "tokenizer_name": "sentence-transformers/all-MiniLM-L6-v2",
        "hidden_dim": vectors.shape[1],
        "normalize": True,
        "max_length": None,
        "embedding_dtype": "int8",
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def load(folder: Path) -> tuple[Floats, Tokenizer]:
    """Read the token vectors, weights multiplied in, and the tokenizer."""
    tensors = load_file(folder / "model.safetensors")
    vectors = tensors["embeddings"].astype(np.float32) * tensors["weights"][:, None]
    return vectors, Tokenizer.from_file(str(folder / "tokenizer.json"))
