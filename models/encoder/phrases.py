"""Phrases worth a vector of their own: those whose texts a mean of single tokens gets wrong alike."""

import re
from collections import Counter

import numpy as np
from scipy.sparse import csr_matrix
from table import Floats

LONGEST = 3
MIN_TEXTS = 40
DAMPING = 20.0  # texts' worth of doubt, against phrases that are rare

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


def runs(text: str) -> set[str]:
    """Phrases of two or three words with nothing but spaces between, and contractions."""
    found: set[str] = set()
    run: list[str] = []
    for token in text.lower().replace("’", "'").split():
        word = _WORD.match(token)
        if not word:
            run = []
            continue
        run.append(word[0])
        found.update(" ".join(run[-n:]) for n in range(2, LONGEST + 1) if len(run) >= n)
        if "'" in word[0]:
            found.add(word[0])
        if word[0] != token:
            run = []
    return found


def pick(texts: list[str], sources: list[str], errors: Floats, limit: int) -> list[str]:
    """The phrases that would take away most of the squared error, in that order.

    `errors` are the teacher's vectors less those of the table so far, one row a text. A phrase of one set
    only is left out: it would be that set's jargon.
    """
    by_text = [runs(t) for t in texts]
    counts = Counter(p for ps in by_text for p in ps)
    frequent = {p for p, n in counts.items() if n >= MIN_TEXTS}
    first: dict[str, str] = {}
    shared: dict[str, None] = {}
    for ps, source in zip(by_text, sources, strict=True):
        for p in sorted(frequent & ps):
            if first.setdefault(p, source) != source:
                shared[p] = None
    places = {p: i for i, p in enumerate(sorted(shared))}
    gains = _gains([[places[p] for p in ps if p in places] for ps in by_text], len(places), errors)
    names = list(places)
    return [names[i] for i in np.argsort(-gains, kind="stable")[:limit]]


def _gains(columns: list[list[int]], width: int, errors: Floats) -> Floats:
    """Squared length of each phrase's summed error, for each text that holds it."""
    starts = np.cumsum([0, *map(len, columns)])
    ids = np.fromiter((c for cs in columns for c in cs), np.int64, starts[-1])
    holds = csr_matrix((np.ones(len(ids), np.float32), ids, starts), shape=(len(columns), width))
    sums = holds.T @ errors
    return np.square(sums).sum(axis=1) / (np.asarray(holds.sum(axis=0))[0] + DAMPING)
