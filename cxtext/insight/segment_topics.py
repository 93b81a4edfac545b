"""What one segment speaks of more, or speaks of otherwise, than all others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import polars as pl
from scipy.stats import norm as normal

from cxtext.insight.cells import HIDDEN_BELOW, NUMBERS_FROM, cell
from cxtext.insight.clustered import effective_size
from cxtext.insight.contrast import contrast, two_sided
from cxtext.insight.intervals import Floats, net, newcombe, wilson
from cxtext.insight.material import Material
from cxtext.insight.metric_table import SIGNS
from cxtext.insight.results import Kind, Number
from cxtext.schema import OVERALL, REST

LEAST_COMMENTS = 10  # of the topic, in the segment and elsewhere together
LEAST_EXPECTED = 5.0  # comments, from which a share is near enough to normal (Cochran 1954)


@dataclass(frozen=True)
class SegmentTopic:
    """A topic in a segment, against the same topic in all other comments."""

    id: str
    name: str
    segment: str
    metric: Literal["share", "net_sentiment"]
    here: Number
    elsewhere: Number
    difference: Number  # segment_difference: here - elsewhere
    p_value: float
    q_value: float  # Benjamini and Hochberg over all topics, segments and metrics


@dataclass(frozen=True)
class Tested:
    """All comparisons, in no order."""

    topics: tuple[SegmentTopic, ...]

    @property
    def p_values(self) -> Floats:
        """Of each."""
        return np.array([topic.p_value for topic in self.topics], dtype=np.float64)

    def ranked(self, q_values: Floats) -> tuple[SegmentTopic, ...]:
        """With these q-values, the least first."""
        known = [replace(topic, q_value=float(q)) for topic, q in zip(self.topics, q_values, strict=True)]
        return tuple(
            sorted(
                known, key=lambda t: (t.q_value, t.p_value, -abs(t.difference.value or 0), t.id, t.segment, t.metric)
            )
        )


def segment_topics(material: Material, groups: Mapping[str, pl.Series], kind: Kind, *, whole: bool) -> Tested:
    """Share and net sentiment of every topic in every segment of 30 comments or more, against all other comments.

    Cells that could be told to hold one to four comments are not tested. `whole` says that the groups are all there
    are: of two, one says what the other says.
    """
    where = material.places(kind).filter(~pl.col("place").is_in([REST, OVERALL]))
    rows = material.comments.select("comment_id", "who").with_row_index("row")
    said = where.join(rows, on="comment_id").sort("place", "row")
    n = len(material.comments)
    big = {name: on.to_numpy() for name, on in groups.items() if NUMBERS_FROM <= on.sum() <= n - NUMBERS_FROM}
    if whole and len(groups) == 2:
        big = dict(list(big.items())[-1:])
    found: list[SegmentTopic] = []
    repeated = material.customer is not None
    for (key,), topic in said.partition_by("place", as_dict=True, maintain_order=True).items():
        at, signs = topic["row"].to_numpy(), _signs(topic)
        name = material.catalogue.name(kind, str(key))
        effects = _design_effects(at, signs, material.comments["who"].to_numpy()) if repeated else (1.0, 1.0)
        for segment, on in big.items():
            inside = on[at]
            sizes = (int(inside.sum()), int((~inside).sum()))
            if min(sizes) < HIDDEN_BELOW or sum(sizes) < LEAST_COMMENTS:
                continue
            bases = (int(on.sum()), int((~on).sum()))
            who = (str(key), name, segment)
            found.append(_of_shares(who, sizes, bases, effects[0]))
            if min(sizes) >= NUMBERS_FROM:
                found.append(_of_sentiment(who, signs[inside], signs[~inside], effects[1]))
    return Tested(tuple(found))


def _signs(topic: pl.DataFrame) -> Floats:
    return topic["sentiment"].replace_strict(SIGNS, default=0.0, return_dtype=pl.Float64).to_numpy()


def _design_effects(at: np.ndarray, signs: Floats, who: np.ndarray) -> tuple[float, float]:
    """How many answers are worth one, of speaking of the topic and of how."""
    speaks = np.zeros(len(who))
    speaks[at] = 1.0
    return len(who) / effective_size(speaks, who), len(at) / effective_size(signs, who[at])


def _of_shares(
    who: tuple[str, str, str], sizes: tuple[int, int], bases: tuple[int, int], effect: float
) -> SegmentTopic:
    (k, others), (n, rest) = [tuple(x / effect for x in pair) for pair in (sizes, bases)]
    sides = []
    for count, base, sample in ((sizes[0], bases[0], n), (sizes[1], bases[1], rest)):
        low, high = wilson(count / base * sample, sample)
        sides.append(Number("share_of_comments", count / base, float(low), float(high), count, base, cell(base)))
    low, high = newcombe(k, n, others, rest)
    value = k / n - others / rest
    pooled = (k + others) / (n + rest)
    error = float(np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / rest)))
    enough = min(n, rest) * pooled >= LEAST_EXPECTED and error > 0
    p_value = 2 * float(normal.sf(abs(value) / error)) if enough else 1.0
    apart = Number("segment_difference", value, float(low), float(high), sizes[0], bases[0], cell(min(bases)))
    return SegmentTopic(*who, "share", sides[0], sides[1], apart, p_value, 1.0)


def _of_sentiment(who: tuple[str, str, str], here: Floats, elsewhere: Floats, effect: float) -> SegmentTopic:
    sides = [_balance(signs, effect) for signs in (here, elsewhere)]
    apart = contrast("segment_difference", *sides)
    return SegmentTopic(*who, "net_sentiment", sides[0], sides[1], apart, two_sided(apart), 1.0)


def _balance(signs: Floats, effect: float) -> Number:
    sample = signs.size / effect
    low, high = net((signs > 0).mean() * sample, (signs < 0).mean() * sample, sample)
    value = 100 * float(np.sign(signs).mean())
    return Number("net_sentiment", value, 100 * float(low), 100 * float(high), signs.size, signs.size, cell(signs.size))
