"""Rebuilds the emotion model of the facets: corpus, features, weights, calibration, thresholds, files.

    CXTEXT_BENCHMARK_DATA=folder python models/facets/recipe.py --out folder

Learns on the train split of goemotions; calibration, thresholds and the strength of the penalty are chosen on its
dev split. The test split is not opened here: `tests/benchmarks/facets.py` reports on it. Two minutes on one core.
"""

import argparse
import os
from pathlib import Path

import numpy as np
import orjson
import polars as pl
from safetensors.numpy import save
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from cxtext.facets.emotion import FORMAT, terms
from cxtext.text.clean import for_encoding
from cxtext.themes.encode import make_encoder

# Which of the 27 emotions of goemotions are which of ours. It was fixed before anything was trained. Trust has none:
# it is told by cues alone. What is in no list is none of them, "neutral" too.
EMOTIONS = {
    "anger": ("anger", "disgust"),
    "frustration": ("annoyance",),
    "disappointment": ("disappointment", "sadness"),
    "worry": ("fear", "nervousness"),
    "confusion": ("confusion",),
    "relief": ("relief",),
    "gratitude": ("gratitude",),
    "joy": ("joy", "excitement", "love"),
}
NONE = (
    "admiration amusement approval caring curiosity desire disapproval embarrassment grief optimism pride realization "
    "remorse surprise neutral"
).split()
MIN_COUNT = 3  # texts that a term must stand in
MOST_TERMS = 24_000
PENALTIES = (0.5, 1.0, 2.0, 4.0)  # of which dev chooses; scikit-learn's C
VECTOR_WEIGHT = 1.0  # the length of the mention's vector beside that of its terms, which is 1
ENCODER = "fast"


def labels_of(themes: pl.Series) -> np.ndarray:
    """(n, 8), which of our emotions each row has."""
    known = {name for names in EMOTIONS.values() for name in names} | set(NONE)
    rows = [set(theme.split("|")) for theme in themes]
    strange = set().union(*rows) - known
    if strange:
        raise ValueError(f"goemotions has labels that the table lacks: {sorted(strange)}")
    return np.array([[not own.isdisjoint(names) for names in EMOTIONS.values()] for own in rows])


def split_of(folder: Path, name: str) -> tuple[list[str], np.ndarray]:
    """Texts and labels of a split."""
    frame = pl.read_csv(folder / "goemotions.csv.gz", infer_schema_length=0).filter(pl.col("split") == name)
    return frame["text"].to_list(), labels_of(frame["theme"])


def words(text: str) -> list[str]:
    """The terms of a text without their places."""
    return [term for term, _, _ in terms(text)]


def vectors_of(texts: list[str]) -> np.ndarray:
    """Vectors of the shipped encoder."""
    return make_encoder(ENCODER).encode([for_encoding(text) for text in texts])


def f1(truth: np.ndarray, said: np.ndarray) -> np.ndarray:
    """F1 of each column."""
    hits = (truth & said).sum(0)
    return 2 * hits / np.maximum(1, truth.sum(0) + said.sum(0))


def best_threshold(truth: np.ndarray, probability: np.ndarray) -> float:
    """The probability from which F1 is best, between two neighbours."""
    steps = np.arange(0.05, 0.95, 0.01)
    return float(steps[np.argmax([f1(truth[:, None], (probability >= s)[:, None])[0] for s in steps])])


def calibrated(logit: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Slope and offset by which the logits are probabilities (Platt 1999)."""

    def loss(ab: np.ndarray) -> float:
        z = logit * ab[0] + ab[1]
        return float(np.mean(np.logaddexp(0, z) - truth * z))

    found = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead")
    return float(found.x[0]), float(found.x[1])


def build(folder: Path, out: Path) -> None:
    """Fit, choose on dev, and write the files."""
    texts, truth = split_of(folder, "train")
    dev_texts, dev_truth = split_of(folder, "dev")
    counter = TfidfVectorizer(
        analyzer=words, min_df=MIN_COUNT, max_features=MOST_TERMS, binary=True, sublinear_tf=False, norm="l2"
    )
    sparse = counter.fit_transform(texts)
    dense = VECTOR_WEIGHT * vectors_of(texts)
    dev_sparse, dev_dense = counter.transform(dev_texts), VECTOR_WEIGHT * vectors_of(dev_texts)
    train = hstack([sparse, csr_matrix(dense)]).tocsr()
    dev = hstack([dev_sparse, csr_matrix(dev_dense)]).tocsr()
    weights, offsets, scores = [], [], []
    for k, name in enumerate(EMOTIONS):
        tried = []
        for penalty in PENALTIES:
            model = LogisticRegression(C=penalty, solver="lbfgs", max_iter=300).fit(train, truth[:, k])
            logit = dev @ model.coef_[0] + model.intercept_[0]
            tried.append((-float(np.mean(np.logaddexp(0, logit) - dev_truth[:, k] * logit)), penalty, model))
        loss, penalty, model = max(tried, key=lambda t: t[:2])
        weights.append(model.coef_[0])
        offsets.append(model.intercept_[0])
        scores.append(-loss)
        print(f"{name}: {int(truth[:, k].sum())} texts, C {penalty}, dev log loss {-loss:.4f}", flush=True)
    full = np.array(weights).T
    n = len(counter.vocabulary_)
    scale = np.abs(full[:n]).max(0) / 127
    small = np.round(full[:n] / scale).astype(np.int8)
    vector = (full[n:] * VECTOR_WEIGHT).astype(np.float16)
    logit = dev_sparse @ (small * scale.astype(np.float32)) + (dev_dense / VECTOR_WEIGHT) @ vector.astype(np.float64)
    logit = logit + np.array(offsets)
    slope, offset = np.array([calibrated(logit[:, k], dev_truth[:, k]) for k in range(len(EMOTIONS))]).T
    probability = 1 / (1 + np.exp(-(logit * slope + offset)))
    thresholds = [best_threshold(dev_truth[:, k], probability[:, k]) for k in range(len(EMOTIONS))]
    print("dev F1", dict(zip(EMOTIONS, f1(dev_truth, probability >= thresholds).round(3), strict=True)))
    out.mkdir(parents=True, exist_ok=True)
    names = sorted(counter.vocabulary_, key=counter.vocabulary_.__getitem__)
    facts = {
        "format": FORMAT,
        "emotions": list(EMOTIONS),
        "thresholds": thresholds,
        "calibration": [slope.tolist(), (slope * np.array(offsets) * 0 + offset + slope * np.array(offsets)).tolist()],
        "encoder": ENCODER,
        "terms": names,
    }
    arrays = {
        "terms": small,
        "scale": scale.astype(np.float32),
        "vector": vector,
        "rarity": counter.idf_.astype(np.float16),
    }
    (out / "model.json").write_bytes(orjson.dumps(facts))
    (out / "model.safetensors").write_bytes(save(arrays))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    build(Path(os.environ["CXTEXT_BENCHMARK_DATA"]), parser.parse_args().out)
