"""Wished-for themes: where they lie, and which mentions are theirs. They come before what is discovered.

A theme lies where its seeds lie: each seed is a prototype, moved towards the mentions that hold its words and those of
no other theme, and all of them together have a centre. Closeness is the mean of the cosine to the centre and of that
to the two nearest prototypes. Rounds of seeded k-means (Basu, Banerjee and Mooney 2002) and seeds widened by the
phrases nearest to them did not make it better on the development parts of two labelled sets, so they are left out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxtext.themes.assign import PROBABILITIES, Fit, fit_levels, no_fit
from cxtext.themes.encode import Vectors, unit_rows
from cxtext.themes.space import Space
from cxtext.themes.wishes import Wish
from cxtext.tiles import product

NEAREST = 2  # prototypes whose mean closeness counts
OWN_WEIGHT = 2.0  # of a seed, against 1 for the mean of the mentions that hold it
FEWEST_HOLDING = 5  # mentions that hold a seed's words before they move it
SAME = 0.995  # cosine from which a mention is the example itself
LOWEST_SHARE = 0.2  # of the mentions that hold a theme's words, those that lie furthest do not set its threshold
USUAL_THRESHOLD = 0.45  # closeness where fewer than FEWEST_HOLDING mentions hold any word of any theme
MIN_SUPPORT = 5  # distinct mentions below which a wished-for theme is reported and not made

NO_WISH = -1

Encode = Callable[[Sequence[str]], Vectors]
Tokenise = Callable[[Sequence[str]], list[list[str]]]


@dataclass(frozen=True)
class Guided:
    """Wished-for themes in vectors; w themes, p prototypes, u texts that are unlike one of them."""

    mean: NDArray[np.float32]  # (n_dims,) taken out of every vector
    centres: Vectors  # (w, n_dims)
    prototypes: Vectors  # (p, n_dims)
    owner: NDArray[np.int64]  # (p,) index of the theme
    unlike: Vectors  # (u, n_dims)
    unlike_owner: NDArray[np.int64]  # (u,)
    thresholds: NDArray[np.float32]  # (w,) closeness below which a mention is not the theme's
    fit: Fit  # of the themes' own mentions

    def nearest(self, vectors: Vectors) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The theme that each vector is closest to and how close, -1 … 1; both (n,)."""
        closeness = self.closeness(vectors)
        best = np.argmax(closeness, axis=1)
        return best.astype(np.int64), closeness[np.arange(len(best)), best]

    def claim(self, vectors: Vectors) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The theme that each mention belongs to, NO_WISH for none, and its score as in `Fit`; both (n,)."""
        theme, close = self.nearest(vectors)
        fits = np.any(vectors != 0, axis=1) & (close >= self.thresholds[theme])
        return np.where(fits, theme, NO_WISH), self.fit.score(theme, close)

    def are_examples(self, vectors: Vectors) -> NDArray[np.bool_]:
        """Which mentions are seeds or examples themselves, and so their theme's whatever they say; (n,)."""
        return np.asarray(product(_space(self.mean).apply(vectors), self.prototypes.T).max(axis=1) >= SAME)

    def closeness(self, vectors: Vectors) -> NDArray[np.float32]:
        """(n, w) closeness to each theme; 1 to that of an example itself, -1 to one whose unlike text is nearest."""
        spaced = _space(self.mean).apply(vectors)
        centre = product(spaced, self.centres.T)
        single = product(spaced, self.prototypes.T)
        unlike = product(spaced, self.unlike.T) if len(self.unlike) else np.zeros((len(spaced), 0), np.float32)
        found = np.empty_like(centre)
        for own in range(len(self.centres)):
            mine = np.sort(single[:, self.owner == own], axis=1)
            close = (centre[:, own] + mine[:, -NEAREST:].mean(axis=1)) / 2
            close = np.where(mine[:, -1] >= SAME, np.float32(1), close)
            against = unlike[:, self.unlike_owner == own].max(axis=1, initial=-1)
            found[:, own] = np.where(against > np.maximum(mine[:, -1], centre[:, own]), np.float32(-1), close)
        return found

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All of it as named arrays, for saving."""
        plain = {name: getattr(self, name) for name in _ARRAYS}
        return {f"guided_{name}": array for name, array in {**plain, "levels": self.fit.levels}.items()}


_ARRAYS = ("mean", "centres", "prototypes", "owner", "unlike", "unlike_owner", "thresholds")


def guided_from(arrays: Mapping[str, NDArray[Any]], n_dims: int) -> Guided | None:
    """What `Guided.arrays` gave; None where there is none.

    Raises:
        ValueError, KeyError: the arrays do not go together.
    """
    if "guided_centres" not in arrays:
        return None
    parts = {name: arrays[f"guided_{name}"] for name in (*_ARRAYS, "levels")}
    w, p, u = (len(parts[name]) for name in ("centres", "prototypes", "unlike"))
    shapes = {
        "mean": (n_dims,),
        "centres": (w, n_dims),
        "prototypes": (p, n_dims),
        "owner": (p,),
        "unlike": (u, n_dims),
        "unlike_owner": (u,),
        "thresholds": (w,),
        "levels": (w, len(PROBABILITIES)),
    }
    for name, shape in shapes.items():
        if parts[name].shape != shape or not np.isfinite(parts[name]).all():
            raise ValueError(f"guided_{name} of shape {parts[name].shape}, or with values that are not finite")
    if set(parts["owner"].tolist()) != set(range(w)) or not set(parts["unlike_owner"].tolist()) <= set(range(w)):
        raise ValueError("guided prototypes of themes that are not there")
    return Guided(**{name: parts[name] for name in _ARRAYS}, fit=Fit(parts["levels"]))


def guide(
    wishes: Sequence[Wish], texts: Sequence[str], vectors: Vectors, *, encode: Encode, tokenise: Tokenise
) -> tuple[Guided | None, dict[str, int]]:
    """Where the wished-for themes lie in these mentions; and the wishes without support, with the mentions each had.

    Args:
        wishes: at least one.
        texts: (n,) encoding views of distinct mentions.
        vectors: (n, n_dims) of the same, none of them zero.
        encode: phrases to vectors, as for the mentions.
        tokenise: texts to lower-cased words.

    Returns:
        The themes in the order of the supported wishes, None if no wish has support; and the others by name.
    """
    unsupported: dict[str, int] = {}
    while wishes and len(texts):
        guided = _guided(wishes, texts, vectors, encode, tokenise)
        claimed = guided.claim(vectors)[0]
        sizes = np.bincount(claimed[claimed != NO_WISH], minlength=len(wishes))
        few = {wish.name: int(size) for wish, size in zip(wishes, sizes, strict=True) if size < MIN_SUPPORT}
        if not few:
            return guided, unsupported
        unsupported |= few
        wishes = [wish for wish in wishes if wish.name not in few]
    return None, {**unsupported, **{wish.name: 0 for wish in wishes}}


def _guided(
    wishes: Sequence[Wish], texts: Sequence[str], vectors: Vectors, encode: Encode, tokenise: Tokenise
) -> Guided:
    mean = vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
    space = _space(mean)
    spaced, n = space.apply(vectors), len(wishes)
    phrases = [(w, text) for w, wish in enumerate(wishes) for text in (wish.name, *wish.seeds, *wish.examples)]
    unlike = [(w, text) for w, wish in enumerate(wishes) for text in wish.unlike]
    owner = np.array([w for w, _ in phrases], dtype=np.int64)
    seeds = space.apply(encode([text for _, text in phrases]))
    holds = _holding(texts, [text for _, text in phrases], tokenise)
    held = np.stack([holds[owner == w].any(axis=0) for w in range(n)])
    alone = held & (held.sum(axis=0) == 1)  # (n, n_mentions) holds words of this theme and of no other
    prototypes = [_moved(seed, spaced[row & alone[w]]) for seed, row, w in zip(seeds, holds, owner, strict=True)]
    middles = unit_rows(np.stack([seeds[owner == w].mean(axis=0) for w in range(n)]))
    guided = Guided(
        mean,
        np.stack([_moved(middle, spaced[row]) for middle, row in zip(middles, alone, strict=True)]),
        np.stack(prototypes),
        owner,
        space.apply(encode([text for _, text in unlike])) if unlike else seeds[:0],
        np.array([w for w, _ in unlike], dtype=np.int64),
        np.full(n, -1, dtype=np.float32),
        no_fit(n),
    )
    closeness = guided.closeness(vectors)
    thresholds = _thresholds([closeness[row, w] for w, row in enumerate(alone)])
    best = np.argmax(closeness, axis=1)
    close = closeness[np.arange(len(best)), best]
    fits = close >= thresholds[best]
    return dataclasses.replace(guided, thresholds=thresholds, fit=fit_levels(best[fits], close[fits], n))


def _moved(seed: NDArray[np.float32], holding: Vectors) -> NDArray[np.float32]:
    """A seed moved towards the mentions that hold it, where they are more than a few; of unit length."""
    if len(holding) < FEWEST_HOLDING:
        return seed
    middle = unit_rows(holding.mean(axis=0, keepdims=True))[0]
    return np.asarray(unit_rows((OWN_WEIGHT * seed + middle)[None, :])[0])


def _thresholds(own: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """The closeness that all but LOWEST_SHARE of the mentions with a theme's words have; the median if they are few."""
    found = [float(np.quantile(near, LOWEST_SHARE)) if len(near) >= FEWEST_HOLDING else None for near in own]
    known = [value for value in found if value is not None]
    usual = float(np.median(known)) if known else USUAL_THRESHOLD
    return np.array([usual if value is None else value for value in found], dtype=np.float32)


def _holding(texts: Sequence[str], phrases: Sequence[str], tokenise: Tokenise) -> NDArray[np.bool_]:
    """(n_phrases, n_texts) whether a text holds a phrase, in the singular or with an s."""
    joined = [f" {' '.join(tokens)} " for tokens in tokenise(texts)]
    found = np.zeros((len(phrases), len(texts)), dtype=bool)
    for row, tokens in zip(found, tokenise(phrases), strict=True):
        phrase = " ".join(tokens)
        if phrase:
            row[:] = [f" {phrase} " in text or f" {phrase}s " in text for text in joined]
    return found


def _space(mean: NDArray[np.float32]) -> Space:
    """Only the mean is taken out: a wish such as "nothing to improve" is about the feeling itself."""
    return Space(mean, np.zeros_like(mean))
