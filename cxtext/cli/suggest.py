"""`cxtext suggest`: the comments most worth labelling next."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxtext.cli import options
from cxtext.cli.console import note, steps
from cxtext.cli.groups import spread

MOST = 10_000
LONGEST = 100  # characters of a text that are shown


@spread
def command(
    input: options.Input,  # noqa: A002
    model: Annotated[str, typer.Option(help="default, or the folder of a trained model.")] = options.DEFAULT_MODEL,
    n: Annotated[int, typer.Option("-n", min=1, max=MOST, help="How many comments.")] = 50,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A table to write the labels into; shown if not given.")
    ] = None,
    labels: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Leave out the rows in which this column is filled.")
    ] = None,
    *,
    reading: options.Reading,
    labelling: options.Labelling,
    raw: options.Raw = False,
    force: options.Force = False,
) -> None:
    """Choose the comments most worth labelling next: those a model's codes are unsure of, unlike one another."""
    settings = labelling.settings(model)
    how = reading.checked(input)
    if output:
        options.check_outputs([output], input, force=force)

    from cxtext.cli import show
    from cxtext.pipeline import Pipeline
    from cxtext.read import read_feedback
    from cxtext.write import open_writer

    with steps() as step:
        step("Loading the model")
        pipeline = Pipeline.load(model, settings=settings)
        step(f"Reading {input}")
        feedback = read_feedback(input, **how)
        step("Choosing comments")
        table = pipeline.suggest(feedback, n, labels=labels)
    note(show.columns_line(feedback.columns))
    for line in show.reject_lines(feedback.rejects):
        note(line)
    if len(table) < n:
        note(f"Suggested: {len(table):,} of the {n:,} asked for; there are no more different comments to label.")
    if output is None:
        for comment in table.iter_rows(named=True):
            text = " ".join(comment["text"].split())
            codes = f"   [{', '.join(comment['codes'])}]" if comment["codes"] else ""
            print(f"{comment['id']:>8}  {text if len(text) <= LONGEST else text[: LONGEST - 1] + '…'}{codes}")
        return
    with open_writer(output, force=force, raw=raw, table="suggested") as writer:
        writer.write(table)
        writer.finish()
    print(f"Suggested: {output} ({len(table):,} comments; fill in the column 'label')")
