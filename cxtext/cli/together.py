"""`cxtext together`: which themes come together in one comment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxtext.cli import opened
from cxtext.cli.analysis import Common, checked, defined
from cxtext.cli.groups import spread
from cxtext.cli.tables import Shown, apart, check_format, interval, shortened, show

if TYPE_CHECKING:
    from cxtext.insight.together import Together

LEAST_Q = 0.001


@spread
def command(
    labelled: opened.LabelledPath,
    *,
    opening: opened.OpeningOptions,
    by: Annotated[str, typer.Option(metavar="|".join(opened.KINDS), help="What comes together.")] = "theme",
    most: Annotated[int, typer.Option(min=1, max=10_000, help="Pairs in the table; all are in CSV and JSON.")] = 20,
    common: Common,
    draws: opened.Draws = 1_000,
    seed: opened.Seed = 0,
    form: opened.Format = "table",
) -> None:
    """Show which themes come together in one comment more often, or less, than by chance."""
    check_format(form)
    checked(by, "kind of topics for --by", opened.KINDS)

    def work(material: Any) -> Together:
        from cxtext.insight.together import together

        return together(material, kind=by, draws=draws, seed=seed)  # type: ignore[arg-type]

    show(_shown(common.material(labelled, opening, "Resampling", work), most), form)


def _shown(found: Together, most: int) -> Shown:
    telling = found.telling
    more = f", the first {most} shown" if len(telling) > most else ""
    return Shown(
        heading=[
            f"{len(telling)} of {found.tests} pairs come together more, or less, than by chance{more} "
            f"({found.comments:,} comments).",
            "",
        ],
        columns=(found.kind, found.kind, ">comments", ">by chance", ">lift", ">q"),
        lines=[
            [
                *(shortened(name) for name in pair.names),
                f"{pair.comments:,}",
                f"{pair.expected:,.1f}",
                interval(pair.lift, digits=2),
                f"{pair.q_value:.3f}" if pair.q_value >= LEAST_Q else f"<{LEAST_Q}",
            ]
            for pair in telling[:most]
        ],
        legend=(
            "lift: comments of both over what chance would bring together. […]: 95 % interval.",
            "q: of the pairs shown, on average at most one in ten is false (Benjamini and Hochberg).",
        ),
        notes=(),
        records=[
            {
                "one": pair.names[0],
                "other": pair.names[1],
                "comments": pair.comments,
                "expected": pair.expected,
                **apart("lift", pair.lift),
                "q_value": pair.q_value,
            }
            for pair in found.pairs
        ],
        content=defined(found, ("lift",)),
    )
