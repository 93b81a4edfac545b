"""The encoder "accurate": a sentence model stored as ONNX, the mean of its tokens' vectors.

It needs `pip install 'cxtext[accurate]'`. Texts are read one at a time (see `transformer`), each
distinct one once.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from cxtext.themes.encode import ONNX_FILES, Vectors, digest_of, unit_rows
from cxtext.transformer import Transformer


class OnnxEncoder:
    """A sentence model read from a folder: model.onnx and tokenizer.json.

    The model's first output is either a vector a token, (1, n_tokens, n_dims), of which the mean is taken, or the
    text's vector itself, (1, n_dims).

    Raises:
        OptionError: a package is missing.
        ModelError: its files cannot be read as such a model.
    """

    files: tuple[str, ...] = ONNX_FILES

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self.folder = name, folder
        model, tokenizer = (folder / file for file in self.files)
        self._model = Transformer(model, tokenizer, needed_by=f"the encoder {name!r}")
        self.digest = digest_of((model, tokenizer))
        self.dims = int(self._model.run("a").shape[-1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vector of each text, in order; all zeros for a text of nothing but spaces."""
        distinct = {text: i for i, text in enumerate(dict.fromkeys(texts))}
        out = np.zeros((len(distinct), self.dims), dtype=np.float32)
        for text, i in distinct.items():
            if text.strip():
                found = self._model.run(text)
                out[i] = found.mean(axis=0) if found.ndim == 2 else found
        return unit_rows(out)[[distinct[text] for text in texts]]

    def knows(self, word: str) -> bool:
        """Whether the word is one token."""
        return self._model.pieces(word) == 1
