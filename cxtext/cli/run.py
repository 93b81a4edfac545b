"""`cxtext run`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxtext.cli import options
from cxtext.cli.console import note, steps
from cxtext.cli.groups import spread
from cxtext.cli.owning import Owning
from cxtext.config import Settings
from cxtext.shipped import check_language

if TYPE_CHECKING:
    from cxtext.pipeline import Pipeline
    from cxtext.schema import Feedback


@spread
def command(
    input: options.Input,  # noqa: A002
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="The folder to make. cxtext-INPUT if not given."),
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="Label with this model instead of learning themes: default, or a folder.")
    ] = None,
    *,
    learning: options.Learning,
    reading: options.Reading,
    labelling: options.Labelling,
    owning: Owning,
    title: options.Title = None,
    language: options.Language = "en",
    dedupe: options.Dedupe = False,
    force: options.Force = False,
) -> None:
    """Learn themes from a dump, label it, and write report, tables and model into a folder."""
    folder = output or default_folder(input)
    if model is not None:
        learning.refuse("a run with --model learns no themes")
    check_language(language)
    settings = labelling.settings(model, **learning.given(), **owning.given())
    how = reading.checked(input)
    options.check_folder(folder, input, labelling, force=force)

    from cxtext.jobs.columns import PREFIX, check_owner_column, check_prefix
    from cxtext.read import read_feedback

    loaded = None
    with steps() as step:
        if model is not None:
            step("Loading the model")
            loaded = _loaded(model, settings)
        step(f"Reading {input}")
        feedback = read_feedback(input, **how)
    check_prefix(feedback.rows.columns, PREFIX)
    check_owner_column(feedback.rows.columns, settings.owner_column)
    run_and_show(
        feedback,
        folder,
        settings=settings,
        model=loaded,
        title=title,
        language=language,
        dedupe=dedupe,
        force=force,
    )


def _loaded(model: str, settings: Settings) -> Pipeline:
    from cxtext.pipeline import Pipeline

    return Pipeline.load(model, settings=settings)


def default_folder(name: str) -> Path:
    """`cxtext-reviews` for `reviews.csv`, in the current folder."""
    stem = "stdin" if name == "-" else Path(name).name.split(".")[0]
    return Path(f"cxtext-{stem}")


def run_and_show(
    feedback: Feedback,
    folder: Path,
    *,
    settings: Settings,
    model: Pipeline | None,
    title: str | None,
    force: bool,
    dedupe: bool = False,
    language: str = "en",
) -> None:
    """Run the main job on feedback that was read, and print what came out."""
    from cxtext.cli import show
    from cxtext.jobs.run import run_file

    note(show.columns_line(feedback.columns))
    for line in show.reject_lines(feedback.rejects):
        note(line)
    with steps() as step:
        result = run_file(
            feedback,
            folder,
            settings=settings,
            model=model,
            title=title,
            dedupe=dedupe,
            force=force,
            language=language,
            step=step,
        )
    for line in (
        *show.date_lines(result.dates),
        *show.rating_lines(result.summary),
        *show.theme_lines(result.pipeline),
    ):
        note(line)
    note(show.taxonomy_line(result.pipeline.taxonomy.full_name))
    print("\n".join(show.summary_lines(result.summary)))
    for line in show.rejected_lines(result.reject, result.summary.funnel.read):
        print(line)
    others = sorted(path.name for path in folder.iterdir() if path.name != "report.html")
    print(f"\nReport: {folder / 'report.html'}   (beside it: {', '.join(others)})")
