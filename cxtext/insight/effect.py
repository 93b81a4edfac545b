"""Before and after a dated event, beside a control that the event did not touch: a difference in differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from scipy import stats

from cxtext.errors import InputError, OptionError
from cxtext.insight import trend
from cxtext.insight.calendar_periods import EVERY
from cxtext.insight.cells import HIDDEN_BELOW, NUMBERS_FROM, cell
from cxtext.insight.expression import where
from cxtext.insight.intervals import LEVEL, Floats
from cxtext.insight.material import Material
from cxtext.insight.measures import SHARES, backward, measure, topic_key
from cxtext.insight.metric_table import SIGNS
from cxtext.insight.results import Kind, Number
from cxtext.insight.serial import serial_welch
from cxtext.schema import OVERALL, REST

LEAST_PERIODS = 4  # on either side: of fewer nobody knows how much periods vary
MOST_PERIODS = 26  # on either side, those nearest to the event


@dataclass(frozen=True)
class EffectPoint:
    """One week or month."""

    label: str
    after: bool
    treated: float | None  # the metric; None: fewer than 30 answers
    control: float | None


@dataclass(frozen=True)
class Effect:
    """What changed with the event that did not change in the control."""

    at: date
    unit: trend.Unit
    metric: str
    treated: str  # what the series are
    control: str
    treated_before: float
    treated_after: float
    control_before: float
    control_after: float
    effect: Number  # effect: (treated after - before) - (control after - before)
    slope_before: Number  # slope_before: how much the gap to the control moved a period before the event
    periods_before: int
    periods_after: int
    points: tuple[EffectPoint, ...]  # oldest first
    notes: tuple[str, ...]


def effect(
    material: Material,
    at: date,
    *,
    unit: trend.Unit = "week",
    metric: str | None = None,
    kind: Kind = "theme",
    topic: str | None = None,
    controls: Sequence[str] = (),
    treated: str | None = None,
    untreated: str | None = None,
) -> Effect:
    """The change of a topic against other topics, or of one group of comments against another.

    Args:
        material: the comments.
        at: the first day after the event; the period that it falls into is left out where it is not its first day.
        unit: of the periods; each is one observation.
        metric: as for `measures.measure`; of a topic its share of the comments if None.
        kind: of the topics.
        topic: what the event was about.
        controls: topics that it did not touch; all others if none.
        treated: instead of a topic, a condition that is true of the comments that it touched.
        untreated: a condition that is true of comments that it did not touch.

    Raises:
        OptionError: neither a topic nor both conditions, or one that there is not.
        InputError: fewer than 4 periods before or after.
    """
    if (topic is None) == (treated is None) or (treated is None) != (untreated is None):
        raise OptionError("an effect needs a --topic, or both groups (--treated and --untreated)")
    if topic is not None:
        series = _of_topics(material, metric, kind, topic, controls, unit)
        names = (material.catalogue.name(kind, topic_key(material, kind, topic)), _named(material, kind, controls))
    else:
        series = _of_groups(material, metric, str(treated), str(untreated), unit)
        names = (str(treated), str(untreated))
    return _compared(material, at, unit, series, names)


@dataclass(frozen=True)
class _Series:
    """Both series, a row a period: start, value (the mean of the metric) and n (answers)."""

    metric: str
    treated: pl.DataFrame
    control: pl.DataFrame


def _of_topics(
    material: Material, metric: str | None, kind: Kind, topic: str, controls: Sequence[str], unit: trend.Unit
) -> _Series:
    if metric not in (None, "share", "net_sentiment"):
        raise OptionError(
            f"--metric {metric}: of a topic it is share or net_sentiment; else name --treated, --untreated"
        )
    own = topic_key(material, kind, topic)
    keys = [topic_key(material, kind, name) for name in controls] or _others(material, kind, own)
    if own in keys:
        raise OptionError(f"--control: {topic!r} is the topic itself; name others")
    start = pl.col("date").dt.truncate(EVERY[unit]).alias("start")
    dated = material.comments.drop_nulls("date").select("comment_id", start)
    said = material.places(kind).join(dated, on="comment_id")
    way = _net if metric == "net_sentiment" else _shares
    return _Series(metric or "share", way(said, dated, [own]), way(said, dated, keys))


def _shares(said: pl.DataFrame, dated: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """The share of all comments that speak of a topic, the mean of the topics."""
    counts = said.filter(pl.col("place").is_in(keys)).group_by("start").agg(said=pl.len())
    every = dated.group_by("start").agg(n=pl.len()).join(counts, on="start", how="left")
    return every.select("start", "n", value=pl.col("said").fill_null(0) / pl.col("n") / len(keys))


def _net(said: pl.DataFrame, _: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Net sentiment of what is said of the topics."""
    sign = 100 * pl.col("sentiment").replace_strict(SIGNS, default=0.0, return_dtype=pl.Float64)
    return said.filter(pl.col("place").is_in(keys)).group_by("start").agg(value=sign.mean(), n=pl.len())


