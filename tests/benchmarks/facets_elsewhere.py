"""The facets where nobody taught them: emotions of tweets, wishes in app reviews; and their speed beside a BERT.

    CXTEXT_BENCHMARK_DATA=folder python -m tests.benchmarks.facets_elsewhere [tweets] [apps] [bert]

Neither set trained or tuned anything that ships. The peer of each is TF-IDF over words and pairs of words with a
LinearSVC, which has learnt from that very set: what labels of one's own would bring. `bert` needs torch; the network
has BERT-base's layers and random weights, since its speed does not hang on them.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.svm import LinearSVC

from cxtext.facets.emotion import emotion_model
from cxtext.text.clean import for_encoding
from cxtext.themes.encode import make_encoder
from tests.benchmarks.facets import Truth, _found, _interval, table

TWEETS = {"anger": ("anger", "frustration"), "joy": ("joy", "gratitude"), "sadness": ("disappointment",)}
APPS = {"feature request": "intent:suggestion", "bug report": "intent:complaint"}
BATCH, READ = 32, 256  # texts that BERT reads at once, and in all


def tweets() -> None:
    """F1 of three emotions on the test split of tweeteval_emotion."""
    rows = table("tweeteval_emotion")
    train, test = (rows.filter(rows["split"] == name) for name in ("train", "test"))
    texts, model = test["text"].to_list(), emotion_model()
    vectors = make_encoder(model.encoder).encode([for_encoding(text) for text in texts])
    said = model.probabilities(texts, vectors) >= model.thresholds
    learnt = _svc().fit(train["text"], train["theme"]).predict(texts)
    report("tweets", test["theme"].to_numpy(), learnt, {
        name: said[:, [model.emotions.index(of) for of in ours]].any(axis=1) for name, ours in TWEETS.items()
    })  # fmt: skip


def apps() -> None:
    """F1 of wishes and complaints on app_reviews_4class, whose labels one person gave."""
    rows = table("app_reviews_4class")
    texts, truth = rows["text"].to_list(), rows["theme"].to_numpy()
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    learnt = cross_val_predict(_svc(), texts, truth, cv=folds)
    found = _found(texts)
    report("app reviews", truth, learnt, {
        name: np.array([label in of for of in found]) for name, label in APPS.items()
    })  # fmt: skip


def report(what: str, truth: Truth, learnt: Truth, said: dict[str, Truth]) -> None:
    """One line for each class."""
    for name, ours in said.items():
        there = truth == name
        hits = int((ours & there).sum())
        print(
            f"{what:12} {name:16} n {there.sum():5} F1 {_interval(there[:, None], ours[:, None])} "
            f"P {hits / max(1, ours.sum()):.2f} R {hits / there.sum():.2f}; "
            f"LinearSVC {_interval(there[:, None], (learnt == name)[:, None])}"
        )


def bert() -> None:
    """Texts a second of CPU time: emotions with the making of the vectors, and a BERT-base, on one thread."""
    import torch

    torch.set_num_threads(1)
    texts = table("goemotions")["text"].drop_nulls().sample(4_000, seed=0).to_list()
    model = emotion_model()
    encoder = make_encoder(model.encoder)
    began = time.process_time()
    model.probabilities(texts, encoder.encode([for_encoding(text) for text in texts]))
    ours = len(texts) / (time.process_time() - began)
    layer = torch.nn.TransformerEncoderLayer(768, 12, 3072, activation="gelu", batch_first=True)
    words = torch.nn.Embedding(30_522, 768)
    network = torch.nn.TransformerEncoder(layer, 12).eval()
    lengths = sorted(2 + round(1.3 * len(text.split())) for text in texts[:READ])  # pieces, as of WordPiece
    began = time.process_time()
    with torch.inference_mode():
        for start in range(0, READ, BATCH):
            some = lengths[start : start + BATCH]
            network(words(torch.randint(30_522, (len(some), max(some)))))
    theirs = READ / (time.process_time() - began)
    print(f"ours {ours:,.0f} texts a second of CPU time, a BERT-base {theirs:,.1f}: {ours / theirs:,.0f} times")


def _svc() -> Pipeline:
    return make_pipeline(TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True), LinearSVC(C=0.5))


WHAT: dict[str, Callable[[], None]] = {"tweets": tweets, "apps": apps, "bert": bert}

if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    for wanted in sys.argv[1:] or WHAT:
        WHAT[wanted]()
