"""Answers of customers into numbers: shares, balances and means, with comments of one customer as one voice."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cxtext.insight import intervals
from cxtext.insight.cells import HIDDEN_BELOW, TOO_FEW_TO_SHOW, Cell, cell
from cxtext.insight.clustered import effective_size, expanded_tail
from cxtext.insight.intervals import Floats
from cxtext.insight.metrics import share, too_few
from cxtext.insight.moments import Ints
from cxtext.insight.results import Number

PROMOTERS_FROM, DETRACTORS_TO = 9, 6  # of 0 to 10: Reichheld (2003), Harvard Business Review 81 (12), 46-54


def proportion(metric: str, hits: npt.NDArray[np.bool_], who: Ints) -> Number:
    """The share of the answers that hit, 0 … 1; `who` numbers the customer of each answer."""
    if (nothing := too_few(metric, hits.size)) is not None:
        return nothing
    sample = effective_size(hits, who)
    low, high = intervals.wilson(hits.mean() * sample, sample)
    return Number(metric, float(hits.mean()), float(low), float(high), hits.size, hits.size, cell(hits.size))


def marked(metric: str, hits: npt.NDArray[np.bool_], who: Ints) -> Number:
    """As `proportion`, of what few comments say, such as that the customer leaves: one to four of them are hidden."""
    number = proportion(metric, hits, who)
    if 0 < hits.sum() < HIDDEN_BELOW:
        return Number(metric, None, None, None, None, None, Cell.HIDDEN, TOO_FEW_TO_SHOW)
    return number


def balance(metric: str, signs: Floats, who: Ints) -> Number:
    """100 × (share of +1 - share of -1), -100 … 100; nps and net_sentiment add other pseudo-answers."""
    if (nothing := too_few(metric, signs.size)) is not None:
        return nothing
    sample = effective_size(signs, who)
    method = intervals.nps if metric == "nps" else intervals.net
    low, high = method((signs > 0).mean() * sample, (signs < 0).mean() * sample, sample)
    value = 100 * float(np.sign(signs).mean())
    return Number(metric, value, 100 * float(low), 100 * float(high), signs.size, signs.size, cell(signs.size))


def average(metric: str, values: Floats, who: Ints, *, seed: int) -> Number:
    """The mean, in the unit of the values."""
    if (nothing := too_few(metric, values.size)) is not None:
        return nothing
    tail = expanded_tail(np.unique(who).size)
    low, high = intervals.mean(values, clusters=who, seed=seed, tail=tail)
    mean = float(np.sort(values).mean())
    return Number(metric, mean, low, high, values.size, values.size, cell(values.size))


def part(count: int, base: int) -> Number:
    """The share of `base` comments that `count` are, 0 … 1."""
    return share(count, base)


def promotion(values: Floats) -> Floats:
    """+1 for a promoter, 0 for a passive, -1 for a detractor, of answers from 0 to 10."""
    return np.where(values >= PROMOTERS_FROM, 1.0, np.where(values <= DETRACTORS_TO, -1.0, 0.0))
