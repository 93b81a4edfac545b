"""`cxtext label`: a dump in, the same dump with labels out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxtext.cli import options
from cxtext.cli.console import note, row_counter


def command(
    input: options.Input,  # noqa: A002
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to; .csv, .tsv, .jsonl, .parquet or .xlsx.")],
    model: Annotated[str, typer.Option(help="default, or the folder of a trained model.")] = "default",
    mentions: Annotated[Path | None, typer.Option(help="Write the mentions of every comment here too.")] = None,
    prefix: options.Prefix = "cx_",
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
    sentiment: options.Sentiment = None,
    spacy_model: options.SpacyModel = None,
    names: options.Names = None,
    taxonomy: options.Taxonomy = None,
    config: options.Config = None,
    workers: Annotated[int, typer.Option(help="Processes to label with.")] = 1,
    raw: Annotated[
        bool,
        typer.Option("--raw", help="Write cells as they are, also those that a spreadsheet would run as formulas."),
    ] = False,
    force: options.Force = False,
) -> None:
    """Label every row of a dump with the default model or a trained one; all rows and columns are kept."""
    from cxtext.cli import show
    from cxtext.jobs.label import label_file
    from cxtext.read import open_feedback
    from cxtext.write import check_output

    for path in filter(None, (output, mentions)):
        check_output(path, force=force)
    options.check_model_options(
        model, pack=pack, sentiment=sentiment, spacy_model=spacy_model, names=names, taxonomy=taxonomy
    )
    settings = options.settings_of(
        config, packs=pack, sentiment=sentiment, spacy_model=spacy_model, names=names, taxonomy=taxonomy
    )
    stream = open_feedback(
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
    note(show.columns_line(stream.columns))
    with row_counter() as progress:
        tally = label_file(
            stream,
            output,
            model=model,
            settings=settings,
            mentions=mentions,
            prefix=prefix,
            workers=workers,
            force=force,
            raw=raw,
            progress=progress,
        )
    print("\n".join(show.tally_lines(tally)))
    print(f"Labelled: {output}" + (f"   mentions: {mentions}" if mentions else ""))
