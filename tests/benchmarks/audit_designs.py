"""Simulated audits: strata, numbers of answers, rates and kinds of questions; see `audit_intervals.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from cxtext.audit.draw import EACH, _allocated

Floats = NDArray[np.float64]
Ends = tuple[Floats, Floats]

SPREAD = 0.7  # standard deviation of the strata's log-odds
AROUND = 0.4  # of the log-odds of a design's rate
KINDS = ("right", "class", "theme precision", "theme recall", "theme F1")


def falling(strata: int, comments: int, power: float) -> Floats:
    """Sizes of strata by Zipf's law."""
    weights = np.arange(1.0, strata + 1) ** -power
    return np.maximum(np.floor(weights / weights.sum() * comments), 2)


@dataclass(frozen=True)
class Grid:
    """What designs are made of."""

    strata: dict[str, Floats]
    rates: tuple[float, ...]
    density: float  # of a class


NUMBERS = (50, 100, 200, 500)
GRIDS = {
    "dev": Grid(
        {
            "1": np.array([5_000.0]),
            "4": np.array([4_000.0, 1_200, 300, 60]),
            "12": falling(12, 3_000, 1),
            "6, of 400": falling(6, 400, 1),
        },
        (0.03, 0.1, 0.3, 0.7, 0.9, 0.97),
        0.3,
    ),
    "report": Grid(
        {
            "1": np.array([2_000.0]),
            "5": np.array([2_500.0, 2_400, 500, 120, 25]),
            "8, of 700": falling(8, 700, 1.3),
            "25": falling(25, 20_000, 0.9),
            "40": falling(40, 60_000, 1),
        },
        (0.02, 0.05, 0.15, 0.5, 0.85, 0.95, 0.98),
        0.18,
    ),
}


@dataclass(frozen=True)
class Design:
    """A way of asking."""

    name: str
    kind: str
    sizes: Floats
    sampled: Floats
    rate: float
    density: float


def designs(grid: str) -> Iterator[Design]:
    """All of a grid; those that would read most of the comments are left out."""
    made = GRIDS[grid]
    for strata, whole in made.strata.items():
        for n in (n for n in NUMBERS if n < 0.7 * whole.sum()):
            sizes, sampled = drawn(whole, n)
            for rate in made.rates:
                for kind in KINDS[: 2 if len(sizes) == 1 else None]:
                    name = f"strata {strata}, {n} answers, {kind} {rate}"
                    yield Design(name, kind, sizes, sampled, rate, made.density)


def drawn(sizes: Floats, n: int) -> Ends:
    """Strata as `audit.draw` makes them, the rarest together, and how many it draws of each."""
    ordered = np.sort(sizes)[::-1]
    most = max(n // EACH, 1)
    rest = ordered[most:].sum()
    own = np.append(ordered[:most], rest) if rest else ordered
    counts = _allocated(Counter({f"{i:03d}": int(size) for i, size in enumerate(own)}), n)
    return own, np.array([counts[f"{i:03d}"] for i in range(len(own))], dtype=np.float64)


def samples(design: Design, draws: int, random: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """The truth of each draw, and (draws, strata) hits and misses in its sample; draws without either are left out."""
    density, rate = population(design, draws, random)
    sizes = np.broadcast_to(design.sizes.astype(np.int64), density.shape)
    of = random.binomial(sizes, density)
    hits = random.binomial(of, rate)
    seen = random.hypergeometric(of, sizes - of, np.broadcast_to(design.sampled.astype(np.int64), of.shape))
    found = random.hypergeometric(hits, of - hits, seen)
    some = seen.sum(axis=1) > 0
    truth = hits[some].sum(axis=1) / of[some].sum(axis=1)
    return truth, found[some].astype(np.float64), (seen - found)[some].astype(np.float64)


def population(design: Design, draws: int, random: np.random.Generator) -> Ends:
    """(draws, strata) share of comments that the question is of, and of hits among them."""
    shape = (draws, len(design.sizes))
    rate = logit(design.rate) + random.uniform(-AROUND, AROUND, (draws, 1))
    apart = random.normal(0, SPREAD, shape)
    if design.kind == "right":
        return np.ones(shape), expit(rate + apart)
    if design.kind == "class":
        return expit(logit(design.density) + random.normal(0, SPREAD, shape)), expit(rate + apart)
    theme = random.integers(0, min(max(shape[1] - 1, 1), 6), draws)
    own = np.arange(shape[1]) == theme[:, None]
    if design.kind == "theme precision":
        return np.where(own, 1.0, 0.03), expit(rate + apart)
    mean, right, elsewhere = expit(rate), random.uniform(0.6, 0.95, (draws, 1)), 0.1
    size = design.sizes[theme][:, None]
    if design.kind == "theme F1":  # all of the theme's stratum; what people alone say elsewhere
        inside, hits = 1.0, size * np.maximum(right, mean)
        wrong = size - hits
    else:
        inside, hits, wrong = right, size * right, 0.0
    beside = np.clip((hits - mean * (hits + wrong)) / np.maximum(mean - elsewhere, 0.05), 0, None)
    reached = np.where(mean > elsewhere + 0.05, hits, (hits + wrong) * mean) / (hits + wrong)
    density = np.clip(beside / (design.sizes.sum() - size), 0, 0.6)
    return np.where(own, inside, density), np.where(own, reached, elsewhere)
