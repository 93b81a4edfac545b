"""Measures the sentiment scorers on ten labelled sets that none of them was trained or tuned on.

    CXTEXT_BENCHMARK_DATA=folder python -m tests.benchmarks.sentiment [--limit 1000]
    python -m tests.benchmarks.sentiment --pairs

The second line shows the pass rates of tests/cases/sentiment_pairs.jsonl by capability.

Rows labelled mixed and rows without a label are left out. Reviews of several sentences are read as the
pipeline reads them: split into mentions, scored one by one, aggregated. The label is the pipeline's too:
neutral inside the band around zero. In a set without neutral rows, to say neutral is to miss; `--sides` shows
these sets by the side of zero that a text falls on instead. Calibration is shown for scorers that give
probabilities; those of a text are the mean of its mentions', by the root of their words.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxtext.sentiment.accurate import AccurateScorer
from cxtext.sentiment.aggregate import comment_leaning
from cxtext.sentiment.fast import FastScorer
from cxtext.sentiment.score import Scores, polarity
from cxtext.sentiment.scorers import SCORERS, make_scorer
from cxtext.text.clean import for_sentiment
from cxtext.text.segment import mention_pipeline, mentions

SHORT = (
    "airline",
    "semeval14_restaurants",
    "semeval14_laptops",
    "tweeteval_sentiment",
    "mams_acsa",
    "student_feedback",
    "uci_sentences",
)
LONG = ("amazon_blitzer", "skytrax_seat", "skytrax_lounge")
CLASSES = ("negative", "neutral", "positive")
PAIRS = Path(__file__).resolve().parent.parent / "cases" / "sentiment_pairs.jsonl"
DRAWS = 500  # of the bootstrap
SEED = 0

BINS = 15  # of the calibration error

Score = Callable[[Sequence[str]], Scores]


@dataclass(frozen=True)
class Labelled:
    """The texts of one set as the scorer gets them, in pieces, and a label for each text."""

    pieces: list[str]
    owner: NDArray[np.int64]  # (n_pieces,) index of the piece's text
    labels: NDArray[np.str_]  # (n,)

    @property
    def classes(self) -> tuple[str, ...]:
        return tuple(c for c in CLASSES if (self.labels == c).any())


@dataclass(frozen=True)
class Measured:
    """F1 of each class and their mean, with a 95 % bootstrap interval of the mean."""

    n: int
    f1: dict[str, float]
    macro: float
    low: float
    high: float


def read(folder: Path, name: str, *, limit: int | None = None) -> Labelled:
    """One set; with a limit, that many rows drawn by a fixed seed."""
    rows = pl.read_csv(folder / f"{name}.csv.gz", infer_schema=False).drop_nulls("text")
    rows = rows.filter(pl.col("sentiment").is_in(CLASSES))
    if limit and limit < len(rows):
        rows = rows.sample(limit, seed=SEED)
    texts = rows["text"].to_list()
    pieces = [[text] for text in texts]
    if name in LONG:
        spans = mentions(texts, mention_pipeline())
        pieces = [[text[a:b] for a, b in found] or [text] for text, found in zip(texts, spans, strict=True)]
    return Labelled(
        [for_sentiment(piece) for group in pieces for piece in group],
        np.repeat(np.arange(len(texts)), [len(group) for group in pieces]),
        rows["sentiment"].to_numpy().astype(str),
    )


def predict(score: Score, found: Labelled, *, sides: bool = False) -> NDArray[np.str_]:
    """The class of each text; with `sides`, never neutral where the set has no neutral row."""
    words = np.array([len(piece.split()) for piece in found.pieces])
    scores = comment_leaning(score(found.pieces), words, found.owner, len(found.labels))
    if sides and "neutral" not in found.classes:
        return np.where(scores > 0, "positive", "negative")
    return np.array(polarity(scores))


def measure(predicted: NDArray[np.str_], found: Labelled) -> Measured:
    """F1 a class and the interval of their mean, texts drawn with replacement."""
    index = {c: i for i, c in enumerate(CLASSES)}
    gold = np.array([index[c] for c in found.labels])
    said = np.array([index[c] for c in predicted])
    k, n = len(CLASSES), len(gold)
    present = [index[c] for c in found.classes]
    cells = np.bincount(gold * k + said, minlength=k * k)
    draws = np.random.default_rng(SEED).multinomial(n, cells / n, size=DRAWS).reshape(-1, k, k)
    means = _f1(draws)[:, present].mean(axis=1)
    f1 = _f1(cells.reshape(1, k, k))[0, present]
    low, high = np.quantile(means, [0.025, 0.975])
    return Measured(n, dict(zip(found.classes, f1.tolist(), strict=True)), float(f1.mean()), float(low), float(high))


def _f1(confusion: NDArray[np.int64]) -> NDArray[np.float64]:
    """(draws, classes) from (draws, gold, said)."""
    hits = np.diagonal(confusion, axis1=1, axis2=2)
    return 2 * hits / np.maximum(confusion.sum(axis=1) + confusion.sum(axis=2), 1)


def calibration_error(probabilities: NDArray[np.float64], labels: NDArray[np.str_]) -> float:
    """Expected calibration error of the likeliest class over BINS bins of equal width (Naeini et al. 2015)."""
    sure, right = probabilities.max(axis=1), np.array(CLASSES)[probabilities.argmax(axis=1)] == labels
    gap = np.bincount(np.minimum((sure * BINS).astype(int), BINS - 1), sure - right, BINS)
    return float(np.abs(gap).sum() / len(labels))


def probable(names: Iterable[str]) -> dict[str, Callable[[Sequence[str]], NDArray[np.float64]]]:
    """What gives the probabilities of the classes, for those of the scorers that do."""
    made = {name: make_scorer(name) for name in names if name in SCORERS}
    return {name: s.probabilities for name, s in made.items() if isinstance(s, FastScorer | AccurateScorer)}


def _of_texts(probabilities: NDArray[np.float64], found: Labelled) -> NDArray[np.float64]:
    weight = np.sqrt([max(len(piece.split()), 1) for piece in found.pieces])
    total = np.zeros((len(found.labels), len(CLASSES)))
    np.add.at(total, found.owner, weight[:, None] * probabilities)
    return np.asarray(total / total.sum(axis=1, keepdims=True))


def calibration_table(errors: dict[str, dict[str, float]]) -> str:
    """Markdown: calibration error, a row a set, a column a scorer."""
    lines = ["| set | " + " | ".join(errors) + " |", "|---|" + "---|" * len(errors)]
    names = next(iter(errors.values()))
    rows = (f"| {name} | " + " | ".join(f"{e[name]:.3f}" for e in errors.values()) + " |" for name in names)
    return "\n".join([*lines, *rows])


def textblob() -> Score | None:
    """TextBlob's polarity, if it is installed; it is only compared with."""
    try:
        from textblob import TextBlob
    except ImportError:
        return None
    return lambda texts: np.array([TextBlob(t).sentiment.polarity for t in texts])


