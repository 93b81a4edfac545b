"""Candidate phrases for keywords and names, and which of them belong to a theme.

A phrase is one to three words in a row without a stop word at either end, found on spaCy's tokens. An article between
two words of content is passed over: "activate my card" holds the phrase "activate card".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from cxtext.themes.generic import CONTRACTED, STOP_WORDS, generic_words

MAX_WORDS = 3
MAX_PHRASES = 20_000
_WORD = re.compile(r"[a-z][a-z'’\-]+\Z")
_SMALL = frozenset({"of", "to", "on", "in", "for", "with", "at"})  # may stand inside a phrase
_ARTICLES = frozenset("a an the my your our his her their its this".split())  # left out inside a phrase


@dataclass(frozen=True)
class PhraseTable:
    """Which phrases stand in which mentions."""

    phrases: NDArray[np.str_]  # (n_phrases,)
    counts: csr_matrix  # (n_mentions, n_phrases), 0 or 1


def phrase_table(tokenised: Sequence[Sequence[str]], *, min_count: int = 3) -> PhraseTable:
    """The phrases of mentions given as lower-cased tokens, those of at least `min_count` mentions."""
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(analyzer=phrases_of, binary=True, max_features=MAX_PHRASES, dtype=np.int32)
    try:
        counts = counter.fit_transform(tokenised)
    except ValueError:  # scikit-learn's way to say that there is no phrase at all
        return PhraseTable(np.array([], dtype=np.str_), csr_matrix((len(tokenised), 0), dtype=np.int32))
    frequent = np.asarray(counts.sum(axis=0)).ravel() >= min_count
    return PhraseTable(counter.get_feature_names_out()[frequent].astype(np.str_), counts[:, frequent].tocsr())


def phrases_of(tokens: Sequence[str]) -> list[str]:
    """All phrases of one mention; contentless single words are left out."""
    tokens = _without_articles(tokens)
    parts = [_part(token) for token in tokens]
    found = []
    for i, first in enumerate(parts):
        if not first.ends:
            continue
        contentless = True
        for j in range(i, min(i + MAX_WORDS, len(parts))):
            last = parts[j]
            contentless = contentless and last.contentless
            if last.ends and not contentless:
                found.append(" ".join(tokens[i : j + 1]))
            if j > i and not last.joins:
                break
    return found


def _without_articles(tokens: Sequence[str]) -> list[str]:
    """The tokens without articles and their like between two words of content."""
    inside = {i for i in range(1, len(tokens) - 1) if tokens[i] in _ARTICLES}
    between = {i for i in inside if may_begin(tokens[i - 1]) and may_begin(tokens[i + 1])}
    return [token for i, token in enumerate(tokens) if i not in between] if between else list(tokens)


def informativeness(table: PhraseTable, labels: NDArray[np.int64], n_classes: int) -> NDArray[np.float64]:
    """How much each phrase tells about each class: its pointwise Kullback-Leibler divergence.

    p log(p / q), with p the share of the class's mentions that hold the phrase and q that of the other mentions
    (Tomokiyo and Hurst 2003, A Language Model Approach to Keyphrase Extraction, section 3.2). Class-based TF-IDF
    prefers a rare phrase to the one that most mentions of a small class share.

    Returns:
        (n_classes, n_phrases); higher says more about the class, below zero says something about the others.
    """
    member = csr_matrix((np.ones(len(labels)), (labels, np.arange(len(labels)))), shape=(n_classes, len(labels)))
    counts = np.asarray((member @ table.counts).todense(), dtype=np.float64)
    sizes = np.bincount(labels, minlength=n_classes).astype(np.float64)[:, None]
    inside = counts / np.maximum(sizes, 1)
    outside = (counts.sum(axis=0) - counts + 0.5) / np.maximum(sizes.sum() - sizes + 1, 1)
    return np.asarray(inside * np.log(np.maximum(inside, 1e-12) / outside))


def characteristic(table: PhraseTable, labels: NDArray[np.int64], n_classes: int) -> NDArray[np.float64]:
    """How well each single word stands for each class; phrases of several words stand for none.

    idf · tf / √size, of the mentions of a class that hold the word, times the root of how much more often it stands
    in that class than in the others: √(p / (p + q)) with the shares of `informativeness`. Unlike that measure it
    keeps to words that are frequent enough to meet each other.

    Returns:
        (n_classes, n_phrases), from 0; higher is more characteristic.
    """
    if not len(table.phrases):
        return np.zeros((n_classes, 0))
    member = csr_matrix((np.ones(len(labels)), (labels, np.arange(len(labels)))), shape=(n_classes, len(labels)))
    counts = np.asarray((member @ table.counts).todense(), dtype=np.float64)
    sizes = np.maximum(np.bincount(labels, minlength=n_classes).astype(np.float64)[:, None], 1)
    held = counts.sum(axis=0)
    inside, outside = counts / sizes, (held - counts + 0.5) / np.maximum(len(labels) - sizes, 1)
    weights = np.log(len(labels) / np.maximum(held, 1)) * counts / np.sqrt(sizes)
    single = np.array([" " not in phrase for phrase in table.phrases])
    return np.asarray(np.where(single, weights * np.sqrt(inside / (inside + outside)), 0.0))


@cache
def may_begin(word: str) -> bool:
    """Whether a phrase may begin, or end, with this word."""
    return bool(_WORD.match(word)) and len(word) >= 3 and word not in STOP_WORDS and word not in CONTRACTED


class _Part(NamedTuple):
    """What part a word can take in a phrase."""

    ends: bool  # a phrase may begin and end with it
    joins: bool  # it may stand between these
    contentless: bool


@cache
def _part(word: str) -> _Part:
    joins = bool(_WORD.match(word)) and (word not in STOP_WORDS or word in _SMALL)
    return _Part(may_begin(word), joins, word in generic_words())
