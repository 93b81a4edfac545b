"""Coefficients and contributions of a driver analysis, with the draws that their intervals come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from cxtext.insight.cells import cell
from cxtext.insight.clustered import expanded_tail
from cxtext.insight.intervals import Floats
from cxtext.insight.moments import resampled
from cxtext.insight.results import Number
from cxtext.insight.ridge import Ridge, spread

AT_ONCE = 100  # samples that are fitted together: each takes several times the memory of its moments


class Estimate:
    """A ridge regression and its bootstrap over blocks of customers.

    Args:
        parts: moments of the blocks: a constant, predictors, controls, the score.
        clusters: how many customers the blocks hold.
        controls: how many of the columns are controls.
        draws: of the bootstrap.
        seed: of the draws.
    """

    def __init__(self, parts: Floats, *, clusters: int, controls: int, draws: int, seed: int) -> None:
        total = parts.sum(axis=0)
        self.whole = spread(total)
        self.records = int(total[0, 0])
        predictors = len(self.whole.means) - 1 - controls
        scale = np.diagonal(self.whole.covariances)[:-1]
        ridge = Ridge(np.where(scale > 0, scale, 1.0), controls)
        self._tail = expanded_tail(clusters, fitted=len(self.whole.means))
        self.penalty, self.r2 = ridge.validated(parts)
        self.coefficients = ridge.fit(self.whole, self.penalty)[:predictors]
        self.shares = self.whole.means[:predictors]
        samples = (spread(some) for moments in resampled(parts, draws=draws, seed=seed) for some in _few(moments))
        fitted = [(ridge.fit(sample, self.penalty), sample.means) for sample in samples]
        self._coefficients = np.concatenate([coefficients for coefficients, _ in fitted])[:, :predictors]
        self._shares = np.concatenate([means for _, means in fitted])[:, :predictors]

    def coefficient(self, column: int) -> Number:
        """How much higher the score is with that predictor, all else alike."""
        return self._number("coefficient", self.coefficients[column], self._coefficients[:, column], [column])

    def contribution(self, columns: Sequence[int]) -> Number:
        """Coefficient × share of the records, added up: how much of the mean score goes with these predictors."""
        value = (self.coefficients * self.shares)[list(columns)].sum()
        drawn = (self._coefficients * self._shares)[:, list(columns)].sum(axis=1)
        return self._number("contribution", value, drawn, columns)

    def _number(self, metric: str, value: float, drawn: Floats, columns: Sequence[int]) -> Number:
        low, high = np.quantile(drawn, [self._tail, 1 - self._tail])
        n = round(float(self.shares[list(columns)].max()) * self.records)
        return Number(metric, float(value), float(low), float(high), n, self.records, cell(n))


def _few(moments: Floats) -> Iterator[Floats]:
    for start in range(0, len(moments), AT_ONCE):
        yield moments[start : start + AT_ONCE]
