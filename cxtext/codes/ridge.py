"""Regularised least squares for all codes at once, and what it says of each row that is left out.

One factorisation serves every code, and the answer for a row when it is left out follows from it without fitting
again: y - a / diag(inverse) in the dual, (p - h y) / (1 - h) in the primal (Rifkin & Lippert 2007, "Notes on
regularized least squares"). So every labelled row both teaches and, unseen, tests.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, hstack

Floats = NDArray[np.float64]
_ROWS = 2_000  # leverages are worked out for so many rows at a time


@dataclass(frozen=True)
class Fit:
    """Weights, and the scores of the rows as if each had been left out."""

    weights: Floats  # (d + 1, k), the last row is the base that every text has
    left_out: Floats  # (n, k)


def fit_ridge(inputs: csr_matrix, targets: Floats, share: Floats, strength: float) -> Fit:
    """Least squares with a penalty on the squared weights.

    Args:
        inputs: (n, d).
        targets: (n, k).
        share: (n,) how much each row weighs, above 0.
        strength: of the penalty; the base pays it too.
    """
    n, d = inputs.shape
    rows = csr_matrix(hstack([inputs, np.ones((n, 1))]))
    return _dual(rows, targets, share, strength) if n <= d else _primal(rows, targets, share, strength)


def _dual(rows: csr_matrix, targets: Floats, share: Floats, strength: float) -> Fit:
    kernel = (rows @ rows.T).toarray()
    kernel[np.diag_indices_from(kernel)] += strength / share
    inverse = _inverse(kernel)
    dual = inverse @ targets
    return Fit(np.asarray(rows.T @ dual), targets - dual / np.diag(inverse)[:, None])


def _primal(rows: csr_matrix, targets: Floats, share: Floats, strength: float) -> Fit:
    weighted = diags(share) @ rows
    moments = (rows.T @ weighted).toarray()
    moments[np.diag_indices_from(moments)] += strength
    inverse = _inverse(moments)
    weights = inverse @ (weighted.T @ targets)
    leverage = np.empty(rows.shape[0])
    for start in range(0, rows.shape[0], _ROWS):
        part = rows[start : start + _ROWS]
        leverage[start : start + _ROWS] = part.multiply(part @ inverse).sum(axis=1).ravel()
    leverage = (leverage * share)[:, None]
    return Fit(weights, (rows @ weights - leverage * targets) / (1 - leverage))


def _inverse(matrix: Floats) -> Floats:
    """The inverse of a symmetric positive definite matrix."""
    from scipy.linalg.lapack import dpotrf, dpotri

    factor, _ = dpotrf(matrix, lower=True, overwrite_a=True)
    lower, _ = dpotri(factor, lower=True, overwrite_c=True)
    return np.asarray(np.tril(lower) + np.tril(lower, -1).T)
