"""A transformer stored as ONNX, whose answer to a text hangs on that text alone.

An int8 model mostly scales its activations by what is in a batch, so a text beside others would get a
slightly different answer than alone: such a model is run on one text at a time. A model whose scales are fixed
may read texts of one length together; none is ever padded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxtext.errors import ModelError
from cxtext.shipped import check_installed

INPUTS = frozenset({"input_ids", "attention_mask", "token_type_ids"})
TOGETHER = 16  # texts of one length read at once; more make it no faster


class Transformer:
    """An ONNX session and its tokenizer.

    Args:
        model: the .onnx file; it takes `input_ids` and, where it asks for them, the other `INPUTS`.
        tokenizer: its tokenizer.json.
        max_tokens: longer texts are cut; None is the tokenizer's own limit, or MAX_TOKENS where it has none.
        needed_by: what the user asked for, as an error names it.

    Raises:
        OptionError: a package is missing.
        ModelError: a file is missing or no such model.
    """

    MAX_TOKENS = 512  # what most sentence encoders have places for

    def __init__(self, model: Path, tokenizer: Path, *, max_tokens: int | None = None, needed_by: str) -> None:
        check_installed(needed_by)
        from tokenizers import Tokenizer

        ort: Any = import_module("onnxruntime")  # ships no types
        for path in (model, tokenizer):
            if not path.is_file():
                raise ModelError(f"{needed_by}: {path} is missing")
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1  # processes are what cxtext spreads work over
        try:
            # From its bytes: a model of several files, which a saved model would carry only in part, is refused here.
            self._session = ort.InferenceSession(model.read_bytes(), options, providers=["CPUExecutionProvider"])
            self._tokenizer = Tokenizer.from_file(str(tokenizer))
        except Exception as error:  # both libraries raise classes of their own, and plain Exception
            reason = " ".join(str(error).split())
            raise ModelError(f"{needed_by}: {model.parent} holds no ONNX model that can be read: {reason}") from error
        self._inputs = [entry.name for entry in self._session.get_inputs()]
        if not {"input_ids"} <= set(self._inputs) <= INPUTS:
            raise ModelError(f"{needed_by}: {model} takes {', '.join(self._inputs)}, not {', '.join(sorted(INPUTS))}")
        own = self._tokenizer.truncation
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_tokens or (own["max_length"] if own else self.MAX_TOKENS))

    def run(self, text: str) -> NDArray[np.float32]:
        """The model's first output for one text, without the axis of the batch."""
        answer: NDArray[np.float32] = self._outputs([self._tokenizer.encode(text)])[0]
        return answer

    def run_together(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """The model's first output for each text, texts of as many tokens read at once.

        Only for a model whose activations have fixed scales: any other would answer a little differently to the same
        text in other company.
        """
        encoded = self._tokenizer.encode_batch(texts)
        alike: dict[int, list[int]] = defaultdict(list)
        for i, one in enumerate(encoded):
            alike[len(one.ids)].append(i)
        found: dict[int, NDArray[np.float32]] = {}
        for rows in alike.values():
            for start in range(0, len(rows), TOGETHER):
                batch = rows[start : start + TOGETHER]
                found |= zip(batch, self._outputs([encoded[i] for i in batch]), strict=True)
        return [found[i] for i in range(len(texts))]

    def pieces(self, text: str) -> int:
        """The number of tokens of a text, without those that only begin and end it."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def _outputs(self, encoded: Sequence[Any]) -> NDArray[np.float32]:
        """The first output for encodings of one length, (n, …)."""
        values = {
            "input_ids": [one.ids for one in encoded],
            "attention_mask": [one.attention_mask for one in encoded],
            "token_type_ids": [one.type_ids for one in encoded],
        }
        feed = {name: np.array(values[name], dtype=np.int64) for name in self._inputs}
        return np.asarray(self._session.run(None, feed)[0], dtype=np.float32)
