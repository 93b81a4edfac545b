"""Writes the teacher as int8 ONNX with its tokenizer, for the scorer "accurate"."""

import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from teacher import Classifier, base_model


def export(model: Classifier, folder: Path) -> None:
    """Write teacher.onnx and tokenizer.json; weights become int8, one scale a channel."""
    folder.mkdir(parents=True, exist_ok=True)
    ids = torch.tensor([[101, 2023, 2003, 102], [101, 102, 0, 0]])
    mask = (ids > 0).long()
    names = ["input_ids", "attention_mask"]
    axes = {name: {0: "texts", 1: "tokens"} for name in names} | {"odds": {0: "texts"}}
    with tempfile.TemporaryDirectory() as draft:
        path = Path(draft) / "float.onnx"
        torch.onnx.export(
            model.eval(),
            (ids, mask),
            str(path),
            input_names=names,
            output_names=["odds"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(path, folder / "teacher.onnx", weight_type=QuantType.QInt8, per_channel=True)
    shutil.copy(base_model() / "tokenizer.json", folder / "tokenizer.json")
