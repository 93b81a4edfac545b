"""Mentions linked to the touchpoints where it happened: by the seeds, and by labelled texts where there are any.

The seeds score every touchpoint (`nearness`), heads add what labelled texts taught (`head`), and a probability is made
of the pair (`certainty`). Seeds that belong to no touchpoint ("thank you", "terrible company") compete too: where they
score best, the mention has no touchpoint. A mention has at most two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from cxtext.taxonomy.certainty import Certainty, pair_features
from cxtext.taxonomy.head import Placed, shipped_head
from cxtext.taxonomy.nearness import Nearness
from cxtext.taxonomy.taxonomy import Taxonomy
from cxtext.taxonomy.terms import seed_terms
from cxtext.taxonomy.weigher import Weigher
from cxtext.tiles import tiles

MOST = 2  # touchpoints of a mention
CONSIDERED = 3  # touchpoints of which the probability is worked out

Vectors = NDArray[np.float32]  # (n, n_dims), rows of unit length


@dataclass(frozen=True)
class Links:
    """The touchpoints of each mention, the likeliest first."""

    touchpoint: NDArray[np.int64]  # (n, MOST) index into `TouchpointLinker.ids`, -1 for none
    probability: NDArray[np.float32]  # (n, MOST) 0 … 1, also where the touchpoint is not given
    seed: NDArray[np.int64]  # (n, MOST) index into `TouchpointLinker.seeds` of the touchpoint's nearest seed

    def at(self, rows: NDArray[np.int64]) -> Links:
        """The same of some of the mentions, as often as they are named."""
        return Links(self.touchpoint[rows], self.probability[rows], self.seed[rows])


@dataclass(frozen=True)
class Ranked:
    """The touchpoints that come into question for each mention, the best first; arrays are (n, CONSIDERED)."""

    place: NDArray[np.int64]  # index into `TouchpointLinker.ids`
    seed: NDArray[np.int64]  # index into `TouchpointLinker.seeds` of the nearest one of each
    features: NDArray[np.float64]  # (n, CONSIDERED, n_features) what their probability is made of
    likeness: Vectors  # (n, s) to every seed
    none: NDArray[np.bool_]  # (n,) whether what names no touchpoint scores better than all


class TouchpointLinker:
    """Links mentions to the touchpoints of a taxonomy.

    Args:
        taxonomy: at least two touchpoints, each with seeds, and the seeds of no touchpoint.
        encode: texts to vectors, as for the mentions.
        heads: what labelled texts taught, with the places of its touchpoints in the taxonomy, see `head.placed`.
        certainty: of the links; the shipped one if None.
    """

    def __init__(
        self,
        taxonomy: Taxonomy,
        encode: Callable[[Sequence[str]], Vectors],
        heads: Sequence[Placed] = (),
        certainty: Certainty | None = None,
    ) -> None:
        self.ids = [touchpoint.id for touchpoint in taxonomy.touchpoints]
        owned = [(i, seed) for i, t in enumerate(taxonomy.touchpoints) for seed in t.seeds]
        owned += [(len(self.ids), seed) for seed in taxonomy.no_touchpoint]
        self.seeds = [seed for _, seed in owned]
        self.owner = np.array([i for i, _ in owned], dtype=np.int64)
        self.heads = tuple((head.part(places[:, 1]), places[:, 0]) for head, places in heads)
        self._weigher = Weigher([seed_terms(self.seeds), *(head.terms for head, _ in self.heads)])
        by_seeds, *_ = self._weigher.weigh(self.seeds)
        self.nearness = Nearness(encode(self.seeds), by_seeds, self.owner, len(self.ids) + 1)
        parents = [touchpoint.parent for touchpoint in taxonomy.touchpoints]
        child = np.array([[parent == other for other in self.ids] for parent in parents], dtype=bool)
        self._kin = child | child.T  # one that another counts as is no second touchpoint beside it
        self.certainty = certainty or shipped_head().certainty
        self._seeds = _rectangle(self.owner, len(self.ids))

    def link(self, vectors: Vectors, texts: Sequence[str], generic: NDArray[np.bool_]) -> Links:
        """The touchpoints of mentions, and the seeds that speak for them.

        Args:
            vectors: (n, n_dims) of the mentions.
            texts: (n,) their encoding views.
            generic: (n,) whether the mention says nothing but praise or blame: it has no touchpoint.
        """
        shape = (len(vectors), MOST)
        touchpoint, seed = np.full(shape, -1, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        probability = np.zeros(shape, dtype=np.float32)
        weighed = self._weigher.weigh(texts)
        for rows, tile in tiles(vectors):
            ranked = self.rank(*self._heard(tile, [own[rows] for own in weighed]), texts[rows])
            sure = self.certainty.probability(ranked.features)[:, :MOST]
            given = sure >= (self.certainty.first, self.certainty.second)
            given[:, 1] &= given[:, 0] & ~self._kin[ranked.place[:, 0], ranked.place[:, 1]]
            given &= ~(ranked.none | generic[rows])[:, None]
            touchpoint[rows] = np.where(given, ranked.place[:, :MOST], -1)
            probability[rows] = sure
            seed[rows] = ranked.seed[:, :MOST]
        return Links(touchpoint, probability, seed)

    def ranked(self, tile: Vectors, texts: Sequence[str]) -> Ranked:
        """The best touchpoints of up to `tiles.TILE` texts; `tile` may be filled up with more rows."""
        likeness, taught = self.heard(tile, texts)
        return self.rank(likeness, taught, texts)

    def scores(self, tile: Vectors, texts: Sequence[str]) -> Vectors:
        """(n, k + 1) of all touchpoints and of none, as `ranked` puts them in order."""
        likeness, taught = self.heard(tile, texts)
        return self.nearness.scores(likeness)[: len(texts)] + taught

    def best(self, vectors: Vectors, texts: Sequence[str]) -> NDArray[np.int64]:
        """(n,) the likeliest touchpoint of each text, also where it would not be given."""
        found = [self.ranked(tile, texts[rows]).place[:, 0] for rows, tile in tiles(vectors)]
        return np.concatenate([np.zeros(0, dtype=np.int64), *found])

    def heard(self, tile: Vectors, texts: Sequence[str]) -> tuple[Vectors, Vectors]:
        """(tile rows, s) likeness to the seeds, and (n, k + 1) what the heads add."""
        return self._heard(tile, self._weigher.weigh(texts))

    def _heard(self, tile: Vectors, weighed: Sequence[csr_matrix]) -> tuple[Vectors, Vectors]:
        """The same of texts that are `weighed` by the terms of the seeds and of each head."""
        by_seeds, *by_heads = weighed
        taught = np.zeros((by_seeds.shape[0], len(self.ids) + 1), dtype=np.float32)
        for (head, places), own in zip(self.heads, by_heads, strict=True):
            taught[:, places] += head.heard(tile, own)
        return self.nearness.likeness(tile, by_seeds), taught

    def rank(self, likeness: Vectors, taught: Vectors, texts: Sequence[str]) -> Ranked:
        """The best touchpoints of texts.

        Args:
            likeness: (n or more, s) to the seeds.
            taught: (n, k + 1) what heads add to the scores of the touchpoints and of none.
            texts: (n,) encoding views.
        """
        scores: Vectors = self.nearness.scores(likeness)[: len(texts)] + taught
        likeness = likeness[: len(texts)]
        place = _best(scores[:, :-1], min(CONSIDERED, len(self.ids)))
        near, seed = self._nearest(likeness, place)
        words = np.array([len(text.split()) for text in texts], dtype=np.int64)
        features = pair_features(scores, taught, near, words, place)
        return Ranked(place, seed, features, likeness, scores[:, -1] >= scores[:, :-1].max(axis=1))

    def _nearest(self, likeness: Vectors, place: NDArray[np.int64]) -> tuple[Vectors, NDArray[np.int64]]:
        """(n, m) the likeness of each text to the nearest seed of the touchpoints at `place`, and that seed."""
        seeds = self._seeds[place]
        own = np.take(likeness, seeds + np.arange(len(place))[:, None, None] * likeness.shape[1])
        first = own.argmax(axis=2)[..., None]
        near, seed = np.take_along_axis(own, first, axis=2)[..., 0], np.take_along_axis(seeds, first, axis=2)[..., 0]
        # Certainty was learnt with the seeds of no touchpoint counted to the last touchpoint.
        row, column = np.nonzero(place == len(self.ids) - 1)
        near[row, column] = likeness[row, self._seeds[-1, 0] :].max(axis=1)
        return near, seed


def _best(scores: Vectors, most: int) -> NDArray[np.int64]:
    """(n, most) columns of the highest scores, the highest first; of equals the first."""
    left, rows = scores.copy(), np.arange(len(scores))
    found = np.zeros((len(scores), most), dtype=np.int64)
    for i in range(most):
        found[:, i] = left.argmax(axis=1)
        left[rows, found[:, i]] = -np.inf
    return found


def _rectangle(owner: NDArray[np.int64], k: int) -> NDArray[np.int64]:
    """(k, most) the seeds of each of `k` touchpoints; where it has fewer than `most`, its last one stands again."""
    ends = np.searchsorted(owner, np.arange(k + 1))
    starts, sizes = ends[:-1], np.diff(ends)
    return np.asarray(starts[:, None] + np.minimum(np.arange(sizes.max()), sizes[:, None] - 1), dtype=np.int64)
