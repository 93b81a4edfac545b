"""Measures how much the same themes come out of another sample of the same feedback.

    CXTEXT_BENCHMARK_DATA=folder python tests/benchmarks/theme_stability.py [--samples 4] [--sets airline …]

Each training sees a bootstrap sample of the texts and chooses the number of themes anew; all texts are then given to
its broad themes. Printed is the mean adjusted Rand index over all pairs of trainings, with the themes and subthemes
that each found. The rule that chooses the number was set on airline and nhs_phase1.
"""

from __future__ import annotations

import argparse
from itertools import combinations

import numpy as np
from sklearn.metrics import adjusted_rand_score
from themes import DEVELOPED_ON, REPORTED_ON, load
from threadpoolctl import threadpool_limits

from cxtext.sentiment.scorers import make_scorer
from cxtext.themes.discover import discover
from cxtext.themes.encode import make_encoder
from cxtext.themes.space import fit_space


def main() -> None:
    """Print one line a set."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--samples", type=int, default=4)
    parser.add_argument("--sets", nargs="*", default=[*DEVELOPED_ON, *REPORTED_ON])
    options = parser.parse_args()
    print("| set | labels | stability | themes | subthemes |\n|---|---|---|---|---|")
    encoder, scorer = make_encoder("fast"), make_scorer("fast")
    with threadpool_limits(1):
        for name in options.sets:
            texts, labels = load(name)
            vectors, scores = encoder.encode(texts), np.asarray(scorer.score(texts))
            known = np.any(vectors != 0, axis=1)
            spaced = fit_space(vectors[known], scores[known]).apply(vectors[known])
            rng = np.random.default_rng(0)
            trees = [discover(spaced[rng.integers(0, len(spaced), len(spaced))]) for _ in range(options.samples)]
            found = [tree.place(spaced)[0] for tree in trees]
            agreement = np.mean([adjusted_rand_score(a, b) for a, b in combinations(found, 2)])
            themes, parts = [len(t.centres) for t in trees], [len(t.subcentres) for t in trees]
            print(f"| {name} | {len(set(labels))} | {agreement:.3f} | {span(themes)} | {span(parts)} |", flush=True)


def span(numbers: list[int]) -> str:
    """The lowest and the highest of some numbers."""
    low, high = min(numbers), max(numbers)
    return str(low) if low == high else f"{low}–{high}"


if __name__ == "__main__":
    main()
