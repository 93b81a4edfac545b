"""Measures how well wished-for themes agree with human labels, on texts that nothing was learnt from.

    CXTEXT_BENCHMARK_DATA=folder python tests/benchmarks/guided.py [--encoder accurate]

Sets as in the survey of peers: airline = distinct negative tweets with a reason, "Can't Tell" left out; nhs_phase1 =
distinct patient comments of three words or more, "Miscellaneous" left out. Themes are placed with four fifths of the
texts (no label is seen); figures are of the other fifth. The ways of placing were compared by the labels of the four
fifths.
The seeds in tests/benchmarks/seeds were written from the names of the labels before anything was run.

Every text is put to the closest wished-for theme, whatever its threshold: "placed" is the share that is above it, and
"of these" how many of those are right. Beside it: the names without seeds, and k-means started at the same seeds.
"""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import f1_score, normalized_mutual_info_score
from themes import Vectors, load
from threadpoolctl import threadpool_limits

from cxtext.text.clean import for_encoding
from cxtext.text.segment import mention_pipeline
from cxtext.themes.encode import make_encoder, unit_rows
from cxtext.themes.guide import NO_WISH, guide
from cxtext.themes.wishes import load_wishes

SEEDS = Path(__file__).parent / "seeds"
SETS = {"airline": "Can't Tell", "nhs_phase1": "Miscellaneous"}  # and the label that is none


def main() -> None:
    """Print a line a set and method."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--encoder", default="fast")
    options = parser.parse_args()
    print("| set | method | NMI | macro-F1 | accuracy | placed | of these |\n" + "|---" * 7 + "|")
    with threadpool_limits(1):
        for name in SETS:
            compare(name, options.encoder)


def compare(name: str, encoder_name: str) -> None:
    """All methods on one set."""
    encoder, nlp = make_encoder(encoder_name), mention_pipeline(None)
    texts, labels = load(name)
    kept = [i for i, text in enumerate(texts) if labels[i] != SETS[name] and (name == "airline" or text.count(" ") > 1)]
    texts, labels = [texts[i] for i in kept], [labels[i] for i in kept]
    vectors = encoder.encode(texts)
    first = np.random.default_rng(0).random(len(texts)) < 0.8
    rows = np.flatnonzero(first & np.any(vectors != 0, axis=1))
    wishes = load_wishes(SEEDS / f"{name}.yaml").themes
    gold = np.array([[wish.name for wish in wishes].index(label) for label in labels])[~first]

    def encode(phrases: list[str]) -> Vectors:
        return encoder.encode([for_encoding(phrase) for phrase in phrases])

    def tokenise(some: list[str]) -> list[list[str]]:
        return [[token.text.lower() for token in doc] for doc in map(nlp.make_doc, some)]

    names = tuple(dataclasses.replace(wish, seeds=()) for wish in wishes)
    mean = vectors[rows].mean(axis=0)
    middles = unit_rows(np.stack([encode([w.name, *w.seeds]).mean(axis=0) for w in wishes]) - mean)
    centred = unit_rows(vectors - mean)
    for method, asked in (("names only", names), ("names and seeds", wishes)):
        found, unsupported = guide(asked, [texts[i] for i in rows], vectors[rows], encode=encode, tokenise=tokenise)
        if found is None:
            continue
        made = np.array([i for i, wish in enumerate(wishes) if wish.name not in unsupported] + [NO_WISH])
        line(name, method, gold, made[found.nearest(vectors[~first])[0]], made[found.claim(vectors[~first])[0]])
    means = KMeans(len(wishes), init=middles, n_init=1, random_state=0).fit(centred[rows])
    line(name, "k-means from the same seeds", gold, means.predict(centred[~first]))


def line(
    name: str, method: str, gold: NDArray[np.int64], found: NDArray[np.int64], claimed: NDArray[np.int64] | None = None
) -> None:
    """One row of the table."""
    cells = [
        normalized_mutual_info_score(gold, found),
        f1_score(gold, found, average="macro"),
        float((gold == found).mean()),
    ]
    if claimed is not None:
        placed = claimed != NO_WISH
        cells += [float(placed.mean()), float((gold == claimed)[placed].mean())]
    print("|", " | ".join([name, method, *(f"{cell:.3f}" for cell in cells)]), "|", flush=True)


if __name__ == "__main__":
    main()
