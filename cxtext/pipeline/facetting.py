"""The facets of mentions and comments, as columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxtext.config import Settings
from cxtext.facets.document import scheme_of
from cxtext.facets.emotion import EmotionModel, Felt, emotion_model
from cxtext.facets.find import FacetFinder, Found
from cxtext.pipeline.lists import text_lists
from cxtext.pipeline.once import distinct
from cxtext.pipeline.reading import Reading
from cxtext.sentiment.lexicon import valences
from cxtext.themes.encode import Encoder, make_encoder

_WORD = re.compile(r"[^\W\d_][\w'’-]*")


@dataclass(frozen=True)
class Facetter:
    """Finds the facets of mentions.

    `emotions` is None unless the model is switched on. `encoder` makes the vectors that it reads; None where the
    reading has them already.
    """

    finder: FacetFinder
    emotions: EmotionModel | None
    encoder: Encoder | None

    def of_mentions(self, reading: Reading) -> dict[str, Any]:
        """The columns of the table of mentions."""
        found = self._found(reading)
        return {
            "facets": text_lists([[f.label for f in own] for own in found]),
            "facet_evidence": text_lists(
                [[q[f.start : f.end] for f in own] for q, own in zip(reading.quotes, found, strict=True)]
            ),
        }

    def of_comments(self, facets: Sequence[Sequence[str]], comment: NDArray[np.int64], n: int) -> list[list[str]]:
        """The distinct facets of each comment's mentions, in the order of the scheme."""
        gathered: list[set[str]] = [set() for _ in range(n)]
        for i, own in zip(comment.tolist(), facets, strict=True):
            gathered[i].update(own)
        return [sorted(own, key=self.finder.scheme.order.__getitem__) for own in gathered]

    def _found(self, reading: Reading) -> list[list[Found]]:
        felt: list[list[Felt]] = [[] for _ in reading.quotes]
        if self.emotions is not None and reading.quotes:
            vectors = reading.vectors if self.encoder is None else self.encoder.encode(reading.views)
            felt = self.emotions.feel(reading.quotes, vectors)
        scores = reading.scores.tolist()
        firsts, which = distinct(zip(reading.quotes, scores, strict=True))
        found = [self.finder.find(reading.quotes[i], scores[i], felt[i]) for i in firsts.tolist()]
        return [found[i] for i in which.tolist()]


def no_facets(n: int) -> dict[str, Any]:
    """The columns of a table of n mentions whose facets nobody asks for."""
    return {"facets": text_lists([[]] * n), "facet_evidence": text_lists([[]] * n)}


def facetter_of(settings: Settings, encoder: Encoder) -> Facetter:
    """What finds facets under these settings; `encoder` is the one that mentions are read with.

    Raises:
        OptionError: the user's file of facets is broken.
    """
    finder = _shipped() if settings.facets is None else FacetFinder(scheme_of(Path(settings.facets)), loaded=loaded)
    if not finder.feels:
        return Facetter(finder, None, None)
    model, needed = emotion_model(), _needed_encoder()
    return Facetter(finder, model, None if encoder.digest == needed.digest else needed)


@cache
def _shipped() -> FacetFinder:
    return FacetFinder(scheme_of(), loaded=loaded)


@cache
def _needed_encoder() -> Encoder:
    return make_encoder(emotion_model().encoder)


def loaded(text: str, good: bool) -> tuple[int, int]:
    """Where the word stands that VADER's lexicon rates highest (lowest if not `good`); the whole text without one."""
    known = valences()
    rated = [
        (valence if good else -valence, -match.start(), match.end())
        for match in _WORD.finditer(text)
        if (valence := known.get(match.group().lower(), 0.0)) and (valence > 0) == good
    ]
    if not rated:
        return 0, len(text)
    _, start, end = max(rated)
    return -start, end
