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


@dataclass(frozen=True)
class LinkReason:
    """What speaks for the likeliest touchpoint of a mention, whether it is given or not."""

    touchpoint: str  # id
    probability: float
    threshold: float  # probability from which it is given
    seed: str  # its nearest seed
    likeness: float  # to that seed, at most 1
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
    seeds = np.flatnonzero(linker.owner == best)
    nearest = int(seeds[np.argmax(ranked.likeness[0, seeds])])
    return LinkReason(
        touchpoint=linker.ids[best],
        probability=float(chance[0]),
        threshold=linker.certainty.first,
        seed=linker.seeds[nearest],
        likeness=float(ranked.likeness[0, nearest]),
        words=tuple(word.strip(MARKS) for word in cited(linker, text, best, encode)),
        runner_up=linker.ids[second],
        runner_up_probability=float(chance[1]),
        runner_up_threshold=linker.certainty.second,
        none=bool(ranked.none[0]),
    )


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
