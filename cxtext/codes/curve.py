"""The learning curve: macro-F1 on held-out comments after a part of the labels, and what more labels would bring.

Intervals are percentiles of a bootstrap over the held-out comments. What comes next is read off a power law,
a - b n^-c (Figueroa et al. 2012, "Predicting sample size required for classification performance"), fitted anew to
each draw, so that its uncertainty is that of the curve.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from cxtext.codes.calibrate import Bools, Floats
from cxtext.codes.learn import Coded, Names, Unlabelled, learn_codebook
from cxtext.codes.quality import MORE, MOST_WIDTH, CodeQuality, Point, Quality

MIN_LABELLED = 50  # comments; of fewer none are held out
HELD_OUT = 5  # one comment in so many, by its text
SHARES = (0.25, 0.5, 0.75, 1.0)
REPEATS = 3  # parts of each size that are drawn; their mean is the point
FEW_REPEATS_FROM = 4_000  # comments from which one part is steady enough
DRAWS = 400
LEVEL = 0.95
_POWERS = np.linspace(0.1, 1.0, 19)
Counts = NDArray[np.int64]


def measure(coded: Coded, names: Names, *, seed: int, others: Unlabelled | None = None) -> Quality | None:
    """Hold out a fifth of the comments and learn from parts of the others; None where too few are labelled.

    Args:
        coded: in the order of `learn.in_order`.
        names: of the codes.
        seed: of the parts and of the bootstrap.
        others: comments without a label, for `learn_codebook`.
    """
    out = np.array([hashlib.sha256(text.encode()).digest()[-1] % HELD_OUT == 0 for text in coded.texts])
    if len(out) < MIN_LABELLED or not out.any() or out.all():
        return None
    test, rest = coded.part(np.flatnonzero(out)), np.flatnonzero(~out)
    weights = _draws(len(test.texts), seed)
    sizes = [max(2, round(share * len(rest))) for share in SHARES]
    samples, found = [], test.given
    for size in sizes:
        runs = []
        for repeat in range(1 if size == len(rest) or len(rest) >= FEW_REPEATS_FROM else REPEATS):
            rows = np.random.default_rng([seed, repeat]).permutation(rest)[:size] if size < len(rest) else rest
            learnt = learn_codebook(coded.part(np.sort(rows)), names, column="", others=others)
            found = learnt.label(test.texts, test.vectors)[1]
            runs.append(_macro_f1(found, test.given, weights))
        samples.append(np.mean(runs, axis=0))
    tails = (50 * (1 - LEVEL), 100 - 50 * (1 - LEVEL))
    bounds = [np.percentile(sample[1:], tails) for sample in samples]
    points = [
        Point(size, float(sample[0]), float(low), float(high))
        for size, sample, (low, high) in zip(sizes, samples, bounds, strict=True)
    ]
    hits, given, wanted = _counts(found, test.given)
    return Quality(
        held_out=len(test.texts),
        micro_f1=float(2 * hits.sum() / max(given.sum() + wanted.sum(), 1)),
        exact=float((found == test.given).all(axis=1).mean()),
        curve=tuple(points),
        gain=_gain(np.array(sizes), np.stack(samples), len(coded.texts), tails),
        codes=_codes(names.names, coded.given.sum(axis=0), hits, given, wanted),
    )


def _draws(n: int, seed: int) -> Floats:
    """(1 + DRAWS, n) how often each held-out comment counts: once each, then as the bootstrap draws it."""
    drawn = np.random.default_rng([seed, HELD_OUT]).multinomial(n, np.full(n, 1 / n), size=DRAWS)
    return np.vstack([np.ones(n), drawn])


def _counts(found: Bools, gold: Bools) -> tuple[Counts, Counts, Counts]:
    """(k,) right, given and wanted."""
    return (found & gold).sum(axis=0), found.sum(axis=0), gold.sum(axis=0)


def _macro_f1(found: Bools, gold: Bools, weights: Floats) -> Floats:
    """(n_draws,) mean F1 of the codes that a comment of the draw has."""
    hits, given, wanted = (weights @ part.astype(np.float64) for part in (found & gold, found, gold))
    f1 = 2 * hits / np.maximum(given + wanted, 1)
    return np.asarray(np.where(wanted > 0, f1, 0).sum(axis=1) / np.maximum((wanted > 0).sum(axis=1), 1))


def _gain(sizes: Counts, samples: Floats, n: int, tails: tuple[float, float]) -> tuple[float, float, float] | None:
    """What MORE labels add to n, by the power law of each draw; None where the interval is too wide.

    Args:
        sizes: (p,) labels.
        samples: (p, n_draws) macro-F1.
        n: labelled comments, held-out ones among them.
        tails: percentiles of the interval.
    """
    losses, gains = [], []
    for power in _POWERS:
        x = sizes.astype(np.float64) ** -power
        x_mean, y_mean = x.mean(), samples.mean(axis=0)
        slope = -((x - x_mean) @ (samples - y_mean)) / ((x - x_mean) ** 2).sum()
        slope = np.clip(slope, 0, None)
        top = y_mean + slope * x_mean
        losses.append(((samples - (top - slope * x[:, None])) ** 2).sum(axis=0))
        gains.append(slope * (n**-power - (n + MORE) ** -power))
    best = np.argmin(losses, axis=0)
    drawn = np.array(gains)[best, np.arange(len(best))]
    low, high = np.percentile(drawn[1:], tails)
    return (float(drawn[0]), float(low), float(high)) if high - low <= MOST_WIDTH else None


def _codes(
    names: tuple[str, ...], labelled: Counts, hits: Counts, given: Counts, wanted: Counts
) -> tuple[CodeQuality, ...]:
    def share(part: int, whole: int) -> float | None:
        return part / whole if whole else None

    return tuple(
        CodeQuality(name, n, w, share(h, g), share(h, w), share(2 * h, g + w) if w else None)
        for name, n, h, g, w in zip(
            names, labelled.tolist(), hits.tolist(), given.tolist(), wanted.tolist(), strict=True
        )
    )
