"""`cxtext demo`: the main job on real feedback that ships with the package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxtext import choices
from cxtext.cli import options
from cxtext.cli.console import steps
from cxtext.errors import OptionError, unknown


def command(
    sample: Annotated[str, typer.Argument(metavar="[SAMPLE]", help="Which sample; see --list.")] = "nhs",
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to make.")] = Path(
        "cxtext-demo"
    ),
    list_samples: Annotated[bool, typer.Option("--list", help="Name the samples and stop.")] = False,
    force: options.Force = False,
) -> None:
    """Run the main job on a real sample that ships with cxtext."""
    if not list_samples:
        if sample not in choices.SAMPLES:
            raise OptionError(unknown("sample", sample, choices.SAMPLES))
        options.check_folder(output, None, None, force=force)

    from cxtext.samples import SAMPLES, read_sample

    if list_samples:
        for name, entry in SAMPLES.items():
            print(f"{name:<8} {entry.title}: {entry.description}")
        return
    from cxtext.cli.run import run_and_show
    from cxtext.config import Settings

    with steps() as step:
        step("Reading the sample")
        feedback = read_sample(sample)
    run_and_show(feedback, output, settings=Settings(), model=None, title=SAMPLES[sample].title, force=force)
