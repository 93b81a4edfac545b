"""How the fast model does on a kind of text that it never saw: kin sets are left out, and measured on.

    CXTEXT_BENCHMARK_DATA=folder python models/sentiment/leave_out.py [KIN ...]

A development measure, of the network and the labelled sets: it learns from human labels and made-up sentences alone,
because the teacher, whose labels the shipped model learns, has seen every set. Every text and sentence of the sets left
out is taken from what it learns, and it is calibrated on the held-out texts of the others. Shown is macro-F1 on the
held-out texts of each set, over the classes that the set has: left out, learnt from, and VADER's.
"""

import argparse
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import constructs
import corpus
import numpy as np
import quality
import recipe
import student
import torch
from corpus import Corpus, Texts, comparison_key

from cxtext.sentiment.labels import CLASSES
from cxtext.sentiment.score import VaderScorer, polarity

KIN = {
    "none": (),
    "social": ("goemotions", "vader_tweets"),
    "products": ("vader_amazon", "huliu_products9", "huliu_products5", "pros_cons", "oposum_aspects"),
    "press": ("vader_movie", "vader_nyt"),
    "nhs": ("nhs_phase1", "nhs_patient_feedback"),
}
"""Sets that are left out together; "none" is the model that learns from all."""

EPOCHS = 3
FEWEST = 100  # held-out texts of a set to be measured on


def keys_of(folder: Path, sets: Sequence[str]) -> set[str]:
    """Comparison keys of every text of the sets and of its sentences."""
    texts = [corpus.view(text) for name in sets for text in corpus.read_set(folder, name)["text"]]
    return {comparison_key(piece) for text in texts for piece in (text, *corpus.sentences(text))}


def fitted(gathered: Corpus, left_out: set[str], kin: Sequence[str]) -> student.Model:
    """The fast model without the sets of `kin` and without the texts that have a key in `left_out`."""
    train = gathered.train
    rows = [
        i
        for i, (text, source) in enumerate(zip(train.texts, train.sources, strict=True))
        if source not in (*kin, *recipe.NOT_TAUGHT) and comparison_key(text) not in left_out
    ]
    train = train.take(np.array(rows))
    short = [train.texts[i] for i in constructs.neutral_texts(train)]
    made, people = constructs.build(short, seed=recipe.SEED, cases=recipe.CASES), constructs.people()
    texts = Texts(
        [*train.texts, *made.texts, *people.texts],
        np.concatenate([train.targets, made.targets, people.targets]),
        [*train.sources, *made.sources, *people.sources],
    )
    weights = np.where(np.arange(len(texts)) < len(train), 1.0, recipe.CONSTRUCT_WEIGHT).astype(np.float32)
    model = student.fit(texts, weights, replace(recipe.Plan().fast, epochs=EPOCHS), seed=recipe.SEED)
    others = [i for i, source in enumerate(gathered.held_out.sources) if source not in kin]
    student.calibrate(model, gathered.held_out.take(np.array(others)))
    return model


def measure(gathered: Corpus, model: student.Model, sets: Sequence[str]) -> dict[str, tuple[int, float, float]]:
    """Held-out texts of each set, and the macro-F1 of the model and of VADER on them."""
    sources = np.array(gathered.held_out.sources)
    found = {}
    for name in sets:
        texts = gathered.held_out.take(np.flatnonzero(sources == name))
        if len(texts) >= FEWEST:
            labels = texts.targets.argmax(axis=1)
            vader = np.array([CLASSES.index(side) for side in polarity(VaderScorer().score(texts.texts))])
            ours = student.odds_of(model, texts.texts).argmax(axis=1)
            found[name] = len(texts), _macro_f1(labels, ours), _macro_f1(labels, vader)
    return found


def _macro_f1(labels: np.ndarray, said: np.ndarray) -> float:
    """Over the classes that the labels have."""
    return float(np.mean([f1 for c, f1 in enumerate(quality.class_f1(labels, said)) if (labels == c).any()]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kin", nargs="*", help=f"of {', '.join(KIN)}; default: all")
    torch.set_num_threads(1)
    folder = Path(os.environ["CXTEXT_BENCHMARK_DATA"])
    chosen = parser.parse_args().kin or KIN
    gathered = corpus.build(folder, seed=recipe.SEED)
    for kin in chosen:
        sets = KIN[kin] or [name for names in KIN.values() for name in names]
        model = fitted(gathered, keys_of(folder, KIN[kin]), KIN[kin])
        for name, (n, ours, vader) in measure(gathered, model, sets).items():
            print(f"| {kin} | {name} | {n} | {ours:.3f} | {vader:.3f} |", flush=True)


if __name__ == "__main__":
    main()
