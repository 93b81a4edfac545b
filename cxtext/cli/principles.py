"""`cxtext principles`: what was promised beside what customers say of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxtext.cli import opened
from cxtext.cli.analysis import Common, definitions
from cxtext.cli.groups import spread
from cxtext.cli.numbers import measured
from cxtext.cli.quotes import words
from cxtext.cli.tables import NOTHING, Part, Shown, apart, check_format, show

if TYPE_CHECKING:
    from cxtext.insight.principles import Kept


@spread
def command(
    labelled: opened.LabelledPath,
    *,
    opening: opened.OpeningOptions,
    file: Annotated[Path, typer.Option(metavar="FILE", help="The principles, a YAML file.")] = Path("principles.yaml"),
    common: Common,
    form: opened.Format = "table",
) -> None:
    """Show how far your principles are kept, by what customers say of the themes and touchpoints linked to them."""
    check_format(form)

    def work(material: Any) -> tuple[Kept, ...]:
        from cxtext.insight.principles import adherence, read_principles

        return adherence(material, read_principles(file))

    show(_shown(common.material(labelled, opening, "Counting", work)), form)


def _shown(found: tuple[Kept, ...]) -> Shown:
    return Shown(
        heading=(),
        columns=("principle", ">comments", ">kept, %", ">change, points", "last periods, %"),
        lines=[
            [
                kept.statement,
                "too few" if kept.comments is None else f"{kept.comments:,}",
                measured(kept.adherence, "share"),
                NOTHING if kept.change is None else measured(kept.change, "share", sign=True),
                " ".join(NOTHING if n.value is None else f"{100 * n.value:.0f}" for _, n in kept.trend) or NOTHING,
            ]
            for kept in found
        ],
        parts=(Part(["In their words:"], ("principle", "", "words"), list(_quotes(found))),),
        legend=(
            "kept: of the comments that praise or blame what is linked to the principle, those that praise only.",
            "change: the later half of the dates minus the earlier. […]: 95 % interval.",
        ),
        notes=(),
        records=[
            {
                "principle": kept.statement,
                "links": "; ".join(kept.links),
                "comments": kept.comments,
                **apart("adherence", kept.adherence),
                **apart("change", kept.change),
                "best": kept.best.text if kept.best else None,
                "worst": kept.worst.text if kept.worst else None,
            }
            for kept in found
        ],
        content={
            "principles": [dataclasses.asdict(kept) for kept in found],
            "definitions": definitions(["adherence", "adherence_change"]),
        },
    )


def _quotes(found: tuple[Kept, ...]) -> Iterator[list[str]]:
    for kept in found:
        for name, quote in (("best", kept.best), ("worst", kept.worst)):
            if quote is not None:
                yield [kept.statement, name, words(quote)]
