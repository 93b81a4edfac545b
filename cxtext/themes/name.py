"""Keywords and names of themes, from the words of their own mentions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix

from cxtext.themes.encode import Vectors
from cxtext.themes.generic import generic_words
from cxtext.themes.nouns import Nouns
from cxtext.themes.phrases import PhraseTable, characteristic, informativeness

N_KEYWORDS = 10
_CANDIDATES = 40  # phrases among which a name is picked, words among which keywords are
_JOINT = " and "
_TELLING = 15  # phrases by which a group is recognised
_WORTH_JOINING = 0.3  # of the best phrase's value: a second one says something of its own
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

    phrases: tuple[tuple[str, float], ...]  # that might name it, each with its value; the best first
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
    weights = weights * np.array([nouns.likeness(str(phrase)) for phrase in table.phrases])
    unfit = generic_words() | evaluative
    words = characteristic(table, labels, len(centres))
    held = np.asarray(table.counts.sum(axis=0)).ravel()
    least = _FREQUENT * table.counts.shape[0] / max(1, len(centres))
    tops = [_greatest(row) for row in weights]
    shown = sorted({i for top in tops for i in top})
    vectors = dict(zip(shown, encode([str(table.phrases[i]) for i in shown]), strict=True)) if shown else {}
    columns = table.counts.tocsc()
    found = []
    for theme, (centre, top) in enumerate(zip(centres, tops, strict=True)):
        counts = table.counts[labels == theme]
        close = np.stack([vectors[i] for i in top]) @ centre if top else np.zeros(0, dtype=np.float32)
        valued = _valued([str(table.phrases[i]) for i in top], counts[:, top], weights[theme][top], close, unfit, worth)
        keywords = _keywords(table.phrases, columns, words[theme], held < least)
        found.append(Words(valued, keywords, _telling(counts, top)))
    return found


def worded(words: Sequence[Words], *, parents: Sequence[str] | None = None) -> list[Wording]:
    """A distinct name for each theme, with its keywords.

    Args:
        words: (k,) of the themes.
        parents: (k,) name of the theme that each is a part of: no part has the name of a theme, or repeats it alone.
    """
    wordings: list[Wording] = []
    used = {_stems(name) for name in parents or ()}
    for theme, own in enumerate(words):
        known = _stems(parents[theme]) if parents and _JOINT not in parents[theme] else frozenset()
        name = next((name for name in _names(own.phrases, known) if _stems(name) not in used), f"Theme {theme + 1}")
        used.add(_stems(name))
        wordings.append(Wording(name, own.keywords, own.telling))
    return wordings


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
    stems = [_stems(str(phrase)) for phrase in phrases[top]]
    picked, taken = [0], stems[0]
    while len(picked) < N_KEYWORDS:
        gain = (1 - _COHERENCE_WEIGHT) * strength + _COHERENCE_WEIGHT * npmi[:, picked].mean(axis=1)
        free = [i for i in range(len(top)) if taken.isdisjoint(stems[i])]
        if not free:
            break
        picked.append(max(free, key=lambda i: (gain[i], -i)))
        taken |= stems[picked[-1]]
    return tuple(str(phrases[top[i]]) for i in picked)


def _valued(
    phrases: Sequence[str],
    counts: csr_matrix,
    weights: NDArray[np.float64],
    close: NDArray[np.float32],
    unfit: frozenset[str],
    worth: Callable[[str], float],
) -> tuple[tuple[str, float], ...]:
    """Phrases with their value as a name, best first: those that are telling, near the centre, and plain alone.

    Args:
        phrases: (c,) candidates, the most telling first.
        counts: (m, c) in which of the theme's mentions they stand.
        weights: (c,) how telling they are.
        close: (c,) their cosine to the centre.
        unfit: words that name nothing.
        worth: of a phrase as a name.
    """
    if not phrases:
        return ()
    share = np.asarray(counts.mean(axis=0)).ravel()
    length = np.array([1.0 if " " not in p else 1.35 for p in phrases])
    plain = np.array([0.3 ** np.mean([word in unfit for word in p.split()]) for p in phrases])
    value = weights / weights[0] * (0.25 + np.clip(close, 0, 1)) * np.sqrt(share) * length * plain
    value = value * np.array([worth(phrase) for phrase in phrases])
    return tuple(sorted(zip(phrases, value.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0])))


def _names(phrases: Sequence[tuple[str, float]], known: frozenset[str]) -> Iterator[str]:
    """Names from the best to the least; phrases that only repeat what is `known` are passed over.

    Args:
        phrases: candidates with their values, best first.
        known: stems of the parent's name.
    """
    for first, (phrase, value) in enumerate(phrases):
        words = _stems(phrase) | known
        if words == known:
            continue
        others = (pair for i, pair in enumerate(phrases) if i != first and not _says_again(pair[0], phrase, words))
        second = next((other for other, its in others if its >= _WORTH_JOINING * value), None)
        joined = f"{phrase}{_JOINT}{second}" if second else phrase
        yield from (_capital(name) for name in ((phrase, joined) if " " in phrase else (joined, phrase)))


def _says_again(other: str, phrase: str, words: frozenset[str]) -> bool:
    """Whether it repeats a word of the phrase, or is the phrase written apart ("jet blue" and "jetblue")."""
    return bool(words & _stems(other)) or other.replace(" ", "") == phrase.replace(" ", "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _npmi(found: csc_matrix) -> NDArray[np.float64]:
    """Normalised pointwise mutual information of each pair of words, over the mentions that they were `found` in."""
    n = found.shape[0]
    joint = np.asarray((found.T @ found).todense(), dtype=np.float64) / n
    alone = np.diag(joint)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log(joint / np.outer(alone, alone)) / -np.log(joint)
    value[joint <= 0] = -1.0
    return np.where(np.isfinite(value), value, 1.0)


@cache
def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in text.lower().split() if word != "and")


@cache
def _stem(word: str) -> str:
    """The word without a plural or tense ending: enough to see that two keywords are one."""
    for endings in (("ing", "ies", "ed", "es", "s"), ("e", "y")):  # "delays" loses its s, then its y as "delay" does
        ending = next((end for end in endings if word.endswith(end) and len(word) - len(end) >= 3), "")
        word = word.removesuffix(ending)
    return word
