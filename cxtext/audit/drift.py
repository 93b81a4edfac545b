"""Whether new comments are still like those that a model was trained on: words, what fits no theme, scores, meaning.

Each measure of a sample of the training comments is compared with the same of new ones. How much chance alone brings is
told by a permutation test: who is old and who is new is dealt out anew (Fisher 1935, The Design of Experiments; for the
p-value Phipson and Smyth 2010, Statistical Applications in Genetics and Molecular Biology 9, 39). The p-values are
adjusted together (Holm 1979, Scandinavian Journal of Statistics 6, 65-70): where nothing has changed, at most ALARM of
the comparisons find something.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxtext.insight.intervals import Floats

ALARM = 0.05
SHUFFLES = 999
FEWEST = 50  # new comments
_AT_ONCE = 111  # shuffles, for the memory

Deals = NDArray[np.bool_]  # (k, n) whether each comment counts as old, one row a deal
Distance = Callable[[Deals], Floats]  # (k,) how far old and new are apart in each


@dataclass(frozen=True)
class Comments:
    """Some comments as numbers; arrays are (n,)."""

    vectors: NDArray[np.float32]  # (n, n_dims), of unit length
    score: Floats  # -1 … 1, of the sentiment
    aside: Floats  # words in mentions of no theme
    unknown: Floats  # words that no (other) training comment has
    words: Floats

    def __len__(self) -> int:
        return len(self.score)


@dataclass(frozen=True)
class Measure:
    """One way in which comments may have changed."""

    name: str
    training: float | None  # of the model's sample; None where only the distance says something
    new: float | None
    distance: float  # what is tested; 0: alike
    by_chance: float  # 95 of 100 shuffled divisions are no further apart
    p_value: float  # adjusted for all measures
    drifted: bool  # chance alone hardly brings it


@dataclass(frozen=True)
class Drift:
    """How far new comments are from those that a model was trained on."""

    model: str
    source: str  # of the new comments
    comments: int  # new ones with content
    sampled: int  # of these, compared
    training: int  # comments of the model's sample
    measures: tuple[Measure, ...]
    audited_right: float | None  # sentiment exactly right in the last audit, 0 … 1; None: no audit
    expected_right: float | None  # and of the new comments, if the model is as right as it was where it was as sure
    ece: float | None  # expected calibration error of that audit
    drifted: bool  # any measure did


def compared(old: Comments, new: Comments, *, seed: int = 0) -> tuple[Measure, ...]:
    """All measures of two samples of comments, the p-values adjusted together."""
    random = np.random.default_rng([seed, 17])
    both = {name: np.concatenate([getattr(old, name), getattr(new, name)]) for name in Comments.__dataclass_fields__}
    real = np.arange(len(both["score"])) < len(old)
    tests: dict[str, tuple[Distance, Callable[[Comments], float] | None]] = {
        "new words": (
            _ratios(both["unknown"], both["words"], more=True),
            lambda side: _ratio(side.unknown, side.words),
        ),
        "without a theme": (_ratios(both["aside"], both["words"]), lambda side: _ratio(side.aside, side.words)),
        "sentiment": (_earth_movers(both["score"]), lambda side: float(side.score.mean())),
        "meaning": (_between_means(both["vectors"]), None),
    }
    shuffled: dict[str, list[Floats]] = {name: [] for name in tests}
    for _ in range(SHUFFLES // _AT_ONCE):
        deals = random.permuted(np.tile(real, (_AT_ONCE, 1)), axis=1)
        for name, (distance, _value) in tests.items():
            shuffled[name].append(distance(deals))
    by_chance = {name: np.concatenate(parts) for name, parts in shuffled.items()}
    found = {name: float(distance(real[None])[0]) for name, (distance, _value) in tests.items()}
    p_values = [
        (1 + int((by_chance[name] >= found[name] - np.finfo(float).eps).sum())) / (1 + SHUFFLES) for name in tests
    ]
    return tuple(
        Measure(
            name=name,
            training=value(old) if value else None,
            new=value(new) if value else None,
            distance=found[name],
            by_chance=float(np.quantile(by_chance[name], 1 - ALARM)),
            p_value=p_value,
            drifted=p_value <= ALARM,
        )
        for (name, (_, value)), p_value in zip(tests.items(), _adjusted(p_values), strict=True)
    )


def expected_right(calibration: Sequence[Mapping[str, Any]], confidence: Floats) -> float | None:
    """The share of comments that are labelled rightly, if the model is as right as it was where it was as sure.

    Args:
        calibration: the bins of an audit, as plain values.
        confidence: (n,) of the comments, 0 … 1.
    """
    bins = [one for one in calibration if one["right"]["value"] is not None]
    if not bins or not len(confidence):
        return None
    middles = np.array([(one["low"] + one["high"]) / 2 for one in bins])
    nearest = np.abs(confidence[:, None] - middles).argmin(axis=1)
    return float(np.array([one["right"]["value"] for one in bins])[nearest].mean())


def _ratio(parts: Floats, wholes: Floats) -> float:
    return float(parts.sum() / max(wholes.sum(), 1))


def _ratios(parts: Floats, wholes: Floats, *, more: bool = False) -> Distance:
    """The difference of two shares; with `more`, by how much that of the new comments is the greater one.

    Comments that the model was trained on bring no new words at all, which is no drift.
    """

    def distance(deals: Deals) -> Floats:
        part, whole = (deals.astype(np.float64) @ values for values in (parts, wholes))
        other = (parts.sum() - part) / np.maximum(wholes.sum() - whole, 1)
        difference = other - part / np.maximum(whole, 1)
        return np.asarray(np.maximum(difference, 0) if more else np.abs(difference))

    return distance


def _earth_movers(values: Floats) -> Distance:
    """How far on average a value must be moved to make the two distributions one: Wasserstein's distance."""
    order = np.argsort(values, kind="stable")
    gaps = np.diff(values[order])

    def distance(deals: Deals) -> Floats:
        old = deals[:, order].astype(np.float64)
        n_old, n_new = old[0].sum(), (1 - old[0]).sum()
        apart = np.cumsum(old / n_old - (1 - old) / n_new, axis=1)[:, :-1]
        return np.asarray(np.abs(apart) @ gaps)

    return distance


def _between_means(vectors: NDArray[np.float32]) -> Distance:
    """The distance of the two mean vectors: the maximum mean discrepancy with a linear kernel."""
    total = vectors.sum(axis=0)

    def distance(deals: Deals) -> Floats:
        sums = deals.astype(np.float32) @ vectors
        n_old = deals[0].sum()
        apart = sums / n_old - (total - sums) / (len(vectors) - n_old)
        return np.asarray(np.linalg.norm(apart, axis=1), dtype=np.float64)

    return distance


def _adjusted(p_values: Sequence[float]) -> list[float]:
    """Holm's p-values, in the order given."""
    found, highest = [0.0] * len(p_values), 0.0
    for rank, i in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[i]))
        found[i] = highest
    return found
