"""Which topics come together in one comment more often, or less, than chance brings them together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl
from scipy import sparse
from scipy.stats import norm as normal

from cxtext.errors import InputError
from cxtext.insight.cells import HIDDEN_BELOW, NUMBERS_FROM, cell
from cxtext.insight.clustered import expanded_tail
from cxtext.insight.forecast import benjamini_hochberg_q
from cxtext.insight.intervals import DRAWS, Floats
from cxtext.insight.material import Material
from cxtext.insight.moments import blocks_of, moments, resampled
from cxtext.insight.results import Kind, Number
from cxtext.schema import OVERALL, REST

LEAST_EXPECTED = 5.0  # comments, from which a count is near enough to normal (Cochran 1954)
FALSE_DISCOVERY_RATE = 0.10


@dataclass(frozen=True)
class Pair:
    """Two topics in one comment."""

    ids: tuple[str, str]
    names: tuple[str, str]
    comments: int  # that speak of both; at least 5
    expected: float  # comments, if they came together by chance
    lift: Number  # lift: 1 is chance
    q_value: float  # Benjamini and Hochberg over all pairs that were tested


@dataclass(frozen=True)
class Together:
    """All pairs that were tested."""

    kind: Kind
    comments: int
    pairs: tuple[Pair, ...]  # those beyond chance first, the highest lift first
    tests: int

    @property
    def telling(self) -> tuple[Pair, ...]:
        """The pairs that are more, or fewer, than chance."""
        return tuple(pair for pair in self.pairs if pair.q_value <= FALSE_DISCOVERY_RATE)


def together(material: Material, *, kind: Kind = "theme", draws: int = DRAWS, seed: int = 0) -> Together:
    """Every pair of topics of 30 comments each that 5 comments should speak of by chance.

    Pairs of which the table would tell one to four comments (that speak of both, or of one and not the other) are
    left out.

    Raises:
        InputError: no two topics have 30 comments.
    """
    who = material.comments["who"].to_numpy()
    names, table = _table(material, kind)
    if len(names) < 2:
        raise InputError(
            f"no two {kind}s have {NUMBERS_FROM} comments each; take another kind of topics or more comments"
        )
    parts = moments(table, blocks_of(who, table.shape[1], seed=seed))
    counts = parts.sum(axis=0)
    rows, columns = _tested(counts)
    drawn = np.concatenate([_log_lift(m, rows, columns) for m in resampled(parts, draws=draws, seed=seed)])
    logs = _log_lift(counts[None], rows, columns)[0]
    tail = expanded_tail(int(np.unique(who).size))
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=0)
    error = np.maximum(drawn.std(axis=0), 1e-9)
    q_values = benjamini_hochberg_q(2 * normal.sf(np.abs(logs) / error))
    found = [
        _pair(
            material, kind, (names[i - 1], names[j - 1]), counts[np.ix_([0, i, j], [0, i, j])], np.exp(ends), float(q)
        )
        for i, j, ends, q in zip(rows, columns, np.column_stack([logs, low, high]), q_values, strict=True)
    ]
    ranked = sorted(found, key=lambda p: (p.q_value > FALSE_DISCOVERY_RATE, -(p.lift.value or 0), p.ids))
    return Together(kind, len(material.comments), tuple(ranked), len(found))


def _table(material: Material, kind: Kind) -> tuple[list[str], sparse.csr_matrix]:
    """Names, and (n_comments, 1 + n_topics): a constant, and who speaks of each topic."""
    rows = material.comments.select("comment_id").with_row_index("row")
    said = material.places(kind).filter(~pl.col("place").is_in([REST, OVERALL]))
    sizes = said["place"].value_counts().filter(pl.col("count") >= NUMBERS_FROM)
    names = sizes["place"].sort().to_list()
    numbers = {name: number for number, name in enumerate(names, 1)}
    kept = said.filter(pl.col("place").is_in(names)).join(rows, on="comment_id")
    at, on = kept["row"].to_numpy(), np.array([numbers[name] for name in kept["place"]], dtype=np.int64)
    n = len(rows)
    speaks = sparse.csr_matrix((np.ones(len(on)), (at, on)), shape=(n, len(names) + 1))
    constant = sparse.csr_matrix((np.ones(n), (np.arange(n), np.zeros(n, dtype=np.int64))), shape=speaks.shape)
    return names, (speaks + constant).tocsr()


def _tested(counts: Floats) -> tuple[list[int], list[int]]:
    found = []
    total = counts[0, 0]
    for i, j in combinations(range(1, len(counts)), 2):
        both, one, other = counts[i, j], counts[i, i], counts[j, j]
        shown = both >= HIDDEN_BELOW and all(rest == 0 or rest >= HIDDEN_BELOW for rest in (one - both, other - both))
        if shown and one * other / total >= LEAST_EXPECTED:
            found.append((i, j))
    return [i for i, _ in found], [j for _, j in found]


def _log_lift(counts: Floats, rows: list[int], columns: list[int]) -> Floats:
    """(n_draws, n_pairs): log of the observed over the expected count; half a comment stands for none."""
    both, total = np.maximum(counts[:, rows, columns], 0.5), counts[:, [0], [0]]
    return np.asarray(np.log(both * total / (counts[:, rows, rows] * counts[:, columns, columns])))


def _pair(material: Material, kind: Kind, ids: tuple[str, str], counts: Floats, lift: Floats, q_value: float) -> Pair:
    """Of the counts of all comments and the two topics, (3, 3), and the lift with its ends."""
    both = round(float(counts[1, 2]))
    value, low, high = (float(end) for end in lift)
    return Pair(
        ids=ids,
        names=(material.catalogue.name(kind, ids[0]), material.catalogue.name(kind, ids[1])),
        comments=both,
        expected=float(counts[1, 1] * counts[2, 2] / counts[0, 0]),
        lift=Number("lift", value, low, high, both, both, cell(both)),
        q_value=q_value,
    )
