"""`cxtext redact`: a file in, the same file without personal data out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxtext.cli import options
from cxtext.cli.console import note, row_counter


def command(
    input: options.Input,  # noqa: A002
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to; .csv, .tsv, .jsonl, .parquet or .xlsx.")],
    columns: Annotated[
        str | None, typer.Option(metavar="A,B", help="Columns to mask; the text column if not given.")
    ] = None,
    name_columns: Annotated[
        str | None, typer.Option(metavar="A,B", help="Columns that hold nothing but names; every cell is masked.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Mask every column that holds text.")] = False,
    report: Annotated[bool, typer.Option("--report", help="Show how many values of each kind were masked.")] = False,
    kinds: Annotated[str | None, typer.Option(metavar="A,B", help="Kinds to mask; all if not given.")] = None,
    keep: Annotated[list[str] | None, typer.Option(help="A name or number to leave; may be given again.")] = None,
    own: Annotated[
        list[str] | None, typer.Option(metavar="NAME=PATTERN", help="A pattern of your own; may be given again.")
    ] = None,
    text: options.Text = None,
    format: options.Format = None,  # noqa: A002
    encoding: options.Encoding = None,
    delimiter: options.Delimiter = None,
    sheet: options.Sheet = None,
    spacy_model: options.SpacyModel = None,
    names: options.Names = None,
    config: options.Config = None,
    raw: Annotated[bool, typer.Option("--raw", help="Write cells as they are, also formulas.")] = False,
    force: options.Force = False,
) -> None:
    """Replace e-mails, phones, names and other personal data of a file by placeholders."""
    from cxtext.cli import show
    from cxtext.jobs.redact import redact_file
    from cxtext.read import open_feedback
    from cxtext.text.entities import NER, people_of
    from cxtext.text.masking import masking_of
    from cxtext.write import check_output

    check_output(output, force=force)
    given = {
        "mask": _listed(kinds) or None,
        "mask_own": tuple(own or ()) or None,
        "mask_keep": tuple(keep or ()) or None,
        "spacy_model": spacy_model,
        "names": names,
    }
    settings = options.settings_of(config, **given)
    people = people_of(settings.spacy_model) if settings.names == NER else None
    masking = masking_of(settings.mask, settings.mask_own, settings.mask_keep, people)
    stream = open_feedback(input, text=text, format=format, encoding=encoding, delimiter=delimiter, sheet=sheet)
    if not (columns or name_columns or every):
        note(show.columns_line(stream.columns))
    with row_counter() as progress:
        done = redact_file(
            stream,
            output,
            columns=_listed(columns),
            holders=_listed(name_columns),
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
    if done.rejects is not None:
        print(f"{done.rejected:,} records could not be read; they and the reasons are in {done.rejects}.")


def _listed(value: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (value or "").split(",") if part.strip())
