"""`cxtext quotes`: customers' own words, for one purpose each."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxtext.cli import opened, options
from cxtext.cli.analysis import Common, checked
from cxtext.cli.groups import spread
from cxtext.cli.tables import NOTHING, Shown, check_format, show

if TYPE_CHECKING:
    from cxtext.insight.results import Quote

WHICH = ("typical", "strongest", "diverse", "random", "delight", "recovery")


@spread
def command(
    labelled: opened.LabelledPath,
    *,
    opening: opened.OpeningOptions,
    which: Annotated[list[str] | None, typer.Option(metavar="A,B", help=f"{', '.join(WHICH)}.")] = None,
    kind: opened.Kind = "theme",
    topic: Annotated[str | None, typer.Option(help="One theme (or other --kind); all comments if none.")] = None,
    most: Annotated[int, typer.Option(min=1, max=1_000, help="Of each sort.")] = 10,
    week: Annotated[
        str | None, typer.Option(metavar="2025-W12", help="That random quotes are drawn for; the last one if none.")
    ] = None,
    common: Common,
    form: opened.Format = "table",
) -> None:
    """Show customers' own words, masked: typical, strongest, diverse, random (the same all week), delight, recovery."""
    check_format(form)
    checked(kind, "--kind", opened.KINDS)
    wanted = options.listed(which) or ("typical",)
    for name in wanted:
        checked(name, "--which", WHICH)

    def work(material: Any) -> tuple[Quote, ...]:
        from cxtext.insight.quote_kinds import pick

        parts = (pick(material, name, kind=kind, topic=topic, most=most, week=week) for name in wanted)  # type: ignore[arg-type]
        return tuple(quote for part in parts for quote in part)

    show(_shown(common.material(labelled, opening, "Looking", work)), form)


def _shown(found: tuple[Quote, ...]) -> Shown:
    return Shown(
        heading=(),
        columns=("for", "comment", "date", "words"),
        lines=[[q.kind, q.comment_id, q.date.isoformat() if q.date else NOTHING, words(q)] for q in found],
        legend=("Customers’ own words, personal data masked; … where a quote is cut.",)
        if found
        else ("No such quotes.",),
        notes=(),
        records=[dataclasses.asdict(q) for q in found],
        content={"quotes": [dataclasses.asdict(q) for q in found]},
    )


def words(quote: Quote) -> str:
    """A quote on one line."""
    return f"“{' '.join(quote.text.split())}{' …' if quote.cut else ''}”"
