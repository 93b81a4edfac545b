"""Keywords and names of themes, from the words of their own mentions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

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
    """A name and keywords for each theme; names are distinct.

    Args:
        table: phrases of the mentions.
        labels: (n_mentions,) theme of each mention, 0 … k - 1.
        centres: (k, n_dims) in the theme space.
        encode: phrases to vectors in the theme space.
        nouns: how noun-like words are in these mentions.
        evaluative: words of feeling: kept out of names where anything else will do.
        parents: (k,) name of the theme that each is a part of: no part has the name of a theme, or repeats it alone.
        worth: of a phrase as a name, 0 … 1, beside what is told here.
    """
    weights = informativeness(table, labels, len(centres)) if len(table.phrases) else np.zeros((len(centres), 0))
    weights = weights * np.array([nouns.likeness(str(phrase)) for phrase in table.phrases])
    unfit = generic_words() | evaluative
    words = characteristic(table, labels, len(centres))
    held = np.asarray(table.counts.sum(axis=0)).ravel()
    least = _FREQUENT * table.counts.shape[0] / max(1, len(centres))
    wordings: list[Wording] = []
    used = {_stems(name) for name in parents or ()}
    for theme, centre in enumerate(centres):
        counts = table.counts[labels == theme]
        top = [int(i) for i in np.lexsort((table.phrases, -weights[theme]))[:_CANDIDATES] if weights[theme][i] > 0]
        known = _stems(parents[theme]) if parents and _JOINT not in parents[theme] else frozenset()
        names = _names(table, counts, top, weights[theme], centre, encode, unfit, known, worth) if top else []
        name = next((name for name in names if _stems(name) not in used), f"Theme {theme + 1}")
        used.add(_stems(name))
        wordings.append(Wording(name, tuple(_keywords(table, words[theme], held, least)), _telling(counts, top)))
    return wordings


def _telling(counts: csr_matrix, top: Sequence[int]) -> float:
    """The share of mentions with at least one of the most telling phrases."""
    if not top or not counts.shape[0]:
        return 0.0
    return float((np.asarray(counts[:, list(top[:_TELLING])].sum(axis=1)) > 0).mean())


def _keywords(table: PhraseTable, weights: NDArray[np.float64], held: NDArray[np.int64], least: float) -> list[str]:
    """Top words, picked one by one so that they belong together and do not repeat each other.

    Words that fewer than `least` mentions hold come last: they meet the others by chance.
    """
    order = np.lexsort((table.phrases, -weights, held < least))
    top = [int(i) for i in order[:_CANDIDATES] if weights[i] > 0]
    if not top:
        return []
    npmi = _npmi(table, top)
    strength = weights[top] / weights[top[0]]
    picked = [0]
    while len(picked) < N_KEYWORDS:
        gain = (1 - _COHERENCE_WEIGHT) * strength + _COHERENCE_WEIGHT * npmi[:, picked].mean(axis=1)
        free = [i for i in range(len(top)) if not _repeats(table, top[i], [top[j] for j in picked])]
        if not free:
            break
        picked.append(max(free, key=lambda i: (gain[i], -i)))
    return [str(table.phrases[top[i]]) for i in picked]


def _repeats(table: PhraseTable, phrase: int, picked: Sequence[int]) -> bool:
    words = _stems(str(table.phrases[phrase]))
    return any(words & _stems(str(table.phrases[p])) for p in picked)


def _names(
    table: PhraseTable,
    counts: csr_matrix,
    top: Sequence[int],
    weights: NDArray[np.float64],
    centre: NDArray[np.float32],
    encode: Callable[[Sequence[str]], Vectors],
    unfit: frozenset[str],
    known: frozenset[str],
    worth: Callable[[str], float],
) -> Iterator[str]:
    """Names from the best to the least: phrases that are telling, near the centre, and plain when they stand alone.

    Phrases that only repeat what is `known` (stems of the parent's name) are passed over.
    """
    phrases = [str(table.phrases[i]) for i in top]
    close = np.clip(encode(phrases) @ centre, 0, 1)
    share = np.asarray(counts[:, list(top)].mean(axis=0)).ravel()
    length = np.array([1.0 if " " not in p else 1.35 for p in phrases])
    plain = np.array([0.3 ** np.mean([word in unfit for word in p.split()]) for p in phrases])
    value = weights[list(top)] / weights[top[0]] * (0.25 + close) * np.sqrt(share) * length * plain
    value = value * np.array([worth(phrase) for phrase in phrases])
    order = sorted(range(len(top)), key=lambda i: (-value[i], phrases[i]))
    for first in order:
        phrase = phrases[first]
        words = _stems(phrase) | known
        if words == known:
            continue
        others = (i for i in order if i != first and not words & _stems(phrases[i]))
        second = next((phrases[i] for i in others if value[i] >= _WORTH_JOINING * value[first]), None)
        joined = f"{phrase}{_JOINT}{second}" if second else phrase
        yield from (_capital(name) for name in ((phrase, joined) if " " in phrase else (joined, phrase)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _npmi(table: PhraseTable, phrases: Sequence[int]) -> NDArray[np.float64]:
    """Normalised pointwise mutual information of each pair, over mentions."""
    found = table.counts[:, list(phrases)]
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
    for ending in ("ing", "ies", "ed", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
