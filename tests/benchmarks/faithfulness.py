"""Measures whether the words that `explain` cites are the ones that decide: what changes when they are deleted.

    CXTEXT_BENCHMARK_DATA=folder python tests/benchmarks/faithfulness.py [--limit 300] [--sets airline …]

Of each set a model is trained on TRAINED comments; the words are those of other comments, of one mention and at least
FEWEST_WORDS words each. For each kind of label up to three cited words are deleted from what the model reads, and the
share of labels that are then others is counted; beside it as many words drawn at random (the mean of DRAWS draws), and
none at all. Sentiment: of mentions that are negative or positive, the words that weigh most in that direction. Theme:
of mentions with a theme that has a subject. Touchpoint: the likeliest one, whether it is given or not. No setting was
chosen by these figures.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from cxtext.insight.intervals import wilson
from cxtext.pipeline import Pipeline
from cxtext.pipeline.explain import MentionReading
from cxtext.sentiment.attribution import NO_WORDS
from cxtext.sentiment.score import polarity
from cxtext.taxonomy.reasons import MARKS

SETS = ("airline", "nhs_phase1", "student_feedback")
TRAINED = 1_500
LIMIT = 300
FEWEST_WORDS = 5
CITED = 3
DRAWS = 5
SEED = 0

Answer = Callable[[Sequence[str]], list[str]]  # the label of each text


@dataclass(frozen=True)
class Faithful:
    """Shares of labels that change, 0 … 1."""

    name: str  # of the set
    kind: str  # of the label
    n: int  # mentions
    cited: float  # without the cited words
    random: float  # without as many at random
    none: float  # without nothing: the same text again

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of `cited`."""
        low, high = wilson(round(self.cited * self.n), self.n)
        return float(low), float(high)


def comments(folder: Path, name: str) -> tuple[list[str], list[str]]:
    """Distinct comments in a seeded order: those to train on, and the others."""
    texts = pl.read_csv(folder / f"{name}.csv.gz", infer_schema=False)["text"].drop_nulls().unique().sort()
    drawn = texts.sample(fraction=1, shuffle=True, seed=SEED).to_list()
    trained = min(TRAINED, len(drawn) // 2)
    return drawn[:trained], drawn[trained:]


def measured(folder: Path, name: str, *, limit: int = LIMIT) -> Iterator[Faithful]:
    """One line for each kind of label."""
    taught, others = comments(folder, name)
    model = Pipeline().fit(taught)
    found: dict[str, list[tuple[str, tuple[str, ...], str]]] = {"sentiment": [], "theme": [], "touchpoint": []}
    for text in others:
        mentions = model.explain(text).mentions
        if len(mentions) == 1:
            for kind, read, cited, label in cases(mentions[0]):
                if len(read.split()) >= FEWEST_WORDS and cited and len(found[kind]) < limit:
                    found[kind].append((read, cited, label))
        if all(len(own) >= limit for own in found.values()):
            break
    for kind, own in found.items():
        if own:
            yield faithful(name, kind, own, answers(model)[kind])


def cases(mention: MentionReading) -> Iterator[tuple[str, str, tuple[str, ...], str]]:
    """Kind, what the model reads, the cited words, and the label."""
    side = {"negative": -1, "positive": 1}.get(mention.sentiment, 0)
    pulling = [w.text for w in mention.words if w.weight * side > 0 and w.text != NO_WORDS]
    yield "sentiment", mention.felt_as, tuple(pulling[:CITED]), mention.sentiment
    yield "theme", mention.seen_as, mention.theme_words, mention.theme or ""
    if mention.link is not None:
        yield "touchpoint", mention.seen_as, mention.link.words, mention.link.touchpoint


def answers(model: Pipeline) -> dict[str, Answer]:
    """What labels texts as the model reads them."""
    themes, linker, encode = model.themes, model.labeller.linker, model.encoder.encode
    if themes is None:
        raise ValueError("the model has no themes")
    known = [*themes.names(), ""]

    def sentiment(texts: Sequence[str]) -> list[str]:
        return list(polarity(np.asarray(model.reader.scorer.score(texts)), band=model.labeller.band))

    def theme(texts: Sequence[str]) -> list[str]:
        plain = np.zeros(len(texts), dtype=bool)
        said = np.asarray(model.reader.scorer.score(texts), dtype=np.float64)
        alone = np.arange(len(texts))
        return [known[i] for i in themes.assign_comments(encode(texts), plain, plain, said, alone).theme.tolist()]

    def touchpoint(texts: Sequence[str]) -> list[str]:
        names = [model.taxonomy.name_of(key) for key in linker.ids]
        return [names[i] for i in linker.best(encode(texts), list(texts)).tolist()]

    return {"sentiment": sentiment, "theme": theme, "touchpoint": touchpoint}


def faithful(name: str, kind: str, own: Sequence[tuple[str, tuple[str, ...], str]], answer: Answer) -> Faithful:
    """The shares of some mentions."""
    random = np.random.default_rng(SEED)
    labels = np.array([label for _, _, label in own])
    gone = [places(text, cited) for text, cited, _ in own]

    def changed(places: Sequence[Sequence[int]]) -> float:
        texts = [without(text, drop) for (text, _, _), drop in zip(own, places, strict=True)]
        return float((np.array(answer(texts)) != labels).mean())

    def drawn() -> list[list[int]]:
        pairs = zip(own, gone, strict=True)
        return [random.permutation(len(text.split()))[: len(drop)].tolist() for (text, _, _), drop in pairs]

    chance = float(np.mean([changed(drawn()) for _ in range(DRAWS)]))
    return Faithful(name, kind, len(own), changed(gone), chance, changed([()] * len(own)))


def places(text: str, cited: Sequence[str]) -> list[int]:
    """Where the cited words stand among the words of the text; the first that holds it where none equals it."""
    words = [word.strip(MARKS).casefold() for word in text.split()]
    found: list[int] = []
    for word in cited:
        plain = word.strip(MARKS).casefold()
        free = [i for i in range(len(words)) if i not in found]
        same = [i for i in free if words[i] == plain] or [i for i in free if plain in words[i]]
        found += same[:1]
    return found


def without(text: str, drop: Sequence[int]) -> str:
    """The text without the words at these places."""
    return " ".join(word for i, word in enumerate(text.split()) if i not in drop) if drop else text


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, default=LIMIT, help="mentions of a set")
    parser.add_argument("--sets", nargs="*", default=SETS)
    options = parser.parse_args()
    print("| set | label | n | changes without the cited words | without as many at random | without none |")
    print("|---|---|---|---|---|---|")
    for name in options.sets:
        for one in measured(Path(os.environ["CXTEXT_BENCHMARK_DATA"]), name, limit=options.limit):
            low, high = one.interval
            print(
                f"| {name} | {one.kind} | {one.n} | {one.cited:.0%} [{low:.0%}, {high:.0%}] | {one.random:.0%} "
                f"| {one.none:.0%} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
