"""Scores as probabilities, and from which probability a code is given.

Where a comment may have several codes, each code has a sigmoid of its own (Platt 1999), drawn towards the sigmoid
that fits all codes at once, and a threshold with the best F1, drawn towards the threshold that does best for all:
the fewer examples a code has, the nearer both stay. Where a comment has one code, scores are log-odds already and the
likeliest code is given.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

POOLED_WEIGHT = 1.0  # of the common sigmoid, as the precision of a prior on a code's own slope and offset
POOLED_EXAMPLES = 10  # examples that a code's own threshold needs to count as much as the common one
_STEPS = 50  # of Newton's method, which needs about ten


@dataclass(frozen=True)
class Calibration:
    """How scores become probabilities and codes."""

    exclusive: bool
    slope: Floats  # (k,)
    offset: Floats  # (k,) 0 where codes exclude each other
    threshold: Floats  # (k,) of the probability; 0 where codes exclude each other

    def probabilities(self, scores: Floats) -> Floats:
        """(n, k) of (n, k) scores, each 0 … 1; rows sum to 1 where codes exclude each other."""
        from scipy.special import expit, softmax

        scaled = scores * self.slope + self.offset
        return np.asarray(softmax(scaled, axis=1) if self.exclusive else expit(scaled))

    def given(self, probabilities: Floats) -> Bools:
        """(n, k) the codes that each row gets."""
        if not self.exclusive:
            return np.asarray(probabilities >= self.threshold)
        best = np.zeros(probabilities.shape, dtype=bool)
        best[np.arange(len(best)), probabilities.argmax(axis=1)] = True
        return best


def likeliest(k: int) -> Calibration:
    """For k codes of which a comment has one, with log-odds for scores."""
    return Calibration(True, np.ones(k), np.zeros(k), np.zeros(k))


def calibrate(scores: Floats, given: Bools) -> Calibration:
    """Fit the codes of which a comment may have several to the scores of rows that did not teach them.

    Args:
        scores: (n, k).
        given: (n, k) the codes that people gave.
    """
    k = given.shape[1]
    pooled = _sigmoids(scores.reshape(-1, 1), given.reshape(-1, 1), np.array([[1.0], [0.0]]), 1e-3)
    slope, offset = _sigmoids(scores, given, np.repeat(pooled, k, axis=1), POOLED_WEIGHT)
    found = Calibration(False, slope, offset, np.zeros(k))
    return Calibration(False, slope, offset, _thresholds(found.probabilities(scores), given))


def _sigmoids(scores: Floats, given: Bools, start: Floats, weight: float) -> Floats:
    """(2, k) slope and offset of each column, by Newton's method on the logistic loss with a Gaussian prior.

    Args:
        scores: (n, k).
        given: (n, k).
        start: (2, k), the mean of the prior.
        weight: its precision.
    """
    from scipy.special import expit

    line = start.copy()
    for _ in range(_STEPS):
        chance = expit(scores * line[0] + line[1])
        error, spread = chance - given, chance * (1 - chance)
        slope = np.stack([(error * scores).sum(0), error.sum(0)]) + weight * (line - start)
        a, b, c = (spread * scores**2).sum(0) + weight, (spread * scores).sum(0), spread.sum(0) + weight
        step = np.stack([c * slope[0] - b * slope[1], a * slope[1] - b * slope[0]]) / (a * c - b * b)
        line = line - np.clip(step, -5, 5)
        if np.abs(step).max(initial=0) < 1e-6:
            break
    return np.stack([np.maximum(line[0], 0), line[1]])  # a higher score is never less likely


def _thresholds(probabilities: Floats, given: Bools) -> Floats:
    """(k,) with the best F1, each drawn towards the common one by how few examples it has."""
    common = _best_threshold(probabilities.ravel(), given.ravel())
    own = np.array([_best_threshold(p, g) for p, g in zip(probabilities.T, given.T, strict=True)])
    examples = given.sum(axis=0)
    return np.asarray((examples * own + POOLED_EXAMPLES * common) / (examples + POOLED_EXAMPLES))


def _best_threshold(probabilities: Floats, given: Bools) -> float:
    """The threshold with the best F1: midway between the last row that gets the code and the first that does not."""
    order = np.argsort(-probabilities, kind="stable")
    sorted_p, hits = probabilities[order], np.cumsum(given[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + given.sum())
    last = int(np.argmax(f1))
    return float((sorted_p[last] + sorted_p[min(last + 1, len(order) - 1)]) / 2)
