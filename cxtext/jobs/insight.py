"""Analyses of labelled output, without the model: drivers, metrics and changes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from cxtext.errors import OptionError, unknown
from cxtext.insight.drivers import Coding, Drivers, drivers
from cxtext.insight.grades import graded
from cxtext.insight.groups import PERSONA, check_by
from cxtext.insight.material import Material, material
from cxtext.insight.metric_table import MetricTable, metric_table
from cxtext.insight.period_changes import PeriodChanges, period_changes
from cxtext.insight.personas import read_personas
from cxtext.insight.results import Kind, Scale
from cxtext.insight.trend import Unit
from cxtext.jobs.joined import Joining, joined
from cxtext.jobs.report import Reopened, reopen
from cxtext.read.ratings import parse_ratings
from cxtext.taxonomy.taxonomy import load_taxonomy


@dataclass(frozen=True)
class Opening:
    """How labelled output is to be opened; fields as the arguments of `report.reopen`."""

    mentions: Path | None = None
    prefix: str | None = None
    date: str | None = None
    source: str | None = None
    score: str | None = None  # the column of the score; the rating's where None
    scale: Scale | None = None  # of the score; told from it where None


def material_of(
    path: Path,
    opening: Opening,
    *,
    customer: str | None = None,
    joining: Joining | None = None,
    dedupe: bool = False,
    note: Callable[[str], None] = lambda _: None,
) -> Material:
    """Labelled output made ready for any analysis of `insight` that takes a Material."""
    found = open_labelled(path, opening, note)
    if joining is not None:
        found = dataclasses.replace(found, labelled=joined(found.labelled, joining, note))
    check_columns(found, "customer", [customer] if customer is not None else [])
    return material(
        found.labelled,
        score=opening.score or "rating",
        scale=opening.scale,
        customer=customer,
        catalogue=found.catalogue,
        dedupe=dedupe,
    )


def last_day(path: Path, opening: Opening) -> date | None:
    """The day of the last comment; None without dates."""
    last = open_labelled(path, opening, lambda _: None).labelled.comments["date"].max()
    return last if isinstance(last, date) else None


def phases() -> dict[str, tuple[str, str]]:
    """Of each stage of the shipped taxonomy the id and name of its phase, along the journey."""
    taxonomy = load_taxonomy()
    names = {phase.id: phase.name for phase in taxonomy.phases}
    return {stage.id: (stage.phase, names[stage.phase]) for stage in taxonomy.stages}


def drivers_of(
    path: Path,
    opening: Opening,
    *,
    kind: Kind = "theme",
    coding: Coding | None = None,
    controls: Sequence[str] = (),
    customer: str | None = None,
    draws: int,
    seed: int,
    dedupe: bool = False,
    note: Callable[[str], None] = lambda _: None,
) -> Drivers:
    """Which topics of labelled output go with its score; see `insight.drivers.drivers`."""
    found = open_labelled(path, opening, note)
    check_columns(found, "control", controls)
    check_columns(found, "customer", [customer] if customer is not None else [])
    return drivers(
        found.labelled,
        kind=kind,
        score=opening.score or "rating",
        scale=opening.scale,
        coding=coding,
        controls=controls,
        customer=customer,
        catalogue=found.catalogue,
        draws=draws,
        seed=seed,
        dedupe=dedupe,
    )


def metrics_of(
    path: Path,
    opening: Opening,
    *,
    by: Sequence[str] = (),
    metrics: Sequence[str] | None = None,
    customer: str | None = None,
    seed: int = 0,
    dedupe: bool = False,
    personas: Path | None = None,
    note: Callable[[str], None] = lambda _: None,
) -> MetricTable:
    """Metrics of labelled output by group; see `insight.metric_table.metric_table`.

    With a file of personas, `by` begins with "persona" if it does not name it.
    """
    who = read_personas(personas) if personas is not None else ()
    by = (PERSONA, *by) if who and PERSONA not in by else by
    found = open_labelled(path, opening, note)
    check_by(by, _rows(found).columns, personas=bool(who))
    check_columns(found, "customer", [customer] if customer is not None else [])
    return metric_table(
        found.labelled,
        by=by,
        metrics=metrics,
        score=opening.score or "rating",
        scale=opening.scale,
        customer=customer,
        catalogue=found.catalogue,
        seed=seed,
        dedupe=dedupe,
        personas=who,
    )


def changes_of(
    path: Path,
    opening: Opening,
    *,
    kind: Kind = "theme",
    unit: Unit | None = None,
    asked: Sequence[str] = (),
    dedupe: bool = False,
    note: Callable[[str], None] = lambda _: None,
) -> PeriodChanges:
    """What changed in the last period of labelled output; see `insight.period_changes.period_changes`."""
    found = open_labelled(path, opening, note)
    return period_changes(
        found.labelled,
        kind=kind,
        unit=unit,
        scale=opening.scale,
        catalogue=found.catalogue,
        asked=asked,
        dedupe=dedupe,
    )


def open_labelled(path: Path, opening: Opening, note: Callable[[str], None]) -> Reopened:
    """Labelled output, with the score and only what lies on its scale as ratings."""
    found = reopen(path, mentions=opening.mentions, prefix=opening.prefix, date=opening.date, source=opening.source)
    for line in found.notes:
        note(line)
    comments = found.labelled.comments
    if opening.score is not None:
        check_columns(found, "score", [opening.score])
        rating = parse_ratings(_rows(found)[opening.score]).alias("rating")
        if rating.drop_nulls().is_empty():
            raise OptionError(f"column {opening.score!r} holds no number, so it is no score; name another --score")
        comments = comments.with_columns(rating)
    if opening.scale is not None:
        on_scale = pl.col("rating").is_between(opening.scale.low, opening.scale.high)
        off = comments.filter(~on_scale).height
        if off:
            note(f"{off:,} scores lie outside the scale {opening.scale.low:g} to {opening.scale.high:g}: left out.")
        comments = comments.with_columns(pl.when(on_scale).then("rating").alias("rating"))
    labelled = dataclasses.replace(found.labelled, comments=comments)
    grades = graded(labelled) if opening.scale is None else None
    for code in grades.aside if grades else ():
        note(f"The score {code.value:g} ({code.ratings:,} ×) stands apart from the others, as a code does: left out.")
    return dataclasses.replace(found, labelled=grades.labelled if grades else labelled)


def check_columns(found: Reopened, option: str, names: Iterable[str]) -> None:
    """Refuse names that are no columns of the input.

    Raises:
        OptionError: as it says, with the nearest name.
    """
    known = _rows(found).columns
    for name in names:
        if name not in known:
            raise OptionError(unknown(f"column for --{option}", name, known))


def _rows(found: Reopened) -> pl.DataFrame:
    return found.labelled.rows if found.labelled.rows is not None else pl.DataFrame()
