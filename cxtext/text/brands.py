"""Names that nearly every comment of a source carries: the company, its handle, its product."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from cxtext.text.gazetteer import COMMON_WORDS, FIRST_NAMES

MIN_COMMENTS = 30  # of a source; in fewer, any word may stand everywhere
MIN_SHARE = 0.5  # of a source's comments
_NAME = re.compile(r"@(\w{2,40})|(?<![.!?]\s)(?<!\A)\b([A-Z]\w{2,40})")


def find_brands(texts: Sequence[str], sources: Sequence[str | None] | None = None) -> tuple[str, ...]:
    """Handles and capitalised names in at least half of the comments of some source, sorted.

    Args:
        texts: comments as read, not masked: masking hides handles.
        sources: of each comment; without them, all are of one source.
    """
    found: set[str] = set()
    for group in _by_source(texts, sources):
        if len(group) < MIN_COMMENTS:
            continue
        counts = Counter(name for text in group for name in set(_names(text)))
        found |= {name for name, count in counts.items() if count >= MIN_SHARE * len(group)}
    return tuple(sorted(found))


def _by_source(texts: Sequence[str], sources: Sequence[str | None] | None) -> list[list[str]]:
    groups: dict[str | None, list[str]] = {}
    for text, source in zip(texts, sources if sources is not None else [None] * len(texts), strict=True):
        if text.strip():
            groups.setdefault(source, []).append(text)
    return list(groups.values())


def _names(text: str) -> Iterator[str]:
    for handle, word in _NAME.findall(text):
        name = (handle or word).lower()
        if handle or (name not in COMMON_WORDS and name not in FIRST_NAMES):
            yield name
