"""Rebuilds both sentiment models: corpus, teacher, soft labels, fast model, calibration, files.

    CXTEXT_BENCHMARK_DATA=folder python models/sentiment/recipe.py --out folder [--cache folder] [--small]

Needs what `pip install 'cxtext[recipes]'` brings. MODEL_CARD.md says what the sets are. On one quiet core the
whole takes about 40 minutes, of which the teacher's training is a third and its labelling the most.
"""

import argparse
import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import bias
import constructs
import corpus
import export
import numpy as np
import orjson
import quality
import second
import student
import teacher
import torch
from corpus import Corpus, Texts
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from cxtext.sentiment.accurate import AccurateScorer
from cxtext.sentiment.fast import FastScorer
from cxtext.sentiment.features import normal_form, tokens

SEED, SECOND_SEED = 7, 11
SCALED_BY = 150  # texts that set the scales of the int8 activations
CASES = Path(__file__).resolve().parents[2] / "tests" / "cases" / "sentiment_pairs.jsonl"

EACH_CLASS = 12_000  # texts of each class that the teacher learns from
MIN_COUNT = 4  # of a word in the corpus for the teacher to label it as a text of its own
GOLD = 0.3  # share of the human label in a training text's target, the rest is the teacher's
NOT_TAUGHT = {"banking77"}  # too many of its queries are complaints to call all neutral; the teacher still saw them
WORD_WEIGHT, CONSTRUCT_WEIGHT = 0.3, 0.5  # of a single word and of a made-up sentence, against 1 for a text

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Plan:
    """How much of everything goes in."""

    each_class: int = EACH_CLASS
    words: int | None = None  # all that are frequent enough
    fast: student.Settings = field(default_factory=student.Settings)


SMALL = Plan(each_class=100, words=100, fast=student.Settings(words=500, epochs=1))


def build(folder: Path, out: Path, plan: Plan, *, cache: Path | None, small: bool) -> None:
    """Write both models to `out`, the teacher of the first pass to `out`/first; `cache` keeps teachers and labels."""
    gathered = corpus.build(folder, seed=SEED, small=small)
    _say(f"{len(gathered.train)} labelled, {len(gathered.held_out)} held out, {len(gathered.unlabelled)} unlabelled")
    first, taught = out / "first", out / "teacher"
    if not (cache and all((passed / "teacher.onnx").exists() for passed in (first, taught))):
        model = teacher.fine_tune(_balanced(gathered.train, plan.each_class), seed=SEED)
        export.export(model, first, gathered.train.texts[:SCALED_BY])
        more = second.mix(folder, gathered, CASES, seed=SECOND_SEED, small=small)
        _say(f"second pass over {len(more)} texts")
        export.export(second.refine(model, more, seed=SECOND_SEED), taught, gathered.train.texts[:SCALED_BY])
    for passed in (first, taught):
        calibrate_teacher(passed, gathered.held_out)
    _say("teacher done")

    label = _labeller(AccurateScorer(first), cache)  # labels of the second pass made the fast model no better
    words = _words(gathered)[: plan.words]
    texts, weights = training_texts(gathered, words, label, small=small)
    _say(f"fast model learns from {len(texts)} texts")
    model = student.fit(texts, weights, plan.fast, seed=SEED)
    half = np.arange(0, len(gathered.held_out), 2)
    student.calibrate(model, gathered.held_out.take(half))
    student.save(out, model)
    _say("fast model done")

    rest = gathered.held_out.take(half[half + 1 < len(gathered.held_out)] + 1)
    for name, scorer in (("fast", FastScorer(out)), ("accurate", AccurateScorer(taught))):
        print(name, quality.summary(scorer.probabilities(rest.texts), rest.targets))
        print(bias.markdown(bias.measure(scorer.score)))


