"""`cxtext label`: a dump in, the same dump with labels out."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from cxtext.choices import MOST_WORKERS
from cxtext.cli import dataset, options
from cxtext.cli.console import INTERRUPTED, fail, note, row_counter
from cxtext.cli.engine import Engine
from cxtext.cli.groups import spread
from cxtext.cli.into import Into, Output
from cxtext.cli.job import Job, stopped
from cxtext.cli.joblog import LogJson, check_log, log_lines
from cxtext.cli.owning import Owning


@spread
def command(
    input: options.Input,  # noqa: A002
    output: Output,
    model: Annotated[str, typer.Option(help="default, or the folder of a trained model.")] = options.DEFAULT_MODEL,
    mentions: Annotated[Path | None, typer.Option(help="Write the mentions of every comment here too.")] = None,
    prefix: options.Prefix = "cx_",
    *,
    tables: Into,
    reading: options.Reading,
    labelling: options.Labelling,
    owning: Owning,
    workers: Annotated[int, typer.Option(min=1, max=MOST_WORKERS, help="Processes to label with.")] = 1,
    where: Engine,
    raw: options.Raw = False,
    force: options.Force = False,
    unfinished: Job,
    log_json: LogJson = None,
) -> None:
    """Label every row of a dump with the default model or a trained one; all rows and columns are kept.

    What is done is kept beside the output until that is whole: a job that was stopped goes on with --resume.
    """
    settings = labelling.settings(model, **owning.given())
    how = reading.checked(input)
    where.check(workers)
    if where.fills(output):
        elsewhere = {"--mentions": mentions, "--into": tables.into, "--raw": raw, "--force": force}
        files = dataset.checked(input, Path(output), unfinished, elsewhere=elsewhere)
        check_log(log_json, input, [Path(output)])
        dataset.label_into_folder(
            files, Path(output), where, unfinished, how, log_json, model=model, settings=settings, prefix=prefix
        )
        return
    target = tables.checked(output, input, reading.table, mentions=mentions, force=force)
    place = target if isinstance(target, Path) else target.beside
    check_log(log_json, input, [place, mentions])
    unfinished.check(place)

    from cxtext.cli import show
    from cxtext.jobs.columns import check_owner_column, check_prefix
    from cxtext.read import open_feedback

    stream = open_feedback(input, **how)
    check_prefix(stream.names, prefix)
    check_owner_column(stream.names, settings.owner_column)
    note(show.columns_line(stream.columns))

    from cxtext.jobs.label import label_file

    try:
        with log_lines(log_json) as log, where.started() as engine, row_counter(stream.meter) as progress:
            tally = label_file(
                stream,
                target,
                model=model,
                settings=settings,
                mentions=mentions,
                prefix=prefix,
                workers=workers,
                engine=engine,
                force=force,
                raw=raw,
                **dataclasses.asdict(unfinished),
                progress=progress,
                log=log,
            )
    except KeyboardInterrupt:
        fail(stopped(place), INTERRUPTED)
    for line in show.date_lines(tally.dates):
        note(line)
    note(show.taxonomy_line(tally.taxonomy))
    print("\n".join(show.tally_lines(tally)))
    print(f"Labelled: {target}" + (f"   mentions: {mentions}" if mentions else ""))
