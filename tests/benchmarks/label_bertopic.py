"""Labelling beside BERTopic with all-MiniLM-L6-v2 and VADER, a comment: python tests/benchmarks/label_bertopic.py.

    CXTEXT_BENCHMARK_DATA=folder python -m tests.benchmarks.label_bertopic --python peers/bin/python

Both are loaded and have labelled a few comments before the clock starts; BERTopic was fitted on `FITTED` others of the
same making (`label_speed`), which is not timed. It then gives each of `COMMENTS` comments a topic, VADER gives it a
sentiment. cxtext gives it all that `label` writes: language, sentiment, touchpoints, departments, stages, facets,
masked text, copies; once by the touchpoints of the default model, once by themes that it learnt from the same
`FITTED`. Each system runs in a process of its own, on one thread, one after the other. `theme_miners.py` says how to
install the peers.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

COMMENTS, FITTED, WARM = 2_000, 5_000, 50
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "RAYON_NUM_THREADS")

Label = Callable[[Sequence[str]], Any]


def bertopic(fitted: list[str]) -> Label:
    """Topic by BERTopic, sentiment by VADER."""
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    from bertopic import BERTopic
    from theme_minilm import MiniLM
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    model, vader = MiniLM().model, SentimentIntensityAnalyzer()
    topics = BERTopic(embedding_model=model)
    topics.fit(fitted)
    return lambda texts: (topics.transform(list(texts)), [vader.polarity_scores(text) for text in texts])


def cxtext(_: list[str]) -> Label:
    """All labels of the default model."""
    from cxtext.pipeline import Pipeline

    return Pipeline.load("default").label


def cxtext_themes(fitted: list[str]) -> Label:
    """The same with themes of one's own."""
    from cxtext.pipeline import Pipeline

    return Pipeline().fit(fitted).label


SYSTEMS = {made.__name__: made for made in (bertopic, cxtext, cxtext_themes)}


def timed(name: str, texts: list[str]) -> dict[str, float]:
    """Seconds for the last COMMENTS of the texts, of the wall and of the processor."""
    label = SYSTEMS[name](texts[:FITTED])
    label(texts[FITTED : FITTED + WARM])
    wall, spent = time.perf_counter(), time.process_time()
    label(texts[-COMMENTS:])
    return {"wall": time.perf_counter() - wall, "processor": time.process_time() - spent}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", required=True, help="the interpreter that has BERTopic, the model and VADER")
    parser.add_argument("--system", choices=SYSTEMS, help=argparse.SUPPRESS)
    parser.add_argument("--texts", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.system:
        sys.stdout.write(json.dumps(timed(given.system, json.loads(given.texts.read_text(encoding="utf-8")))))
        return
    from tests.benchmarks.label_speed import comments, sentences

    texts = comments(sentences(Path(os.environ["CXTEXT_BENCHMARK_DATA"])), FITTED + WARM + COMMENTS)
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.json"
        path.write_text(json.dumps(texts), encoding="utf-8")
        for name in SYSTEMS:
            python = given.python if name == "bertopic" else sys.executable
            command = [python, __file__, "--python", python, "--system", name, "--texts", str(path)]
            ran = subprocess.run(
                command, env=os.environ | dict.fromkeys(THREADS, "1"), capture_output=True, text=True, check=True
            )
            found[name] = json.loads(ran.stdout.splitlines()[-1])
            wall, spent = (1_000 * found[name][part] / COMMENTS for part in ("wall", "processor"))
            ratio = found["bertopic"]["processor"] / found[name]["processor"]
            sys.stdout.write(f"{name:<14} {wall:6.2f} ms a comment, {spent:6.2f} of the processor; x {ratio:.0f}\n")


if __name__ == "__main__":
    main()
