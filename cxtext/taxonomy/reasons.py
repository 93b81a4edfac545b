"""Why a mention is linked to a touchpoint, or to none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from cxtext.taxonomy.link import MOST, TouchpointLinker, Vectors
from cxtext.tiles import tiles

MOST_CITED = 3  # words
LEAST = 0.1  # of what the weightiest word adds, that a word must add to be cited
MARKS = ".,;:!?\"'()"  # that are no part of a cited word
LONGEST = 60  # words of a mention that are tried; the others are not cited
NEAREST = 3  # seeds that are named


@dataclass(frozen=True)
class NearSeed:
    """A seed of a touchpoint that a mention is like."""

    id: str  # of its touchpoint, and its number there from 1, such as "mobile_app:3"
    text: str
    likeness: float  # to the mention, at most 1


@dataclass(frozen=True)
class LinkReason:
    """What speaks for the likeliest touchpoint of a mention, whether it is given or not."""

    touchpoint: str  # id
    probability: float
    threshold: float  # probability from which it is given
    seeds: tuple[NearSeed, ...]  # its nearest ones, the nearest first
    words: tuple[str, ...]  # without which it leads by less, the weightiest first
    runner_up: str  # id of the next touchpoint
    runner_up_probability: float
    runner_up_threshold: float  # probability from which that is given too
    none: bool  # whether what names no touchpoint is nearer


def link_reason(linker: TouchpointLinker, text: str, encode: Callable[[Sequence[str]], Vectors]) -> LinkReason:
    """The reason for a mention.

    Args:
        linker: that links it.
        text: its encoding view.
        encode: encoding views to vectors.
    """
    ((_, tile),) = tiles(encode([text]))
    ranked = linker.ranked(tile, [text])
    chance = linker.certainty.probability(ranked.features)[0]
    best, second = (int(place) for place in ranked.place[0, :MOST])
    return LinkReason(
        touchpoint=linker.ids[best],
        probability=float(chance[0]),
        threshold=linker.certainty.first,
        seeds=_nearest(linker, best, ranked.likeness[0]),
        words=tuple(word.strip(MARKS) for word in cited(linker, text, best, encode)),
        runner_up=linker.ids[second],
        runner_up_probability=float(chance[1]),
        runner_up_threshold=linker.certainty.second,
        none=bool(ranked.none[0]),
    )


def _nearest(linker: TouchpointLinker, place: int, likeness: Vectors) -> tuple[NearSeed, ...]:
    """The seeds of a touchpoint that are most like a mention; `likeness` is (s,) to every seed."""
    own = np.flatnonzero(linker.owner == place)
    order = np.argsort(-likeness[own], kind="stable")[:NEAREST]
    return tuple(NearSeed(f"{linker.ids[place]}:{n + 1}", linker.seeds[own[n]], float(likeness[own[n]])) for n in order)


def cited(
    linker: TouchpointLinker, text: str, place: int, encode: Callable[[Sequence[str]], Vectors]
) -> tuple[str, ...]:
    """The words without which a touchpoint leads by less over the next one: each is left out in turn.

    Args:
        linker: that links the text.
        text: an encoding view.
        place: the touchpoint's index.
        encode: encoding views to vectors.
    """
    words = text.split()[:LONGEST]
    variants = [text, *(" ".join([*words[:i], *words[i + 1 :]]) for i in range(len(words)))]
    scores = np.concatenate([linker.scores(tile, variants[rows]) for rows, tile in tiles(encode(variants))])
    lead = scores[:, place] - np.delete(scores, place, axis=1).max(axis=1)
    loss = lead[0] - lead[1:]
    order = np.argsort(-loss, kind="stable")[:MOST_CITED]
    return tuple(words[i] for i in order if loss[i] > LEAST * max(loss.max(), 0))
