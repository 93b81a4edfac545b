"""Why a comment gets a code, or nearly does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxtext.codes.codebook import Codebook, Vectors

NEXT = 2  # codes that were not given but came nearest
MOST_TERMS = 6


@dataclass(frozen=True)
class TermWeight:
    """A word or pair of words and what it adds to the code's score."""

    text: str
    weight: float


@dataclass(frozen=True)
class Reason:
    """One code: how likely, and what its score consists of: words + meaning + base."""

    code: str
    given: bool
    probability: float
    threshold: float | None  # of the probability; None where the likeliest code is given
    score: float
    words: float  # what all words add
    meaning: float  # what the encoder's vector adds
    base: float  # the score of an empty text
    terms: tuple[TermWeight, ...]  # words that add or take away most
    example: str | None  # the labelled comment of this code that is nearest in meaning, masked
    closeness: float | None  # its cosine


def reasons(codebook: Codebook, text: str, vector: Vectors) -> tuple[Reason, ...]:
    """The codes that were given, likeliest first, and the NEXT that were not.

    Args:
        codebook: that gives them.
        text: the comment's encoding view.
        vector: (1, n_dims) its vector.
    """
    probabilities, given = codebook.label([text], vector)
    order = sorted(range(len(codebook.names)), key=lambda k: (not given[0, k], -probabilities[0, k], k))
    shown = order[: int(given.sum()) + NEXT]
    return tuple(_reason(codebook, text, vector, k, float(probabilities[0, k]), bool(given[0, k])) for k in shown)


def _reason(codebook: Codebook, text: str, vector: Vectors, k: int, probability: float, given: bool) -> Reason:
    terms = _terms(codebook, text, k)
    meaning, base = float(vector[0] @ codebook.of_meaning[:, k]), float(codebook.base[k])
    words = sum(term.weight for term in terms)
    example, closeness = _nearest(codebook, vector, k)
    return Reason(
        code=codebook.names[k],
        given=given,
        probability=probability,
        threshold=None if codebook.calibration.exclusive else float(codebook.calibration.threshold[k]),
        score=words + meaning + base,
        words=words,
        meaning=meaning,
        base=base,
        terms=tuple(terms[:MOST_TERMS]),
        example=example,
        closeness=closeness,
    )


def _terms(codebook: Codebook, text: str, k: int) -> list[TermWeight]:
    """All known terms of the text, the heaviest first."""
    if not codebook.terms.names:
        return []
    row = codebook.terms.weigh([text])
    found = [
        TermWeight(codebook.terms.names[i], float(value * codebook.of_terms[i, k]))
        for i, value in zip(row.indices, row.data, strict=True)
    ]
    return sorted(found, key=lambda term: (-abs(term.weight), term.text))


def _nearest(codebook: Codebook, vector: Vectors, k: int) -> tuple[str | None, float | None]:
    own = np.flatnonzero(codebook.examples.code == k)
    if not len(own):
        return None, None
    cosines = codebook.examples.vectors[own] @ vector[0]
    best = int(np.argmax(cosines))
    return codebook.examples.texts[own[best]], float(cosines[best])
