"""The table of a driver analysis: who speaks well or ill of what, and what else could go with the score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from cxtext.insight.cells import NUMBERS_FROM
from cxtext.insight.controls import controls
from cxtext.insight.intervals import Floats
from cxtext.insight.places import places
from cxtext.insight.results import Kind
from cxtext.schema import OVERALL, REST

POLARITIES = ("negative", "positive")
LEAST_MENTIONS = NUMBERS_FROM  # comments for a coefficient of its own
RECORDS_PER_COEFFICIENT = 15
CONTROLS_UP_TO = 1 / 3  # of the coefficients that the records allow
TOGETHER = 0.8  # a correlation from which two topics are not told apart

Topics = tuple[str, ...]  # several where they cannot be told apart


@dataclass(frozen=True)
class Design:
    """What is regressed; all columns but the score are 0 or 1."""

    table: sparse.csr_matrix  # (n_comments, 1 + predictors + controls + 1): constant, predictors, controls, score
    predictors: tuple[tuple[Topics, str], ...]  # topics and polarity
    controls: tuple[str, ...]
    left_out: dict[tuple[Topics, str], str]  # and why; together they are two of the controls
    topics: tuple[Topics, ...]
    mentioned: sparse.csr_matrix  # (n_comments, n_topics): who speaks of them at all, well, ill or neither


def design(comments: pl.DataFrame, mentions: pl.DataFrame, score: Floats, kind: Kind, own: Sequence[str]) -> Design:
    """The table for comments that all have a score; of the topics, those that the records are enough for.

    What praises or blames nothing in particular (OVERALL) is left out: it is the score once more, in words.
    """
    said = _said(comments, mentions, kind)
    names = said["place"].unique().sort().to_list()
    poles = {polarity: _indicators(said, names, len(comments), polarity) for polarity in POLARITIES}
    groups = _together(poles.values(), names)
    topics = tuple(tuple(name for name, own in zip(names, groups, strict=True) if own == g) for g in _numbers(groups))
    joined = {polarity: _joined(matrix, groups) for polarity, matrix in poles.items()}
    allowed = len(comments) // RECORDS_PER_COEFFICIENT - 1
    known = list(controls(comments, own, most=int(allowed * CONTROLS_UP_TO)))
    chosen, left_out = _chosen(joined, topics, most=allowed - len(known) - len(POLARITIES))
    others = list(_others(joined, chosen))
    columns = [*(joined[polarity][:, g] for g, polarity in chosen), *(c for _, c in others), *(c for _, c in known)]
    constant = sparse.csr_matrix(np.ones((len(comments), 1)))
    return Design(
        table=sparse.hstack([constant, *columns, sparse.csr_matrix(score[:, None])], format="csr"),
        predictors=tuple((topics[g], polarity) for g, polarity in chosen),
        controls=tuple(name for name, _ in (*others, *known)),
        left_out={(topics[g], polarity): why for (g, polarity), why in left_out.items()},
        topics=topics,
        mentioned=_joined(_indicators(said, names, len(comments), None), groups),
    )


def _said(comments: pl.DataFrame, mentions: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    rows = comments.select("comment_id").with_row_index("row")
    return places(comments, mentions, kind).filter(pl.col("place") != OVERALL).join(rows, on="comment_id")


def _indicators(said: pl.DataFrame, names: Sequence[str], n: int, polarity: str | None) -> sparse.csc_matrix:
    """(n_comments, n_names): 1 where a comment speaks so of it; praise and blame together are both."""
    rows = said if polarity is None else said.filter(pl.col("sentiment").is_in([polarity, "mixed"]))
    numbers = {name: number for number, name in enumerate(names)}
    columns = np.array([numbers[name] for name in rows["place"]], dtype=np.int64)
    return sparse.csc_matrix((np.ones(len(rows)), (rows["row"].to_numpy(), columns)), shape=(n, len(names)))


def _together(matrices: Iterable[sparse.csc_matrix], names: Sequence[str]) -> list[int]:
    """The group of each name: names share one where their blame, or their praise, nearly always comes together."""
    close = sparse.csr_matrix((len(names), len(names)), dtype=bool)
    for matrix in matrices:
        n, counts = matrix.shape[0], np.asarray(matrix.sum(axis=0)).ravel()
        deviations = np.sqrt(counts * (n - counts))
        among = n * (matrix.T @ matrix).toarray() - np.outer(counts, counts)
        enough = (counts >= LEAST_MENTIONS) & (counts < n)
        related = np.outer(enough, enough) & (among > TOGETHER * np.outer(deviations, deviations))
        close = close + sparse.csr_matrix(related)
    return [int(group) for group in connected_components(close, directed=False)[1]]


def _numbers(groups: Sequence[int]) -> range:
    return range(max(groups, default=-1) + 1)


def _joined(matrix: sparse.csc_matrix, groups: Sequence[int]) -> sparse.csc_matrix:
    """One column a group: whether any of its columns is 1."""
    onto = sparse.csc_matrix((np.ones(len(groups)), (range(len(groups)), groups)), (len(groups), len(_numbers(groups))))
    return (matrix @ onto > 0).astype(np.float64).tocsc()


def _chosen(
    joined: dict[str, sparse.csc_matrix], topics: Sequence[Topics], *, most: int
) -> tuple[list[tuple[int, str]], dict[tuple[int, str], str]]:
    """The columns that get a coefficient, most comments first, and why the others get none."""
    sizes = {(g, p): int(matrix[:, g].sum()) for p, matrix in joined.items() for g in range(len(topics))}
    named = [key for key in sorted(sizes, key=lambda key: (-sizes[key], key)) if topics[key[0]] != (REST,)]
    enough = [key for key in named if sizes[key] >= LEAST_MENTIONS]
    left_out = {key: f"fewer than {LEAST_MENTIONS} comments" for key in named if sizes[key] < LEAST_MENTIONS}
    for key in enough[max(most, 0) :]:
        left_out[key] = f"fewer than {RECORDS_PER_COEFFICIENT} records a coefficient"
    return sorted(enough[: max(most, 0)]), left_out


def _others(
    joined: dict[str, sparse.csc_matrix], chosen: Sequence[tuple[int, str]]
) -> Iterator[tuple[str, sparse.csc_matrix]]:
    """What all topics without a coefficient are together: blame and praise of anything else."""
    for polarity, matrix in joined.items():
        rest = [g for g in range(matrix.shape[1]) if (g, polarity) not in set(chosen)]
        some = sparse.csc_matrix(matrix[:, rest].sum(axis=1) > 0).astype(np.float64)
        if some.sum() >= LEAST_MENTIONS:
            yield f"other remarks, {polarity}", some
