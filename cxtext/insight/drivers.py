"""Which themes go with the score: what people who speak well or ill of each gave, all else alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import polars as pl
from scipy.stats import norm

from cxtext.errors import InputError
from cxtext.insight import ratings
from cxtext.insight.catalogue import Catalogue
from cxtext.insight.columns import clusters, with_own
from cxtext.insight.estimate import Estimate
from cxtext.insight.forecast import benjamini_hochberg_q
from cxtext.insight.funnel import analysed
from cxtext.insight.intervals import DRAWS, Z95, Floats
from cxtext.insight.moments import blocks_of, moments
from cxtext.insight.predictors import Design, Topics, design
from cxtext.insight.results import Kind, Number, Scale
from cxtext.insight.ridge import shapley
from cxtext.schema import Labelled

LEAST_RECORDS = 200
LEAST_CLUSTERS = 30  # customers: of fewer a bootstrap says nothing
LITTLE = 0.02  # of R², from which it is worth a note that there is next to nothing to explain

Coding = Literal["nps", "rating"]
Role = Literal["hygiene", "delight", "both", "neither", "undecided"]


@dataclass(frozen=True)
class Driver:
    """A topic, or several that cannot be told apart, and how it goes with the score.

    Numbers are in points of the score, higher being better. A polarity that was not assessed is None.
    """

    kind: Kind
    ids: tuple[str, ...]
    name: str
    comments: int  # that speak of it, well, ill or neither
    total: Number  # contribution of both polarities
    negative: Number | None  # contribution: coefficient × share of the records
    positive: Number | None
    negative_coefficient: Number | None  # what goes with one such comment, all else alike
    positive_coefficient: Number | None
    role: Role  # which polarity's interval leaves out 0
    leave_one_out: float | None  # descriptive: mean of all minus mean without the topic's comments
    explained: float  # 0 … 1: share of the explained variance (Shapley, LMG), what is shared included
    q_value: float  # of the total: its p-value, the number of topics assessed allowed for (Benjamini-Hochberg)


@dataclass(frozen=True)
class Drivers:
    """The answer of a driver analysis."""

    score: str  # name of the score's column
    coding: Coding
    scale: Scale
    records: int
    customers: int
    mean: float  # of the score, as coded
    r2: float  # cross-validated: share of the variance that is predicted for records left out
    explained: float  # 0 … 1: share of the variance that the topics explain beyond the controls, in these records
    penalty: float  # of the ridge, per record, for standardised predictors
    controls: tuple[str, ...]
    drivers: tuple[Driver, ...]  # biggest contributions first, blame and praise together, whatever their signs
    left_out: tuple[tuple[str, str, str], ...]  # name, polarity, why
    notes: tuple[str, ...]


def drivers(
    labelled: Labelled,
    *,
    kind: Kind = "theme",
    score: str = "rating",
    scale: Scale | None = None,
    coding: Coding | None = None,
    controls: Sequence[str] = (),
    customer: str | None = None,
    catalogue: Catalogue | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    dedupe: bool = False,
) -> Drivers:
    """Which topics are associated with the ratings; nothing here says what causes what.

    Args:
        labelled: the tables; the ratings are the score.
        kind: of the topics.
        score: what to call it.
        scale: of the ratings; told from them if not given.
        coding: nps makes 0 … 6 -100, 7 and 8 0, 9 and 10 +100; the default for ratings from 0 to 10.
        controls: columns of the input to hold fixed, beside source and period.
        customer: the column of the input that says who wrote a comment; several comments of one customer are
            resampled together.
        catalogue: names of the ids.
        draws: of the bootstrap.
        seed: of all that is random.
        dedupe: leave out copies of an earlier comment.

    Raises:
        InputError: the records are too few.
        OptionError: there is no such column.
    """
    beside = with_own(labelled, (*controls, customer))
    scale = scale or ratings.scale(labelled.comments)
    comments, mentions = analysed(beside, dedupe=dedupe)
    comments = comments.filter(pl.col("rating").is_finite())
    if scale is None or len(comments) < LEAST_RECORDS:
        raise InputError(
            f"drivers need at least {LEAST_RECORDS} comments with a score, and {len(comments) or 'none'} have a "
            f"{score}; name another column (--score) or take more comments"
        )
    coding = coding or ("nps" if (scale.low, scale.high) == (0, 10) else "rating")
    response = coded(comments["rating"].to_numpy(), scale, coding)
    who = clusters(comments, customer).to_numpy()
    if who.max() + 1 < LEAST_CLUSTERS:
        raise InputError(
            f"drivers need at least {LEAST_CLUSTERS} customers, and {customer!r} has {who.max() + 1}; "
            "take the column that names the customer, or none"
        )
    made = design(comments, _of(comments, mentions, kind), response, kind, controls)
    if not made.predictors:
        raise InputError(
            f"no {kind} has 30 comments that praise it or 30 that blame it, among {len(comments)} with a score; "
            "take another kind of topics or more comments"
        )
    parts = moments(made.table, blocks_of(who, made.table.shape[1], seed=seed))
    names = catalogue or Catalogue()
    estimate = Estimate(parts, clusters=int(who.max()) + 1, controls=len(made.controls), draws=draws, seed=seed)
    groups: dict[Topics, list[int]] = {}
    for column, (topics, _) in enumerate(made.predictors):
        groups.setdefault(topics, []).append(column)
    shares, explained = shapley(estimate.whole, list(groups.values()), len(made.controls), seed=seed)
    found = [
        _driver(estimate, made, response, kind, topics, _name(names, kind, topics), share)
        for topics, share in zip(groups, shares.tolist(), strict=True)
    ]
    return Drivers(
        score=score,
        coding=coding,
        scale=scale,
        records=len(comments),
        customers=int(who.max()) + 1,
        mean=float(response.mean()),
        r2=estimate.r2,
        explained=explained,
        penalty=estimate.penalty,
        controls=made.controls,
        drivers=tuple(sorted(_allowed_for(found), key=_biggest_first)),
        left_out=tuple(
            (_name(names, kind, topics), pole, why) for (topics, pole), why in sorted(made.left_out.items())
        ),
        notes=_notes(comments, mentions, scale, estimate.r2),
    )


def _of(comments: pl.DataFrame, mentions: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """What the comments say of topics: no more columns than are needed, as there are many mentions."""
    return mentions.select("comment_id", "sentiment", kind).join(comments, on="comment_id", how="semi")


def coded(values: Floats, scale: Scale, coding: Coding) -> Floats:
    """Ratings as a score of which higher is better."""
    upright = scale.low + scale.high - values if scale.best == scale.low else values
    if coding == "rating":
        return np.asarray(upright, dtype=np.float64)
    return np.where(upright >= 9, 100.0, np.where(upright <= 6, -100.0, 0.0))


def _notes(comments: pl.DataFrame, mentions: pl.DataFrame, scale: Scale, r2: float) -> tuple[str, ...]:
    """What a reader must know to read the numbers rightly."""
    found = ["“Associated with” is all that is meant: a survey cannot say what would happen if a theme changed."]
    if mentions.is_empty():
        found.append(
            "Made without mentions: who speaks of a theme in a negative comment counts as blaming it, whatever the "
            "blame is for; name the table of mentions."
        )
    if scale.best == scale.low and scale.low < scale.high:
        found.append(
            f"The scale runs backwards ({scale.low:g} is best), so it was turned round: higher is better here."
        )
    if r2 < LITTLE:
        found.append(
            f"The topics and controls predict hardly anything of the score of comments left out (R² {r2:.2f}): other "
            "things than what is written decide it."
        )
    if comments["date"].null_count() == len(comments):
        found.append("Without dates, the period could not be held fixed.")
    return tuple(found)


def _driver(
    estimate: Estimate, made: Design, response: Floats, kind: Kind, topics: Topics, name: str, share: float
) -> Driver:
    group = {polarity: column for column, (ids, polarity) in enumerate(made.predictors) if ids == topics}
    parts = {polarity: estimate.contribution([column]) for polarity, column in group.items()}
    single = {polarity: estimate.coefficient(column) for polarity, column in group.items()}
    speak = made.mentioned[:, made.topics.index(topics)].toarray().ravel() > 0
    return Driver(
        kind=kind,
        ids=topics,
        name=name,
        comments=int(speak.sum()),
        total=estimate.contribution(list(group.values())),
        negative=parts.get("negative"),
        positive=parts.get("positive"),
        negative_coefficient=single.get("negative"),
        positive_coefficient=single.get("positive"),
        role=_role(single.get("negative"), single.get("positive")),
        leave_one_out=None if speak.all() else float(response.mean() - response[~speak].mean()),
        explained=share,
        q_value=1.0,
    )


def _allowed_for(found: Sequence[Driver]) -> list[Driver]:
    """The drivers with their q-values."""
    q_values = benjamini_hochberg_q(np.array([_p_value(driver.total) for driver in found]))
    return [replace(driver, q_value=float(q)) for driver, q in zip(found, q_values, strict=True)]


def _p_value(total: Number) -> float:
    """Two-sided, of no association: below 0.05 just where the 95 % interval leaves out zero."""
    value, low, high = total.value or 0.0, total.low or 0.0, total.high or 0.0
    reach = value - low if value > 0 else high - value
    return float(2 * norm.sf(Z95 * abs(value) / reach)) if reach > 0 else float(value == 0)


def _biggest_first(driver: Driver) -> tuple[float, Topics]:
    return (-sum(abs(part.value or 0) for part in (driver.negative, driver.positive) if part), driver.ids)


def _role(negative: Number | None, positive: Number | None) -> Role:
    """Hygiene: blame goes with a lower score, and praise with no higher one; delight is the reverse."""
    if negative is None or positive is None:
        return "undecided"
    hurts = negative.high is not None and negative.high < 0
    pleases = positive.low is not None and positive.low > 0
    if hurts and pleases:
        return "both"
    return "hygiene" if hurts else "delight" if pleases else "neither"


def _name(names: Catalogue, kind: Kind, topics: Topics) -> str:
    return " + ".join(names.name(kind, topic) for topic in topics)
