"""`cxtext effect`: before and after a dated event, beside a control."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxtext.cli import opened, options
from cxtext.cli.analysis import Common, checked, defined
from cxtext.cli.groups import spread
from cxtext.cli.numbers import DIGITS, METRICS, PERCENT, head, measured
from cxtext.cli.tables import NOTHING, Shown, check_format, show
from cxtext.errors import OptionError

if TYPE_CHECKING:
    from cxtext.insight.effect import Effect


@spread
def command(
    labelled: opened.LabelledPath,
    *,
    opening: opened.OpeningOptions,
    at: Annotated[str, typer.Option(metavar="DAY", help="The first day after the event, such as 2025-03-10.")],
    topic: Annotated[str | None, typer.Option(help="The theme (or other --kind) that the event was about.")] = None,
    control: Annotated[
        list[str] | None, typer.Option(metavar="A,B", help="Topics that it did not touch; all others if none.")
    ] = None,
    kind: opened.Kind = "theme",
    treated: Annotated[
        str | None, typer.Option(metavar="CONDITION", help="Or: true of the comments that the event touched, and …")
    ] = None,
    untreated: Annotated[str | None, typer.Option(metavar="CONDITION", help="… of those that it did not.")] = None,
    metric: Annotated[
        str | None, typer.Option(metavar="METRIC", help=f"{', '.join(METRICS)}. Of a topic its share if none.")
    ] = None,
    unit: Annotated[
        str, typer.Option(metavar="|".join(opened.UNITS), help="Periods; each is one observation.")
    ] = "week",
    common: Common,
    form: opened.Format = "table",
) -> None:
    """Show what changed with a dated event, such as a new process, that did not change in a control."""
    check_format(form)
    checked(metric, "--metric", METRICS)
    checked(kind, "--kind", opened.KINDS)
    checked(unit, "--unit", opened.UNITS)
    day = _day(at)

    def work(material: Any) -> Effect:
        from cxtext.insight.effect import effect

        return effect(
            material,
            day,
            unit=unit,  # type: ignore[arg-type]
            metric=metric,
            kind=kind,  # type: ignore[arg-type]
            topic=topic,
            controls=options.listed(control),
            treated=treated,
            untreated=untreated,
        )

    show(_shown(common.material(labelled, opening, "Comparing", work)), form)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise OptionError(f"--at {text!r} is no day such as 2025-03-10") from error


def _shown(found: Effect) -> Shown:
    name = head(found.metric)
    return Shown(
        heading=[
            f"{name}, {found.periods_before} {found.unit}s before {found.at} and {found.periods_after} after:",
            f"{found.treated}: {_plain(found.treated_before, found)} → {_plain(found.treated_after, found)}",
            f"{found.control}: {_plain(found.control_before, found)} → {_plain(found.control_after, found)}",
            f"effect, the one minus the other: {measured(found.effect, found.metric, sign=True)}",
            "",
        ],
        columns=(found.unit, "", ">treated", ">control"),
        lines=[
            [p.label, "after" if p.after else "before", _plain(p.treated, found), _plain(p.control, found)]
            for p in found.points
        ],
        legend=("[…]: 95 % interval; each period is one observation.",),
        notes=found.notes,
        records=[
            {"period": p.label, "after": p.after, "treated": p.treated, "control": p.control} for p in found.points
        ],
        content=defined(found, ("effect", "slope_before")),
    )


def _plain(value: float | None, found: Effect) -> str:
    if value is None:
        return NOTHING
    return f"{(100 if found.metric in PERCENT else 1) * value:.{DIGITS.get(found.metric, 1)}f}"
