"""Writes the teacher as int8 ONNX with its tokenizer, for the scorer "accurate".

The scales of the activations are fixed by what some texts need, where a dynamic model would measure them in each
batch anew. All sums of integers are exact, so a text gets the same answer to the last bit alone and in any company.
"""

import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from teacher import Classifier, base_model, make_tokenizer, spoken

LEVELS = 255  # of an activation in 8 bits


def export(model: Classifier, folder: Path, texts: list[str]) -> None:
    """Write teacher.onnx and tokenizer.json; weights become int8, one scale a channel, `texts` set the activations'."""
    folder.mkdir(parents=True, exist_ok=True)
    model.body.set_attn_implementation("eager")  # the form that the optimiser knows as attention
    ids = torch.tensor([[101, 2023, 2003, 102], [101, 102, 0, 0]])
    mask = (ids > 0).long()
    names = ["input_ids", "attention_mask"]
    axes = {name: {0: "texts", 1: "tokens"} for name in names} | {"odds": {0: "texts"}}
    with tempfile.TemporaryDirectory() as draft:
        exact, fused, scaled = (Path(draft) / f"{name}.onnx" for name in ("exact", "fused", "scaled"))
        torch.onnx.export(
            model.eval(),
            (ids, mask),
            str(exact),
            input_names=names,
            output_names=["odds"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        _fuse(exact, fused, model)
        known = {"DefaultTensorType": TensorProto.FLOAT}  # of fused nodes, whose types cannot be inferred
        quantize_dynamic(fused, scaled, weight_type=QuantType.QInt8, per_channel=True, extra_options=known)
        onnx.save(fix_scales(onnx.load(scaled), texts), folder / "teacher.onnx")
    shutil.copy(base_model() / "tokenizer.json", folder / "tokenizer.json")


def fix_scales(model: onnx.ModelProto, texts: list[str]) -> onnx.ModelProto:
    """Each activation's scale and zero point as constants, from the widest range that it has in the texts."""
    nodes = [node for node in model.graph.node if node.op_type == "DynamicQuantizeLinear"]
    for node, (low, high) in zip(nodes, _ranges(model, nodes, texts), strict=True):
        step = (high - low) / LEVELS
        values, scale, zero = node.output
        constants = {scale: np.array(step, np.float32), zero: np.array(round(-low / step), np.uint8)}
        model.graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in constants.items())
        fixed = helper.make_node("QuantizeLinear", [node.input[0], scale, zero], [values], name=node.name)
        node.CopyFrom(fixed)
    return model


def _ranges(model: onnx.ModelProto, nodes: list[onnx.NodeProto], texts: list[str]) -> list[tuple[float, float]]:
    """The lowest and the highest value of each node's input."""
    probe = onnx.ModelProto()
    probe.CopyFrom(model)
    wanted = [name for node in nodes for name in node.output[1:]]
    for name, kind in zip(wanted, [TensorProto.FLOAT, TensorProto.UINT8] * len(nodes), strict=True):
        probe.graph.output.append(helper.make_tensor_value_info(name, kind, []))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(probe.SerializeToString(), options, providers=["CPUExecutionProvider"])
    tokenizer = make_tokenizer()
    found = []
    for text in texts:
        ids = np.array([tokenizer.encode(spoken(text)).ids])
        scales_and_zeros = session.run(wanted, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        scale, zero = np.array(scales_and_zeros, np.float64).reshape(-1, 2).T
        found.append((-zero * scale, (LEVELS - zero) * scale))
    low, high = np.array(found).transpose(1, 0, 2)
    return list(zip(low.min(axis=0).tolist(), high.max(axis=0).tolist(), strict=True))


def _fuse(source: Path, target: Path, model: Classifier) -> None:
    """Attention and normalisation as one node each."""
    options = FusionOptions("bert")
    options.enable_embed_layer_norm = False
    config = model.body.config
    fused = optimizer.optimize_model(
        str(source),
        model_type="bert",
        num_heads=config.num_attention_heads,
        hidden_size=config.hidden_size,
        optimization_options=options,
        opt_level=0,
    )
    fused.save_model_to_file(str(target))
