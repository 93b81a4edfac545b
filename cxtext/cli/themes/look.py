"""The commands that look at themes and change nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from cxtext.cli import options
from cxtext.cli.console import note, steps
from cxtext.cli.groups import spread

Model = Annotated[Path, typer.Argument(metavar="MODEL", help="The folder of a trained model.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]


def show(model: Model, *, as_json: AsJson = False) -> None:
    """Show the themes of a model: ids, sizes, owners, keywords, subthemes, and what was decided about them."""
    from cxtext.bundle import check_bundle

    check_bundle(model)

    from cxtext.cli.themes import lines
    from cxtext.pipeline import saved

    parts = saved.load(model)
    print(
        json.dumps(lines.themes_json(parts), ensure_ascii=False, indent=2)
        if as_json
        else "\n".join(lines.theme_lines(parts))
    )


@spread
def diff(
    before: Annotated[Path, typer.Argument(metavar="A", help="The folder of the earlier model.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="The folder of the later one.")],
    *,
    on: Annotated[str | None, typer.Option(metavar="INPUT", help="Label this with both, and count what moved.")] = None,
    reading: options.Reading,
    as_json: AsJson = False,
) -> None:
    """Show what became of every theme of a model in a later one, and how many comments moved."""
    from cxtext.bundle import check_bundle

    check_bundle(before)
    check_bundle(after)
    how = reading.checked(on) if on is not None else None

    from cxtext.cli import show as shown
    from cxtext.cli.themes import lines
    from cxtext.pipeline import Pipeline
    from cxtext.pipeline.difference import difference
    from cxtext.read import read_feedback

    with steps() as step:
        step(f"Loading {before} and {after}")
        models = Pipeline.load(before), Pipeline.load(after)
        feedback = None
        if on is not None and how is not None:
            step(f"Reading {on}")
            feedback = read_feedback(on, **how)
        step("Comparing")
        found = difference(*models, feedback)
    if feedback is not None:
        note(shown.columns_line(feedback.columns))
    print(
        json.dumps(lines.difference_json(found), ensure_ascii=False, indent=2)
        if as_json
        else "\n".join(lines.difference_lines(found))
    )


COMMANDS = (show, diff)
