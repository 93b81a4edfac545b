"""Rebuilds the emotion model of the facets: corpus, features, weights, calibration, thresholds, files.

    CXTEXT_BENCHMARK_DATA=folder python models/facets/recipe.py --out folder

Learns on the train split of goemotions; calibration, thresholds and the strength of the penalty are chosen on its
dev split. The test split is not used here: `tests/benchmarks/facets.py` reports on it. A minute on one core.
"""

import argparse
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson
import polars as pl
from safetensors.numpy import save
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit
from scipy.special import logit as logit_of
from sklearn.feature_extraction.text import TfidfVectorizer

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
PENALTIES = (0.5, 1.0, 2.0)  # of which dev chooses; scikit-learn's C
STEPS = 120  # of L-BFGS
SURE = 0.75  # precision on dev from which an emotion is told; the best F1 needs less, and errs more
FEWEST = 15  # texts of dev that such a precision may rest on
NEVER = 1.01
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


def sure_threshold(truth: np.ndarray, probability: np.ndarray) -> float:
    """The lowest probability from which SURE of the texts have the emotion; NEVER where too few are so sure."""
    for step in np.arange(0.05, 0.95, 0.01):
        said = probability >= step
        if said.sum() < FEWEST:
            return NEVER
        if truth[said].mean() >= SURE:
            return float(step)
    return NEVER


def calibrated(logit: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Slope and offset by which the logits are probabilities (Platt 1999)."""

    def loss(ab: np.ndarray) -> float:
        z = logit * ab[0] + ab[1]
        return float(np.mean(np.logaddexp(0, z) - truth * z))

    found = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead")
    return float(found.x[0]), float(found.x[1])


@dataclass(frozen=True)
class Features:
    """What the model sees of texts: terms (n, n_terms), sparse, and vectors (n, n_dims)."""

    terms: csr_matrix
    vectors: np.ndarray

    def times(self, weights: np.ndarray) -> np.ndarray:
        """(n, k) for weights (n_terms + n_dims, k)."""
        n = self.terms.shape[1]
        return self.terms @ weights[:n] + self.vectors @ weights[n:]

    def back(self, errors: np.ndarray) -> np.ndarray:
        """The transposed features times (n, k)."""
        return np.vstack([self.terms.T @ errors, self.vectors.T @ errors])


def fitted(seen: Features, truth: np.ndarray, penalty: float) -> tuple[np.ndarray, np.ndarray]:
    """Weights and offsets of one logistic regression for each emotion, fitted together; `penalty` is C."""
    n, k = seen.terms.shape[1] + seen.vectors.shape[1], truth.shape[1]
    target = truth.astype(np.float64)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        both = flat.reshape(n + 1, k)
        logit = seen.times(both[:n]) + both[n]
        error = expit(logit) - target
        cost = np.sum(np.logaddexp(0, logit) - target * logit) + np.sum(both[:n] ** 2) / (2 * penalty)
        slope = np.vstack([seen.back(error) + both[:n] / penalty, error.sum(0)])
        return float(cost), slope.ravel()

    start = np.zeros((n + 1, k))
    start[n] = logit_of(target.mean(0))
    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x.reshape(n + 1, k)
    return found[:n], found[n]


def build(folder: Path, out: Path) -> None:
    """Fit, choose on dev, and write the files."""
    texts, truth = split_of(folder, "train")
    dev_texts, dev_truth = split_of(folder, "dev")
    counter = TfidfVectorizer(analyzer=words, min_df=MIN_COUNT, max_features=MOST_TERMS, binary=True)
    seen = Features(counter.fit_transform(texts), vectors_of(texts).astype(np.float64))
    dev = Features(counter.transform(dev_texts), vectors_of(dev_texts).astype(np.float64))
    tried = []
    for penalty in PENALTIES:
        weights, offsets = fitted(seen, truth, penalty)
        logit = dev.times(weights) + offsets
        losses = np.mean(np.logaddexp(0, logit) - dev_truth * logit, axis=0)
        print(f"C {penalty}: dev log loss", dict(zip(EMOTIONS, losses.round(4).tolist(), strict=True)), flush=True)
        tried.append((losses, weights, offsets))
    best = np.argmin([losses for losses, _, _ in tried], axis=0)
    full = np.column_stack([tried[b][1][:, k] for k, b in enumerate(best)])
    offsets = np.array([tried[b][2][k] for k, b in enumerate(best)])
    n = len(counter.vocabulary_)
    scale = (np.abs(full[:n]).max(0) / 127).astype(np.float32)
    small, vector = np.round(full[:n] / scale).astype(np.int8), full[n:].astype(np.float16)
    logit = dev.times(np.vstack([small * scale.astype(np.float64), vector.astype(np.float64)]))
    slope, offset = np.array([calibrated(logit[:, k] + offsets[k], dev_truth[:, k]) for k in range(len(EMOTIONS))]).T
    probability = expit((logit + offsets) * slope + offset)
    thresholds = [best_threshold(dev_truth[:, k], probability[:, k]) for k in range(len(EMOTIONS))]
    scored = f1(dev_truth, probability >= thresholds)
    print("dev F1", dict(zip(EMOTIONS, scored.round(3).tolist(), strict=True)), "mean", scored.mean().round(3))
    facts = {
        "format": FORMAT,
        "emotions": list(EMOTIONS),
        "thresholds": [round(t, 2) for t in thresholds],
        "sure": [
            round(max(thresholds[k], sure_threshold(dev_truth[:, k], probability[:, k])), 2)
            for k in range(len(EMOTIONS))
        ],
        "calibration": [slope.tolist(), (slope * offsets + offset).tolist()],
        "encoder": ENCODER,
        "encoder_digest": make_encoder(ENCODER).digest,
        "terms": sorted(counter.vocabulary_, key=counter.vocabulary_.__getitem__),
    }
    arrays = {"terms": small, "scale": scale, "vector": vector, "rarity": counter.idf_.astype(np.float16)}
    out.mkdir(parents=True, exist_ok=True)
    (out / "model.json").write_bytes(orjson.dumps(facts))
    (out / "model.safetensors").write_bytes(save(arrays))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    build(Path(os.environ["CXTEXT_BENCHMARK_DATA"]), parser.parse_args().out)
