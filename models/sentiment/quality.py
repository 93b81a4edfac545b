"""Calibration of log-odds, and what the model card says of held-out texts."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float32]
BINS = 15


def vector_scaling(odds: NDArray[np.floating], targets: Floats) -> tuple[float, NDArray[np.float64]]:
    """The scale of log-odds and the offsets that fit held-out labels best (after Guo et al. 2017, one scale).

    The classes count as often as they occur: about one held-out text in five is neutral, as in feedback.
    """

    def loss(p: NDArray[np.float64]) -> float:
        found = probabilities(odds * np.exp(p[0]) + np.array([p[1], 0.0, p[2]]))
        return -float((targets * np.log(np.maximum(found, 1e-12))).sum()) / len(targets)

    log_scale, negative, positive = minimize(loss, np.zeros(3), method="Nelder-Mead").x
    return float(np.exp(log_scale)), np.array([negative, 0.0, positive])


def probabilities(odds: NDArray[np.floating]) -> NDArray[np.float64]:
    powers = np.exp(odds - odds.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float64)


def class_f1(labels: NDArray[np.int64], said: NDArray[np.int64]) -> list[float]:
    """F1 of negative, neutral, positive."""
    return [
        float(2 * ((labels == c) & (said == c)).sum() / max((labels == c).sum() + (said == c).sum(), 1))
        for c in range(3)
    ]


def calibration_error(found: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """Expected calibration error of the likeliest class over 15 bins of equal width (Naeini et al. 2015)."""
    sure, right = found.max(axis=1), found.argmax(axis=1) == labels
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    gap = np.bincount(place, sure - right, BINS)
    return float(np.abs(gap).sum() / len(labels))


def summary(found: NDArray[np.float64], targets: Floats) -> dict[str, object]:
    """Size, F1 and calibration error of some held-out texts."""
    labels = targets.argmax(axis=1)
    f1 = class_f1(labels, found.argmax(axis=1))
    return {
        "n": len(labels),
        "macro-F1": round(float(np.mean(f1)), 3),
        "F1": [round(f, 3) for f in f1],
        "ECE": round(calibration_error(found, labels), 3),
    }
