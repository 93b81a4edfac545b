"""Learns a codebook from labelled comments."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack

from cxtext.codes.calibrate import Bools, Floats, calibrate, likeliest
from cxtext.codes.codebook import Codebook, Examples, Vectors
from cxtext.codes.guesses import guess
from cxtext.codes.logistic import fit_logistic
from cxtext.codes.ridge import fit_ridge
from cxtext.codes.terms import learn_terms

STRENGTH = 3.0  # of the ridge's penalty; chosen on parts of training data, as the next two were
CODES_TOLD = 8  # codes that a logistic regression tells apart with scikit-learn's C = 1; C grows with their number
MANY_MEANING = 1.5  # how much the vector counts beside the words, where codes are more than half as many again
NAME_WEIGHT = 5.0  # comments that a code's name counts for as an example of it
MOST_LEARNT = 40_000  # comments that are learnt from; more cost minutes
MOST_UNLABELLED = 4_000  # comments without a label that are learnt from too; more bring nothing
EXAMPLES = 5  # comments that are kept to show a code by


@dataclass(frozen=True)
class Coded:
    """Labelled comments."""

    texts: Sequence[str]  # (n,) encoding views
    masked: Sequence[str]  # (n,) as people see them
    vectors: Vectors  # (n, n_dims)
    given: Bools  # (n, k)

    def part(self, rows: NDArray[np.int64]) -> Coded:
        """Some of the comments."""
        return Coded(
            [self.texts[i] for i in rows], [self.masked[i] for i in rows], self.vectors[rows], self.given[rows]
        )


@dataclass(frozen=True)
class Unlabelled:
    """Comments that nobody labelled, of the same kind as the labelled ones."""

    texts: Sequence[str]  # (m,) encoding views
    vectors: Vectors  # (m, n_dims)


@dataclass(frozen=True)
class Names:
    """The names of the codes, which are examples too."""

    names: tuple[str, ...]  # (k,)
    views: Sequence[str]  # (k,) as the encoder reads them
    vectors: Vectors  # (k, n_dims)


def names_of(names: tuple[str, ...], view: Callable[[str], str], encode: Callable[[Sequence[str]], Vectors]) -> Names:
    """The names as texts: what stands for a space becomes one; a name without a letter says nothing."""
    views = [view(name.replace("_", " ").replace("/", " / ")) if any(map(str.isalpha, name)) else "" for name in names]
    return Names(names, views, encode(views))


def in_order(coded: Coded) -> Coded:
    """The comments in an order that their texts alone decide, spread evenly, at most MOST_LEARNT of them."""
    keys = [(hashlib.sha256(text.encode()).digest(), coded.given[i].tobytes()) for i, text in enumerate(coded.texts)]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return coded.part(np.array(order[:MOST_LEARNT], dtype=np.int64))


def learn_codebook(coded: Coded, names: Names, *, column: str, others: Unlabelled | None = None) -> Codebook:
    """Fit the codes to the comments and to their names.

    Where a comment has one code, a multinomial logistic regression tells them apart, and learns from its own guesses
    on unlabelled comments too (`guesses`). Where it may have several, each code has a ridge regression, calibrated on
    what leaving each comment out gives.

    The name makes a code with few examples one that is told by likeness to its name and to them; a code of its own
    kind is drawn from that as examples come in.

    Args:
        coded: in the order of `in_order`.
        names: of the codes.
        column: of the input that held the codes, for messages.
        others: comments without a label.
    """
    n, k = coded.given.shape
    texts, vectors = [*coded.texts, *names.views], np.vstack([coded.vectors, names.vectors])
    terms, words = learn_terms(texts)
    exclusive = bool(coded.given.sum(axis=1).max() <= 1)
    meaning = MANY_MEANING if exclusive and k > MANY_MEANING * CODES_TOLD else 1.0
    inputs = _inputs(words, vectors, meaning)
    targets = np.vstack([coded.given, np.eye(k, dtype=bool)]).astype(np.float64)
    share = np.concatenate([np.ones(n), np.full(k, NAME_WEIGHT)])
    if exclusive:
        unlabelled = _inputs(terms.weigh(others.texts), others.vectors, meaning) if others else inputs[:0]
        fitted = _told_apart(inputs, targets.argmax(axis=1), share, unlabelled, n)
        scores, calibration = inputs[:n] @ fitted[:-1] + fitted[-1], likeliest(k)
    else:
        fit = fit_ridge(inputs, targets, share, STRENGTH, _same(texts, vectors))
        fitted, scores = fit.weights, fit.left_out[:n]
        calibration = calibrate(scores, coded.given)
    weights, t = fitted.astype(np.float32), len(terms.names)
    return Codebook(
        names=names.names,
        column=column,
        labelled=tuple(coded.given.sum(axis=0).tolist()),
        terms=terms,
        of_terms=weights[:t],
        of_meaning=weights[t:-1] * np.float32(meaning),
        base=weights[-1],
        calibration=calibration,
        examples=_examples(coded, scores),
    )


def _told_apart(
    inputs: csr_matrix, codes: NDArray[np.int64], share: Floats, unlabelled: csr_matrix, labelled: int
) -> Floats:
    """(d + 1, k) weights of a logistic regression, learnt from the labelled rows and then from its guesses as well."""
    inverse_strength = max(1.0, len(np.unique(codes)) / CODES_TOLD)
    fitted = fit_logistic(inputs, codes, share, inverse_strength)
    if not unlabelled.shape[0]:
        return fitted
    guessed, sure = guess(unlabelled @ fitted[:-1] + fitted[-1], codes, share, labelled)
    everything = csr_matrix(vstack([inputs, unlabelled]))
    shares = np.concatenate([share, sure])
    return fit_logistic(everything, np.concatenate([codes, guessed]), shares, inverse_strength)


def _same(texts: Sequence[str], vectors: Vectors) -> NDArray[np.int64]:
    """(n,) the number of each different pair of a text and its vector, by their first places."""
    known: dict[tuple[str, bytes], int] = {}
    pairs = zip(texts, vectors, strict=True)
    return np.array([known.setdefault((text, vector.tobytes()), len(known)) for text, vector in pairs], dtype=np.int64)


def _inputs(words: csr_matrix, vectors: Vectors, meaning: float) -> csr_matrix:
    return csr_matrix(hstack([words, csr_matrix(meaning * vectors.astype(np.float64))]))


def _examples(coded: Coded, scores: Floats) -> Examples:
    """The comments of each code that look most like it, no text twice."""
    found: list[tuple[int, int]] = []
    for code in range(coded.given.shape[1]):
        own = np.flatnonzero(coded.given[:, code])
        distinct = {coded.masked[i]: i for i in own[np.argsort(scores[own, code], kind="stable")]}
        found += [(code, int(i)) for i in list(distinct.values())[::-1][:EXAMPLES]]
    rows = np.array([i for _, i in found], dtype=np.int64)
    return Examples(
        tuple(coded.masked[i] for i in rows), np.array([code for code, _ in found], dtype=np.int64), coded.vectors[rows]
    )
