"""`cxtext emerging`: what customers write about that a model has no theme for."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxtext.cli import options
from cxtext.cli.console import note, steps
from cxtext.cli.groups import spread
from cxtext.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cxtext.jobs.emerging import Emerging


@spread
def command(
    input: options.Input,  # noqa: A002
    model: Annotated[Path, typer.Option(metavar="MODEL", help="The folder of a trained model.")],
    *,
    reading: options.Reading,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Show subjects that have come up in new comments and that a trained model has no theme for."""
    from cxtext.bundle import check_bundle

    how = reading.checked(input)
    if str(model) == options.DEFAULT_MODEL:
        raise OptionError("--model default has no themes of its own; train a model: cxtext train INPUT -o MODEL")
    check_bundle(model)

    from cxtext.cli import show
    from cxtext.jobs.emerging import emerging_file
    from cxtext.read import read_feedback

    with steps() as step:
        step(f"Reading {input}")
        feedback = read_feedback(input, **how)
        step("Comparing with the model")
        found = emerging_file(feedback, str(model))
    note(show.columns_line(feedback.columns))
    for line in show.reject_lines(feedback.rejects):
        note(line)
    if as_json:
        print(json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=2, default=str))
    else:
        print("\n".join(_lines(found)))


def _lines(found: Emerging) -> Iterator[str]:
    if not found.candidates:
        yield f"Nothing new: the {found.comments:,} comments hold no grown subject beside the themes of {found.model}."
    for number, candidate in enumerate(found.candidates, start=1):
        since = f", the first on {candidate.first}" if candidate.first else ""
        yield f"{number}. {', '.join(candidate.words) or 'no words in common'}"
        counted = f"{candidate.comments:,} comments, {candidate.expected:,.1f} expected"
        yield f"   {counted} (p = {candidate.p_value:g}){since}"
        if candidate.nearest:
            yield f"   nearest theme: {candidate.nearest}"
        yield from (f"   “{' '.join(quote.split())}”" for quote in candidate.quotes)
    yield f"Where nothing is new, at most {100 * found.alarm:g} of 100 runs name a candidate."
