"""`cxtext audit drift`: whether new comments are still like those that a model was trained on."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxtext.cli import opened, options
from cxtext.cli.console import note, steps
from cxtext.cli.groups import spread
from cxtext.cli.tables import NOTHING, Shown, check_format, show
from cxtext.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cxtext.audit.drift import Drift, Measure

DRIFTED = 1  # exit code
PERCENT = ("new words", "without a theme")


@dataclasses.dataclass(frozen=True)
class NewReading(options.Reading):
    """How the new comments are to be read; inherited, as only the name of one option differs: --format prints."""

    format: Annotated[
        str | None, typer.Option("--input-format", help="The format of NEW, where its name does not tell.")
    ] = None


@spread
def command(
    model: Annotated[Path, typer.Argument(metavar="MODEL", help="The folder of a trained model.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="New comments, in any form that train reads.")],
    *,
    reading: NewReading,
    form: opened.Format = "table",
) -> None:
    """Compare new comments with those that a model was trained on; the exit code is 1 where they have changed."""
    from cxtext.bundle import check_bundle

    check_format(form)
    if str(model) == options.DEFAULT_MODEL:
        raise OptionError(
            "the default model was not trained on comments of yours; train one: cxtext train INPUT -o MODEL"
        )
    check_bundle(model)
    how = reading.checked(new)

    from cxtext.cli.show import columns_line, reject_lines
    from cxtext.jobs.drift import drift_file
    from cxtext.read import read_feedback

    with steps() as step:
        step(f"Reading {new}")
        feedback = read_feedback(new, **how)
        step("Comparing with the model")
        found = drift_file(model, feedback)
    note(columns_line(feedback.columns))
    for line in reject_lines(feedback.rejects):
        note(line)
    show(_shown(found), form)
    if found.drifted:
        raise typer.Exit(DRIFTED)


def _shown(found: Drift) -> Shown:
    names = ", ".join(measure.name for measure in found.measures if measure.drifted)
    verdict = f"Changed: {names}." if found.drifted else "No change that chance would not bring."
    return Shown(
        heading=[
            f"{found.source}: {found.sampled:,} of {found.comments:,} comments with content against {found.training:,} "
            f"of those that {found.model} was trained on.",
            verdict,
            "",
        ],
        columns=("measure", ">training", ">new", ">distance", ">by chance", ">p"),
        lines=[_line(measure) for measure in found.measures],
        legend=(
            "New words: share of the words that no other training comment has. Without a theme: share of the words in "
            "remarks of no theme.",
            "Sentiment: mean score, -1 to 1. Meaning: how far apart the mean vectors are.",
            "By chance: 95 of 100 random divisions of all these comments are no further apart. p is adjusted for four "
            "measures (Holm): where nothing has changed, 5 of 100 comparisons find something.",
        ),
        notes=list(_notes(found)),
        records=[dataclasses.asdict(measure) for measure in found.measures],
        content=dataclasses.asdict(found),
    )


def _line(measure: Measure) -> list[str]:
    sides = [_value(measure.name, value) for value in (measure.training, measure.new)]
    chance = f"{measure.by_chance:.3f}"
    return [measure.name, *sides, f"{measure.distance:.3f}", chance, f"{measure.p_value:.3f}" + "*" * measure.drifted]


def _value(name: str, value: float | None) -> str:
    if value is None:
        return NOTHING
    return f"{100 * value:.1f} %" if name in PERCENT else f"{value:+.2f}"


def _notes(found: Drift) -> Iterator[str]:
    if found.drifted:
        yield "Look at what is new (`cxtext emerging`), audit a sample of the new comments, or train again with --from."
    if found.audited_right is None or found.ece is None:
        yield "The model keeps no audit, so how right it is on these comments is not known: `cxtext audit sample`."
    elif found.expected_right is not None:
        yield (
            f"Last audit: sentiment right in {100 * found.audited_right:.0f} % of the comments, calibration error "
            f"{100 * found.ece:.1f} points. Were it as right where it is as sure, {100 * found.expected_right:.0f} % "
            "of these would be right; a change of subject can make it less."
        )
