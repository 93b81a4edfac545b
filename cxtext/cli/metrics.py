"""`cxtext metrics`: NPS, CSAT and the like, of all comments or by group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxtext.cli import opened, options
from cxtext.cli.analysis import checked, defined, worked
from cxtext.cli.groups import spread
from cxtext.cli.numbers import METRICS, head, measured
from cxtext.cli.tables import Shown, apart, check_format, shortened, show

if TYPE_CHECKING:
    from cxtext.insight.metric_table import MetricTable
    from cxtext.insight.results import Number


@spread
def command(
    labelled: opened.LabelledPath,
    *,
    opening: opened.OpeningOptions,
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="A,B",
            help="Groups: theme, touchpoint, department or stage; source, week, month; persona; any column "
            "(column:NAME where it is called as one of these).",
        ),
    ] = None,
    metric: Annotated[
        list[str] | None, typer.Option(metavar="A,B", help=f"{', '.join(METRICS)}; those that suit the score if none.")
    ] = None,
    personas: opened.Personas = None,
    customer: opened.Customer = None,
    seed: opened.Seed = 0,
    dedupe: options.Dedupe = False,
    form: opened.Format = "table",
) -> None:
    """Show NPS, CSAT, net sentiment and the like by any column, theme or department, each with its interval."""
    check_format(form)
    metrics = options.listed(metric)
    for name in metrics:
        checked(name, "--metric", METRICS)
    how = opening.checked(labelled)

    from cxtext.jobs.insight import metrics_of

    found = worked(
        "Counting",
        lambda say: metrics_of(
            labelled,
            how,
            by=options.listed(by),
            metrics=metrics or None,
            customer=customer,
            seed=seed,
            dedupe=dedupe,
            personas=personas,
            note=say,
        ),
    )
    show(_shown(found), form)


def _shown(found: MetricTable) -> Shown:
    ids = ["share_of_comments" if name == "share" else name for name in found.metrics]
    heads = [f">{head(name)}" for name in found.metrics]
    return Shown(
        heading=_heading(found),
        columns=(*(found.by or ("",)), ">comments", *heads),
        lines=[
            [
                *(shortened(name) for name in row.names or ("all",)),
                f"{row.comments:,}",
                *(measured(n) for n in row.numbers),
            ]
            for row in found.rows
        ],
        legend=_legend(found),
        notes=found.notes,
        records=[
            {
                **dict(zip(found.by, row.names, strict=True)),
                "comments": row.comments,
                **_apart(row.numbers, found.metrics),
            }
            for row in found.rows
        ],
        content=defined(found, ids),
    )


def _heading(found: MetricTable) -> list[str]:
    who = f" of {found.customers:,} customers" if found.customers is not None else ""
    scale = f"; {found.score} from {found.scale.low:g} to {found.scale.high:g}" if found.scale else ""
    return [f"{found.comments:,} comments with content{who}{scale}.", ""]


def _legend(found: MetricTable) -> list[str]:
    others = [name for name in found.by if name not in opened.KINDS]
    base = f"all comments of the same {' and '.join(others)}" if found.kind and others else "all comments"
    return ["[…]: 95 % interval.", *([f"share: of {base}."] if "share" in found.metrics else [])]


def _apart(numbers: tuple[Number, ...], metrics: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, number in zip(metrics, numbers, strict=True):
        found |= {**apart(name, number), f"{name}_n": number.n}
    return found
