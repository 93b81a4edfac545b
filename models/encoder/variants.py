"""Sentences with a word exchanged for a rare neighbour, so that every token of the table gets fitted."""

import re
from collections import defaultdict

import numpy as np
from table import Floats, Tokenised

NEIGHBOURS = 30
WANTED = ((10, 6), (40, 4), (150, 2))  # a token seen fewer than so often gets so many variants
SENTENCE_WORDS = range(3, 15)

_WORD = re.compile(r"[a-z]{3,}")
_BLOCK = 1024


def exchange(texts: list[str], pieces: list[str], token_vectors: Floats, tokens: Tokenised, *, seed: int) -> list[str]:
    """Sentences in which a common word gave way to a rarer one that the teacher holds to be near it.

    `token_vectors` are the teacher's unit vectors of `pieces`, `tokens` the texts as tokenised.
    """
    rng = np.random.default_rng(seed)
    counts = np.bincount(tokens.ids, minlength=len(token_vectors))
    places = _places(texts)
    words = [i for i, piece in enumerate(pieces) if _WORD.fullmatch(piece)]
    common = [i for i in words if counts[i] >= WANTED[-1][0] and pieces[i] in places]
    rare = [i for i in words if counts[i] < WANTED[-1][0]]
    made: list[str] = []
    for start in range(0, len(rare) if common else 0, _BLOCK):
        block = rare[start : start + _BLOCK]
        near = np.argsort(-(token_vectors[block] @ token_vectors[common].T), axis=1)[:, :NEIGHBOURS]
        for token, neighbours in zip(block, near, strict=True):
            for _ in range(next(n for limit, n in WANTED if counts[token] < limit)):
                old = pieces[common[rng.choice(neighbours)]]
                text = texts[rng.choice(places[old])]
                made.append(re.sub(rf"\b{old}\b", pieces[token], text, count=1, flags=re.IGNORECASE))
    return list(dict.fromkeys(made))


def _places(texts: list[str]) -> dict[str, list[int]]:
    """Which short texts hold each word."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        words = text.lower().split()
        if len(words) in SENTENCE_WORDS:
            for word in set(words):
                places[word].append(i)
    return places
