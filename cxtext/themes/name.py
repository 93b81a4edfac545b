"""Keywords and names of themes, from the words of their own mentions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix

from cxtext.themes.candidates import Candidate, Names, candidates_of, stems
from cxtext.themes.encode import Vectors
from cxtext.themes.generic import generic_words
from cxtext.themes.nouns import Nouns
from cxtext.themes.phrases import PhraseTable, characteristic, informativeness

N_KEYWORDS = 10
_CANDIDATES = 40  # phrases among which a name is picked, words among which keywords are
_TELLING = 15  # phrases by which a group is recognised
_FREQUENT = 0.045  # of the mean number of mentions in a theme: what so many hold is frequent enough for a keyword
_COHERENCE_WEIGHT = 0.8  # of coherence with the keywords already picked; the rest is for being characteristic


@dataclass(frozen=True)
class Wording:
    """How a theme reads."""

    name: str
    keywords: tuple[str, ...]  # most telling first
    telling: float  # 0 … 1, share of the theme's mentions that hold one of its most telling phrases


@dataclass(frozen=True)
class Words:
    """What a theme might be called, and its keywords."""

    candidates: tuple[Candidate, ...]  # phrases that might name it, the best first
    keywords: tuple[str, ...]
    telling: float


def word_themes(
    table: PhraseTable,
    labels: NDArray[np.int64],
    centres: Vectors,
    encode: Callable[[Sequence[str]], Vectors],
    *,
    nouns: Nouns,
    evaluative: frozenset[str] = frozenset(),
    parents: Sequence[str] | None = None,
    worth: Callable[[str], float] = lambda _: 1.0,
) -> list[Wording]:
    """A name and keywords for each theme; names are distinct. Arguments as of `words_of` and `worded`."""
    words = words_of(table, labels, centres, encode, nouns=nouns, evaluative=evaluative, worth=worth)
    return worded(words, parents=parents)


def words_of(
    table: PhraseTable,
    labels: NDArray[np.int64],
    centres: Vectors,
    encode: Callable[[Sequence[str]], Vectors],
    *,
    nouns: Nouns,
    evaluative: frozenset[str] = frozenset(),
    worth: Callable[[str], float] = lambda _: 1.0,
) -> list[Words]:
    """The words of each theme, whatever its parent is called.

    Args:
        table: phrases of the mentions.
        labels: (n_mentions,) theme of each mention, 0 … k - 1.
        centres: (k, n_dims) in the theme space.
        encode: phrases to vectors in the theme space.
        nouns: how noun-like words are in these mentions.
        evaluative: words of feeling: kept out of names where anything else will do.
        worth: of a phrase as a name, 0 … 1, beside what is told here.
    """
    weights = informativeness(table, labels, len(centres)) if len(table.phrases) else np.zeros((len(centres), 0))
    noun_like = np.array([nouns.likeness(str(phrase)) for phrase in table.phrases])
    naming = weights * np.array([nouns.headship(str(phrase)) for phrase in table.phrases])
    unfit = generic_words() | evaluative
    words = characteristic(table, labels, len(centres))
    held = np.asarray(table.counts.sum(axis=0)).ravel()
    least = _FREQUENT * table.counts.shape[0] / max(1, len(centres))
    tops = [_greatest(row) for row in naming]
    shown = sorted({i for top in tops for i in top})
    vectors = dict(zip(shown, encode([str(table.phrases[i]) for i in shown]), strict=True)) if shown else {}
    columns = table.counts.tocsc()
    found = []
    for theme, (centre, top) in enumerate(zip(centres, tops, strict=True)):
        counts = table.counts[labels == theme]
        where = np.stack([vectors[i] for i in top]) if top else np.zeros((0, centres.shape[1]), dtype=np.float32)
        phrases = [str(table.phrases[i]) for i in top]
        weighted = naming[theme][top]
        valued = candidates_of(
            phrases, counts[:, top], weighted, where, centre, unfit=unfit, worth=worth, headship=nouns.headship
        )
        keywords = _keywords(table.phrases, columns, words[theme], held < least)
        found.append(Words(valued, keywords, _telling(counts, _greatest(weights[theme] * noun_like))))
    return found


def worded(words: Sequence[Words], *, parents: Sequence[str] | None = None) -> list[Wording]:
    """A distinct name for each theme, with its keywords.

    Args:
        words: (k,) of the themes.
        parents: (k,) name of the theme that each is a part of: no part has the name of a theme, or repeats it alone.
    """
    names = Names(parents or ())
    chosen = [names.choose(own.candidates, parents[i] if parents else "") for i, own in enumerate(words)]
    return [
        Wording(name or f"Theme {i}", own.keywords, own.telling)
        for i, (name, own) in enumerate(zip(chosen, words, strict=True), start=1)
    ]


def _greatest(weights: NDArray[np.float64]) -> list[int]:
    """The candidates: phrases of the greatest weights above zero, the first in the alphabet before its equals."""
    telling = np.flatnonzero(weights > 0)
    return [int(i) for i in telling[np.argsort(-weights[telling], kind="stable")][:_CANDIDATES]]


def _telling(counts: csr_matrix, top: Sequence[int]) -> float:
    """The share of mentions with at least one of the most telling phrases."""
    if not top or not counts.shape[0]:
        return 0.0
    return float((np.asarray(counts[:, list(top[:_TELLING])].sum(axis=1)) > 0).mean())


def _keywords(
    phrases: NDArray[np.str_], columns: csc_matrix, weights: NDArray[np.float64], rare: NDArray[np.bool_]
) -> tuple[str, ...]:
    """Top words, picked one by one so that they belong together and do not repeat each other.

    Words that are `rare` come last: they meet the others by chance.
    """
    fit = np.flatnonzero(~rare)
    fit = fit if len(fit) >= _CANDIDATES else np.arange(len(weights))
    top = fit[np.lexsort((-weights[fit], rare[fit]))][:_CANDIDATES]
    top = top[weights[top] > 0]
    if not len(top):
        return ()
    npmi = _npmi(columns[:, top])
    strength = weights[top] / weights[top[0]]
    said = [stems(str(phrase)) for phrase in phrases[top]]
    picked, taken = [0], said[0]
    while len(picked) < N_KEYWORDS:
        gain = (1 - _COHERENCE_WEIGHT) * strength + _COHERENCE_WEIGHT * npmi[:, picked].mean(axis=1)
        free = [i for i in range(len(top)) if taken.isdisjoint(said[i])]
        if not free:
            break
        picked.append(max(free, key=lambda i: (gain[i], -i)))
        taken |= said[picked[-1]]
    return tuple(str(phrases[top[i]]) for i in picked)


def _npmi(found: csc_matrix) -> NDArray[np.float64]:
    """Normalised pointwise mutual information of each pair of words, over the mentions that they were `found` in."""
    n = found.shape[0]
    joint = np.asarray((found.T @ found).todense(), dtype=np.float64) / n
    alone = np.diag(joint)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log(joint / np.outer(alone, alone)) / -np.log(joint)
    value[joint <= 0] = -1.0
    return np.where(np.isfinite(value), value, 1.0)
