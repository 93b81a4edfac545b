"""Keywords and names of themes, from the words of their own mentions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxtext.themes.encode import Vectors
from cxtext.themes.generic import generic_words
from cxtext.themes.phrases import PhraseTable, class_tf_idf

N_KEYWORDS = 10
_CANDIDATES = 40  # phrases among which keywords are picked
_VERBAL = 0.4  # of a single verb or adverb: "explained" names less than "information"
_IRREGULAR = frozenset(
    "ate became been began broke brought built came chose did felt fell found gave gets gives goes got had heard held"
    " hit kept knew known left let lost makes made meant met paid put ran read sat saw seen sent sold spent spoke stood"
    " taken takes thought told took understood went won wrote".split()
)
_COHERENCE_WEIGHT = 0.7  # of coherence with the keywords already picked, against TF-IDF


@dataclass(frozen=True)
class Wording:
    """How a theme reads."""

    name: str
    keywords: tuple[str, ...]  # most telling first


def word_themes(
    table: PhraseTable,
    labels: NDArray[np.int64],
    centres: Vectors,
    encode: Callable[[Sequence[str]], Vectors],
    *,
    evaluative: frozenset[str] = frozenset(),
) -> list[Wording]:
    """A name and keywords for each theme; names are distinct.

    Args:
        table: phrases of the mentions.
        labels: (n_mentions,) theme of each mention, 0 … k - 1.
        centres: (k, n_dims) in the theme space.
        encode: phrases to vectors in the theme space.
        evaluative: words of feeling: kept out of names where anything else will do.
    """
    weights = class_tf_idf(table, labels, len(centres)) if len(table.phrases) else np.zeros((len(centres), 0))
    wordings: list[Wording] = []
    for theme, centre in enumerate(centres):
        members = labels == theme
        keywords = _keywords(table, weights[theme])
        name = _name(table, members, weights[theme], centre, encode, evaluative, {w.name.lower() for w in wordings})
        wordings.append(Wording(name or f"Theme {theme + 1}", tuple(keywords)))
    return wordings


def _keywords(table: PhraseTable, weights: NDArray[np.float64]) -> list[str]:
    """Top phrases, picked one by one so that they belong together and do not repeat each other."""
    top = [int(i) for i in np.lexsort((table.phrases, -weights))[:_CANDIDATES] if weights[i] > 0]
    if not top:
        return []
    npmi = _npmi(table, top)
    strength = weights[top] / weights[top[0]]
    picked = [0]
    while len(picked) < N_KEYWORDS:
        gain = strength + _COHERENCE_WEIGHT * npmi[:, picked].mean(axis=1)
        free = [i for i in range(len(top)) if not _repeats(table, top[i], [top[j] for j in picked])]
        if not free:
            break
        picked.append(max(free, key=lambda i: (gain[i], -i)))
    return [str(table.phrases[top[i]]) for i in picked]


def _repeats(table: PhraseTable, phrase: int, picked: Sequence[int]) -> bool:
    words = set(map(_stem, str(table.phrases[phrase]).split()))
    return any(words & set(map(_stem, str(table.phrases[p]).split())) for p in picked)


def _name(
    table: PhraseTable,
    members: NDArray[np.bool_],
    weights: NDArray[np.float64],
    centre: NDArray[np.float32],
    encode: Callable[[Sequence[str]], Vectors],
    evaluative: frozenset[str],
    taken: set[str],
) -> str:
    """The phrase that says most: telling, near the centre, and long enough to be understood alone."""
    top = [int(i) for i in np.lexsort((table.phrases, -weights))[:_CANDIDATES] if weights[i] > 0]
    if not top:
        return ""
    phrases = [str(table.phrases[i]) for i in top]
    close = np.clip(encode(phrases) @ centre, 0, 1)
    share = np.asarray(table.counts[members][:, top].mean(axis=0)).ravel()
    length = np.array([1.0 if " " not in p else 1.35 for p in phrases])
    unfit = generic_words() | evaluative
    plain = np.array([0.3 if any(w in unfit for w in p.split()) else 1.0 for p in phrases])
    plain *= np.array([_VERBAL if _is_verbal(p) else 1.0 for p in phrases])
    value = weights[top] / weights[top].max() * (0.25 + close) * np.sqrt(share) * length * plain
    order = sorted(range(len(top)), key=lambda i: (-value[i], phrases[i]))
    first = phrases[order[0]]
    words = set(map(_stem, first.split()))
    second = next((phrases[i] for i in order[1:] if not words & set(map(_stem, phrases[i].split()))), "")
    name = first if " " in first or not second else f"{first}, {second}"
    if name in taken:
        name = f"{first}, {second}"
    return name[:1].upper() + name[1:] if name not in taken else ""


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


def _is_verbal(phrase: str) -> bool:
    return " " not in phrase and (phrase.endswith(("ed", "ly", "ing")) or phrase in _IRREGULAR)


def _stem(word: str) -> str:
    """The word without a plural or tense ending: enough to see that two keywords are one."""
    for ending in ("ing", "ies", "ed", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
