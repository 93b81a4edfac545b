"""The words and pairs of words that codes are told by, weighed by TF-IDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

MOST_TERMS = 4_000  # the commonest; more of them cost time by the cube and tell little
_WORD = r"(?u)\b\w[\w']*\b"


@dataclass(frozen=True)
class Terms:
    """A vocabulary of words and pairs of words, and how much each weighs."""

    names: tuple[str, ...]  # (t,) sorted
    idf: NDArray[np.float32]  # (t,) scikit-learn's smoothed inverse document frequency

    @cached_property
    def _vectoriser(self) -> Any:
        found = _vectoriser(vocabulary={name: i for i, name in enumerate(self.names)})
        found.idf_ = self.idf.astype(np.float64)
        return found

    def weigh(self, texts: Sequence[str]) -> csr_matrix:
        """(n, t) TF-IDF of the texts, rows of unit length; a text without known terms is all zeros."""
        known = self.names and len(texts)  # scikit-learn refuses to weigh nothing
        return csr_matrix(self._vectoriser.transform(texts) if known else (len(texts), len(self.names)))


def learn_terms(texts: Sequence[str]) -> tuple[Terms, csr_matrix]:
    """The vocabulary of some texts, empty where they hold no word, and the (n, t) weights of the texts."""
    found = _vectoriser(max_features=MOST_TERMS)
    try:
        weights = csr_matrix(found.fit_transform(texts))
    except ValueError:  # scikit-learn refuses texts without a single word
        return Terms((), np.zeros(0, np.float32)), csr_matrix((len(texts), 0))
    return Terms(tuple(map(str, found.get_feature_names_out())), found.idf_.astype(np.float32)), weights


def _vectoriser(**options: Any) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer  # a second; labelling without codes does without

    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=_WORD, lowercase=False, **options)
