"""Measures the facets: emotions on goemotions, suggestions on suggestion_mining, the cases read by hand, the speed.

    CXTEXT_BENCHMARK_DATA=folder python -m tests.benchmarks.facets [emotions] [suggestions] [cases] [speed]

Emotions: the shipped model was fitted on the train split and tuned on dev; all figures are of the test split. The peer
of the same run is TF-IDF over words and pairs of words with a LinearSVC for each emotion, thresholds tuned on dev too.
BERT's figures are those of Demszky et al. (2020, table 4), which names 27 emotions: where several of them are one of
ours, its mean by their number in the test split stands here, since a BERT for ours was never published.

Suggestions: the cues have seen no row of suggestion_mining; the peer is the same pipeline fitted on its train split.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from cxtext.facets.document import OwnFacets, shipped_scheme, with_own
from cxtext.facets.emotion import Felt, emotion_model
from cxtext.facets.find import FacetFinder
from cxtext.insight.intervals import wilson
from cxtext.pipeline.facetting import _shipped
from cxtext.sentiment.scorers import make_scorer
from cxtext.text.clean import for_encoding, for_sentiment
from cxtext.text.segment import mention_spans
from cxtext.themes.encode import make_encoder

DATA = Path(os.environ.get("CXTEXT_BENCHMARK_DATA", "../shared/data"))
CASES = Path(__file__).resolve().parents[1] / "cases" / "facets.jsonl"
SOURCES = {  # as in models/facets/recipe.py
    "anger": ("anger", "disgust"),
    "frustration": ("annoyance",),
    "disappointment": ("disappointment", "sadness"),
    "worry": ("fear", "nervousness"),
    "confusion": ("confusion",),
    "relief": ("relief",),
    "gratitude": ("gratitude",),
    "joy": ("joy", "excitement", "love"),
}
BERT = {
    "anger": 0.47, "disgust": 0.45, "annoyance": 0.34, "disappointment": 0.28, "sadness": 0.49, "fear": 0.60,
    "nervousness": 0.35, "confusion": 0.37, "relief": 0.15, "gratitude": 0.86, "joy": 0.51, "excitement": 0.34,
    "love": 0.78,
}  # fmt: skip
BINS = 15  # of the calibration error
DRAWS = 500  # of the bootstrap

Truth = NDArray[np.bool_]
Floats = NDArray[np.float64]


def table(name: str) -> pl.DataFrame:
    """A set as it lies there."""
    return pl.read_csv(DATA / f"{name}.csv.gz", infer_schema_length=0)


def emotions() -> None:
    """F1 of each emotion, calibration and speed on the test split of goemotions."""
    rows = table("goemotions")
    parts = {name: rows.filter(pl.col("split") == name) for name in ("train", "dev", "test")}
    test, truth = parts["test"]["text"].to_list(), _truth(parts["test"])
    model = emotion_model()
    vectors = make_encoder(model.encoder).encode([for_encoding(text) for text in test])
    began = time.process_time()
    probability = model.probabilities(test, vectors)
    speed = len(test) / (time.process_time() - began)
    ours = probability >= model.thresholds
    peer = _peer(parts)
    print(f"{'emotion':16}{'n':>5}{'ours':>7}{'P':>6}{'R':>6}{'SVC':>7}{'BERT':>7}{'ECE':>7}")
    counts = {name: int(_has(parts["test"], (name,)).sum()) for name in BERT}
    of_bert = []
    for k, name in enumerate(model.emotions):
        weights = np.array([counts[n] for n in SOURCES[name]])
        of_bert.append(float(np.average([BERT[n] for n in SOURCES[name]], weights=weights)))
        hits = int((ours[:, k] & truth[:, k]).sum())
        precision, recall = hits / max(1, ours[:, k].sum()), hits / truth[:, k].sum()
        print(
            f"{name:16}{truth[:, k].sum():5}{_f1(truth[:, k], ours[:, k]):7.3f}{precision:6.2f}{recall:6.2f}"
            f"{_f1(truth[:, k], peer[:, k]):7.3f}{of_bert[-1]:7.3f}{_ece(probability[:, k], truth[:, k]):7.3f}"
        )
    print(f"macro-F1 ours {_interval(truth, ours)}; TF-IDF + LinearSVC {_interval(truth, peer)}")
    of_all = _ece(probability.ravel(), truth.ravel())
    print(f"mean of BERT's {np.mean(of_bert):.3f}; calibration error of all {of_all:.3f}")
    print(f"{speed:,.0f} texts a second of CPU time, vectors not counted")


def suggestions() -> None:
    """F1 of "suggestion" on the test split of suggestion_mining, by its two sources."""
    rows = table("suggestion_mining")
    train, dev, test = (rows.filter(pl.col("split") == name) for name in ("train", "dev", "test"))
    counter = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    peer = LinearSVC(C=0.5).fit(counter.fit_transform(train["text"]), train["theme"] == "suggestion")
    for name, part in (("dev", dev), ("test", test)):
        truth = (part["theme"] == "suggestion").to_numpy()
        said = _suggests(part["text"].to_list())
        learnt = peer.predict(counter.transform(part["text"]))
        for source in ("all", "uservoice", "hotels"):
            some = np.ones(len(part), bool) if source == "all" else (part["source"] == source).to_numpy()
            hits = int((said & truth & some).sum())
            ours, peers = (
                _interval(truth[some, None], said[some, None]),
                _interval(truth[some, None], learnt[some, None]),
            )
            precision, recall = hits / max(1, (said & some).sum()), hits / (truth & some).sum()
            print(f"{name} {source:10} n {some.sum():5} F1 {ours} P {precision:.2f} R {recall:.2f}; LinearSVC {peers}")


def cases() -> None:
    """Precision and recall of each facet on the cases, the half that was reported on and the other."""
    every = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    for part, learnt in (("development", False), ("report", False), ("report", True)):
        some = [case for case in every if case["part"] == part]
        found = _found([case["text"] for case in some], learnt=learnt)
        tallies: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for case, own in zip(some, found, strict=True):
            for name in own | set(case["expect"]):
                for key in (name, name.partition(":")[0], "all"):
                    tally = tallies[key]
                    tally[0] += name in own and name in case["expect"]
                    tally[1] += name in own
                    tally[2] += name in case["expect"]
        print(f"\n{part}{', with the learnt emotions' if learnt else ''}, {len(some)} mentions")
        for key, (hits, said, wanted) in sorted(tallies.items(), key=lambda t: (":" in t[0], t[0])):
            if learnt and not key.startswith("emotion"):
                continue
            print(f"{key:28} precision {_share(hits, said)}  recall {_share(hits, wanted)}")


def speed() -> None:
    """Mentions a second of CPU time on one core: cues and, with vectors given, emotions."""
    random.seed(0)
    quotes: list[str] = []
    for name in ("airline", "nhs_phase1", "amazon_blitzer", "cfpb_sample4"):
        texts = table(name)["text"].drop_nulls().sample(400, seed=0).to_list()
        quotes += [text[start:end] for text in texts for start, end in mention_spans(text)][:2000]
    finder, model = _shipped(), emotion_model()
    vectors = make_encoder(model.encoder).encode([for_encoding(quote) for quote in quotes])
    words = np.mean([len(quote.split()) for quote in quotes])
    began = time.process_time()
    felt = model.feel(quotes, vectors)
    learnt = time.process_time() - began
    for quote, own in zip(quotes, felt, strict=True):
        finder.find(quote, 0.0, own)
    both = time.process_time() - began
    print(f"{len(quotes):,} mentions of {words:.1f} words: {len(quotes) / both:,.0f} a second,")
    print(f"cues alone {len(quotes) / (both - learnt):,.0f}, emotions alone {len(quotes) / learnt:,.0f}")


def _found(texts: Sequence[str], *, learnt: bool = False) -> list[set[str]]:
    """The facets of mentions as the pipeline finds them, without how strong an emotion is."""
    scores = make_scorer("fast").score([for_sentiment(text) for text in texts])
    felt: list[list[Felt]] = [[] for _ in texts]
    if learnt:
        model = emotion_model()
        felt = model.feel(texts, make_encoder(model.encoder).encode([for_encoding(text) for text in texts]))
    finder = _shipped()
    return [
        {found.label for found in finder.find(text, score, own) if found.facet != "intensity"}
        for text, score, own in zip(texts, scores.tolist(), felt, strict=True)
    ]


def _suggests(texts: Sequence[str]) -> Truth:
    """Whether any mention of each text suggests something, to the company or to other customers."""
    finder = FacetFinder(with_own(shipped_scheme(), OwnFacets(on=("intent:advice",))))
    return np.array(
        [
            any(
                f.value in ("suggestion", "advice")
                for start, end in mention_spans(text)
                for f in finder.find(text[start:end])
            )
            for text in texts
        ]
    )


def _peer(parts: dict[str, pl.DataFrame]) -> Truth:
    counter = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    seen = counter.fit_transform(parts["train"]["text"])
    dev, test = (counter.transform(parts[name]["text"]) for name in ("dev", "test"))
    train_truth, dev_truth = _truth(parts["train"]), _truth(parts["dev"])
    said = []
    for k in range(len(SOURCES)):
        peer = LinearSVC(C=0.5).fit(seen, train_truth[:, k])
        margin = peer.decision_function(dev)
        steps = np.unique(np.quantile(margin, np.linspace(0.5, 0.999, 150)))
        best = steps[np.argmax([_f1(dev_truth[:, k], margin >= step) for step in steps])]
        said.append(peer.decision_function(test) >= best)
    return np.column_stack(said)


def _truth(rows: pl.DataFrame) -> Truth:
    return np.column_stack([_has(rows, names) for names in SOURCES.values()])


def _has(rows: pl.DataFrame, names: Sequence[str]) -> Truth:
    return np.array([not set(theme.split("|")).isdisjoint(names) for theme in rows["theme"]])


def _f1(truth: Truth, said: Truth) -> float:
    return float(2 * (truth & said).sum() / max(1, truth.sum() + said.sum()))


def _interval(truth: Truth, said: Truth) -> str:
    """Macro-F1 with a 95 % bootstrap interval over texts."""
    columns = range(truth.shape[1])
    rng = np.random.default_rng(0)
    drawn = [rng.integers(0, len(truth), len(truth)) for _ in range(DRAWS)]
    means = [np.mean([_f1(truth[rows, k], said[rows, k]) for k in columns]) for rows in drawn]
    low, high = np.quantile(means, (0.025, 0.975))
    return f"{np.mean([_f1(truth[:, k], said[:, k]) for k in columns]):.3f} [{low:.3f}, {high:.3f}]"


def _ece(probability: Floats, truth: Truth) -> float:
    """Expected calibration error (Naeini et al. 2015) over BINS bins of equal width."""
    of = np.minimum((probability * BINS).astype(int), BINS - 1)
    gaps = [abs(probability[of == b].sum() - truth[of == b].sum()) for b in range(BINS)]
    return float(sum(gaps) / len(truth))


def _share(hits: int, n: int) -> str:
    if not n:
        return "  – of 0"
    low, high = (float(bound) for bound in wilson(hits, n))
    return f"{hits / n:.2f} [{low:.2f}, {high:.2f}] of {n}"


WHAT: dict[str, Callable[[], None]] = {
    "emotions": emotions,
    "suggestions": suggestions,
    "cases": cases,
    "speed": speed,
}

if __name__ == "__main__":
    for wanted in sys.argv[1:] or WHAT:
        print(f"== {wanted}")
        WHAT[wanted]()
