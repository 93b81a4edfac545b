"""Industry packs suggested from the words of the comments."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from cxtext.taxonomy.seeds import words_of
from cxtext.taxonomy.taxonomy import pack_document, pack_names

# Of public feedback, 15–84 % of the comments from an industry hold one of its markers, and at most 7 % of
# short comments from elsewhere (17 % of film reviews, which are pages long).
MIN_SHARE = 0.1
MIN_COMMENTS = 2  # one comment alone may name anything
FIRST_WORDS = 50  # of each comment: a page of text holds a marker of every industry


def suggest_packs(texts: Sequence[str], *, top: int = 1) -> list[str]:
    """Packs whose markers stand, as whole words, in enough of the comments; the most frequent first.

    A pack is typical from `MIN_SHARE` of the comments and `MIN_COMMENTS` on; ties go by name.
    """
    counts = dict.fromkeys(pack_names(), 0)
    for text in texts:
        spaced = f" {' '.join(words_of(text)[:FIRST_WORDS])} "
        for name in pack_names():
            counts[name] += any(marker in spaced for marker in _markers(name))
    enough = max(MIN_COMMENTS, MIN_SHARE * len(texts))
    typical = [name for name, count in counts.items() if count >= enough]
    return sorted(typical, key=lambda name: (-counts[name], name))[:top]


@functools.cache
def _markers(pack: str) -> tuple[str, ...]:
    """Each marker with a blank on both sides, as it stands between the words of a comment."""
    return tuple(f" {' '.join(words_of(marker))} " for marker in pack_document(pack)["markers"])
