"""Phrases that might name a theme, what each is worth, and the name that is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from cxtext.themes.encode import Vectors
from cxtext.themes.generic import generic_words
from cxtext.themes.passing import passing_words

JOINT, WHOLE = " and ", " in general"
PHRASE = 1.35  # what a phrase of several words is worth more than a word: it says more exactly what is meant
PLAIN = 0.3  # what a phrase is worth that consists of unfit words
WORTH_JOINING = 0.2  # of the first phrase's value: a second one says something of its own
FREQUENT = 0.04  # share of the mentions that hold the second phrase
APART, JUDGED = 0.5, 5  # share of these that do not hold the first; looked at from so many mentions on
NOUN = 0.2  # headship from which a word may be the second of two nouns: no "Lights and false"
SAME = 0.5  # cosine in the theme space from which two phrases mean one thing: "bag" and "luggage"
OWN = 0.04  # of the best phrase's value: one that does not only repeat the parent, or praise it
SHORTENED = 4  # letters of a word cut short


class Candidate(NamedTuple):
    """A phrase that might name a theme."""

    phrase: str
    value: float
    partners: tuple[str, ...] = ()  # phrases that say something else of the theme, the best first


def candidates_of(
    phrases: Sequence[str],
    counts: csr_matrix,
    weights: NDArray[np.float64],
    vectors: Vectors,
    centre: NDArray[np.float32],
    *,
    unfit: frozenset[str],
    worth: Callable[[str], float],
    headship: Callable[[str], float] = lambda _: 1.0,
) -> tuple[Candidate, ...]:
    """The candidates of a theme, best first: phrases that are telling, near the centre, and plain alone.

    Args:
        phrases: (c,) the most telling first.
        counts: (m, c) in which of the theme's mentions they stand, 0 or 1.
        weights: (c,) how telling they are.
        vectors: (c, n_dims) in the theme space.
        centre: (n_dims,) of the theme.
        unfit: words that name nothing.
        worth: of a phrase as a name, 0 … 1.
        headship: how noun-like a phrase is, 0 … 1.
    """
    phrases, counts, weights, vectors = _pooled(phrases, counts, weights, vectors)
    if not phrases:
        return ()
    together = np.asarray((counts.T @ counts).todense(), dtype=np.float64) / counts.shape[0]
    share = np.diag(together)
    length = np.array([1.0 if " " not in phrase else PHRASE for phrase in phrases])
    plain = np.array([PLAIN ** np.mean([word in unfit for word in phrase.split()]) for phrase in phrases])
    close = 0.25 + np.clip(vectors @ centre, 0, 1)
    worths = np.array([worth(phrase) for phrase in phrases])
    value = weights / weights.max() * close * np.sqrt(share) * length * plain * worths
    other = (
        (share >= FREQUENT) & (vectors @ vectors.T < SAME) & (worths == 1) & (value >= WORTH_JOINING * value[:, None])
    )
    if counts.shape[0] >= JUDGED:
        other &= together <= (1 - APART) * share
    noun = np.array([" " in phrase or phrase.endswith("ing") or headship(phrase) >= NOUN for phrase in phrases])
    other &= noun | (~noun)[:, None]  # "Professional and friendly" is a pair, too
    order = sorted(range(len(phrases)), key=lambda i: (-value[i], phrases[i]))
    return tuple(Candidate(phrases[i], float(value[i]), tuple(phrases[j] for j in order if other[i, j])) for i in order)


def _pooled(
    phrases: Sequence[str], counts: csr_matrix, weights: NDArray[np.float64], vectors: Vectors
) -> tuple[list[str], csr_matrix, NDArray[np.float64], Vectors]:
    """One phrase for all that differ in endings only, or in a space: the most telling, with what all tell."""
    groups: dict[str, list[int]] = {}
    for i, phrase in enumerate(phrases):
        if len(stems(phrase)) == len(phrase.split()):  # "flight flight" is none
            groups.setdefault("".join(_stem(word) for word in phrase.split()), []).append(i)
    first = [members[0] for members in groups.values()]
    rows = [i for members in groups.values() for i in members]
    ends = np.cumsum([0, *map(len, groups.values())])
    member = csr_matrix((np.ones(len(rows), counts.dtype), rows, ends), shape=(len(first), len(phrases))).T
    held = (counts @ member).tocsr()
    held.data[:] = 1
    return [phrases[i] for i in first], held, weights @ member, vectors[first]


class Names:
    """Names given so far, none of them twice."""

    def __init__(self, parents: Iterable[str] = ()) -> None:
        """Args: parents: names that are taken."""
        self._used = {stems(name) for name in parents}

    def choose(self, candidates: Sequence[Candidate], parent: str = "") -> str | None:
        """The best name that is free, or None.

        A part of a theme does not only repeat the theme, or praise or blame it: "Great flight" in "Flight" is
        "Flight in general", unless it has a phrase of its own that is worth something beside that.

        Args:
            candidates: best first.
            parent: name of the theme that it is a part of; of one that is called after two things, it may be either.
        """
        known = stems(parent) if JOINT not in parent else frozenset()
        fit = [c for c in candidates if not _says_all(stems(c.phrase), known)]
        own = [c for c in fit if not _says_all(_core(c.phrase), known) and _core(c.phrase) not in self._used]
        worthy = [c for c in own if c.value >= OWN * candidates[0].value]
        repeats = bool(known and candidates) and _says_all(_core(candidates[0].phrase), known)
        ranked = (
            [_names(c, known) for c in worthy],
            [[f"{parent}{WHOLE}"]] * repeats,
            [_names(c, known) for c in own + fit],
        )
        for name in chain.from_iterable(chain(*ranked)):
            if stems(name) not in self._used:
                self._used |= {stems(name), _core(name)}
                return name
        return None


def _names(candidate: Candidate, known: frozenset[str]) -> Iterator[str]:
    """The phrase as a name, and with the best of its partners that repeats nothing."""
    phrase, words = candidate.phrase, stems(candidate.phrase) | known
    fresh = (other for other in candidate.partners if not any(_says_all({word}, words) for word in stems(other)))
    second = next(fresh, None)
    joined = f"{phrase}{JOINT}{second}" if second else phrase
    yield from (name[:1].upper() + name[1:] for name in ((phrase, joined) if " " in phrase else (joined, phrase)))


@cache
def _core(text: str) -> frozenset[str]:
    """The stems of the words that neither praise or blame nor are said in passing; of all if there are no others."""
    words = [word for word in text.split() if word.lower() not in generic_words() | passing_words()]
    return stems(" ".join(words)) or stems(text)


def _says_all(words: Set[str], known: frozenset[str]) -> bool:
    """Whether each of some stems is known, in full or cut short: "cust" is "customer"."""
    return all(any(_alike(word, other) for other in known) for word in words)


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= SHORTENED and long.startswith(short))


@cache
def stems(text: str) -> frozenset[str]:
    """The stems of a phrase's words."""
    return frozenset(_stem(word) for word in text.lower().split() if word != "and")


@cache
def _stem(word: str) -> str:
    """The word without a plural or tense ending: enough to see that two keywords are one."""
    for endings in (("ing", "ies", "ed", "es", "s"), ("e", "y")):  # "delays" loses its s, then its y as "delay" does
        ending = next((end for end in endings if word.endswith(end) and len(word) - len(end) >= 3), "")
        word = word.removesuffix(ending)
    return word.replace("-", "")
