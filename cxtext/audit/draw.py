"""A random sample of comments in strata of known size, so that every comment's weight is known."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

import numpy as np
import polars as pl

from cxtext.audit.aspects import ASPECTS, choices_of, labels_of
from cxtext.audit.key import Drawn, Key, Labeller
from cxtext.errors import InputError, OptionError
from cxtext.insight.expression import where as condition
from cxtext.insight.material import Material

LEAST = 2  # comments of a stratum: of one nobody knows how much they vary
EACH = 4  # comments to a stratum on average, at least
SMALL = "(small)"  # the strata that hold fewer, together
UNLABELLED = "(none)"
UNKNOWN = Labeller()


def draw(
    material: Material,
    n: int,
    *,
    asked: Sequence[str],
    by: str,
    source: str,
    seed: int = 0,
    where: str | None = None,
    labeller: Labeller = UNKNOWN,
) -> tuple[Key, pl.DataFrame]:
    """The key, and the sampled comments in the order of the sheet.

    Strata are the comments' first labels of one aspect. Each gets a part of the sample by the square root of its size
    (power allocation, Bankier 1988, The American Statistician 42, 174-177), so that small themes are audited too.

    Args:
        material: the labelled comments.
        n: how many to draw.
        asked: names of aspects that people are asked for.
        by: the aspect that makes the strata.
        source: name of the labelled file.
        seed: the same seed draws the same comments.
        where: a condition on the comments, as for `insight.expression.where`; others are not drawn.
        labeller: the model that labelled.

    Raises:
        InputError: there are no comments.
        OptionError: the condition is none, or no comment meets it.
    """
    comments = material.comments
    if where is not None:
        comments = comments.filter(condition(material, where, place="--where"))
        if comments.is_empty():
            raise OptionError(f"--where {where!r} holds of no comment; name another condition")
    if comments.is_empty():
        raise InputError(f"{source} holds no comment with content, so there is nothing to audit")
    strata = _strata(labels_of(comments, ASPECTS[by]), most=max(n // EACH, 1))
    sizes = Counter(strata)
    order = _drawn_rows(strata, _allocated(sizes, min(n, len(comments))), seed)
    machine = machine_labels(comments, asked)
    choices = {name: choices_of(material.comments, ASPECTS[name], material.catalogue) for name in asked}
    confidence, ids = comments["confidence"].to_list(), comments["comment_id"].to_list()
    drawn = tuple(
        Drawn(
            number=number,
            comment_id=ids[row],
            stratum=strata[row],
            machine={name: labels[row] for name, labels in machine.items()},
            confidence=confidence[row],
        )
        for number, row in enumerate(order, 1)
    )
    key = Key(
        source=source,
        digest=digest_of(ids, machine),
        seed=seed,
        where=where,
        comments=len(comments),
        strata=dict(sorted(sizes.items())),
        labelled=counted(machine),
        choices=choices,
        drawn=drawn,
        labeller=labeller,
    )
    return key, comments[order]


def machine_labels(comments: pl.DataFrame, asked: Sequence[str]) -> dict[str, list[tuple[str, ...]]]:
    """By aspect the labels of each comment."""
    return {name: labels_of(comments, ASPECTS[name]) for name in asked}


def counted(machine: dict[str, list[tuple[str, ...]]]) -> dict[str, dict[str, int]]:
    """By aspect how many comments have each label."""
    return {
        name: dict(sorted(Counter(label for own in labels for label in own).items()))
        for name, labels in machine.items()
    }


def _strata(labels: Sequence[tuple[str, ...]], *, most: int) -> list[str]:
    """Of each comment its first label; the rarest together, so that each stratum gets some comments."""
    first = [own[0] if own else UNLABELLED for own in labels]
    sizes = sorted(Counter(first).items(), key=lambda item: (-item[1], item[0]))
    big = {name for name, size in sizes[:most] if size >= LEAST}
    return [name if name in big else SMALL for name in first]


def _allocated(sizes: Counter[str], n: int) -> dict[str, int]:
    """How many of each stratum: two at least where n allows it, the rest by the square root, no more than there are.

    What is left over after rounding down goes to the strata that are furthest below their part.
    """
    names = sorted(sizes, key=lambda name: (-sizes[name], name))
    found = dict.fromkeys(names, 0)
    for least in range(1, LEAST + 1):  # the biggest first, where n is less than all of them need
        for name in names:
            if sum(found.values()) < n and sizes[name] >= least:
                found[name] += 1
    roots = {name: sizes[name] ** 0.5 for name in names}
    while sum(found.values()) < n:
        open_names = [name for name in names if found[name] < sizes[name]]
        found[min(open_names, key=lambda name: (found[name] / roots[name], name))] += 1
    return {name: count for name, count in found.items() if count}


def _drawn_rows(strata: Sequence[str], counts: dict[str, int], seed: int) -> list[int]:
    """Rows of the sample, shuffled: neighbours must not tell what the machine said."""
    random = np.random.default_rng([seed, 11])
    rows: list[int] = []
    for name in sorted(counts):
        of = np.flatnonzero(np.array(strata) == name)
        rows += random.choice(of, counts[name], replace=False).tolist()
    return [rows[i] for i in random.permutation(len(rows))]


def digest_of(ids: Sequence[str], machine: dict[str, list[tuple[str, ...]]]) -> str:
    """SHA-256 of comments and their labels."""
    found = hashlib.sha256()
    for row, key in enumerate(ids):
        found.update(repr((key, [(name, labels[row]) for name, labels in sorted(machine.items())])).encode())
    return found.hexdigest()
