"""Measures the encoder beside its peers: agreement of clusters with labels, and speed, in one table."""

import argparse
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import corpus
import fit
import numpy as np
import polars as pl
import table
import teacher
import vocabulary
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import normalized_mutual_info_score
from threadpoolctl import threadpool_limits

DIMS = 256
SVD_DIMS = 200
SEEDS = (0, 1, 2)
STARTS = 2  # KMeans runs a seed, the best by inertia is kept

OURS = "ours"

Encode = Callable[[list[str]], np.ndarray]


@dataclass(frozen=True)
class Labelled:
    """Texts with one label each."""

    texts: list[str]
    labels: list[str]


def labelled(folder: Path, name: str, *, limit: int | None = None) -> Labelled:
    """One evaluation set, cleaned and distinct; airline without "Can't Tell", banking77's test split."""
    rows = corpus.read_set(folder, name).drop_nulls("theme")
    if name == "banking77":
        rows = rows.filter(pl.col("split") == "test")
    if name == "airline":
        rows = rows.filter((pl.col("sentiment") == "negative") & (pl.col("theme") != "Can't Tell"))
    rows = rows.filter(~pl.col("theme").str.contains("|", literal=True))
    rows = rows.with_columns(text=pl.Series([corpus.clean(t) for t in rows["text"]], dtype=pl.String))
    rows = rows.filter(pl.col("text") != "").unique("text", keep="first", maintain_order=True)
    if limit and limit < len(rows):
        rows = rows.sample(limit, seed=0)
    return Labelled(rows["text"].to_list(), rows["theme"].to_list())


def agreement(vectors: np.ndarray, labels: list[str]) -> float:
    """Mean normalised mutual information of the labels and as many k-means clusters, over three seeds."""
    k = len(set(labels))
    with threadpool_limits(1):  # threads that fight over busy cores make k-means many times slower
        clusters = [KMeans(k, n_init=STARTS, random_state=seed).fit_predict(vectors) for seed in SEEDS]
    return float(np.mean([normalized_mutual_info_score(labels, c) for c in clusters]))


def ours(model: Path) -> Encode:
    vectors, tokenizer = table.load(model)
    return lambda texts: table.pool(vectors, table.tokenise(tokenizer, texts))


def plain_distillation(pieces: int | None = None) -> Encode:
    """The teacher's vectors of its own tokens, reduced and weighted as model2vec does, and nothing fitted."""
    words = vocabulary.teachers(pieces)
    vectors = fit.distilled(teacher.Teacher().encode_tokens(words.pieces), DIMS)
    tokenizer = vocabulary.tokenizer(words)
    return lambda texts: table.pool(vectors, table.tokenise(tokenizer, texts))


def wordllama() -> Encode:
    from wordllama import WordLlama

    folder = teacher.package_folder("wordllama")
    model = WordLlama.load(config="l2_supercat", cache_dir=folder, disable_download=True, dim=DIMS)
    return lambda texts: model.embed(texts, norm=True)


def tfidf(texts: list[str]) -> np.ndarray:
    """TF-IDF reduced by SVD, fitted on the very texts it encodes."""
    counts = TfidfVectorizer(min_df=2, sublinear_tf=True, stop_words="english").fit_transform(texts)
    vectors = TruncatedSVD(min(SVD_DIMS, counts.shape[1] - 1), random_state=0).fit_transform(counts)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def measure(
    model: Path, folder: Path, *, limit: int | None = None, pieces: int | None = None, only: str | None = None
) -> list[dict[str, object]]:
    """One row an encoder, or one row alone: agreement a set, their mean, and texts a second over all sets."""
    sets = {name: labelled(folder, name, limit=limit) for name in corpus.EVALUATED}
    encoders: dict[str, Callable[[], Encode]] = {
        "TF-IDF + SVD(200)": lambda: tfidf,
        "wordllama 256": wordllama,
        "plain distillation": lambda: plain_distillation(pieces),
        OURS: lambda: ours(model),
        "the teacher": lambda: teacher.Teacher().encode,
    }
    rows: list[dict[str, object]] = []
    for label, make in encoders.items():
        if only not in (None, label):
            continue
        encode = make()
        encode(sets["banking77"].texts[:500])  # warm up
        began = time.perf_counter()
        vectors = {name: encode(s.texts) for name, s in sets.items()}
        seconds = time.perf_counter() - began
        scores = {name: agreement(vectors[name], s.labels) for name, s in sets.items()}
        speed = round(sum(len(s.texts) for s in sets.values()) / seconds)
        rows.append({"encoder": label, **scores, "mean": float(np.mean(list(scores.values()))), "texts/s": speed})
    return rows


def markdown(rows: list[dict[str, object]]) -> str:
    lines = ["| " + " | ".join(rows[0]) + " |", "|" + "---|" * len(rows[0])]
    for row in rows:
        cells = (f"{v:.3f}" if isinstance(v, float) else str(v) for v in row.values())
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=Path(__file__).parent, help="folder of model.safetensors")
    parser.add_argument("--ours", action="store_true", help="leave the peers out")
    parser.add_argument("--limit", type=int, help="use only so many texts a set")
    options = parser.parse_args()
    folder = Path(os.environ["CXTEXT_BENCHMARK_DATA"])
    print(markdown(measure(options.model, folder, limit=options.limit, only=OURS if options.ours else None)))


if __name__ == "__main__":
    main()
