"""Measures how often the intervals of an audit hold the truth, and how wide they are, beside other ways to make them.

    python tests/benchmarks/audit_intervals.py [--grid report] [--draws 2000] [--ways cxtext …]

A design is a set of strata, a number of answers, a rate and a kind of question. In every draw each stratum has a rate
of its own (odds times e^0.7 and more or less), the mean rate lies around the named one (odds times e^±0.4, as nobody
has a rate that happens to suit an interval), and the sample is drawn as `cxtext audit sample` does. The truth is the
rate of that population. Everything was developed on the grid `dev`; strata, rates and densities of `report` are others.

Kinds: "right" asks of all comments, "class" of those of a class that is in all strata (precision or recall of a
sentiment), "theme precision", "theme recall" and "theme F1" of those of a theme that has a stratum of its own and is
seen in few comments of the others. `few` is the mean number of sampled comments of the rarer kind, hits or misses.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from audit_designs import GRIDS, KINDS, Design, Ends, Floats, designs, samples
from scipy import stats

from cxtext.audit.weighted import _within, ratio
from cxtext.insight.intervals import Z95, wilson

ENOUGH = 5  # of the rarer kind
DRAWS, AGAIN = 2_000, 300  # samples of a design; of the bootstrap and of posteriors in each
SLOW = 100  # samples of a design where a way draws itself
LOWEST, HIGHEST = 0.93, 0.97  # of coverage
SEED = 7
ROUNDING = 1e-9


@dataclass(frozen=True)
class Counted:
    """Samples as the ways read them."""

    hits: Floats  # (draws, strata)
    misses: Floats
    sampled: Floats  # (strata,)
    sizes: Floats

    @property
    def weights(self) -> Floats:
        return self.sizes / self.sampled

    @property
    def value(self) -> Floats:
        yes, no = self.hits @ self.weights, self.misses @ self.weights
        return np.asarray(yes / (yes + no))

    @property
    def kish(self) -> Floats:
        """Independent comments that would tell as much, if strata were alike."""
        both = self.hits + self.misses
        return np.asarray((both @ self.weights) ** 2 / (both @ self.weights**2))

    def variances(self) -> Floats:
        """By linearisation, of each stratum."""
        total = (self.hits + self.misses) @ self.weights
        within = _within(self.hits, self.misses, self.value, self.sampled)
        return np.asarray(within * self.weights**2 * (1 - self.sampled / self.sizes) / total[:, None] ** 2)


def unweighted(of: Counted, _: np.random.Generator) -> Ends:
    """Wilson's, as if strata did not matter."""
    hits = of.hits.sum(axis=1)
    return wilson(hits, hits + of.misses.sum(axis=1))


def effective(of: Counted, *, capped: bool = True) -> Floats:
    """As many comments as the linearised variance tells, Kish's where all are of one kind."""
    value, variance, n = of.value, of.variances().sum(axis=1), (of.hits + of.misses).sum(axis=1)
    mixed = (variance > 0) & (value > 0) & (value < 1)
    told = value * (1 - value) / np.where(mixed, variance, 1)
    return np.where(mixed, np.minimum(told, n) if capped else told, of.kish)


def linearised(of: Counted, _: np.random.Generator) -> Ends:
    """Wilson's of one effective number, with Student's quantile."""
    size, value, n = effective(of), of.value, (of.hits + of.misses).sum(axis=1)
    freedom = np.maximum(np.minimum(n, of.kish) - 1, 1)
    size = size * np.where((value > 0) & (value < 1), (Z95 / stats.t.ppf(0.975, freedom)) ** 2, 1)
    return wilson(value * size, size)


def korn_graubard(of: Counted, _: np.random.Generator, *, jeffreys: bool = False) -> Ends:
    """Clopper and Pearson's of the effective number (1998); or Jeffreys', which is near mid-p."""
    size, value, add = effective(of), of.value, 0.5 if jeffreys else 0.0
    yes, no, one = value * size, (1 - value) * size, 0.5 if jeffreys else 1.0
    with np.errstate(all="ignore"):
        low, high = stats.beta.ppf(0.025, yes + add, no + one), stats.beta.ppf(0.975, yes + one, no + add)
    return np.where(value <= 0, 0, low), np.where(value >= 1, 1, high)


def satterthwaite(of: Counted, _: np.random.Generator) -> Ends:
    """Wilson's of the effective number; each stratum's rate is drawn to the mean by two comments; his freedom."""
    both, mean = of.hits + of.misses, ((of.value * of.kish + 0.5) / (of.kish + 1))[:, None]
    rate, seen = (of.hits + 2 * mean) / (both + 2), both / of.sampled
    inside = seen * (rate * (1 - mean) ** 2 + (1 - rate) * mean**2) - (seen * (rate - mean)) ** 2
    left = 1 - of.sampled / of.sizes
    parts = inside * of.sampled * left * of.weights**2 / (both @ of.weights)[:, None] ** 2
    variance = parts.sum(axis=1)
    freedom = np.maximum(variance**2 / (parts**2 / np.maximum(both - 1, 1)).sum(axis=1), 1)
    size = (mean * (1 - mean))[:, 0] / variance * (Z95 / stats.t.ppf(0.975, freedom)) ** 2
    return wilson(of.value * size, size)


