"""How far two people agree, beyond what chance would bring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import cohen_kappa_score

DRAWS = 1_000
LEVEL = 0.95

Answer = frozenset[str]


@dataclass(frozen=True)
class Agreement:
    """Of the comments that both answered."""

    n: int
    same: float  # 0 … 1, share of the same answer
    kappa: float | None  # Cohen's (1960); None for sets, and where both always say the same one thing
    alpha: float | None  # Krippendorff's; None where nobody ever says anything else
    low: float | None  # of alpha's 95 % interval, a bootstrap over comments
    high: float | None


def agreement(one: Sequence[Answer], other: Sequence[Answer], *, seed: int = 0) -> Agreement:
    """Of two people's answers to the same comments.

    Args:
        one: the first one's, a set of labels for each comment.
        other: the other's, in the same order; none is missing.
        seed: of the bootstrap.
    """
    n = len(one)
    if n == 0:
        return Agreement(0, 0.0, None, None, None, None)
    single = all(len(answer) <= 1 for answer in (*one, *other))
    random = np.random.default_rng([seed, 5])
    drawn = [alpha([one[i] for i in rows], [other[i] for i in rows]) for rows in random.integers(n, size=(DRAWS, n))]
    known = [value for value in drawn if value is not None]
    whole = alpha(one, other)
    tail = (1 - LEVEL) / 2
    ends = np.quantile(known, [tail, 1 - tail]).tolist() if whole is not None and known else [None, None]
    return Agreement(
        n=n,
        same=float(np.mean([a == b for a, b in zip(one, other, strict=True)])),
        kappa=_kappa(one, other) if single else None,
        alpha=whole,
        low=ends[0],
        high=ends[1],
    )


def alpha(one: Sequence[Answer], other: Sequence[Answer]) -> float | None:
    """Krippendorff's alpha of two people, of sets by the distance MASI; nominal where every set is of one label.

    1 - observed / expected disagreement, what is expected being that of all pairs of all answers: Krippendorff (2004),
    Content Analysis, chapter 11; Passonneau (2006), LREC, 831-836. None where all answers are the same.
    """
    counts = Counter([*one, *other])
    total = sum(counts.values())
    kinds = list(counts)
    apart = {(a, b): distance(a, b) for i, a in enumerate(kinds) for b in kinds[i + 1 :]}
    expected = sum(2 * counts[a] * counts[b] * far for (a, b), far in apart.items()) / (total * (total - 1))
    if expected == 0:
        return None
    observed = sum(distance(a, b) for a, b in zip(one, other, strict=True)) / len(one)
    return 1 - observed / expected


def distance(one: Answer, other: Answer) -> float:
    """MASI: 1 - Jaccard × (1 if equal, 2/3 if one holds the other, 1/3 if they share something, else 0)."""
    if one == other:
        return 0.0
    shared = len(one & other)
    if not shared:
        return 1.0
    part = 2 / 3 if one < other or other < one else 1 / 3
    return 1 - shared / len(one | other) * part


def _kappa(one: Sequence[Answer], other: Sequence[Answer]) -> float | None:
    first, second = ([next(iter(answer), "") for answer in answers] for answers in (one, other))
    if len({*first, *second}) == 1:
        return None
    return float(cohen_kappa_score(first, second))
