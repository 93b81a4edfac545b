"""`cxtext train`: themes learnt from a dump."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxtext.cli import options
from cxtext.cli.console import note, steps


def command(
    input: options.Input,  # noqa: A002
    output: Annotated[Path, typer.Option("--output", "-o", metavar="MODEL", help="The model folder to make.")],
    themes: options.Themes = None,
    pack: options.Pack = None,
    text: options.Text = None,
    format: options.Format = None,  # noqa: A002
    encoding: options.Encoding = None,
    delimiter: options.Delimiter = None,
    sheet: options.Sheet = None,
    seed: options.Seed = None,
    sentiment: options.Sentiment = None,
    neutral_band: options.NeutralBand = None,
    sentiment_labels: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="Adapt the sentiment model 'fast' to this column: negative, neutral, positive, or ratings.",
        ),
    ] = None,
    spacy_model: options.SpacyModel = None,
    taxonomy: options.Taxonomy = None,
    config: options.Config = None,
    force: options.Force = False,
) -> None:
    """Learn themes from a dump and save them as a model."""
    from cxtext.cli import show
    from cxtext.jobs.train import check_folder, train_file
    from cxtext.pipeline.card import adaptation_line
    from cxtext.read import read_feedback

    settings = options.settings_of(
        config,
        themes=themes,
        packs=pack,
        seed=seed,
        sentiment=sentiment,
        spacy_model=spacy_model,
        taxonomy=taxonomy,
        neutral_band=neutral_band,
    )
    check_folder(output, force=force)
    with steps() as step:
        step(f"Reading {input}")
        feedback = read_feedback(input, text=text, format=format, encoding=encoding, delimiter=delimiter, sheet=sheet)
        step("Learning themes")
        pipeline = train_file(feedback, output, settings=settings, sentiment_labels=sentiment_labels, force=force)
    note(show.columns_line(feedback.columns))
    for line in show.reject_lines(feedback.rejects):
        note(line)
    print(f"{'Theme':<38} {'comments':>9} {'mentions':>9}  keywords")
    for theme in pipeline.themes.themes if pipeline.themes else ():
        print(f"{theme.name[:37]:<38} {theme.comments:>9,} {theme.mentions:>9,}  {', '.join(theme.keywords[:5])}")
    if pipeline.adaptation:
        print(f"\n{adaptation_line(pipeline.adaptation)}")
    print(f"\nModel: {output}")
