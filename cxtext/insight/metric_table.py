"""NPS, CSAT and the other metrics, of all comments or by group, each with its interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from cxtext.errors import InputError, OptionError, unknown
from cxtext.insight import facets
from cxtext.insight.answers import average, balance, marked, part, promotion, proportion
from cxtext.insight.catalogue import Catalogue, printable
from cxtext.insight.cells import Cell
from cxtext.insight.groups import grouped, own_columns
from cxtext.insight.material import material
from cxtext.insight.moments import Ints
from cxtext.insight.personas import Persona, members
from cxtext.insight.results import Kind, Number, Scale
from cxtext.scales import KNOWN
from cxtext.schema import Labelled

METRICS = ("share", "net_sentiment", "nps", "csat", "top_box", "mean_rating", "ces", *facets.RATES)
OF_SCORES = ("nps", "csat", "top_box", "mean_rating", "ces")
SIGNS = {"positive": 1.0, "negative": -1.0}
CSAT_STEPS = 11  # answers of a scale that still has a best two
FEW = 0.1  # of the scores: so few may be codes such as "do not know"
CES_SCALE = (1, 7)  # of CES 2.0, "made it easy for me to handle my issue", 7 = strongly agree


@dataclass(frozen=True)
class MetricRow:
    """The metrics of one group of comments."""

    keys: tuple[str, ...]  # its ids, in the order of MetricTable.by
    names: tuple[str, ...]  # as people read them
    comments: int  # at least 5
    numbers: tuple[Number, ...]  # in the order of MetricTable.metrics; n is how many answers there are


@dataclass(frozen=True)
class MetricTable:
    """Metrics by group, biggest group first; groups of fewer than 5 comments are not in it."""

    by: tuple[str, ...]
    kind: Kind | None  # the one of `by` that a comment may have several of
    metrics: tuple[str, ...]
    score: str
    scale: Scale | None  # None: no scores
    comments: int
    customers: int | None  # None: not known, so every comment is a customer
    rows: tuple[MetricRow, ...]
    hidden: int  # groups that are not shown, for privacy
    notes: tuple[str, ...]


def metric_table(
    labelled: Labelled,
    *,
    by: Sequence[str] = (),
    metrics: Sequence[str] | None = None,
    score: str = "rating",
    scale: Scale | None = None,
    customer: str | None = None,
    catalogue: Catalogue | None = None,
    seed: int = 0,
    dedupe: bool = False,
    personas: Sequence[Persona] = (),
) -> MetricTable:
    """Metrics of the comments with content, by group.

    Args:
        labelled: the tables; the ratings are the scores.
        by: theme, touchpoint, department or stage; source, week, month; persona; columns of the input.
        metrics: of METRICS; those that suit the scores if not given.
        score: what to call the scores.
        scale: of the scores; told from them if not given.
        customer: the column of the input that says who wrote a comment.
        catalogue: names of the ids.
        seed: of the bootstrap.
        dedupe: leave out copies of an earlier comment.
        personas: whom `by` calls persona.

    Raises:
        OptionError: there is no such column or metric, or a metric does not go with the scale.
        InputError: a metric needs facets, and the tables have none.
    """
    columns = None if personas else own_columns(by)
    made = material(
        labelled, score=score, scale=scale, customer=customer, catalogue=catalogue, dedupe=dedupe, columns=columns
    )
    comments, mentions, scale = made.comments, made.mentions, made.scale
    wanted = tuple(metrics) if metrics else _suited(scale, by)
    for metric in wanted:
        check_metric(metric, scale, score)
    if set(wanted) & set(facets.RATES) and not facets.has_facets(comments):
        raise InputError(f"--metric {', '.join(m for m in wanted if m in facets.RATES)}: {facets.NO_FACETS}")
    groups = grouped(comments, mentions, by, members(made, personas) if personas else None)
    parts = groups.rows.partition_by(groups.keys, as_dict=True) if groups.keys else {(): groups.rows}
    names = made.catalogue
    rows = []
    for *keys, n, of in groups.sizes.select(*groups.keys, "comments", "of").iter_rows():
        numbers = tuple(_number(metric, parts[tuple(keys)], n, of, scale, seed) for metric in wanted)
        shown = [
            printable(key) if what != groups.kind else names.name(what, key) for what, key in zip(by, keys, strict=True)
        ]
        rows.append(MetricRow(tuple(keys), tuple(shown), n, numbers))
    return MetricTable(
        by=tuple(by),
        kind=groups.kind,
        metrics=wanted,
        score=score,
        scale=scale,
        comments=len(comments),
        customers=comments["who"].n_unique() if customer is not None else None,
        rows=tuple(rows),
        hidden=groups.hidden,
        notes=_notes(rows, groups.hidden, comments["rating"], scale, score, wanted),
    )


def _suited(scale: Scale | None, by: Sequence[str]) -> tuple[str, ...]:
    always = ("share", "net_sentiment") if by else ("net_sentiment",)
    if scale is None:
        return always
    if (scale.low, scale.high) == (0, 10):
        return (*always, "nps", "mean_rating")
    return (*always, "csat", "mean_rating") if _stepped(scale) else (*always, "mean_rating")


def _stepped(scale: Scale) -> bool:
    return float(scale.low).is_integer() and 2 < scale.high - scale.low + 1 <= CSAT_STEPS


def check_metric(metric: str, scale: Scale | None, score: str) -> None:
    """Refuse a metric that there is not, or that does not go with the scores.

    Raises:
        OptionError: as it says.
    """
    if metric not in METRICS:
        raise OptionError(unknown("--metric", metric, METRICS))
    if metric not in OF_SCORES:
        return
    if scale is None:
        raise OptionError(f"--metric {metric} needs scores, and there is no {score}; name the column (--score)")
    ends = (scale.low, scale.high)
    needs = {"nps": (0, 10), "ces": CES_SCALE}.get(metric)
    if needs and ends != needs:
        raise OptionError(
            f"--metric {metric} needs answers from {needs[0]} to {needs[1]}, and {score} goes from {ends[0]:g} to "
            f"{ends[1]:g}; name another column (--score), or the scale of this one (--scale {needs[0]}:{needs[1]})"
        )
    if metric == "csat" and not _stepped(scale):
        raise OptionError(
            f"--metric csat needs a scale of 3 to {CSAT_STEPS} answers, and {score} goes from {ends[0]:g} to "
            f"{ends[1]:g}; take mean_rating, or name the scale (--scale)"
        )


def _number(metric: str, rows: pl.DataFrame, n: int, of: int, scale: Scale | None, seed: int) -> Number:
    if metric == "share":
        return part(n, of)
    if metric == "net_sentiment":
        signs = rows["about"].replace_strict(SIGNS, default=0.0, return_dtype=pl.Float64).to_numpy()
        return balance(metric, signs, rows["who"].to_numpy())
    if metric in facets.RATES:
        return marked(metric, facets.with_any(rows, facets.RATES[metric]).to_numpy(), rows["who"].to_numpy())
    rated = rows.filter(pl.col("rating").is_finite())
    values, who = rated["rating"].to_numpy(), rated["who"].to_numpy()
    return _of_scores(metric, values, who, scale or Scale(0, 0, 0), seed)


def _of_scores(metric: str, values: np.ndarray, who: Ints, scale: Scale, seed: int) -> Number:
    backward = scale.best == scale.low
    upright = scale.low + scale.high - values if backward else values
    if metric == "nps":
        return balance(metric, promotion(upright), who)
    if metric == "csat":
        return proportion(metric, upright >= scale.high - 1, who)
    if metric == "top_box":
        return proportion(metric, upright >= scale.high, who)
    return average(metric, values, who, seed=seed)


def _notes(
    rows: Sequence[MetricRow],
    hidden: int,
    scores: pl.Series,
    scale: Scale | None,
    score: str,
    metrics: Sequence[str],
) -> tuple[str, ...]:
    found = []
    if hidden:
        found.append(f"{hidden} groups are not shown: fewer than five comments, or one could tell those from the rest.")
    if scale and scale.best == scale.low and set(metrics) & set(OF_SCORES):
        found.append(f"The scale of {score} runs backwards: {scale.low:g} is read as best and {scale.high:g} as worst.")
    if scale and set(metrics) & set(OF_SCORES):
        found.extend(_outliers(scores, scale, score))
    cells = {number.cell for row in rows for number in row.numbers}
    if Cell.QUOTES_ONLY in cells or Cell.HIDDEN in cells:
        found.append("“Too few”: fewer than 30 answers give no number; read the comments.")
    if Cell.INDICATIVE in cells:
        found.append("~ marks numbers of 30 to 99 answers: indicative only.")
    return tuple(found)


def _outliers(scores: pl.Series, scale: Scale, score: str) -> Iterator[str]:
    """That a few scores make the scale longer than it may be, where it is so."""
    given = scores.drop_nulls().drop_nans()
    for low, high in KNOWN:
        beyond = int((~given.is_between(low, high)).sum())
        if low >= scale.low and high < scale.high and 0 < beyond <= FEW * len(given):
            yield (
                f"Only {100 * beyond / len(given):.1f} % of {score} lie outside {low:g} to {high:g}; if that is its "
                f"scale, say so (--scale {low:g}:{high:g})."
            )
            return
