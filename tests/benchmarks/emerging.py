"""Measures how often a new subject is found, and how often one is named where nothing is new.

    CXTEXT_BENCHMARK_DATA=folder python tests/benchmarks/emerging.py [--sets banking77 clinc150]

Texts are whole comments. Planted: one label is left out, themes are learnt from half of the other texts, and the other
half is read with 60 texts of that label; it is found if most mentions of a candidate are of it. Null: a random
half is read by themes learnt from the other one; every candidate is a false alarm. Labels that are planted are
drawn by a seed, other ones for development (--development) than for the report.
"""

from __future__ import annotations

import argparse

import numpy as np
from numpy.typing import NDArray
from themes import Vectors, load
from threadpoolctl import threadpool_limits

from cxtext.sentiment.scorers import make_scorer
from cxtext.themes.emerging import Group, emerging_groups, referenced
from cxtext.themes.encode import make_encoder
from cxtext.themes.fit import fit_themes
from cxtext.themes.themes import ThemeSet

PLANTED = 60
MOST_TEXTS = 6_000


def main() -> None:
    """Print one line a set."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sets", nargs="*", default=["banking77", "clinc150", "hwu64", "nhs_phase1"])
    parser.add_argument("--plants", type=int, default=10)
    parser.add_argument("--nulls", type=int, default=20)
    parser.add_argument("--development", action="store_true")
    options = parser.parse_args()
    print(
        "| set | planted | found | other candidates in these runs | null runs | with a candidate |\n" + "|---" * 6 + "|"
    )
    with threadpool_limits(1):
        for name in options.sets:
            measure(name, options.plants, options.nulls, development=options.development)


def measure(name: str, plants: int, nulls: int, *, development: bool) -> None:
    """One row of the table."""
    texts, labels = load(name)
    rows = np.sort(np.random.default_rng(0).permutation(len(texts))[:MOST_TEXTS])
    kept, gold = [texts[i] for i in rows], np.array(labels)[rows]
    vectors, scores = make_encoder().encode(kept), np.asarray(make_scorer("fast").score(kept))
    names = np.random.default_rng(1).permutation([label for label in sorted(set(gold)) if (gold == label).sum() >= 30])
    half = len(names) // 2
    found = others = tried = 0
    for label in (names[:half] if development else names[half:])[:plants]:
        rng = np.random.default_rng(tried)
        first = (rng.random(len(kept)) < 0.5) & (gold != label)
        planted = np.flatnonzero(gold == label)[:PLANTED]
        new = np.concatenate([np.flatnonzero(~first & (gold != label)), planted])
        groups = read(kept, vectors, scores, np.flatnonzero(first), new)
        right = [(gold[new[group.mentions]] == label).mean() > 0.5 for group in groups]
        found, others, tried = found + any(right), others + len(right) - sum(right), tried + 1
    alarms = 0
    for seed in range(nulls):
        first = np.random.default_rng(100 + seed).random(len(kept)) < 0.5
        alarms += bool(read(kept, vectors, scores, np.flatnonzero(first), np.flatnonzero(~first)))
    print(f"| {name} | {tried} | {found} | {others} | {nulls} | {alarms} |", flush=True)


def read(
    texts: list[str], vectors: Vectors, scores: NDArray[np.float64], first: NDArray[np.int64], new: NDArray[np.int64]
) -> list[Group]:
    """The candidates that themes learnt from the first texts give for the new ones."""
    nothing = np.zeros(len(texts), dtype=bool)
    themes: ThemeSet = fit_themes(
        [texts[i] for i in first],
        vectors[first],
        scores[first],
        nothing[first],
        np.full(len(first), -1),
        np.arange(len(first)),
        encode=lambda phrases: np.ones((len(phrases), vectors.shape[1]), dtype=np.float32),
        tokenise=lambda some: [text.split() for text in some],
    )
    themes = referenced(themes, vectors[first], nothing[first], np.arange(len(first)))
    return emerging_groups(themes, vectors[new], nothing[new], np.arange(len(new)))


if __name__ == "__main__":
    main()
