"""`cxtext journey`: feeling and effort along the journey, gaps between channels, expectations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxtext.cli import opened
from cxtext.cli.analysis import Common, defined
from cxtext.cli.groups import spread
from cxtext.cli.numbers import measured
from cxtext.cli.tables import NOTHING, Part, Shown, apart, check_format, shortened, show

if TYPE_CHECKING:
    from cxtext.insight.journey_table import JourneyTable
    from cxtext.insight.results import Number

USED = ("net_sentiment", "high_effort", "channel_gap", "expectation_gap", "below_expectation", "above_expectation")
FLAGS = ("acquired_share", "lost_share")
SHOWN = 10  # gaps in the table; all are in CSV and JSON
LEAST_Q = 0.001


@spread
def command(
    labelled: opened.LabelledPath,
    *,
    opening: opened.OpeningOptions,
    channel: Annotated[
        str, typer.Option(metavar="COLUMN", help="Whose gaps are looked for: source, or any column of the input.")
    ] = "source",
    acquired: Annotated[
        str | None, typer.Option(metavar="CONDITION", help="True of comments by customers who were won.")
    ] = None,
    lost: Annotated[
        str | None,
        typer.Option(metavar="CONDITION", help="True of comments by customers who left. Told from the words if none."),
    ] = None,
    common: Common,
    form: opened.Format = "table",
) -> None:
    """Show feeling and effort by stage and touchpoint, the gaps between channels, expectations and phases."""
    check_format(form)

    def work(material: Any) -> JourneyTable:
        from cxtext.insight.journey_table import journey_table
        from cxtext.jobs.insight import phases

        return journey_table(material, phases=phases(), channel=channel, acquired=acquired, lost=lost)

    show(_shown(common.material(labelled, opening, "Counting", work)), form)


def _shown(found: JourneyTable) -> Shown:
    return Shown(
        heading=(),
        columns=("stage", "touchpoint", ">comments", ">net sentiment", ">high effort, %"),
        lines=[
            [
                shortened(m.stage_name),
                shortened(m.touchpoint_name),
                f"{m.comments:,}",
                measured(m.net),
                _share(m.effort),
            ]
            for m in found.moments
        ],
        parts=(_phases(found), _gaps(found), _expectations(found)),
        legend=list(_legend(found)),
        notes=found.notes,
        records=list(_records(found)),
        content=defined(found, (*USED, *FLAGS)),
    )


def _share(number: Number | None) -> str:
    return NOTHING if number is None else measured(number, "share")


def _phases(found: JourneyTable) -> Part:
    return Part(
        heading=["The four phases:"],
        columns=("phase", ">comments", ">net sentiment", ">high effort, %", ">acquired, %", ">lost, %"),
        lines=[
            [p.name, f"{p.comments:,}", measured(p.net), _share(p.effort), _share(p.acquired), _share(p.lost)]
            for p in found.phases
        ],
    )


def _gaps(found: JourneyTable) -> Part:
    gaps = found.reliable_gaps
    return Part(
        heading=[
            f"{len(gaps)} of {len(found.gaps)} gaps between channels at a touchpoint are more than chance; biggest:"
        ],
        columns=("touchpoint", f"{found.channel}: better", ">net", "worse", ">net", ">gap", ">q"),
        lines=[
            [
                shortened(g.touchpoint_name),
                shortened(g.better),
                measured(g.better_net),
                shortened(g.worse),
                measured(g.worse_net),
                measured(g.difference, "net_sentiment"),
                f"{g.q_value:.3f}" if g.q_value >= LEAST_Q else f"<{LEAST_Q}",
            ]
            for g in gaps[:SHOWN]
        ],
    )


def _expectations(found: JourneyTable) -> Part:
    return Part(
        heading=["Against what was expected:"],
        columns=("touchpoint", ">comments", ">gap", ">worse, %", ">better, %"),
        lines=[
            [
                shortened(e.touchpoint_name),
                f"{e.comments:,}",
                measured(e.gap, "net_sentiment"),
                measured(e.below, "share"),
                measured(e.above, "share"),
            ]
            for e in found.expectations
        ],
    )


def _legend(found: JourneyTable) -> Iterator[str]:
    yield "[…]: 95 % interval. ~: 30 to 99 comments, indicative only."
    if not found.gaps:
        yield f"No touchpoint has two values of {found.channel} with 30 comments each: no gaps were looked for."
    elif not found.reliable_gaps:
        yield f"None of {len(found.gaps)} gaps between values of {found.channel} is more than chance."
    else:
        yield "q: of the gaps shown, on average at most one in ten is false (Benjamini and Hochberg)."


def _records(found: JourneyTable) -> Iterator[dict[str, Any]]:
    for m in found.moments:
        yield {
            "table": "moment",
            "stage": m.stage_name,
            "touchpoint": m.touchpoint_name,
            "comments": m.comments,
            **apart("net_sentiment", m.net),
            **apart("high_effort", m.effort),
        }
    for p in found.phases:
        yield {
            "table": "phase",
            "phase": p.name,
            "comments": p.comments,
            **apart("net_sentiment", p.net),
            **apart("high_effort", p.effort),
            **apart("acquired", p.acquired),
            **apart("lost", p.lost),
        }
    for g in found.gaps:
        yield {
            "table": "gap",
            "touchpoint": g.touchpoint_name,
            "better": g.better,
            "worse": g.worse,
            **apart("gap", g.difference),
            "q_value": g.q_value,
        }
    for e in found.expectations:
        yield {
            "table": "expectation",
            "touchpoint": e.touchpoint_name,
            "comments": e.comments,
            **apart("gap", e.gap),
            **apart("below", e.below),
            **apart("above", e.above),
        }
