"""The journey in numbers: feeling and effort by stage and touchpoint, gaps between channels, expectations, phases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import polars as pl

from cxtext.insight import facets
from cxtext.insight.answers import balance, marked
from cxtext.insight.cells import HIDDEN_BELOW, NUMBERS_FROM
from cxtext.insight.contrast import contrast, two_sided
from cxtext.insight.expression import where
from cxtext.insight.forecast import benjamini_hochberg_q
from cxtext.insight.material import Material
from cxtext.insight.metric_table import SIGNS
from cxtext.insight.places import combined_sentiment
from cxtext.insight.results import Number

FALSE_DISCOVERY_RATE = 0.10
NO_PHASE = ("none", "(no phase)")


@dataclass(frozen=True)
class Moment:
    """A touchpoint at a stage, by what is said of it there."""

    stage: str
    stage_name: str
    touchpoint: str
    touchpoint_name: str
    comments: int  # at least 5
    net: Number  # net_sentiment
    effort: Number | None  # high_effort; None: no facets


@dataclass(frozen=True)
class ChannelGap:
    """The same touchpoint in two channels."""

    touchpoint: str
    touchpoint_name: str
    better: str  # the channel with the higher net sentiment
    worse: str
    better_net: Number
    worse_net: Number
    difference: Number  # channel_gap
    q_value: float  # Benjamini and Hochberg over all pairs of channels at all touchpoints


@dataclass(frozen=True)
class Expectation:
    """How a touchpoint compares with what customers had expected."""

    touchpoint: str
    touchpoint_name: str
    comments: int  # that say so; at least 5
    gap: Number  # expectation_gap
    below: Number  # share of them, likewise the next
    above: Number


@dataclass(frozen=True)
class Phase:
    """One of the four phases of the decision journey."""

    id: str
    name: str
    comments: int
    net: Number
    effort: Number | None
    acquired: Number | None  # share of its comments, acquired_share; None: not asked for
    lost: Number | None  # lost_share; None: neither asked for nor in the facets


@dataclass(frozen=True)
class JourneyTable:
    """The journey of the customers who wrote."""

    channel: str
    moments: tuple[Moment, ...]  # along the stages, within a stage most comments first
    gaps: tuple[ChannelGap, ...]  # all pairs of channels that were compared; least q first
    expectations: tuple[Expectation, ...]  # lowest first
    phases: tuple[Phase, ...]
    notes: tuple[str, ...]

    @property
    def reliable_gaps(self) -> tuple[ChannelGap, ...]:
        """The gaps that are more than chance, the biggest first."""
        found = (gap for gap in self.gaps if gap.q_value <= FALSE_DISCOVERY_RATE)
        return tuple(sorted(found, key=lambda gap: (-(gap.difference.value or 0), gap.touchpoint)))


def journey_table(
    material: Material,
    *,
    phases: Mapping[str, tuple[str, str]],
    channel: str = "source",
    acquired: str | None = None,
    lost: str | None = None,
) -> JourneyTable:
    """The journey in numbers.

    Args:
        material: the comments.
        phases: of each stage the id and name of its phase.
        channel: source or a column of the user's.
        acquired: a condition that is true of comments by customers who were won.
        lost: of those who left; told from the facets if not given.

    Raises:
        OptionError: there is no such column, or a condition is none.
    """
    said = _said(material)
    flags = {
        "acquired": where(material, acquired, place="--acquired") if acquired is not None else None,
        "lost": where(material, lost, place="--lost") if lost is not None else _lost(material),
    }
    channels = material.comments.select("comment_id").with_columns(
        material.levels(channel, option="channel").alias("channel")
    )
    expectations = _expectations(material, said)
    return JourneyTable(
        channel=channel,
        moments=_moments(material, said),
        gaps=_gaps(material, _by(said, "touchpoint").join(channels, on="comment_id").sort("touchpoint", "comment_id")),
        expectations=expectations,
        phases=_phases(material, said, phases, flags),
        notes=_notes(material, flags),
    )


def expectations(material: Material) -> tuple[Expectation, ...]:
    """How each touchpoint compares with what was expected, of at least five comments; the widest gap first."""
    return _expectations(material, _said(material))


def _lost(material: Material) -> pl.Series | None:
    return facets.with_any(material.comments, facets.LOST) if facets.has_facets(material.comments) else None


def _said(material: Material) -> pl.DataFrame:
    """One row a mention with a touchpoint, or a comment and touchpoint where there are no mentions."""
    names = ("comment_id", "touchpoint", "stage", "sentiment")
    if material.mentions.is_empty():
        lists = material.comments.with_columns(touchpoint="touchpoints", stage="stages")
        table = lists.explode("touchpoint").explode("stage").drop_nulls("touchpoint")
    else:
        table = material.mentions.drop_nulls("touchpoint")
    marks = {
        "hard": (facets.HARD,),
        "below": (facets.BELOW, facets.BROKEN),
        "met": (facets.MET,),
        "above": (facets.ABOVE,),
    }
    rows = table.select(*names).with_columns(
        facets.with_any(table, wanted).alias(name) for name, wanted in marks.items()
    )
    return rows.join(material.comments.select("comment_id", "who"), on="comment_id")


def _by(said: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """One row for each comment and place: what it says of it, all its mentions together."""
    marks = [pl.col(name).any() for name in ("hard", "below", "met", "above")]
    joined = said.group_by("comment_id", *keys).agg(combined_sentiment(), pl.col("who").first(), *marks)
    sign = pl.col("sentiment").replace_strict(SIGNS, default=0.0, return_dtype=pl.Float64)
    return joined.with_columns(sign=sign).sort(*keys, "comment_id")


def _groups(rows: pl.DataFrame, *keys: str) -> list[tuple[tuple[str, ...], pl.DataFrame]]:
    """Groups of at least 5 comments, in order."""
    parts = rows.drop_nulls(keys).partition_by(keys, as_dict=True, maintain_order=True)
    return [(tuple(str(part) for part in key), group) for key, group in parts.items() if len(group) >= HIDDEN_BELOW]


def _net(rows: pl.DataFrame) -> Number:
    return balance("net_sentiment", rows["sign"].to_numpy(), rows["who"].to_numpy())


def _effort(material: Material, rows: pl.DataFrame) -> Number | None:
    table = material.comments if material.mentions.is_empty() else material.mentions
    if not facets.has_facets(table):
        return None
    return marked("high_effort", rows["hard"].to_numpy(), rows["who"].to_numpy())


def _moments(material: Material, said: pl.DataFrame) -> tuple[Moment, ...]:
    names = material.catalogue
    found = [
        Moment(
            stage, names.name("stage", stage), touchpoint, names.name("touchpoint", touchpoint), len(rows), _net(rows),
            _effort(material, rows),
        )
        for (stage, touchpoint), rows in _groups(_by(said, "stage", "touchpoint"), "stage", "touchpoint")
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda m: (names.stage_order(m.stage), -m.comments, m.touchpoint)))


def _gaps(material: Material, rows: pl.DataFrame) -> tuple[ChannelGap, ...]:
    nets: dict[str, dict[str, Number]] = {}
    for (touchpoint, channel), group in _groups(rows, "touchpoint", "channel"):
        if len(group) >= NUMBERS_FROM:
            nets.setdefault(touchpoint, {})[channel] = _net(group)
    found = [
        _gap(material, touchpoint, *pair)
        for touchpoint, channels in nets.items()
        for pair in combinations(sorted(channels.items()), 2)
    ]
    q_values = benjamini_hochberg_q(np.array([two_sided(gap.difference) for gap in found]))
    ranked = [replace(gap, q_value=float(q)) for gap, q in zip(found, q_values, strict=True)]
    return tuple(sorted(ranked, key=lambda g: (g.q_value, -(g.difference.value or 0), g.touchpoint, g.better, g.worse)))


def _gap(material: Material, touchpoint: str, one: tuple[str, Number], other: tuple[str, Number]) -> ChannelGap:
    better, worse = (one, other) if (one[1].value or 0) >= (other[1].value or 0) else (other, one)
    name = material.catalogue.name("touchpoint", touchpoint)
    apart = contrast("channel_gap", better[1], worse[1])
    return ChannelGap(touchpoint, name, better[0], worse[0], better[1], worse[1], apart, 1.0)


def _expectations(material: Material, said: pl.DataFrame) -> tuple[Expectation, ...]:
    rows = _by(said.filter(pl.col("below") | pl.col("met") | pl.col("above")), "touchpoint")
    found = []
    for (touchpoint,), group in _groups(rows, "touchpoint"):
        who, below, above = (group[name].to_numpy() for name in ("who", "below", "above"))
        found.append(
            Expectation(
                touchpoint,
                material.catalogue.name("touchpoint", touchpoint),
                len(group),
                balance("expectation_gap", above.astype(np.float64) - below, who),
                marked("below_expectation", below, who),
                marked("above_expectation", above, who),
            )
        )
    return tuple(sorted(found, key=lambda e: (e.gap.value is None, e.gap.value or 0, e.touchpoint)))


def _phases(
    material: Material,
    said: pl.DataFrame,
    phases: Mapping[str, tuple[str, str]],
    flags: Mapping[str, pl.Series | None],
) -> tuple[Phase, ...]:
    of_stage = pl.col("stage").replace_strict({stage: key for stage, (key, _) in phases.items()}, default=NO_PHASE[0])
    rows = _by(said.drop_nulls("stage").with_columns(of_stage.alias("phase")), "phase")
    for name, on in flags.items():
        if on is not None:
            flagged = material.comments.select("comment_id").with_columns(on.alias(name))
            rows = rows.join(flagged, on="comment_id", maintain_order="left")
    names = dict([*phases.values(), NO_PHASE])
    found = [_phase(material, key, names[key], group) for (key,), group in _groups(rows, "phase")]
    order = list(names)
    return tuple(sorted(found, key=lambda phase: order.index(phase.id)))


def _phase(material: Material, key: str, name: str, rows: pl.DataFrame) -> Phase:
    who = rows["who"].to_numpy()
    parts = {
        flag: marked(f"{flag}_share", rows[flag].to_numpy(), who) if flag in rows.columns else None
        for flag in ("acquired", "lost")
    }
    return Phase(key, name, len(rows), _net(rows), _effort(material, rows), parts["acquired"], parts["lost"])


def _notes(material: Material, flags: Mapping[str, pl.Series | None]) -> tuple[str, ...]:
    notes: Sequence[str] = ()
    if not facets.has_facets(material.comments):
        notes = [
            f"No effort, expectations{'' if flags['lost'] is not None else ', lost customers'}: {facets.NO_FACETS}."
        ]
    return tuple(notes)
