"""`cxtext report`: a report from labelled output."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxtext.choices import REPORTS
from cxtext.cli import options
from cxtext.cli.console import note, steps


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
    date: options.Date = None,
    source: options.Source = None,
    title: options.Title = None,
    dedupe: options.Dedupe = False,
    force: options.Force = False,
) -> None:
    """Make the report from labelled output; the model is not needed."""
    from cxtext.places import check_apart, check_ending, check_place
    from cxtext.read.source import find_source
    from cxtext.shipped import check_report

    check_report(check_ending(output, "report format", REPORTS))
    check_place(output, force=force)
    for path in (labelled, mentions):
        if path is not None and not path.is_dir():
            find_source(path)
    check_apart([output], options.inputs_of(None if labelled.is_dir() else labelled, mentions))

    from cxtext.jobs.report import summarise_file
    from cxtext.report import write_summary

    said: list[str] = []
    with steps() as step:
        step("Counting")
        summary = summarise_file(
            labelled,
            mentions=mentions,
            prefix=prefix,
            rating=rating,
            date=date,
            source=source,
            title=title,
            dedupe=dedupe,
            note=said.append,
        )
        write_summary(summary, output, force=force)
    for line in said:
        note(line)
    print(f"Report: {output}")
