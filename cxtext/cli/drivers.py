"""`cxtext drivers`: which themes go with the score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxtext.cli import opened, options
from cxtext.cli.analysis import checked, defined, worked
from cxtext.cli.groups import spread
from cxtext.cli.tables import NOTHING, Shown, apart, check_format, interval, shortened, show

if TYPE_CHECKING:
    from cxtext.insight.drivers import Driver, Drivers

CODINGS = ("nps", "rating")
LEGEND = (
    "blamed, praised, together: contribution to the mean score (coefficient × share of records) with its 95 % "
    "interval; one that leaves out 0 is more than chance.",
    "left out: mean of all minus mean without the topic's comments, as other tools show it; it also blames what "
    "only comes together with a cause.",
    "Shapley: share of the explained variance, with what several topics explain together divided between them.",
)


@spread
def command(
    labelled: opened.LabelledPath,
    *,
    opening: opened.OpeningOptions,
    by: Annotated[
        str, typer.Option(metavar="|".join(opened.KINDS), help="Whose part in the score is asked.")
    ] = "theme",
    coding: Annotated[
        str | None,
        typer.Option(metavar="|".join(CODINGS), help="nps: -100, 0, +100; the default for scores from 0 to 10."),
    ] = None,
    control: Annotated[
        list[str] | None,
        typer.Option(metavar="A,B", help="Columns to hold fixed beside source and period, such as a segment."),
    ] = None,
    customer: opened.Customer = None,
    draws: opened.Draws = 1_000,
    seed: opened.Seed = 0,
    dedupe: options.Dedupe = False,
    form: opened.Format = "table",
) -> None:
    """Show which themes are associated with the score, all else alike: contributions with intervals."""
    check_format(form)
    checked(by, "kind of topics for --by", opened.KINDS)
    checked(coding, "--coding", CODINGS)
    how = opening.checked(labelled)

    from cxtext.jobs.insight import drivers_of

    found = worked(
        "Resampling",
        lambda say: drivers_of(
            labelled,
            how,
            kind=by,  # type: ignore[arg-type]
            coding=coding,  # type: ignore[arg-type]
            controls=control or (),
            customer=customer,
            draws=draws,
            seed=seed,
            dedupe=dedupe,
            note=say,
        ),
    )
    show(_shown(found), form)


def _shown(found: Drivers) -> Shown:
    return Shown(
        heading=_heading(found),
        columns=(
            "associated with the score",
            ">comments",
            ">blamed",
            ">praised",
            ">together",
            "role",
            ">left out",
            ">Shapley",
        ),
        lines=[_line(driver, found) for driver in found.drivers],
        legend=LEGEND,
        notes=_notes(found),
        records=[_record(driver) for driver in found.drivers],
        content=defined(found, ("coefficient", "contribution", "leave_one_out", "explained")),
    )


def _heading(found: Drivers) -> list[str]:
    unit = " NPS points" if found.coding == "nps" else ""
    who = f" of {found.customers:,} customers" if found.customers < found.records else ""
    return [
        f"Score: {found.score}, {found.scale.low:g} to {found.scale.high:g}; {found.records:,} records{who}; "
        f"mean {found.mean:.2f}{unit}.",
        f"Explained of comments left out: R² {found.r2:.2f}. Held fixed: {_controls(found)}.",
        "",
    ]


def _controls(found: Drivers) -> str:
    names = list(dict.fromkeys(name.partition(" = ")[0] for name in found.controls if " = " in name))
    return ", ".join(names) or "nothing beside the other topics"


def _line(driver: Driver, found: Drivers) -> list[str]:
    digits = 1 if found.coding == "nps" else 3
    contributions = [interval(n, digits=digits, sign=True) for n in (driver.negative, driver.positive, driver.total)]
    without = NOTHING if driver.leave_one_out is None else f"{driver.leave_one_out:+.{digits}f}"
    comments = f"{driver.comments:,}"
    return [shortened(driver.name), comments, *contributions, driver.role, without, f"{100 * driver.explained:.0f} %"]


def _notes(found: Drivers) -> list[str]:
    named = {name for name, _, _ in found.left_out}
    few = f"Praise or blame of {len(named)} topics is in too few comments to assess; --format json names them."
    return [*found.notes, *([few] if named else [])]


def _record(driver: Driver) -> dict[str, Any]:
    return {
        "name": driver.name,
        "comments": driver.comments,
        **apart("negative", driver.negative),
        **apart("positive", driver.positive),
        **apart("total", driver.total),
        **apart("negative_coefficient", driver.negative_coefficient),
        **apart("positive_coefficient", driver.positive_coefficient),
        "role": driver.role,
        "leave_one_out": driver.leave_one_out,
        "explained": driver.explained,
    }
