"""Regularised least squares for all codes at once, and what it says of each row that is left out.

One factorisation serves every code, and the answer for a row when it is left out follows from it without fitting
again: (p - h y) / (1 - h), with the row's answer p, target y and leverage h (Rifkin & Lippert 2007, "Notes on
regularized least squares"). So every labelled row both teaches and, unseen, tests.

Words are sparse and vectors are not. As one sparse matrix their products take five times as long as the factorisation,
so columns that many rows have are multiplied as dense ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

Floats = NDArray[np.float64]
_ROWS = 2_000  # leverages are worked out for so many rows at a time
_FULL = 0.05  # share of the rows that have a column, from which it is multiplied as a dense one


@dataclass(frozen=True)
class Fit:
    """Weights, and the scores of the rows as if each had been left out."""

    weights: Floats  # (d + 1, k), the last row is the base that every text has
    left_out: Floats  # (n, k)


@dataclass(frozen=True)
class _Rows:
    """The inputs and the base, parted into columns that few rows have and columns that many have."""

    thin: csr_matrix  # (n, s)
    full: Floats  # (n, d + 1 - s)
    order: NDArray[np.int64]  # (d + 1,) which column of the inputs each of thin, then of full, is

    def times(self, weights: Floats) -> Floats:
        """(n, k) of (d + 1, k)."""
        return np.asarray(self.thin @ weights[: self.thin.shape[1]] + self.full @ weights[self.thin.shape[1] :])

    def turned_times(self, targets: Floats) -> Floats:
        """(d + 1, k) of (n, k)."""
        return np.vstack([self.thin.T @ targets, self.full.T @ targets])

    def weights(self, found: Floats) -> Floats:
        """(d + 1, k) in the order of the inputs."""
        placed = np.empty_like(found)
        placed[self.order] = found
        return placed


def fit_ridge(
    inputs: csr_matrix, targets: Floats, share: Floats, strength: float, same: NDArray[np.int64] | None = None
) -> Fit:
    """Least squares with a penalty on the squared weights.

    Args:
        inputs: (n, d).
        targets: (n, k).
        share: (n,) how much each row weighs, above 0.
        strength: of the penalty; the base pays it too.
        same: (n,) a number for each different row, 0, 1, … by their first places. Rows that are the same are solved
            for as one, with the mean of their targets: it is as exact and takes less time.
    """
    same = np.arange(len(targets)) if same is None else same
    first = np.unique(same, return_index=True)[1]
    sums = csr_matrix((share, (same, np.arange(len(same)))))
    shares = np.asarray(sums.sum(axis=1)).ravel()
    rows = _parted(inputs[first])
    solve = _dual if len(first) <= inputs.shape[1] else _primal
    weights, leverage = solve(rows, (sums @ targets) / shares[:, None], shares, strength)
    own = (leverage / shares)[same][:, None] * share[:, None]
    return Fit(rows.weights(weights), (rows.times(weights)[same] - own * targets) / (1 - own))


def _parted(inputs: csr_matrix) -> _Rows:
    n, d = inputs.shape
    full = np.bincount(inputs.indices, minlength=d) > _FULL * n
    thin, dense = np.flatnonzero(~full), np.flatnonzero(full)
    columns = np.hstack([inputs[:, dense].toarray(), np.ones((n, 1))])
    return _Rows(inputs[:, thin], columns, np.concatenate([thin, dense, [d]]))


def _dual(rows: _Rows, targets: Floats, share: Floats, strength: float) -> tuple[Floats, Floats]:
    """The weights and the rows' leverage, in single precision for half the time: the penalty keeps the error small."""
    from scipy.linalg.blas import ssyrk
    from scipy.linalg.lapack import spotrf, spotrs, strtri

    thin = rows.thin.astype(np.float32)
    kernel = (thin @ thin.T).toarray().T  # symmetric, and turned it is in LAPACK's order
    kernel = ssyrk(1.0, rows.full.astype(np.float32), beta=1.0, c=kernel, lower=True, overwrite_c=True)
    kernel[np.diag_indices_from(kernel)] += (strength / share).astype(np.float32)
    factor, _ = spotrf(kernel, lower=True, clean=True, overwrite_a=True)
    dual, _ = spotrs(factor, targets.astype(np.float32), lower=True)
    inverse, _ = strtri(factor, lower=True, overwrite_c=True)
    diagonal = np.einsum("ij,ij->j", inverse, inverse)  # of the kernel's inverse
    return rows.turned_times(dual.astype(np.float64)), 1 - strength / share * diagonal


def _primal(rows: _Rows, targets: Floats, share: Floats, strength: float) -> tuple[Floats, Floats]:
    """The weights and the rows' leverage."""
    from scipy.linalg.lapack import dpotrf, dpotri

    s = rows.thin.shape[1]
    weighted = _Rows(csr_matrix(diags(share) @ rows.thin), share[:, None] * rows.full, rows.order)
    moments = np.empty((len(rows.order), len(rows.order)), order="F")
    moments[:s, :s] = (rows.thin.T @ weighted.thin).toarray()
    moments[s:] = weighted.turned_times(rows.full).T
    moments[np.diag_indices_from(moments)] += strength
    factor, _ = dpotrf(moments, lower=True, clean=True, overwrite_a=True)
    lower, _ = dpotri(factor, lower=True, overwrite_c=True)
    inverse = np.asarray(lower + np.tril(lower, -1).T)
    return inverse @ weighted.turned_times(targets), _leverage(rows, inverse) * share


def _leverage(rows: _Rows, inverse: Floats) -> Floats:
    """(n,) x' inverse x of each row."""
    s, found = rows.thin.shape[1], np.empty(rows.thin.shape[0])
    for start in range(0, len(found), _ROWS):
        thin, full = rows.thin[start : start + _ROWS], rows.full[start : start + _ROWS]
        within = thin.multiply(thin @ inverse[:s, :s]).sum(axis=1)
        across = (2 * (thin @ inverse[:s, s:]) + full @ inverse[s:, s:]) * full
        found[start : start + _ROWS] = np.asarray(within).ravel() + across.sum(axis=1)
    return found
