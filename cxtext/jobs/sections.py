"""The sections of a report that need more than the labelled tables: files of people's own, and the model's hashes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from cxtext.errors import InputError, OptionError, unknown
from cxtext.insight import Catalogue, Summary
from cxtext.insight.actions import Action, ActionLine, lines, read_actions
from cxtext.insight.asked import AskedAbout
from cxtext.insight.audited import Audited, read_audited
from cxtext.insight.callbacks import Callbacks, callbacks
from cxtext.insight.events import Event, read_events
from cxtext.insight.facets import has_facets
from cxtext.insight.grades import Graded, graded
from cxtext.insight.material import Material, material
from cxtext.insight.newcomers import Newcomers, read_newcomers
from cxtext.insight.period_changes import period_changes
from cxtext.insight.personas import Persona, read_personas
from cxtext.insight.priorities import Plan, Priorities, priorities, read_plan
from cxtext.insight.provenance import MadeBy, provenance
from cxtext.insight.results import Kind, Scale
from cxtext.insight.sections import Sections, with_sections
from cxtext.insight.segments import Segments, segments
from cxtext.jobs.levers import levers
from cxtext.jobs.sidecar import digest_of
from cxtext.schema import Labelled

SOURCE = "source"


@dataclass(frozen=True)
class Beside:
    """What is asked for beside the core numbers; files are not read yet."""

    segments: tuple[str, ...] = ()  # columns of the input
    asked: tuple[str, ...] = ()  # topics that people ask about
    personas: Path | None = None
    plan: Path | None = None  # of priorities
    actions: Path | None = None
    callbacks: int | None = None  # days before the last comment; 0: all
    emerging: Path | None = None  # what `cxtext emerging --json` wrote
    audit: Path | None = None  # what `cxtext audit score --format json` wrote
    events: Path | None = None  # for the trends

    def settings(self) -> dict[str, str]:
        """As they stand in the report: files by their hashes, as paths are nobody's business."""
        found = {name: ", ".join(given) for name in ("segments", "asked") if (given := getattr(self, name))}
        for name in ("personas", "plan", "actions", "emerging", "audit", "events"):
            path: Path | None = getattr(self, name)
            if path is not None:
                found[name] = f"sha256 {digest_of(path)}" if path.exists() else "no file"
        return found | ({"callbacks": f"{self.callbacks} days"} if self.callbacks is not None else {})


@dataclass(frozen=True)
class Read:
    """The files of `Beside`, read and checked."""

    columns: tuple[str, ...]
    asked: tuple[str, ...]
    personas: tuple[Persona, ...]
    plan: Plan | None
    actions: tuple[Action, ...] | None
    days: int | None
    newcomers: Newcomers | None
    audited: Audited | None
    events: tuple[Event, ...]
    settings: Mapping[str, str]


def read_beside(asked: Beside) -> Read:
    """The files that are asked for.

    Raises:
        OptionError: one is missing or breaks its form.
        InputError: the one of `emerging` or of `audit` is none.
    """
    if asked.actions is not None and not asked.actions.exists():
        raise OptionError(f"--actions: there is no file {asked.actions}; `cxtext actions LABELLED --add 3` makes one")
    return Read(
        columns=asked.segments,
        asked=asked.asked,
        personas=read_personas(asked.personas) if asked.personas else (),
        plan=read_plan(asked.plan) if asked.plan else None,
        actions=read_actions(asked.actions) if asked.actions else None,
        days=asked.callbacks,
        newcomers=read_newcomers(asked.emerging) if asked.emerging else None,
        audited=read_audited(asked.audit) if asked.audit else None,
        events=read_events(asked.events) if asked.events else (),
        settings=asked.settings(),
    )


