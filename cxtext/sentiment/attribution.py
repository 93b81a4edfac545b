"""How a text's score divides among its words: Shapley values (Shapley 1953).

A word's value is what it adds to the score when words are put in one after another, in the mean over
the orders. Of few words all orders are counted; of many a fixed sample (Strumbelj & Kononenko 2014),
each order with its reverse. Either way the values and the score of the text without words sum to the score.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import factorial

import numpy as np
from numpy.typing import NDArray

MOST_EXACT = 8  # words; 256 texts are scored
ORDERS = 16  # sampled beyond; each costs as many scored texts as there are words
SEED = 0
NO_WORDS = "(no words)"  # names the score of the text without its words

Score = Callable[[Sequence[str]], NDArray[np.float64]]
Kept = NDArray[np.bool_]  # (n_sets, n_words)


@dataclass(frozen=True)
class Word:
    """A word of the text and how much it moves the score: minus is towards negative."""

    text: str
    weight: float


def attribute(score: Score, text: str, spans: Sequence[tuple[int, int]], *, orders: int = ORDERS) -> list[Word]:
    """The words at `spans`, strongest first, then NO_WORDS; the weights sum to the score of the text.

    Args:
        score: (n,) scores of n texts, each independent of the others.
        text: what was scored.
        spans: its words, in order and apart from each other; what lies between them always stays.
        orders: how many orders to sample where there are more than MOST_EXACT words; even.
    """
    found, base = (_exact if len(spans) <= MOST_EXACT else _sampled(orders))(score, text, spans)
    words = [Word(text[a:b], float(value)) for (a, b), value in zip(spans, found, strict=True)]
    return [*sorted(words, key=lambda word: (-abs(word.weight), word.text)), Word(NO_WORDS, base)]


def _exact(score: Score, text: str, spans: Sequence[tuple[int, int]]) -> tuple[NDArray[np.float64], float]:
    n = len(spans)
    sets = np.arange(2**n)
    kept = (sets[:, None] >> np.arange(n) & 1).astype(bool)
    scores = score(_texts(text, spans, kept))
    share = np.array([factorial(k) * factorial(n - 1 - k) / factorial(n) for k in range(n)])
    found = np.zeros(n)
    for i in range(n):
        without = sets[~kept[:, i]]
        found[i] = (share[kept[without].sum(axis=1)] * (scores[without | 1 << i] - scores[without])).sum()
    return found, float(scores[0])


def _sampled(
    orders: int,
) -> Callable[[Score, str, Sequence[tuple[int, int]]], tuple[NDArray[np.float64], float]]:
    def found(score: Score, text: str, spans: Sequence[tuple[int, int]]) -> tuple[NDArray[np.float64], float]:
        n = len(spans)
        rng = np.random.default_rng(SEED)
        half = [rng.permutation(n) for _ in range(orders // 2)]
        drawn = np.array([*half, *(order[::-1] for order in half)])
        place = np.argsort(drawn, axis=1)
        kept = place[:, None, :] < np.arange(n + 1)[None, :, None]  # (orders, words put in, word)
        scores = score(_texts(text, spans, kept.reshape(-1, n))).reshape(orders, n + 1)
        gains = np.take_along_axis(np.diff(scores, axis=1), place, axis=1)
        return gains.mean(axis=0), float(scores[0, 0])

    return found


def _texts(text: str, spans: Sequence[tuple[int, int]], kept: Kept) -> list[str]:
    """The text with only the words that are kept, once for each row."""
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    pieces = [text[a:b] for a, b in pairwise(edges)]  # between, word, between, …, between
    return ["".join(p for i, p in enumerate(pieces) if i % 2 == 0 or row[i // 2]) for row in kept.tolist()]
