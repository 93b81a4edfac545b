"""`cxtext mix`: how much of a change goes with who answered, and how much with how they felt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxtext.cli import opened
from cxtext.cli.analysis import Common, checked, defined
from cxtext.cli.groups import spread
from cxtext.cli.numbers import METRICS, head, measured
from cxtext.cli.tables import Shown, apart, check_format, shortened, show

if TYPE_CHECKING:
    from cxtext.insight.mix import Mix

LEGEND = (
    "mix: points of the change because it has another share of the answers; within: because its own mean moved.",
    "mix and within of all lines add up to the change. […]: 95 % interval.",
)


@spread
def command(
    labelled: opened.LabelledPath,
    by: Annotated[str, typer.Option(metavar="COLUMN", help="Who answered: source, or any column of the input.")],
    *,
    opening: opened.OpeningOptions,
    metric: Annotated[
        str | None, typer.Option(metavar="METRIC", help=f"{', '.join(METRICS)}; what suits the score if none.")
    ] = None,
    kind: opened.Kind = "theme",
    topic: opened.Topic = None,
    before: opened.Before = None,
    after: opened.After = None,
    unit: opened.Unit = None,
    common: Common,
    draws: opened.Draws = 1_000,
    seed: opened.Seed = 0,
    form: opened.Format = "table",
) -> None:
    """Split a change of NPS or any metric in who answered (mix) and how they felt (within); both add up to it."""
    check_format(form)
    checked(metric, "--metric", METRICS)
    checked(kind, "--kind", opened.KINDS)
    checked(unit, "--unit", opened.UNITS)

    def work(material: Any) -> Mix:
        from cxtext.insight.mix import mix
        from cxtext.insight.sides import sides

        compared = sides(material, before=before, after=after, unit=unit)  # type: ignore[arg-type]
        return mix(material, compared, by=by, metric=metric, kind=kind, topic=topic, draws=draws, seed=seed)  # type: ignore[arg-type]

    show(_shown(common.material(labelled, opening, "Resampling", work)), form)


def _shown(found: Mix) -> Shown:
    name = found.metric
    sides = ((found.before, found.mean_before), (found.after, found.mean_after))
    effects = " = ".join(
        (
            f"change {measured(found.change, name, sign=True)}",
            f"mix {measured(found.mix, name, sign=True)} + within {measured(found.within, name, sign=True)}",
        )
    )
    return Shown(
        heading=[
            *(f"{side}: {head(name)} {measured(number)} of {_answers(number.n)}" for side, number in sides),
            effects,
            "",
        ],
        columns=(found.by, ">answers before", ">after", ">share before, %", ">after, %", ">mix", ">within"),
        lines=[
            [
                shortened(part.level),
                f"{part.answers_before:,}",
                f"{part.answers_after:,}",
                f"{100 * part.share_before:.1f}",
                f"{100 * part.share_after:.1f}",
                measured(part.mix, name, sign=True),
                measured(part.within, name, sign=True),
            ]
            for part in found.parts
        ],
        legend=LEGEND,
        notes=found.notes,
        records=[
            {
                found.by: part.level,
                "answers_before": part.answers_before,
                "answers_after": part.answers_after,
                "share_before": part.share_before,
                "share_after": part.share_after,
                **apart("mix", part.mix),
                **apart("within", part.within),
            }
            for part in found.parts
        ],
        content=defined(found, ("mean_change", "mix_effect", "within_effect", found.mean_before.metric)),
    )


def _answers(n: int | None) -> str:
    return "few answers" if n is None else f"{n:,} answers"
