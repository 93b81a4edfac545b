"""`cxtext train`: themes learnt from a dump."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxtext.bundle import check_bundle
from cxtext.cli import options
from cxtext.cli.audit import check_sheet
from cxtext.cli.console import note, steps
from cxtext.cli.groups import spread
from cxtext.config import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cxtext.pipeline import Pipeline
    from cxtext.pipeline.auditing import Answered


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
    since: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="MODEL",
            help="Go on from this model: its themes keep their ids and names, decisions about them hold.",
        ),
    ] = None,
    labels: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="Learn the codes that people gave in this column; several with | between."),
    ] = None,
    touchpoints: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="Learn to link from the touchpoints that people gave in this column: ids or names, several with |.",
        ),
    ] = None,
    audit: Annotated[
        Path | None,
        typer.Option(
            metavar="SHEET",
            help="Learn from the answers of a filled audit of this input; half of its comments only ever measure.",
        ),
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
    if since is not None:
        check_bundle(since)
    if audit is not None:
        check_sheet(audit)

    from cxtext.cli import show
    from cxtext.cli.themes.lines import lineage_lines, unapplied_lines
    from cxtext.read import read_or_open
    from cxtext.schema import Feedback

    answered = _answered(audit) if audit is not None else None
    with steps() as step:
        old = _checked(since, settings) if since is not None else None
        step(f"Reading {input}")
        feedback = read_or_open(input, **how)
        step("Learning themes")
        from cxtext.jobs.train import train_file, train_stream

        given = {
            "sentiment_labels": sentiment_labels,
            "labels": labels,
            "touchpoints": touchpoints,
            "since": old,
            "audit": answered,
            "force": force,
        }
        if isinstance(feedback, Feedback):
            pipeline = train_file(feedback, output, settings=settings, **given)  # type: ignore[arg-type]
            rejects = show.reject_lines(feedback.rejects)
        else:
            note(show.big_line(input))
            done = train_stream(feedback, output, settings=settings, step=step, **given)  # type: ignore[arg-type]
            pipeline, rejects = done.pipeline, show.reject_lines(done.gathered.rejects, of=done.gathered.rejected)
    note(show.columns_line(feedback.columns))
    for line in (*rejects, *show.theme_lines(pipeline)):
        note(line)
    note(show.taxonomy_line(pipeline.taxonomy.full_name))
    _print_themes(pipeline)
    if pipeline.identity and since is not None:
        print(f"\nGone on from: {since}")
        for line in (*lineage_lines(pipeline.identity.lineage), *unapplied_lines(pipeline.identity.decisions)):
            print(line)
    for lines in _taught(pipeline):
        print("\n" + "\n".join(lines))
    print(f"\nModel: {output}")


def _answered(audit: Path) -> Answered:
    """The answers of a filled sheet."""
    from cxtext.jobs.audit import answered_in  # what reads sheets is loaded for them only

    return answered_in(audit)


def _checked(since: Path, settings: Settings) -> Pipeline:
    """The model to go on from, loaded and of the same encoder."""
    from cxtext.pipeline import Pipeline
    from cxtext.pipeline.retraining import going_on

    old = Pipeline.load(since)
    going_on(old, settings)
    return old


def _taught(pipeline: Pipeline) -> Iterator[list[str]]:
    """What people's labels taught, and how right that is."""
    from cxtext.pipeline.auditcard import taught_lines
    from cxtext.pipeline.card import adaptation_line
    from cxtext.pipeline.codecard import codebook_lines
    from cxtext.pipeline.touchcard import touchpoint_lines

    if pipeline.adaptation:
        yield [adaptation_line(pipeline.adaptation)]
    if pipeline.touchpoint_head:
        yield list(touchpoint_lines(pipeline.touchpoint_head))
    if pipeline.audits.taught:
        yield list(taught_lines(pipeline.audits))
    if pipeline.codebook:
        yield list(codebook_lines(pipeline.codebook))


def _print_themes(pipeline: Pipeline) -> None:
    from cxtext.pipeline.card import learnt_lines

    print(f"{'Theme':<38} {'comments':>9} {'mentions':>9}  keywords")
    for theme in pipeline.themes.themes if pipeline.themes else ():
        print(f"{theme.name[:37]:<38} {theme.comments:>9,} {theme.mentions:>9,}  {', '.join(theme.keywords[:5])}")
    if pipeline.learnt and pipeline.learnt.batches[0].sampled:
        print("\n" + "\n".join(learnt_lines(pipeline.learnt)).rstrip())