def calibrate_teacher(folder: Path, held_out: Texts) -> None:
    """Write the temperature and offsets of the teacher's log-odds, from the first half of the held-out texts."""
    facts = {"format": 1, "scale": 1.0, "offsets": [0.0, 0.0, 0.0]}
    (folder / "model.json").write_bytes(orjson.dumps(facts))
    first = held_out.take(np.arange(0, len(held_out), 2))
    odds = np.log(AccurateScorer(folder).probabilities(first.texts))
    scale, offsets = quality.vector_scaling(odds, first.targets)
    facts |= {"scale": scale, "offsets": offsets.tolist()}
    (folder / "model.json").write_bytes(orjson.dumps(facts, option=orjson.OPT_INDENT_2))


def training_texts(
    gathered: Corpus, words: list[str], label: Callable[[str, list[str]], Floats], *, small: bool
) -> tuple[Texts, Floats]:
    """Everything that the fast model learns from, and what each text counts."""
    train = gathered.train.take(np.array([i for i, s in enumerate(gathered.train.sources) if s not in NOT_TAUGHT]))
    made = constructs.build(
        [train.texts[i] for i in constructs.neutral_texts(train)], seed=SEED, cases=CASES, small=small
    )
    people = constructs.people()
    targets = [
        GOLD * train.targets + (1 - GOLD) * label("train", train.texts),
        label("unlabelled", gathered.unlabelled),
        label("words", words),
        made.targets,
        people.targets,
    ]
    counts = [len(t) for t in targets]
    texts = [*train.texts, *gathered.unlabelled, *words, *made.texts, *people.texts]
    weights = np.repeat([1.0, 1.0, WORD_WEIGHT, CONSTRUCT_WEIGHT, CONSTRUCT_WEIGHT], counts).astype(np.float32)
    sources = np.repeat(["labelled", "unlabelled", "words", "constructs", "people"], counts).tolist()
    return Texts(texts, np.concatenate(targets).astype(np.float32), sources), weights


def _balanced(texts: Texts, most: int) -> Texts:
    rng = np.random.default_rng(SEED)
    likeliest = texts.targets.argmax(axis=1)
    rows = np.concatenate([rng.permutation(np.flatnonzero(likeliest == c))[:most] for c in range(3)])
    return texts.take(rng.permutation(rows))


def _words(gathered: Corpus) -> list[str]:
    """Frequent words, every emoji and the rest of VADER's lexicon, to be labelled as texts of their own."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    vader = SentimentIntensityAnalyzer()
    count = Counter(normal_form(t) for text in [*gathered.train.texts, *gathered.unlabelled] for t in tokens(text))
    frequent = [w for w, n in count.items() if n >= MIN_COUNT and w.isalpha() and len(w) > 2]
    return [*frequent, *vader.emojis, *(w for w in vader.lexicon if w.isalpha() and w not in count)]


def _labeller(scorer: AccurateScorer, cache: Path | None) -> Callable[[str, list[str]], Floats]:
    def label(name: str, texts: list[str]) -> Floats:
        path = cache / f"{name}.npy" if cache else None
        if path and path.exists():
            return np.load(path)
        found = scorer.probabilities(texts).astype(np.float32)
        if path:
            np.save(path, found)
        _say(f"labelled {len(texts)} {name}")
        return found

    return label


def _say(done: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {done}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder to write the models to")
    parser.add_argument("--cache", type=Path, help="existing folder for the teacher's labels of this very corpus")
    parser.add_argument("--small", action="store_true", help="a tiny sample: shows that the path works")
    options = parser.parse_args()
    torch.set_num_threads(1)
    threadpool_limits(1)  # the first word table comes from sums of floats, which depend on the number of threads
    options.out.mkdir(parents=True, exist_ok=True)
    folder = Path(os.environ["CXTEXT_BENCHMARK_DATA"])
    build(folder, options.out, SMALL if options.small else Plan(), cache=options.cache, small=options.small)


if __name__ == "__main__":
    main()
