"""The facets of mentions and comments, as columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxtext.config import Settings
from cxtext.facets.document import scheme_of
from cxtext.facets.find import FacetFinder
from cxtext.sentiment.lexicon import valences
from cxtext.sentiment.score import Scores

_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def facet_finder(settings: Settings) -> FacetFinder:
    """What finds facets under these settings.

    Raises:
        OptionError: the user's file of facets is broken.
    """
    if settings.facets is None:
        return _shipped()
    return FacetFinder(scheme_of(Path(settings.facets)), loaded=loaded)


@cache
def _shipped() -> FacetFinder:
    return FacetFinder(scheme_of(), loaded=loaded)


def facet_columns(finder: FacetFinder, quotes: Sequence[str], scores: Scores) -> dict[str, Any]:
    """The columns of the table of mentions; `scores` are their sentiment, −1 … 1."""
    found = [finder.find(quote, score) for quote, score in zip(quotes, scores.tolist(), strict=True)]
    return {
        "facets": [[f.label for f in own] for own in found],
        "facet_evidence": [[quote[f.start : f.end] for f in own] for quote, own in zip(quotes, found, strict=True)],
    }


def facets_of_comments(
    finder: FacetFinder, facets: Sequence[Sequence[str]], comment: NDArray[np.int64], n: int
) -> list[list[str]]:
    """The distinct facets of each comment's mentions, in the order of the scheme."""
    gathered: list[set[str]] = [set() for _ in range(n)]
    for i, own in zip(comment.tolist(), facets, strict=True):
        gathered[i].update(own)
    return [sorted(own, key=finder.scheme.order.__getitem__) for own in gathered]


def loaded(text: str, good: bool) -> tuple[int, int]:
    """Where the word stands that VADER's lexicon rates highest (lowest if not `good`); the whole text without one."""
    rated = [
        (valence if good else -valence, -match.start(), match.end())
        for match in _WORD.finditer(text)
        if (valence := valences().get(match.group().lower(), 0.0)) and (valence > 0) == good
    ]
    if not rated:
        return 0, len(text)
    _, start, end = max(rated)
    return -start, end
