"""Measures what the score of a theme and the rate of comments without one are worth on texts not trained on.

    CXTEXT_BENCHMARK_DATA=folder python tests/benchmarks/assignment.py [--rates | --reliability]

Rates: a pipeline is fitted on one half of a set (even rows) and labels the other (odd rows); comments without a theme
are those that have mentions and none of them in a theme but "Other remarks".

Reliability: whole comments with one human label. Themes are discovered on one half. For the texts of the other half,
by the score of the theme they are put to: the share that five trainings on bootstrap samples of the first half leave in
their theme (themes paired by the mentions they share), and the share whose human label is the commonest of
their theme in the first half.
"""

from __future__ import annotations

import argparse
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from themes import AIRLINES, DATA, Vectors, load
from threadpoolctl import threadpool_limits

from cxtext import Pipeline, Settings, read_feedback
from cxtext.pipeline.reading import Reading
from cxtext.schema import REST
from cxtext.sentiment.scorers import make_scorer
from cxtext.themes.assign import as_new, calibrated, fit_levels
from cxtext.themes.discover import Tree, discover
from cxtext.themes.encode import make_encoder
from cxtext.themes.space import Space, fit_space
from cxtext.themes.themes import ThemeSet
from cxtext.tiles import product

RATES = (None, 0.0, 0.01, 0.05, 0.1, 0.2)
BINS = (0, 0.05, 0.1, 0.25, 0.5, 0.75, 1)
BOOTSTRAPS = 5


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rates", action="store_true")
    parser.add_argument("--reliability", action="store_true")
    parser.add_argument("--sets", nargs="*")
    options = parser.parse_args()
    with threadpool_limits(1):
        if options.rates or not options.reliability:
            print("| set | rate asked for | trained half | new half |\n|---|---|---|---|")
            for name in options.sets or ("airline", "nhs_phase1", "nhs_patient_feedback"):
                rates(name)
        if options.reliability or not options.rates:
            print("| set | score | texts | keep their theme | have its commonest label |\n|---|---|---|---|---|")
            for name in options.sets or ("airline", "nhs_phase1", "banking77", "hwu64"):
                reliability(name)


def rates(name: str) -> None:
    """Comments without a theme, in the half that was trained on and in the other."""
    rows = pl.read_csv(DATA / f"{name}.csv.gz", infer_schema_length=None).drop_nulls("text").select("text")
    halves = [read_feedback(rows.gather_every(2, offset), text="text") for offset in (0, 1)]
    brands = tuple(AIRLINES) if name == "airline" else ()
    pipeline = Pipeline(Settings(brands=brands)).fit(halves[0])
    readings = [pipeline.reader.read(half.comments) for half in halves]
    learnt = readings[0]
    for rate in RATES:
        themes = calibrated(pipeline.themes, learnt.vectors, learnt.generic, learnt.comment, other_rate=rate)
        cells = [f"{100 * without(themes, reading):.1f} %" for reading in readings]
        print(f"| {name} | {'none' if rate is None else f'{100 * rate:.0f} %'} | {' | '.join(cells)} |", flush=True)


def without(themes: ThemeSet, reading: Reading) -> float:
    """The share of the comments with mentions that have no theme."""
    named = [*themes.names(), REST]  # the last one answers NONE
    formal = themes.are_formal(reading.views)
    theme = themes.assign_comments(reading.vectors, reading.generic, formal, reading.said, reading.comment).theme
    kept = np.array([named[i] != REST for i in theme])
    return 1 - len(set(reading.comment[kept].tolist())) / len(set(reading.comment.tolist()))


def placed(tree: Tree, space: Space, vectors: Vectors) -> tuple[NDArray[np.int64], NDArray[np.int64], Vectors]:
    """Theme, subcentre and the cosine to it."""
    spaced = space.apply(vectors)
    theme, leaf, _ = tree.place(spaced)
    return theme, leaf, product(spaced, tree.subcentres.T)[np.arange(len(leaf)), leaf]


def reliability(name: str) -> None:
    """The tables of one set."""
    texts, labels = load(name)
    vectors, scores = make_encoder().encode(texts), np.asarray(make_scorer("fast").score(texts))
    known = np.any(vectors != 0, axis=1)
    vectors, scores, human = vectors[known], scores[known], np.array(labels)[known]
    first = np.random.default_rng(0).random(len(vectors)) < 0.5
    learnt, new = vectors[first], vectors[~first]
    space = fit_space(learnt, scores[first])
    tree = discover(space.apply(learnt))
    theme, leaf, cosine = placed(tree, space, learnt)
    fit = fit_levels(leaf, as_new(leaf, cosine), len(tree.subcentres))
    own, leaf, cosine = placed(tree, space, new)
    score = fit.score(leaf, cosine)
    commonest = [max(sorted(set(human[first][theme == t])), key=list(human[first][theme == t]).count) for t in set(own)]
    right = np.array(commonest)[own] == human[~first]
    kept = np.mean([again(i, learnt, scores[first], theme, new, own) for i in range(BOOTSTRAPS)], axis=0)
    for low, high in pairwise(BINS):
        rows = (score >= low) & ((score < high) | (high == 1))
        cells = [f"{low:.2f}–{high:.2f}", f"{rows.sum():,}", f"{kept[rows].mean():.2f}", f"{right[rows].mean():.2f}"]
        print("|", " | ".join([name, *cells]), "|", flush=True)


def again(
    seed: int,
    learnt: Vectors,
    scores: NDArray[np.float64],
    theme: NDArray[np.int64],
    new: Vectors,
    own: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Whether new texts keep their theme under one training on a bootstrap sample."""
    rows = np.random.default_rng(seed + 1).choice(len(learnt), len(learnt))
    space = fit_space(learnt[rows], scores[rows])
    tree = discover(space.apply(learnt[rows]))
    shared = np.zeros((theme.max() + 1, len(tree.centres)))
    np.add.at(shared, (theme, placed(tree, space, learnt)[0]), 1)
    ours, theirs = linear_sum_assignment(-shared)
    partner = np.full(len(tree.centres), -1)
    partner[theirs] = ours
    return np.asarray(partner[placed(tree, space, new)[0]] == own)


if __name__ == "__main__":
    main()
