"""`cxtext practical`: what was measured, such as days to delivery, beside what was felt."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxtext.cli import opened, options
from cxtext.cli.analysis import Common, checked, definitions
from cxtext.cli.groups import spread
from cxtext.cli.numbers import METRICS, head, measured
from cxtext.cli.tables import Shown, apart, check_format, interval, show
from cxtext.errors import OptionError

if TYPE_CHECKING:
    from cxtext.insight.practical import Practical


@spread
def command(
    labelled: opened.LabelledPath,
    *,
    opening: opened.OpeningOptions,
    column: Annotated[
        list[str] | None, typer.Option(metavar="A,B", help="Columns with numbers, such as days_to_delivery.")
    ] = None,
    metric: Annotated[
        str | None, typer.Option(metavar="METRIC", help=f"{', '.join(METRICS)}; what suits the score if none.")
    ] = None,
    kind: opened.Kind = "theme",
    topic: opened.Topic = None,
    bands: Annotated[int, typer.Option(min=2, max=20, help="How many bands a column is cut into.")] = 5,
    before: opened.Before = None,
    after: opened.After = None,
    common: Common,
    draws: opened.Draws = 1_000,
    seed: opened.Seed = 0,
    form: opened.Format = "table",
) -> None:
    """Show how a metric goes with measured columns, and whether it changed at equal measured value (expectations)."""
    check_format(form)
    checked(metric, "--metric", METRICS)
    checked(kind, "--kind", opened.KINDS)
    columns = options.listed(column)
    if not columns:
        raise OptionError("practical needs a column with numbers (--column)")

    def work(material: Any) -> tuple[Practical, ...]:
        from cxtext.insight.practical import practical

        return practical(
            material,
            columns,
            metric=metric,
            kind=kind,  # type: ignore[arg-type]
            topic=topic,
            count=bands,
            before=before,
            after=after,
            draws=draws,
            seed=seed,
        )

    show(_shown(common.material(labelled, opening, "Comparing", work)), form)


def _shown(found: tuple[Practical, ...]) -> Shown:
    metric = found[0].metric
    used = ("spearman", "mean_change", "mix_effect", "within_effect", found[0].bands[0].number.metric)
    return Shown(
        heading=[*(line for one in found for line in _lines(one)), ""],
        columns=("column", "band", ">answers", f">{head(metric)}"),
        lines=[[one.column, b.name, f"{b.answers:,}", measured(b.number)] for one in found for b in one.bands],
        legend=(
            "[…]: 95 % interval. ρ: rank correlation; it says what goes together, not what causes what.",
            "At equal value: the change that is left where the column is as it was (see cxtext mix).",
        ),
        notes=tuple(dict.fromkeys(note for one in found for note in one.notes)),
        records=list(_records(found)),
        content={"columns": [dataclasses.asdict(one) for one in found], "definitions": definitions(used)},
    )


def _lines(one: Practical) -> Iterator[str]:
    name = one.metric.replace("_", " ")
    without = f"; {one.without_value:,} answers have no number" if one.without_value else ""
    rho = interval(one.association, digits=2, sign=True) if one.association.value is not None else "unknown"
    yield f"{one.column} and {name}: ρ {rho} ({one.answers:,} answers{without})."
    if one.drift is None:
        yield f"{one.column}: no two times with 30 answers each, so whether the feeling changed cannot be told."
        return
    drift = one.drift
    yield (
        f"{one.column}, {drift.before} → {drift.after}: {name} {measured(drift.change, one.metric, sign=True)}, of it "
        f"at equal value {measured(drift.within, one.metric, sign=True)} and by other values "
        f"{measured(drift.mix, one.metric, sign=True)}."
    )


def _records(found: tuple[Practical, ...]) -> Iterator[dict[str, Any]]:
    for one in found:
        yield {"table": "association", "column": one.column, "answers": one.answers, **apart("value", one.association)}
        for band in one.bands:
            row = {"table": "band", "column": one.column, "band": band.name, "answers": band.answers}
            yield {**row, **apart("value", band.number)}
        if one.drift is not None:
            yield {"table": "at equal value", "column": one.column, **apart("value", one.drift.within)}
