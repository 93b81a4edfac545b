"""`cxtext watch`: files labelled as they arrive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxtext.choices import TABLES
from cxtext.cli import options
from cxtext.cli.console import note
from cxtext.cli.groups import spread
from cxtext.cli.owning import Owning
from cxtext.duck_files import check_package
from cxtext.errors import InputError, OptionError, unknown


@spread
def command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where files arrive.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the labelled ones go.")],
    model: Annotated[str, typer.Option(help="default, or the folder of a trained model.")] = options.DEFAULT_MODEL,
    ending: Annotated[
        str | None,
        typer.Option("--to", help=f"The format of the outputs, {', '.join(TABLES)}; the input's own if not given."),
    ] = None,
    every: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="How long to wait between two looks.")] = 10,
    once: Annotated[bool, typer.Option("--once", help="Label what is there now, and end.")] = False,
    *,
    labelling: options.Labelling,
    owning: Owning,
) -> None:
    """Label the files of a folder as they arrive, once each, also when stopped and started again.

    Each file is found out about by itself, as `label` does. What became of it stands in FOLDER/watched.jsonl.
    """
    settings = labelling.settings(model, **owning.given())
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}; make it first")
    if ending is not None and ending not in TABLES:
        raise OptionError(f"--to: {unknown('format', ending, TABLES)}")
    check_package(ending or "")
    if output.exists() and not output.is_dir():
        raise OptionError(f"{output} is a file; --output names the folder for the labelled files")

    from cxtext.jobs.watch import watch_folder

    failed = False
    watching = watch_folder(folder, output, model=model, settings=settings, ending=ending, every=every, once=once)
    for result in watching:
        if result.output:
            print(
                f"{result.name}: {result.labelled:,} labelled, {result.rejected:,} rejected → {result.output}",
                flush=True,
            )
        else:
            failed |= not result.passed_over
            note(f"{result.name}: {result.error}")
    if failed:
        raise typer.Exit(2)