def each(of: Counted, draw: Callable[[Floats], Floats]) -> Ends:
    """Quantiles of what is drawn of each sample: (again, strata) shares of hits, misses and others, times the sizes."""
    cells = np.stack([of.hits, of.misses, of.sampled - of.hits - of.misses], axis=-1)
    ends = []
    for sample in cells:
        told = (draw(sample) * of.sizes[:, None]).sum(axis=1)
        with np.errstate(invalid="ignore"):
            ends.append(np.nanquantile(told[:, 0] / told[:, :2].sum(axis=1), [0.025, 0.975]))
    low, high = np.array(ends).T
    return low, high


def rescaled_bootstrap(of: Counted, random: np.random.Generator) -> Ends:
    """Rao and Wu (1988), percentiles: one fewer drawn of each stratum, and what is left out of it taken off."""

    def draw(sample: Floats) -> Floats:
        shares, fewer = sample / of.sampled[:, None], np.maximum(of.sampled - 1, 1).astype(np.int64)
        picked = random.multinomial(fewer, shares, size=(AGAIN, len(fewer))) / fewer[:, None]
        return np.asarray(shares + (picked - shares) * np.sqrt(1 - of.sampled / of.sizes)[:, None])

    return each(of, draw)


def bayes(of: Counted, random: np.random.Generator, *, pooled: bool = False) -> Ends:
    """A posterior of each stratum: Dirichlet, of one comment shared out evenly, or as the whole sample is."""

    def draw(sample: Floats) -> Floats:
        mean = (sample * of.weights[:, None]).sum(axis=0) / of.sizes.sum() + 1e-3 if pooled else np.full(3, 1 / 3)
        alpha = sample + mean
        told = random.standard_gamma(alpha, size=(AGAIN, *alpha.shape))
        told /= told.sum(axis=-1, keepdims=True)
        centre = alpha / alpha.sum(axis=-1, keepdims=True)
        return np.asarray(centre + (told - centre) * np.sqrt(1 - of.sampled / of.sizes)[:, None])

    return each(of, draw)


def ours(of: Counted, _: np.random.Generator) -> Ends:
    """What cxtext ships."""
    _, low, high = ratio(of.hits, of.misses, of.sampled, of.sizes)
    return low, high


WAYS: dict[str, Callable[[Counted, np.random.Generator], Ends]] = {
    "unweighted Wilson": unweighted,
    "linearised, Wilson": linearised,
    "Korn-Graubard, Clopper-Pearson": korn_graubard,
    "Korn-Graubard, Jeffreys": partial(korn_graubard, jeffreys=True),
    "shrunk strata, Satterthwaite": satterthwaite,
    "Rao-Wu bootstrap": rescaled_bootstrap,
    "Bayes, even prior": bayes,
    "Bayes, pooled prior": partial(bayes, pooled=True),
    "cxtext": ours,
}
DRAWING = ("Rao-Wu bootstrap", "Bayes, even prior", "Bayes, pooled prior")


@dataclass(frozen=True)
class Covered:
    """How a way does on a design."""

    design: Design
    few: float  # mean number of sampled comments of the rarer kind
    held: float  # share of the intervals that hold the truth
    below: float  # share of the truths that lie below the interval
    width: float  # mean
    bias: float  # mean of the estimate less the truth


def covered(design: Design, ways: Sequence[str], *, draws: int, seed: int = SEED) -> dict[str, Covered]:
    """Of one design how often each way's intervals hold the truth; the same samples for all."""
    random = np.random.default_rng([seed, *design.name.encode()])
    truth, hits, misses = samples(design, draws, random)
    few = min(hits.sum(axis=1).mean(), misses.sum(axis=1).mean())
    found = {}
    for name in ways:
        part = slice(SLOW if name in DRAWING else None)
        of = Counted(hits[part], misses[part], design.sampled, design.sizes)
        low, high = WAYS[name](of, random)
        under, over = truth[part] < low - ROUNDING, truth[part] > high + ROUNDING
        held, below = 1 - float((under | over).mean()), float(under.mean())
        width, bias = float((high - low).mean()), float((of.value - truth[part]).mean())
        found[name] = Covered(design, float(few), held, below, width, bias)
    return found


def lines(name: str, found: Sequence[Covered]) -> str:
    """A row of the table."""
    held = np.array([one.held for one in found])
    inside = ((held >= LOWEST) & (held <= HIGHEST)).mean()
    width = np.mean([one.width for one in found])
    return f"| {name} | {held.mean():.1%} | {held.min():.1%} | {held.max():.1%} | {inside:.0%} | {width:.3f} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--grid", choices=GRIDS, default="report")
    parser.add_argument("--draws", type=int, default=DRAWS, help="samples of a design")
    parser.add_argument("--ways", nargs="*", choices=WAYS, default=list(WAYS), metavar="WAY", help=", ".join(WAYS))
    options = parser.parse_args()
    every = [covered(design, options.ways, draws=options.draws) for design in designs(options.grid)]
    for kind in (None, *KINDS):
        for many in (True, False) if kind is None else (True,):
            part = [
                one
                for one in every
                if all((c.few >= ENOUGH) is many and kind in (None, c.design.kind) for c in one.values())
            ]
            about = f"{kind or 'all kinds'}, {'at least' if many else 'fewer than'} {ENOUGH} of the rarer kind"
            print(f"\n{len(part)} designs, {about}\n")
            print("| way | coverage | least | most | designs in 93–97 % | mean width |\n|---|---|---|---|---|---|")
            for name in options.ways:
                print(lines(name, [one[name] for one in part]))


if __name__ == "__main__":
    main()
