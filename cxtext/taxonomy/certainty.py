"""How sure a link is: the probability that a touchpoint is right for a mention, learnt from pairs that people labelled.

It speaks of the pair alone, never of which touchpoint it is, so that it holds for touchpoints that nobody labelled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]
Scores = NDArray[np.float32]

# What a pair is told by, and whether more of it makes the link surer (1), less sure (-1) or either (0).
FEATURES = {"head": 1, "share": 1, "lead": 1, "none": -1, "likeness": 1, "words": 0}
_PENALTY = 1e-3  # of the squared weights, for each pair's worth
_LEAST = 0.05  # of what is divided by


SURELY_NOT = -10.0  # log-odds of what was never seen to happen
HEAD = list(FEATURES).index("head")


@dataclass(frozen=True)
class Line:
    """A logistic regression over FEATURES."""

    weights: Floats  # (len(FEATURES),)
    offset: float

    def probability(self, features: Floats) -> Floats:
        """(…,) 0 … 1 of (…, len(FEATURES))."""
        drawn = (features * self.weights).sum(axis=-1)  # not a product of matrices: rows must not depend on others
        return np.asarray(expit(drawn + self.offset))

    def facts(self) -> dict[str, Any]:
        """As plain values."""
        return {"weights": dict(zip(FEATURES, map(float, self.weights), strict=True)), "offset": self.offset}


@dataclass(frozen=True)
class Certainty:
    """The probability of a link, and from which probabilities touchpoints are given."""

    seeds: Line  # of a pair of which the heads say nothing
    heads: Line  # of a pair that they speak for
    further: Line  # of a touchpoint beside the likeliest one
    first: float  # probability from which a mention has a touchpoint at all
    second: float  # and from which it has one more

    def probability(self, features: Floats) -> Floats:
        """(n, m) 0 … 1 of (n, m, len(FEATURES)), the best touchpoint of each mention first."""
        best = features[:, :1]
        by_seeds = self.seeds.probability(best)
        by_heads = np.where(best[..., HEAD] > 0, self.heads.probability(best), 0)
        return np.hstack([np.maximum(by_seeds, by_heads), self.further.probability(features[:, 1:])])

    def facts(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "seeds": self.seeds.facts(),
            "heads": self.heads.facts(),
            "further": self.further.facts(),
            "first": self.first,
            "second": self.second,
        }


def certainty_from(facts: Mapping[str, Any]) -> Certainty:
    """What `facts` gave.

    Raises:
        KeyError, TypeError, ValueError: a part is missing, or is no number.
    """
    first, second = (float(facts[name]) for name in ("first", "second"))
    if not 0 <= first <= second <= 1:
        raise ValueError("a probability that is none")
    return Certainty(_line(facts["seeds"]), _line(facts["heads"]), _line(facts["further"]), first, second)


def _line(facts: Mapping[str, Any]) -> Line:
    weights, offset = np.array([float(facts["weights"][name]) for name in FEATURES]), float(facts["offset"])
    if not np.isfinite([*weights, offset]).all():
        raise ValueError("a weight that is no number")
    return Line(weights, offset)


def pair_features(
    scores: Scores, heads: Scores, likeness: Scores, words: NDArray[np.int64], places: NDArray[np.int64]
) -> Floats:
    """(n, m, len(FEATURES)) of mentions and the places in question.

    Args:
        scores: (n, k + 1) of all places, the last one for none.
        heads: (n, k + 1) what the heads added to them.
        likeness: (n, m) to the nearest seed of each place in question.
        words: (n,) number of words.
        places: (n, m) of which 0 … k - 1 are touchpoints; `m` >= 2, the best first.
    """
    own = np.take_along_axis(scores, places, axis=1)
    best, runner = own[:, :1], own[:, 1:2]
    none = scores[:, -1:]
    rival = np.maximum(np.where(np.arange(places.shape[1]) == 0, runner, best), none)
    whole = np.maximum(scores, 0).sum(axis=1, keepdims=True) + _LEAST
    columns = (
        np.take_along_axis(heads, places, axis=1),
        own / whole,
        (own - rival) / (np.abs(own) + np.abs(rival) + _LEAST),
        np.broadcast_to(none, own.shape),
        likeness,
        np.broadcast_to(np.log1p(words)[:, None], own.shape),
    )
    return np.stack(columns, axis=-1).astype(np.float64)


def learn_line(features: Floats, right: NDArray[np.bool_], share: Floats) -> Line:
    """The regression; a weight never has the wrong sign.

    Args:
        features: (n, len(FEATURES)) of pairs that did not teach the scores.
        right: (n,) whether people gave that touchpoint.
        share: (n,) how much each pair weighs.
    """
    from scipy.optimize import minimize

    if not right.any():
        return Line(np.zeros(len(FEATURES)), SURELY_NOT)
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-9
    inputs = np.column_stack([(features - mean) / scale, np.ones(len(features))])
    ruled = [(0, None) if sign > 0 else (None, 0) if sign < 0 else (None, None) for sign in FEATURES.values()]

    def loss(line: Floats) -> tuple[float, Floats]:
        drawn = inputs @ line
        error = share * (expit(drawn) - right)
        value = share @ (np.logaddexp(0, drawn) - right * drawn) + _PENALTY * share.sum() * (line @ line) / 2
        return float(value), inputs.T @ error + _PENALTY * share.sum() * line

    line = minimize(loss, np.zeros(inputs.shape[1]), jac=True, method="L-BFGS-B", bounds=[*ruled, (None, None)]).x
    weights = line[:-1] / scale
    return Line(weights, float(line[-1] - weights @ mean))
