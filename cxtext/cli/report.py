"""`cxtext report`: a report from labelled output."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from cxtext.choices import REPORTS
from cxtext.cli import opened, options
from cxtext.cli.beside import BesideOptions
from cxtext.cli.console import note, steps
from cxtext.cli.groups import spread
from cxtext.errors import OptionError, unknown


@spread
def command(
    labelled: Annotated[
        Path, typer.Argument(metavar="LABELLED", help="A file that label wrote, or a folder that run wrote.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help=f"Where to; {', '.join(REPORTS)}.")],
    mentions: Annotated[
        Path | None, typer.Option(help="The mentions that were written with it, for sentiment by theme.")
    ] = None,
    prefix: Annotated[
        str | None, typer.Option(help="Of the label columns; cx_, or the one that it was labelled with.")
    ] = None,
    rating: options.Rating = None,
    scale: opened.RatingScale = None,
    date: options.Date = None,
    source: options.Source = None,
    title: options.Title = None,
    language: options.Language = "en",
    dedupe: options.Dedupe = False,
    audience: Annotated[
        str | None,
        typer.Option(
            "--for", metavar="OWNER", help="Only what this department or owner of yours owns; or one of --personas."
        ),
    ] = None,
    split_by: Annotated[
        str | None,
        typer.Option(metavar="department", help="Write a report for each owner too, beside OUTPUT, and an index."),
    ] = None,
    compare: Annotated[
        Path | None, typer.Option(metavar="EARLIER.json", help="An earlier report as JSON: say what changed since.")
    ] = None,
    *,
    beside: BesideOptions,
    force: options.Force = False,
) -> None:
    """Make the report from labelled output; the model is not needed."""
    from cxtext.places import check_apart, check_ending, check_place
    from cxtext.read.source import find_source
    from cxtext.shipped import check_language, check_report

    if split_by is not None:
        _check_split(split_by, audience)
    opened.check_scale(scale)
    check_language(language)
    check_report(check_ending(output, "report format", REPORTS))
    check_place(output, force=force)
    for path in (labelled, mentions, compare):
        if path is not None and not path.is_dir():
            find_source(path)
    inputs = options.inputs_of(None if labelled.is_dir() else labelled, mentions, compare, *beside.files())
    check_apart([output], inputs)

    from cxtext.insight.results import Scale
    from cxtext.insight.since import read_earlier
    from cxtext.jobs.report import reopen
    from cxtext.jobs.sections import read_beside
    from cxtext.jobs.split import split
    from cxtext.jobs.summaries import summarised
    from cxtext.report import write_summary

    earlier = read_earlier(compare) if compare else None
    asked = read_beside(beside.asked())
    with steps() as step:
        step("Counting")
        found = reopen(
            labelled,
            mentions=mentions,
            prefix=prefix,
            rating=rating,
            date=date,
            source=source,
            own=bool(asked.columns or asked.personas),
        )
        found = replace(found, scale=Scale.read(scale) if scale is not None else None)
        summary = summarised(found, title=title, dedupe=dedupe, audience=audience, earlier=earlier, beside=asked)
        if split_by:
            step("Writing the reports")
            index = split(
                found, summary, output, title=title, dedupe=dedupe, beside=asked, force=force, language=language
            )
        else:
            write_summary(summary, output, force=force, language=language)
    from cxtext.cli import show

    for line in (*found.notes, *show.rating_lines(summary)):
        note(line)
    print(f"Report: {output}" + (f"   by owner: {index.path} and {index.reports} more" if split_by else ""))


def _check_split(split_by: str, audience: str | None) -> None:
    if split_by != "department":
        raise OptionError(f"--split-by: {unknown('kind', split_by, ['department'])}")
    if audience is not None:
        raise OptionError("--split-by writes a report for every owner and --for one for one of them; give one of them")
