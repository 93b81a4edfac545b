"""`cxtext label` of a folder of Parquet into another, by Spark."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxtext.cli.console import INTERRUPTED, fail, note, row_counter
from cxtext.cli.engine import Engine
from cxtext.cli.job import Job
from cxtext.cli.joblog import log_lines
from cxtext.errors import OptionError, OutputError

if TYPE_CHECKING:
    from cxtext.read import FeedbackOptions

PARQUET = ".parquet"
ROLES = ("text", "rating", "date", "id", "source", "question", "question_text")


def checked(name: str, output: Path, unfinished: Job, *, elsewhere: Mapping[str, object]) -> list[Path]:
    """The files of an input that can be labelled into a folder; whatever cannot is refused before any work.

    Args:
        name: of the input.
        output: a folder to be.
        unfinished: what becomes of an unfinished job.
        elsewhere: options that are for files alone, by name.

    Raises:
        OptionError, OutputError: as it says.
    """
    from cxtext.places import check_apart, check_new_folder, job_path
    from cxtext.read.files import find_sources
    from cxtext.spark.folder import finished
    from cxtext.spark.folder import unfinished as said

    for option, value in elsewhere.items():
        if value:
            raise OptionError(f"{option} is for a file as output, and -o {output} is a folder; leave it out")
    sources = find_sources(name)
    files = [source.path for source in sources if source.path is not None and source.path.suffix.lower() == PARQUET]
    if len(files) < len(sources):
        other = next(source.name for source in sources if source.path not in files)
        raise OptionError(
            f"-o {output} is a folder, which Spark fills from Parquet, and {other} is none; name a file, such as"
            f" {output}.parquet: cxtext itself then reads the input and loses no row of it"
        )
    if output.exists():
        raise OutputError(f"{output} exists already; remove it or give another name")
    check_new_folder(output)
    check_apart([output], files)
    unfinished.check(output)
    folder = job_path(output)
    if finished(folder) and not (unfinished.resume or unfinished.restart):
        raise OutputError(said(folder))
    return files


def label_into_folder(
    files: list[Path],
    output: Path,
    where: Engine,
    unfinished: Job,
    how: FeedbackOptions,
    log_json: Path | None,
    **more: Any,
) -> None:
    """Label Parquet files into a folder, and say what became of them; `more` as of `spark.dataset.label_folder`."""
    output.parent.mkdir(parents=True, exist_ok=True)
    given: dict[str, Any] = {name: value for name, value in how.items() if name in ROLES}
    from cxtext.cli.show import taxonomy_line

    try:
        with where.session() as session, log_lines(log_json) as log, row_counter() as progress:
            from cxtext.spark.dataset import label_folder

            told = dataclasses.asdict(unfinished)
            done = label_folder(session, files, output, given=given, progress=progress, log=log, **told, **more)
    except KeyboardInterrupt:
        fail("stopped; slices that are done are kept, go on with --resume", INTERRUPTED)
    note(taxonomy_line(done.taxonomy))
    print(f"Read {done.read:,} rows: {done.labelled:,} labelled, {done.rejected:,} rejected.")
    print(f"Labelled: {output}")
