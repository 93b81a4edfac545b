"""`cxtext redact`: a file in, the same file without personal data out."""

from __future__ import annotations

from typing import Annotated

import typer

from cxtext.cli import options
from cxtext.cli.console import note, row_counter
from cxtext.cli.groups import spread
from cxtext.errors import OptionError


@spread
def command(
    input: options.Input,  # noqa: A002
    output: options.Output,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            metavar="A,B", help="Columns to mask, several with commas, or given again; the text column if none."
        ),
    ] = None,
    name_columns: Annotated[
        list[str] | None,
        typer.Option(
            metavar="A,B",
            help="Columns that hold nothing but names, several with commas, or given again; every cell is masked.",
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Mask every column that holds text.")] = False,
    report: Annotated[bool, typer.Option("--report", help="Show how many values of each kind were masked.")] = False,
    kinds: options.Kinds = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="A,B", help="Names or numbers to leave, several with commas, or given again."),
    ] = None,
    own: Annotated[
        list[str] | None, typer.Option(metavar="NAME=PATTERN", help="A pattern of your own; may be given again.")
    ] = None,
    *,
    reading: options.Reading,
    spacy_model: options.SpacyModel = None,
    names: options.Names = None,
    config: options.Config = None,
    raw: options.Raw = False,
    force: options.Force = False,
) -> None:
    """Replace e-mails, phones, names and other personal data of a file by placeholders."""
    from cxtext.text.masking import masking_of

    given = {"kinds": kinds, "keep": keep, "own": tuple(own) if own else None}
    settings = options.settings_of(config, **given, spacy_model=spacy_model, names=names)
    if spacy_model is not None and settings.names != "ner":
        raise OptionError("--spacy-model does nothing here without --names ner; leave it out, or add that")
    people = None
    if settings.names == "ner":
        from cxtext.text.entities import people_of

        people = people_of(settings.spacy_model)
    masking = masking_of(settings.mask, settings.mask_own, settings.mask_keep, people)
    how = reading.checked(input)
    options.check_outputs([output], input, force=force)

    from cxtext.cli import show
    from cxtext.jobs.redact import redact_file
    from cxtext.read import open_feedback

    stream = open_feedback(input, **how)
    if not (columns or name_columns or every):
        note(show.columns_line(stream.columns))
    with row_counter(stream.meter) as progress:
        done = redact_file(
            stream,
            output,
            columns=options.listed_columns(columns, stream.names),
            holders=options.listed_columns(name_columns, stream.names),
            every=every,
            masking=masking,
            force=force,
            raw=raw,
            progress=progress,
        )
    print(f"Masked {sum(done.kinds.values()):,} values in {done.cells:,} cells of {done.rows:,} rows: {output}")
    if report:
        print(
            "\n".join(f"{count:>9,}  {kind}" for kind, count in sorted(done.kinds.items(), key=lambda k: (-k[1], k[0])))
        )
    for line in show.rejected_lines(done.reject, done.rows + done.reject.count):
        print(line)
