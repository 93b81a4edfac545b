"""Boundaries of mentions against hand marks: python tests/benchmarks/text_boundaries.py [--half …] [--misses].

tests/cases/mention_boundaries.jsonl holds 300 comments of six public sets, marked by hand before the splitter had
read them: `expect` is the comment cut where another statement begins. Rules may be made on the half "development";
"report" is for figures. A boundary is found if a mention starts at the same word. Intervals are percentiles of
2,000 bootstrap draws of comments. Beside it, in the same run: spaCy's sentencizer.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from numpy.typing import NDArray

from cxtext.text.segment import mention_spans

CASES = Path(__file__).resolve().parents[1] / "cases" / "mention_boundaries.jsonl"
DRAWS = 2_000
Case = dict[str, Any]
Counts = NDArray[np.int64]  # (n, 3) of found, given, marked boundaries of each comment


def words_at(text: str, starts: list[int]) -> set[int]:
    """The number of the first word at or behind each place; the first word of all begins nothing."""
    words = [match.start() for match in re.finditer(r"\w+", text)]
    return {sum(word < start for word in words) for start in starts} - {0, len(words)}


def marked(case: Case) -> set[int]:
    """The numbers of the words at which another statement begins."""
    place, starts = 0, []
    for piece in case["expect"]:
        place = case["text"].index(piece, place)
        starts.append(place)
        place += len(piece)
    return words_at(case["text"], starts)


def counts(cases: list[Case], split: Callable[[str], list[int]]) -> Counts:
    """Found, given and marked boundaries of each comment."""
    rows = []
    for case in cases:
        given, true = words_at(case["text"], split(case["text"])), marked(case)
        rows.append((len(given & true), len(given), len(true)))
    return np.array(rows, dtype=np.int64)


def measures(total: NDArray[np.int64]) -> NDArray[np.float64]:
    """Precision, recall and F1 from sums of found, given and marked."""
    found, given, true = total.astype(np.float64)
    return np.array([found / max(given, 1), found / max(true, 1), 2 * found / max(given + true, 1)])


def main() -> None:
    """Print precision, recall and F1 of both splitters."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", default="report", choices=("development", "report"))
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    every = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    cases = [case for case in every if case["half"] == options.half]
    sentencizer = spacy.blank("en")
    sentencizer.add_pipe("sentencizer")
    splitters: dict[str, Callable[[str], list[int]]] = {
        "cxtext": lambda text: [start for start, _ in mention_spans(text)],
        "spaCy's sentencizer": lambda text: [sentence.start_char for sentence in sentencizer(text).sents],
    }
    write = sys.stdout.write
    write("| splitter | comments | boundaries | precision | recall | F1 |\n|---|---|---|---|---|---|\n")
    for name, split in splitters.items():
        table = counts(cases, split)
        draws = np.random.default_rng(0).integers(len(table), size=(DRAWS, len(table)))
        spread = np.percentile([measures(table[draw].sum(0)) for draw in draws], (2.5, 97.5), axis=0)
        cells = [f"{m:.3f} [{a:.3f}, {b:.3f}]" for m, a, b in zip(measures(table.sum(0)), *spread, strict=True)]
        write(f"| {name} | {len(table)} | {table[:, 2].sum()} | {' | '.join(cells)} |\n")
    for case in cases if options.misses else []:
        spans = mention_spans(case["text"])
        if words_at(case["text"], [start for start, _ in spans]) != marked(case):
            pieces = [case["text"][start:end] for start, end in spans]
            write(f"  {case['label']}\n    marked {' ¦ '.join(case['expect'])}\n    given  {' ¦ '.join(pieces)}\n")


if __name__ == "__main__":
    main()
