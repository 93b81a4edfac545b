"""How near a text is to each touchpoint: kernel ridge regression on the seeds.

Two texts are alike by the cosine of their vectors and by the words they share, (cosine + LEXICAL x TF-IDF cosine) /
(1 + LEXICAL), and the kernel is exp(SHARPNESS (likeness - 1)). The regression weighs each seed by what it adds to the
others: ten seeds that say the same count once, and a seed between two touchpoints counts for neither. The answer for a
seed that is left out follows without fitting again (Rifkin & Lippert 2007, "Notes on regularized least squares"). All
of it is settled by the seeds alone, so any taxonomy will do.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix

from cxtext.taxonomy.terms import Floats

# Chosen on the even rows of airline and on the training split of mams_acsa, see tests/benchmarks/touchpoints.py.
LEXICAL = 0.7
SHARPNESS = 6.0
PENALTY = 1.0  # of the ridge; a seed's likeness to itself is 1
EVENNESS = 0.5  # how far seeds of a place with few count for more: 0 not at all, 1 as much as they are fewer


class Nearness:
    """Scores texts by the seeds of each place.

    Args:
        vectors: (s, n_dims) of the seeds, unit length.
        weighed: (s, t) the seeds by their terms.
        owner: (s,) which of `k` places each belongs to.
        k: number of places.
    """

    def __init__(self, vectors: Floats, weighed: csr_matrix, owner: NDArray[np.int64], k: int) -> None:
        self._of_seeds = csr_matrix(weighed.T)
        self._vectors = np.ascontiguousarray(vectors.T)
        likeness = _mixed(vectors @ vectors.T, weighed @ self._of_seeds).astype(np.float64)
        sizes = np.bincount(owner, minlength=k)
        usual = len(owner) / np.count_nonzero(sizes)
        doubt = PENALTY * (sizes[owner] / usual) ** EVENNESS
        self._system = np.exp(SHARPNESS * (likeness - 1)) + np.diag(doubt)
        self._targets = np.eye(k)[owner]
        self._weights = cho_solve(cho_factor(self._system), self._targets).astype(np.float32)

    @cached_property
    def left_out(self) -> Floats:
        """(s, k) scores of the seeds, each as if it had been left out."""
        inverse = np.linalg.inv(self._system)
        own = inverse @ self._targets / np.diag(inverse)[:, None]
        return np.asarray(self._targets - own, dtype=np.float32)

    def likeness(self, vectors: Floats, weighed: csr_matrix) -> Floats:
        """(n, s) of texts to the seeds, at most 1, a row for each vector: a tile has more of them than texts.

        Args:
            vectors: (n, n_dims) of the texts.
            weighed: (n or less, t) the texts by the same terms as the seeds.
        """
        return _mixed(vectors @ self._vectors, weighed @ self._of_seeds)

    def scores(self, likeness: Floats) -> Floats:
        """(n, k) near 1 for the right place and near 0 for all others, from what `likeness` gave."""
        kernel = likeness - np.float32(1)
        kernel *= SHARPNESS
        return np.asarray(np.exp(kernel, out=kernel) @ self._weights, dtype=np.float32)


def _mixed(cosines: Floats, shared: csr_matrix) -> Floats:
    """Both likenesses in one, in the place of the first."""
    shared.data *= LEXICAL
    cosines[: shared.shape[0]] += shared.toarray()
    cosines /= 1 + LEXICAL
    return cosines