def completed(
    summary: Summary,
    labelled: Labelled,
    catalogue: Catalogue,
    *,
    beside: Read | None = None,
    made_by: MadeBy | None = None,
    audited: Audited | None = None,
    settings: Mapping[str, str] | None = None,
    dedupe: bool = False,
    owner: str | None = None,
    scale: Scale | None = None,
) -> Summary:
    """The summary with all sections that can be told.

    Args:
        summary: of the same tables.
        labelled: the tables.
        catalogue: names of ids.
        beside: what else is asked for.
        made_by: the model behind the labels.
        audited: the last audit of that model, where none is asked for.
        settings: of the report, for its provenance.
        dedupe: leave out copies of an earlier comment.
        owner: the name of the one owner that the report is for: only what is theirs is told.
        scale: of the ratings, as `summarise` was given it.

    Raises:
        OptionError: there is no such column, or no such topic as one that is asked about.
        InputError: callbacks are asked for, and the comments have no facets; or topics, and there are no two periods.
    """
    asked = beside or read_beside(Beside())
    _check_columns(asked, labelled)
    own = owner is None and bool(asked.columns or asked.personas)
    grades = graded(labelled, scale)
    ready = material(
        grades.labelled, scale=grades.scale, catalogue=catalogue, dedupe=dedupe, columns=None if own else ()
    )
    found = replace(
        summary.sections or Sections(),
        segments=tuple(_segments(ready, asked, own=owner is None)),
        priorities=_priorities(summary, ready, asked.plan),
        actions=_actions(ready, asked, owner),
        callbacks=_callbacks(ready, asked, owner),
        newcomers=asked.newcomers if owner is None else None,
        audited=asked.audited or audited,
        asked=_asked(summary, grades, catalogue, asked.asked if owner is None else (), dedupe=dedupe),
        events=asked.events,
        provenance=provenance(labelled, made_by or MadeBy(), {**asked.settings, **(settings or {})}),
    )
    return with_sections(summary, found)


def _asked(
    summary: Summary, grades: Graded, catalogue: Catalogue, topics: tuple[str, ...], *, dedupe: bool
) -> tuple[AskedAbout, ...]:
    """What the last period says of the topics asked about; nothing in a report for one owner."""
    if not topics:
        return ()
    unit = summary.trend.unit if summary.trend else None
    kind: Kind = "theme" if summary.themes else "touchpoint"
    found = period_changes(
        grades.labelled,
        kind=kind,
        unit=unit,
        scale=grades.scale,
        catalogue=catalogue,
        asked=topics,
        dedupe=dedupe,
    )
    return found.asked


def _check_columns(asked: Read, labelled: Labelled) -> None:
    known = {SOURCE, *(labelled.rows.columns if labelled.rows is not None else ())}
    for name in asked.columns:
        if labelled.rows is not None and name not in known:
            raise OptionError(f"--segments: {unknown('column', name, known)}")


def _segments(ready: Material, asked: Read, *, own: bool) -> Iterator[Segments]:
    """Those asked for, or by source where there are several; with too few comments for any segment, none.

    A report for one owner holds no columns of the input, so it has sources only.
    """
    several = ready.comments[SOURCE].drop_nulls().n_unique() > 1
    columns = asked.columns if own and (asked.columns or asked.personas) else ((SOURCE,) if several else ())
    for name in columns:
        with suppress(InputError):
            yield segments(ready, by=name)
    if own and asked.personas:
        with suppress(InputError):
            yield segments(ready, personas=asked.personas)


def _priorities(summary: Summary, ready: Material, plan: Plan | None) -> Priorities | None:
    if summary.drivers is None:
        return None
    held, owner = levers(ready.comments, ready.mentions, ready.catalogue, "theme" if summary.themes else "touchpoint")
    return priorities(summary.drivers, controllability=held, owner=owner, plan=plan)


def _actions(ready: Material, asked: Read, owner: str | None) -> tuple[ActionLine, ...] | None:
    if asked.actions is None:
        return None
    return lines(ready, [one for one in asked.actions if owner is None or one.owner.casefold() == owner.casefold()])


def _callbacks(ready: Material, asked: Read, owner: str | None) -> Callbacks | None:
    """The list asked for; a report for one owner has it where its comments have facets."""
    if asked.days is None or (owner is not None and not has_facets(ready.comments)):
        return None
    return callbacks(ready, days=asked.days or None)