def contestants(names: Sequence[str]) -> dict[str, Score]:
    """The scorers of these names, and TextBlob if it is there."""
    found: dict[str, Score] = {}
    for name in names:
        found[name] = make_scorer(name).score
    other = textblob()
    if other:
        found["textblob"] = other
    return found


def vader() -> Score:
    """The package itself, text by text; the scorer "vader" gives the same scores from blocks of texts."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return lambda texts: np.array([analyzer.polarity_scores(text)["compound"] for text in texts])


def table(results: dict[str, dict[str, Measured]]) -> str:
    """Markdown: macro-F1 with its interval, a row a set, a column a scorer."""
    lines = ["| set | n | " + " | ".join(results) + " |", "|---|---|" + "---|" * len(results)]
    for name in next(iter(results.values())):
        cells = [r[name] for r in results.values()]
        shown = [f"{m.macro:.3f} ({m.low:.3f}–{m.high:.3f})" for m in cells]
        lines.append(f"| {name} | {cells[0].n} | " + " | ".join(shown) + " |")
    means = [f"**{np.mean([m.macro for m in r.values()]):.3f}**" for r in results.values()]
    return "\n".join([*lines, "| mean | | " + " | ".join(means) + " |"])


def class_table(results: dict[str, dict[str, Measured]]) -> str:
    """Markdown: F1 of negative / neutral / positive."""
    lines = ["| set | " + " | ".join(results) + " |", "|---|" + "---|" * len(results)]
    for name in next(iter(results.values())):
        shown = [
            " / ".join(f"{r[name].f1[c]:.2f}" if c in r[name].f1 else "–" for c in CLASSES) for r in results.values()
        ]
        lines.append(f"| {name} | " + " | ".join(shown) + " |")
    return "\n".join(lines)


def pair_table(scorers: dict[str, Score]) -> str:
    """Markdown: share of the minimal pairs passed, a row a capability, a column a scorer."""
    cases = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    groups = np.array([case["capability"] for case in cases])
    passed = {}
    for name, score in scorers.items():
        said = polarity(score([case["text"] for case in cases]))
        passed[name] = np.array([passes(case["expect"], label) for case, label in zip(cases, said, strict=True)])
    lines = ["| capability | n | " + " | ".join(scorers) + " |", "|---|---|" + "---|" * len(scorers)]
    for group in dict.fromkeys(groups.tolist()):
        rows = groups == group
        shown = " | ".join(f"{p[rows].mean():.2f}" for p in passed.values())
        lines.append(f"| {group} | {rows.sum()} | {shown} |")
    return "\n".join(
        [*lines, f"| all | {len(cases)} | " + " | ".join(f"{p.mean():.2f}" for p in passed.values()) + " |"]
    )


def passes(expect: str, label: str) -> bool:
    """Whether a label meets "positive", "not positive" and so on."""
    return (label == expect.removeprefix("not ")) != expect.startswith("not ")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, help="use only so many rows a set")
    parser.add_argument("--pairs", action="store_true", help="pass rates of the minimal pairs, no data needed")
    parser.add_argument("--sides", action="store_true", help="no neutral where a set has none")
    parser.add_argument("--scorer", action="append", choices=list(SCORERS), help="default: all")
    options = parser.parse_args()
    scorers = contestants(options.scorer or list(SCORERS))
    if options.pairs:
        print(pair_table(scorers))
        return
    folder = Path(os.environ["CXTEXT_BENCHMARK_DATA"])
    results: dict[str, dict[str, Measured]] = {name: {} for name in scorers}
    sure = probable(scorers)
    errors: dict[str, dict[str, float]] = {name: {} for name in sure}
    seconds, pieces = dict.fromkeys(scorers, 0.0), 0
    for name in (*SHORT, *LONG):
        found = read(folder, name, limit=options.limit)
        pieces += len(found.pieces)
        for label, score in scorers.items():
            began = time.perf_counter()
            predicted = predict(score, found, sides=options.sides)
            seconds[label] += time.perf_counter() - began
            results[label][name] = measure(predicted, found)
            if label in sure:
                errors[label][name] = calibration_error(_of_texts(sure[label](found.pieces), found), found.labels)
    print(table(results), class_table(results), sep="\n\n")
    if errors:
        print("\ncalibration error", calibration_table(errors), sep="\n\n")
    print("\nmentions/s: " + ", ".join(f"{label} {pieces / s:,.0f}" for label, s in seconds.items()))


if __name__ == "__main__":
    main()
