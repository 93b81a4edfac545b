"""`cxtext train`: themes learnt from a dump."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxtext.cli import options
from cxtext.cli.console import note, steps
from cxtext.cli.groups import spread


@spread
def command(
    input: options.Input,  # noqa: A002
    output: Annotated[Path, typer.Option("--output", "-o", metavar="MODEL", help="The model folder to make.")],
    sentiment_labels: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="Adapt the sentiment model 'fast' to this column: negative, neutral, positive, or ratings.",
        ),
    ] = None,
    labels: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="Learn the codes that people gave in this column; several with | between."),
    ] = None,
    *,
    learning: options.Learning,
    reading: options.Reading,
    labelling: options.Labelling,
    force: options.Force = False,
) -> None:
    """Learn themes from a dump and save them as a model."""
    settings = labelling.settings(**learning.given())
    how = reading.checked(input)
    options.check_folder(output, input, labelling, force=force)

    from cxtext.cli import show
    from cxtext.pipeline.card import adaptation_line
    from cxtext.pipeline.codecard import codebook_lines
    from cxtext.read import read_feedback

    with steps() as step:
        step(f"Reading {input}")
        feedback = read_feedback(input, **how)
        step("Learning themes")
        from cxtext.jobs.train import train_file

        pipeline = train_file(
            feedback, output, settings=settings, sentiment_labels=sentiment_labels, labels=labels, force=force
        )
    note(show.columns_line(feedback.columns))
    for line in (*show.reject_lines(feedback.rejects), *show.theme_lines(pipeline)):
        note(line)
    note(show.taxonomy_line(pipeline.taxonomy_name))
    print(f"{'Theme':<38} {'comments':>9} {'mentions':>9}  keywords")
    for theme in pipeline.themes.themes if pipeline.themes else ():
        print(f"{theme.name[:37]:<38} {theme.comments:>9,} {theme.mentions:>9,}  {', '.join(theme.keywords[:5])}")
    if pipeline.adaptation:
        print(f"\n{adaptation_line(pipeline.adaptation)}")
    if pipeline.codebook:
        print("\n" + "\n".join(codebook_lines(pipeline.codebook)))
    print(f"\nModel: {output}")
