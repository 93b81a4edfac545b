"""Sentiment with and without the survey question: python tests/benchmarks/text_question.py [--half development].

Reads nhs_patient_feedback from the folder in CXTEXT_BENCHMARK_DATA: real answers with their questions, coded by
people. Macro-F1 of negative, neutral and positive over the answers whose question asks for faults or for praise;
a comment that cxtext calls mixed counts as neutral. Even rows were used to make the rules, odd rows are for figures.
Intervals are percentiles of 2,000 bootstrap draws of answers.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from cxtext.pipeline import Pipeline
from cxtext.read import read_feedback
from cxtext.text.question import asked

DATA = Path(os.environ.get("CXTEXT_BENCHMARK_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
CLASSES = ("negative", "neutral", "positive")
DRAWS = 2_000


def macro_f1(gold: NDArray[np.str_], given: NDArray[np.str_]) -> float:
    """Mean F1 of the three classes."""
    return float(f1_score(gold, given, labels=CLASSES, average="macro", zero_division=0))


def main() -> None:
    """Print macro-F1 of both readings by length of answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", default="report", choices=("development", "report"))
    options = parser.parse_args()
    rows = pl.read_csv(DATA / "nhs_patient_feedback.csv.gz", infer_schema_length=0)
    rows = rows.filter(pl.col("sentiment").is_not_null() & pl.col("text").is_not_null())
    rows = rows[0::2] if options.half == "development" else rows[1::2]
    rows = rows.filter([asked(question or "") is not None for question in rows["question"]])
    gold = rows["sentiment"].to_numpy().astype(str)
    lengths = np.array([len(text.split()) for text in rows["text"]])
    readings = {}
    for name, frame in (("without", rows.select("text")), ("with", rows.select("text", "question"))):
        comments = Pipeline().label(read_feedback(frame, text="text")).comments
        readings[name] = comments["sentiment"].fill_null("neutral").replace("mixed", "neutral").to_numpy().astype(str)
        decided = comments["flags"].list.contains("question").to_numpy()
    write = sys.stdout.write
    write("| answers | n | decided by the question | without | with | gain |\n|---|---|---|---|---|---|\n")
    for label, chosen in (("to 5 words", lengths <= 5), ("to 10 words", lengths <= 10), ("all", lengths > 0)):
        truth, before, after = gold[chosen], readings["without"][chosen], readings["with"][chosen]
        draws = np.random.default_rng(0).integers(len(truth), size=(DRAWS, len(truth)))
        gains = [macro_f1(truth[draw], after[draw]) - macro_f1(truth[draw], before[draw]) for draw in draws]
        low, high = np.percentile(gains, (2.5, 97.5))
        old, new = macro_f1(truth, before), macro_f1(truth, after)
        count = int((chosen & decided).sum())
        gain = f"{new - old:+.3f} [{low:+.3f}, {high:+.3f}]"
        write(f"| {label} | {len(truth)} | {count} | {old:.3f} | {new:.3f} | {gain} |\n")


if __name__ == "__main__":
    main()
