"""Multinomial logistic regression: codes of which a comment has one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
_MOST_STEPS = 100  # more change the fourth digit of a probability
_TOLERANCE = 1e-3


def fit_logistic(inputs: csr_matrix, codes: NDArray[np.int64], share: Floats, inverse_strength: float) -> Floats:
    """(d + 1, k) weights whose softmax is the codes' probability; the last row is the base.

    Args:
        inputs: (n, d).
        codes: (n,) 0 … k - 1, each of them at least once.
        share: (n,) how much each row weighs, above 0.
        inverse_strength: of the penalty on the squared weights; scikit-learn's C.
    """
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=inverse_strength, max_iter=_MOST_STEPS, tol=_TOLERANCE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # _MOST_STEPS says why
        model.fit(inputs, codes, sample_weight=share)
    weights = np.vstack([model.coef_.T, model.intercept_])
    return np.asarray(np.hstack([-weights / 2, weights / 2]) if weights.shape[1] == 1 else weights)
