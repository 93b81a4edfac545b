"""Teaches a head from labelled texts, and learns how sure its links are.

One ridge regression serves all touchpoints, and what it says of each text when that is left out follows from it
(Rifkin & Lippert 2007). So every labelled text both teaches and, unseen, tells how right the links are.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from cxtext.taxonomy.certainty import HEAD, Certainty, Line, learn_line
from cxtext.taxonomy.head import HEARD_FROM, Head
from cxtext.taxonomy.link import TouchpointLinker
from cxtext.taxonomy.terms import Floats, commonest_terms
from cxtext.taxonomy.weigher import Weigher
from cxtext.tiles import tiles

SEED_WORTH = 3.0  # labelled texts that a seed counts for
STRENGTH = 3.0  # of the ridge's penalty
MOST_TERMS = 2_000
EVEN = 0.5  # what is likelier right than wrong is given in any case

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Lesson:
    """Labelled texts.

    `given` is what to learn: one touchpoint for each label. `right` may hold more, where a label does not say which
    of several touchpoints is meant.
    """

    texts: Sequence[str]  # (n,) encoding views
    vectors: Floats  # (n, n_dims)
    given: Bools  # (n, k) touchpoints of the taxonomy
    right: Bools  # (n, k)
    share: NDArray[np.float64]  # (n,) how much each text counts, 1 for as much as one label of the user's own
    whole: Bools  # (n,) whether the labels name all that the text speaks of, so that they tell what is wrong
    several: Bools  # (n,) whether people gave as many labels as fit

    def part(self, rows: NDArray[np.int64]) -> Lesson:
        """Some of the texts."""
        return Lesson(
            [self.texts[i] for i in rows],
            self.vectors[rows],
            self.given[rows],
            self.right[rows],
            self.share[rows],
            self.whole[rows],
            self.several[rows],
        )


class Fitted(Protocol):
    """What a ridge regression gives: weights with the base as the last row, and scores of rows left out."""

    @property
    def weights(self) -> NDArray[np.float64]:
        """(d + 1, k)."""
        ...

    @property
    def left_out(self) -> NDArray[np.float64]:
        """(n, k)."""
        ...


Fit = Callable[[csr_matrix, NDArray[np.float64], NDArray[np.float64], float], Fitted]


def teach(
    lesson: Lesson,
    linker: TouchpointLinker,
    *,
    encode: Callable[[Sequence[str]], Floats],
    encoder: str,
    fit: Fit,
    silent_too: bool = False,
) -> Head:
    """A head over all touchpoints of a linker, from labelled texts and from the seeds.

    Args:
        lesson: the labelled texts.
        linker: of the taxonomy; what its heads say is counted in.
        encode: as for the texts; for the seeds.
        encoder: digest of what makes the vectors.
        fit: the ridge regression, `codes.ridge.fit_ridge`.
        silent_too: whether certainty shall hold where the head is silent too, as on feedback of another kind.
    """
    k = len(linker.ids)
    texts = [*lesson.texts, *linker.seeds]
    terms = commonest_terms(texts, MOST_TERMS)
    (words,) = Weigher([terms]).weigh(texts)
    vectors = np.vstack([lesson.vectors, encode(linker.seeds)])
    inputs = csr_matrix(hstack([csr_matrix(vectors, dtype=np.float64), words]))
    targets = np.vstack([lesson.given, linker.owner[:, None] == np.arange(k)]).astype(np.float64)
    share = np.concatenate([lesson.share, np.full(len(linker.seeds), SEED_WORTH)])
    fitted = fit(inputs, targets, share, STRENGTH)
    weights, d = fitted.weights.astype(np.float32), vectors.shape[1]
    left_out = np.maximum(fitted.left_out[: len(lesson.texts)] - HEARD_FROM, 0).astype(np.float32)
    certainty = certainty_of(lesson, linker, left_out, silent_too=silent_too)
    return Head(
        tuple(linker.ids), encoder, terms, weights[d:-1], weights[:d], weights[-1], certainty, len(lesson.texts)
    )


def certainty_of(lesson: Lesson, linker: TouchpointLinker, heard: Floats, *, silent_too: bool) -> Certainty:
    """How sure links are, from what the head says of each text when that is left out.

    Args:
        lesson: (n,) texts.
        linker: of the taxonomy.
        heard: (n, k) what the head adds to the scores.
        silent_too: see `teach`.
    """
    rows = np.flatnonzero(lesson.whole)
    told = lesson.part(rows)
    spoken, silent = _pairs(told, linker, heard[rows]), _pairs(told, linker, np.zeros_like(heard[rows]))
    first = np.zeros(silent[1].shape, dtype=bool)
    first[:, 0] = True
    several = ~first & told.several[:, None]
    found = Certainty(
        seeds=_line(silent if silent_too else spoken, told.share, first),
        heads=_line(spoken, told.share, first & (spoken[0][..., HEAD] > 0)),
        further=_line(spoken, told.share, several),
        first=0.0,
        second=0.0,
    )
    chance, right = found.probability(spoken[0]), spoken[1]
    wanted, more = (np.asarray(told.given.sum(axis=1) > n) for n in range(2))
    own = best_threshold(chance[:, 0], right[:, 0], wanted, told.share)
    second = best_threshold(chance[:, 1], right[:, 1] & more, more, told.share * told.several)
    first_from = min(own, EVEN)
    return dataclasses.replace(found, first=first_from, second=max(first_from, second))


def _line(pairs: tuple[NDArray[np.float64], Bools], share: NDArray[np.float64], where: Bools) -> Line:
    features, right = pairs
    return learn_line(features[where], right[where], np.broadcast_to(share[:, None], right.shape)[where])


def _pairs(lesson: Lesson, linker: TouchpointLinker, heard: Floats) -> tuple[NDArray[np.float64], Bools]:
    """Features of each text's best touchpoints, and which of them are right."""
    features, right = [], []
    for rows, tile in tiles(lesson.vectors):
        texts = lesson.texts[rows]
        likeness, taught = linker.heard(tile, texts)
        ranked = linker.rank(likeness, taught + np.pad(heard[rows], ((0, 0), (0, 1))), texts)
        features.append(ranked.features)
        right.append(np.take_along_axis(lesson.right[rows], ranked.place, axis=1))
    return np.concatenate(features), np.concatenate(right)


def best_threshold(chance: NDArray[np.float64], right: Bools, wanted: Bools, share: NDArray[np.float64]) -> float:
    """The probability from which giving the touchpoint has the best F1, midway to the next lower one.

    Args:
        chance: (n,) probability of the touchpoint.
        right: (n,) whether it is right.
        wanted: (n,) whether the text has one at all.
        share: (n,) how much each text counts.
    """
    order = np.argsort(-chance, kind="stable")
    hits, given = np.cumsum((share * right)[order]), np.cumsum(share[order])
    last = int(np.argmax(2 * hits / (given + (share * wanted).sum())))
    ranked = chance[order]
    return round(float(ranked[last] + ranked[min(last + 1, len(ranked) - 1)]) / 2, 3)
