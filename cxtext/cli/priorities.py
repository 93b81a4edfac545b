"""`cxtext priorities`: what to mend first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxtext.cli import opened, options
from cxtext.cli.analysis import checked, defined, worked
from cxtext.cli.drivers import CODINGS
from cxtext.cli.groups import spread
from cxtext.cli.numbers import measured
from cxtext.cli.tables import NOTHING, Shown, apart, check_format, interval, shortened, show

if TYPE_CHECKING:
    from cxtext.insight.priorities import Priorities


@dataclass(frozen=True)
class Ranking:
    """Options of what ranks topics."""

    by: Annotated[str, typer.Option(metavar="|".join(opened.KINDS), help="What is ranked.")] = "theme"
    plan: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Weights, and what you know of single topics, a YAML file."),
    ] = None
    coding: Annotated[
        str | None,
        typer.Option(metavar="|".join(CODINGS), help="nps: -100, 0, +100; the default for scores from 0 to 10."),
    ] = None
    control: Annotated[
        list[str] | None, typer.Option(metavar="A,B", help="Columns to hold fixed beside source and period.")
    ] = None
    customer: opened.Customer = None
    dedupe: options.Dedupe = False
    draws: opened.Draws = 1_000
    seed: opened.Seed = 0

    def ranked(self, labelled: Path, opening: opened.OpeningOptions) -> Priorities:
        """The topics in order of priority."""
        checked(self.by, "kind of topics for --by", opened.KINDS)
        checked(self.coding, "--coding", CODINGS)
        how = opening.checked(labelled)

        from cxtext.jobs.priorities import priorities_of

        return worked(
            "Resampling",
            lambda say: priorities_of(
                labelled,
                how,
                kind=self.by,  # type: ignore[arg-type]
                coding=self.coding,  # type: ignore[arg-type]
                controls=options.listed(self.control),
                customer=self.customer,
                plan=self.plan,
                draws=self.draws,
                seed=self.seed,
                dedupe=self.dedupe,
                note=say,
            ),
        )


@spread
def command(
    labelled: opened.LabelledPath,
    *,
    opening: opened.OpeningOptions,
    ranking: Ranking,
    form: opened.Format = "table",
) -> None:
    """Rank what is blamed by impact on the score × reach × who holds the lever; all three are shown."""
    check_format(form)
    show(_shown(ranking.ranked(labelled, opening)), form)


def _shown(found: Priorities) -> Shown:
    digits = 1 if found.coding == "nps" else 2
    return Shown(
        heading=[f"Score: {found.score}; {found.records:,} records. Weights: {_weights(found)}.", ""],
        columns=("priority", ">impact", ">reach, %", "lever", ">score", "owner"),
        lines=[
            [
                shortened(topic.name),
                interval(topic.impact, digits=digits),
                measured(topic.reach, "share"),
                f"{topic.controllability} ({topic.factor:g})",
                interval(topic.score, digits=digits + 1),
                topic.owner or NOTHING,
            ]
            for topic in found.topics
        ],
        legend=(
            "impact: points of the score that go with one comment that blames it, all else alike; reach: share of "
            "comments that do.",
            "score: impact × reach × lever, each to its weight; it orders, and has no meaning of its own. […]: 95 %.",
        ),
        notes=found.notes,
        records=[_record(topic) for topic in found.topics],
        content=defined(found, ("priority_impact", "priority_reach", "priority")),
    )


def _weights(found: Priorities) -> str:
    return ", ".join(f"{name} {weight:g}" for name, weight in found.weights.items())


def _record(topic: Any) -> dict[str, Any]:
    return {
        "name": topic.name,
        **apart("impact", topic.impact),
        **apart("reach", topic.reach),
        "controllability": topic.controllability,
        "factor": topic.factor,
        **apart("score", topic.score),
        "owner": topic.owner,
    }
