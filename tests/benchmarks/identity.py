"""Measures how much of a model's themes goes on when it is trained anew on other comments of the same kind.

    CXTEXT_BENCHMARK_DATA=folder python tests/benchmarks/identity.py [--seeds 1,2] [--sets airline,nhs_phase1]

A set is cut in two halves at random. A model is trained on the first, another goes on from it on the second, which has
no comment in common with the first. Kept: themes of the old model that go on under their id; drifted ones are among
them, and said. Same id: share of the second half's mentions that both models put to the same theme, by id. ARI:
adjusted Rand index of the two models' themes over these mentions, which asks nothing of ids.

The least similarity of a theme that goes on was set on seed 0 of nhs_phase1; seeds 1 and 2 are reported.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import numpy as np
import polars as pl
from sklearn.metrics import adjusted_rand_score

from cxtext import Pipeline, Settings
from cxtext.pipeline.retraining import going_on
from cxtext.read import read_feedback
from cxtext.schema import Feedback
from cxtext.themes.identity import SPECIAL

DATA = Path(os.environ.get("CXTEXT_BENCHMARK_DATA", "../shared/data"))


def halves(name: str, seed: int) -> tuple[Feedback, Feedback]:
    """Two halves of a set, drawn at random."""
    rows = pl.read_csv(DATA / f"{name}.csv.gz", infer_schema_length=None)
    first = np.random.default_rng(seed).random(len(rows)) < 0.5
    one, other = (read_feedback(rows.filter(pl.Series(part)), text="text") for part in (first, ~first))
    return one, other


def ids(pipeline: Pipeline, feedback: Feedback) -> list[str]:
    """The theme of each mention, by id."""
    if pipeline.themes is None:
        raise ValueError("nothing was learnt")
    of = {theme.name: theme.id for theme in pipeline.themes.themes}
    return [of.get(name, "none") for name in pipeline.label(feedback).mentions["theme"]]


def measure(name: str, seed: int) -> str:
    """One row of the table."""
    first, second = halves(name, seed)
    old = Pipeline(Settings(seed=seed)).fit(first)
    new = going_on(old, Settings(seed=seed)).fit(second)
    if old.themes is None or new.identity is None:
        raise ValueError("nothing was learnt")
    kinds = [row.kind for row in new.identity.lineage]
    n_old = sum(theme.id not in SPECIAL for theme in old.themes.themes)
    drifted = sum(kind in ("renamed", "drifted") for kind in kinds)
    kept = kinds.count("kept") + drifted
    before, after = ids(old, second), ids(new, second)
    same = np.mean([a == b for a, b in zip(before, after, strict=True)])
    return (
        f"{name:<12} {seed:>4} {n_old:>7} {kept:>5} ({drifted} drifted) {kept / n_old:>7.0%} {same:>8.3f} "
        f"{adjusted_rand_score(before, after):>7.3f}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", default="1,2")
    parser.add_argument("--sets", default="airline,nhs_phase1")
    given = parser.parse_args()
    print("set          seed  themes  kept              share  same id     ARI")
    for seed in map(int, given.seeds.split(",")):
        for name in given.sets.split(","):
            print(measure(name, seed), flush=True)


if __name__ == "__main__":
    main()
