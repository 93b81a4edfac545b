"""Ridge regression, its cross-validation and the Shapley shares of its R², all from sums of products.

The columns of the moments are a constant 1, the predictors, the controls, and the response, in this order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cxtext.insight.intervals import Floats

PENALTIES = np.geomspace(1e-6, 1.0, 19)  # per record, of standardised predictors; scikit-learn's alpha is this times n
FOLDS = 5
CONTROL_PENALTY = 1e-8  # next to none: enough for a level that a sample lacks
PERMUTATIONS = 100  # and their reversals, of the orders that Shapley shares are averaged over


@dataclass(frozen=True)
class Spread:
    """Means and covariances, divided by n, of one sample; of many at once all have one axis more in front."""

    means: Floats  # (…, columns - 1): of all but the constant, the response last
    covariances: Floats  # (…, columns - 1, columns - 1)


def spread(moments: Floats) -> Spread:
    """What the moments say of the spread of their rows."""
    n = moments[..., :1, 0]
    means = moments[..., 0, 1:] / n
    return Spread(means, moments[..., 1:, 1:] / n[..., None] - means[..., :, None] * means[..., None, :])


@dataclass(frozen=True)
class Ridge:
    """Which columns are penalised, and how much; `scale` are the variances of predictors and controls."""

    scale: Floats
    controls: int

    def fit(self, sample: Spread, penalty: float) -> Floats:
        """(…, predictors + controls): the coefficients with the least mean squared error + penalty × Σ scale × b².

        Hoerl and Kennard (1970), Technometrics 12, 55-67, of standardised predictors; controls are not penalised.
        """
        penalties = np.full(len(self.scale), penalty)
        penalties[len(penalties) - self.controls :] = CONTROL_PENALTY
        left = sample.covariances[..., :-1, :-1] + np.diag(penalties * self.scale)
        # As a column: NumPy would take rows of right-hand sides for one matrix.
        return np.asarray(np.linalg.solve(left, sample.covariances[..., :-1, -1:])[..., 0])

    def validated(self, parts: Floats) -> tuple[float, float]:
        """The penalty that cross-validation chooses, and the share of variance that is predicted (R², at most 1).

        `parts` are the moments of blocks. The penalty is the least one whose error of prediction is within one
        standard error of the best: a greater one predicts no better for sure, and would put down to a theme what
        belongs to those it comes with. For R² the penalty of each fold is chosen without that fold.
        """
        folds = np.stack([parts[start::FOLDS].sum(axis=0) for start in range(FOLDS)])
        everything = set(range(FOLDS))
        missed = explained = 0.0
        for fold in everything:
            rest = sorted(everything - {fold})
            penalty = self._chosen(folds, rest)
            train = spread(folds[rest].sum(axis=0))
            missed += _squares(train, self.fit(train, penalty), folds[fold])
            explained += _squares(train, np.zeros(len(self.scale)), folds[fold])
        return self._chosen(folds, sorted(everything)), 1 - missed / explained if explained > 0 else 0.0

    def errors(self, folds: Floats) -> Floats:
        """(n_penalties, n_folds): sums of squared errors of each fold, predicted from the others."""
        found = np.empty((len(PENALTIES), len(folds)))
        for fold in range(len(folds)):
            train = spread(np.delete(folds, fold, axis=0).sum(axis=0))
            found[:, fold] = [_squares(train, self.fit(train, penalty), folds[fold]) for penalty in PENALTIES]
        return found

    def _chosen(self, folds: Floats, used: Sequence[int]) -> float:
        errors = self.errors(folds[used])
        worse = errors - errors[int(np.argmin(errors.sum(axis=1)))]
        unsure = worse.std(axis=1, ddof=1) / np.sqrt(len(used))
        return float(PENALTIES[int(np.argmax(worse.mean(axis=1) <= unsure))])


def _squares(train: Spread, coefficients: Floats, test: Floats) -> float:
    """Sum of squared errors, on the rows that `test` are the moments of."""
    constant = train.means[-1] - train.means[:-1] @ coefficients
    weights = np.concatenate([[-constant], -coefficients, [1.0]])
    return float(weights @ test @ weights)


def shapley(sample: Spread, groups: Sequence[Sequence[int]], controls: int, *, seed: int) -> tuple[Floats, float]:
    """The share of R² of each group of predictors, and that R² beyond the controls; the shares add up to 1.

    Lindeman, Merenda and Gold (1980): what a group adds to R², averaged over orders of entry, here over 100 random
    ones and their reversals. What two groups explain together is divided between them, whichever is the cause.
    """
    within = _within(sample, controls)
    columns = [list(group) for group in groups]
    shares = np.zeros(len(groups))
    random = np.random.default_rng([seed, 2])
    for _ in range(PERMUTATIONS):
        order = random.permutation(len(groups))
        for entry in (order, order[::-1]):
            shares[entry] += _added(within, [columns[group] for group in entry])
    total = float(shares.sum())
    explained = total / (2 * PERMUTATIONS) / float(sample.covariances[-1, -1])
    return shares / total if total > 0 else shares, explained


def _within(sample: Spread, controls: int) -> Floats:
    """Covariances of predictors and response, the part that goes with the controls taken out."""
    last = sample.covariances.shape[0] - 1
    control, kept = np.arange(last - controls, last), np.r_[0 : last - controls, last]
    cov = sample.covariances
    among = cov[np.ix_(control, control)] + CONTROL_PENALTY * np.eye(controls)
    return np.asarray(
        cov[np.ix_(kept, kept)] - cov[np.ix_(kept, control)] @ np.linalg.solve(among, cov[control][:, kept])
    )


def _added(within: Floats, entry: Sequence[Sequence[int]]) -> Floats:
    """What each group adds to the explained variance, as they enter one after the other."""
    order = [column for group in entry for column in group]
    among = within[np.ix_(order, order)]
    factor = np.linalg.cholesky(among + 1e-9 * np.diag(np.diagonal(among) + 1e-12))
    steps = np.linalg.solve(factor, within[order, -1]) ** 2
    starts = np.cumsum([0, *(len(group) for group in entry)])[:-1]
    return np.asarray(np.add.reduceat(steps, starts))
