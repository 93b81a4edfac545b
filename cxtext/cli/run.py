"""`cxtext run`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxtext.cli import options
from cxtext.cli.console import note, steps
from cxtext.config import Settings

if TYPE_CHECKING:
    from cxtext.schema import Feedback


def command(
    input: options.Input,  # noqa: A002
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="The folder to make. cxtext-INPUT if not given."),
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="Label with this model instead of learning themes: default, or a folder.")
    ] = None,
    themes: options.Themes = None,
    pack: options.Pack = None,
    text: options.Text = None,
    rating: options.Rating = None,
    date: options.Date = None,
    id: options.Id = None,  # noqa: A002
    source: options.Source = None,
    format: options.Format = None,  # noqa: A002
    encoding: options.Encoding = None,
    delimiter: options.Delimiter = None,
    sheet: options.Sheet = None,
    seed: options.Seed = None,
    sentiment: options.Sentiment = None,
    spacy_model: options.SpacyModel = None,
    names: options.Names = None,
    taxonomy: options.Taxonomy = None,
    config: options.Config = None,
    title: options.Title = None,
    dedupe: options.Dedupe = False,
    force: options.Force = False,
) -> None:
    """Learn themes from a dump, label it, and write report, tables and model into a folder."""
    from cxtext.jobs.train import check_folder
    from cxtext.read import read_feedback

    folder = output or default_folder(input)
    options.check_model_options(
        model,
        themes=themes,
        pack=pack,
        seed=seed,
        sentiment=sentiment,
        spacy_model=spacy_model,
        names=names,
        taxonomy=taxonomy,
    )
    settings = options.settings_of(
        config,
        themes=themes,
        packs=pack,
        seed=seed,
        sentiment=sentiment,
        spacy_model=spacy_model,
        names=names,
        taxonomy=taxonomy,
    )
    check_folder(folder, force=force)
    with steps() as step:
        step(f"Reading {input}")
        feedback = read_feedback(
            input,
            text=text,
            rating=rating,
            date=date,
            id=id,
            source=source,
            format=format,
            encoding=encoding,
            delimiter=delimiter,
            sheet=sheet,
        )
    run_and_show(feedback, folder, settings=settings, model=model, title=title, dedupe=dedupe, force=force)


def default_folder(name: str) -> Path:
    """`cxtext-reviews` for `reviews.csv`, in the current folder."""
    stem = "stdin" if name == "-" else Path(name).name.split(".")[0]
    return Path(f"cxtext-{stem}")


def run_and_show(
    feedback: Feedback,
    folder: Path,
    *,
    settings: Settings,
    model: str | None,
    title: str | None,
    force: bool,
    dedupe: bool = False,
) -> None:
    """Run the main job on feedback that was read, and print what came out."""
    from cxtext.cli import show
    from cxtext.jobs.run import run_file

    note(show.columns_line(feedback.columns))
    for line in show.reject_lines(feedback.rejects):
        note(line)
    with steps() as step:
        result = run_file(
            feedback, folder, settings=settings, model=model, title=title, dedupe=dedupe, force=force, step=step
        )
    packs = result.pipeline.settings.packs
    note(f"Taxonomy: core{''.join(f' + {pack}' for pack in packs or ())}")
    print("\n".join(show.summary_lines(result.summary)))
    others = sorted(path.name for path in folder.iterdir() if path.name != "report.html")
    print(f"\nReport: {folder / 'report.html'}   (beside it: {', '.join(others)})")