def _others(material: Material, kind: Kind, own: str) -> list[str]:
    """All other topics that 30 comments speak of."""
    sizes = material.places(kind)["place"].value_counts()
    big = sizes.filter(pl.col("count") >= NUMBERS_FROM)["place"].sort().to_list()
    found = [key for key in big if key not in (own, REST, OVERALL)]
    if not found:
        raise InputError(f"there is no other {kind} with {NUMBERS_FROM} comments to compare with")
    return found


def _named(material: Material, kind: Kind, controls: Sequence[str]) -> str:
    if not controls:
        return f"all other {kind}s"
    return ", ".join(material.catalogue.name(kind, topic_key(material, kind, name)) for name in controls)


def _of_groups(material: Material, metric: str | None, treated: str, untreated: str, unit: trend.Unit) -> _Series:
    asked = measure(material, metric)
    on, off = where(material, treated, place="--treated"), where(material, untreated, place="--untreated")
    if (on & off).any():
        raise OptionError("--treated and --untreated hold of the same comments; make them apart")
    start = pl.col("date").dt.truncate(EVERY[unit])
    rows = material.comments.select("date", start=start).with_columns(value=asked.values).select("start", "value")
    parts = (
        rows.filter(side).drop_nulls().group_by("start").agg(pl.col("value").mean(), n=pl.len()) for side in (on, off)
    )
    return _Series(asked.metric, *parts)


def _compared(material: Material, at: date, unit: trend.Unit, series: _Series, names: tuple[str, str]) -> Effect:
    both = series.treated.join(series.control, on="start", suffix="_control").sort("start")
    both = both.filter(pl.min_horizontal("n", "n_control") >= HIDDEN_BELOW)
    event = pl.Series([at]).dt.truncate(EVERY[unit])[0]
    later = both.filter(pl.col("start") > event if event != at else pl.col("start") >= event).head(MOST_PERIODS)
    earlier = both.filter(pl.col("start") < event).tail(MOST_PERIODS)
    for name, side in (("before", earlier), ("after", later)):
        if len(side) < LEAST_PERIODS:
            raise InputError(
                f"only {len(side)} {unit}s {name} {at} have {HIDDEN_BELOW} answers of both series, and {LEAST_PERIODS} "
                f"are needed; take another day (--at), other topics, or --unit {'week' if unit == 'month' else 'month'}"
            )
    gaps = [(side["value"] - side["value_control"]).to_numpy() for side in (earlier, later)]
    return Effect(
        at=at,
        unit=unit,
        metric=series.metric,
        treated=names[0],
        control=names[1],
        treated_before=_mean(earlier, "value"),
        treated_after=_mean(later, "value"),
        control_before=_mean(earlier, "value_control"),
        control_after=_mean(later, "value_control"),
        effect=_effect(*gaps, n=int(both["n"].sum())),
        slope_before=_slope(gaps[0], n=int(earlier["n"].sum())),
        periods_before=len(earlier),
        periods_after=len(later),
        points=tuple(
            _point(row, unit, series.metric, after=after)
            for after, side in ((False, earlier), (True, later))
            for row in side.iter_rows(named=True)
        ),
        notes=_notes(at, event, unit, gaps[0], material, series.metric),
    )


def _mean(side: pl.DataFrame, column: str) -> float:
    return float(side[column].mean())  # type: ignore[arg-type]


def _effect(before: Floats, after: Floats, *, n: int) -> Number:
    """Welch's interval of the two means of the gap, each period one observation that may go with its neighbours.

    Bertrand, Duflo and Mullainathan (2004), Quarterly Journal of Economics 119, 249-275: collapse the time before and
    after, as comments of one period share more than their words.
    """
    low, high = serial_welch(after, before)
    return Number("effect", float(after.mean() - before.mean()), low, high, n, n, cell(n))


def _slope(gap: Floats, *, n: int) -> Number:
    told = stats.linregress(np.arange(len(gap)), gap)
    half = float(stats.t.ppf(0.5 + LEVEL / 2, len(gap) - 2) * told.stderr)
    return Number("slope_before", float(told.slope), float(told.slope) - half, float(told.slope) + half, n, n, cell(n))


def _point(row: dict[str, Any], unit: trend.Unit, metric: str, *, after: bool) -> EffectPoint:
    treated, control = (_shown(row[f"value{part}"], row[f"n{part}"], metric) for part in ("", "_control"))
    return EffectPoint(trend.label(row["start"], unit), after, treated, control)


def _shown(value: float, n: int, metric: str) -> float | None:
    """The value where it may be shown: of a share, not where it tells one to four comments."""
    few = metric in SHARES and 0 < round(value * n) < HIDDEN_BELOW
    return None if n < NUMBERS_FROM or few else value


def _notes(at: date, event: date, unit: trend.Unit, gap: Floats, material: Material, metric: str) -> tuple[str, ...]:
    notes = []
    slope = _slope(gap, n=len(gap))
    if slope.low is not None and slope.high is not None and not slope.low <= 0 <= slope.high:
        notes.append(
            f"The gap to the control moved already before {at}: part of the effect may be that. Take another control."
        )
    if event != at:
        notes.append(f"The {unit} of {at} is left out: the event falls into it.")
    notes.append(
        "An effect is what changed here and not in the control; anything else that came at the same time is in it."
    )
    return (*notes, *backward(material.scale, metric))
