"""A dump labelled from file to file, in parts, in bounded memory."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxtext.config import Settings
from cxtext.duck_files import check_replaceable
from cxtext.errors import OptionError
from cxtext.jobs.assemble import Assembly, assembled, clear_away
from cxtext.jobs.checkpoint import Checkpoint
from cxtext.jobs.columns import PREFIX, check_owner_column, check_prefix
from cxtext.jobs.limit import RejectLimit, RejectLimitError
from cxtext.jobs.sidecar import digest_of, model_digest
from cxtext.jobs.tally import Tally
from cxtext.jobs.workers import working
from cxtext.places import check_apart, check_place, check_table
from cxtext.read import FeedbackStream
from cxtext.schema import Columns

if TYPE_CHECKING:
    from cxtext.jobs.parts import Engine, KeptPart
    from cxtext.pipeline import Pipeline
    from cxtext.write.database import DatabaseTable

Progress = Callable[[int], None]  # called with the number of rows just done
Log = Callable[[dict[str, Any]], None]


def label_file(
    stream: FeedbackStream,
    output: Path | DatabaseTable,
    *,
    model: str = "default",
    settings: Settings | None = None,
    mentions: Path | None = None,
    prefix: str = PREFIX,
    workers: int = 1,
    engine: Engine | None = None,
    force: bool = False,
    raw: bool = False,
    resume: bool = False,
    restart: bool = False,
    max_rejects: str | None = None,
    progress: Progress = lambda _: None,
    log: Log = lambda _: None,
) -> Tally:
    """Label a stream of feedback into a file or a table; one row out for each row in, in the order of the input.

    What is done is kept in OUTPUT.job until the output is in place: whatever stops the job, it can go on from there,
    and the output is the same to the byte (a DuckDB file: to the row).

    Args:
        stream: what `read.open_feedback` gave.
        output: a file, whose ending chooses the format, or what `write.database.table_at` gave.
        model: `default` or a model folder.
        settings: for the default model.
        mentions: where to write a table of mentions; None writes none.
        prefix: of the new columns.
        workers: processes; any number gives the same bytes.
        engine: labels in their place, such as `spark.engine.SparkEngine`; it gives the same bytes too.
        force: replace existing files; of a table it says so itself.
        raw: do not guard cells against being read as formulas.
        resume: go on with an unfinished job where there is one.
        restart: drop an unfinished job where there is one.
        max_rejects: stop at more rejected records than this number, or this share with a % behind.
        progress: called after each part.
        log: called with what happened, as plain values: once at the beginning, after each part, and at the end.

    Raises:
        OptionError, OutputError, InputError, ModelError: before any work, where that can be told.
    """
    if workers < 1:
        raise OptionError(f"--workers {workers} is not a whole number from 1")
    wanted = Assembly(output, mentions, prefix, force, raw)
    _check_files([path for path in (output, mentions) if isinstance(path, Path)], force=force)
    check_prefix(stream.names, prefix, rows=not isinstance(output, Path))
    limit = RejectLimit(max_rejects)
    check_owner_column(stream.names, settings.owner_column if settings else None)
    if not isinstance(output, Path):
        output.check(wanted.columns(stream.names))
    with working(1 if engine else workers, model, settings) as processes:
        from cxtext.jobs.parts import kept_parts, label_here  # loads all that labels, as the processes meanwhile do
        from cxtext.pipeline import Pipeline

        pipeline = Pipeline.load(model, settings=settings)
        check_prefix(stream.names, prefix, codes=pipeline.codebook is not None)
        facts = facts_of(stream.columns, pipeline, prefix)
        if not isinstance(output, Path):
            facts |= {"output": str(output), "tables": output.names, "mentions": wanted.with_id}
        by = engine or (processes.labelled if processes else label_here)
        clear_away(wanted)
        with Checkpoint(wanted.place, facts, resume=resume, restart=restart) as job:
            name = output.name if isinstance(output, Path) else str(output)
            log({"event": "begun", "input": stream.origin, "output": name, "workers": workers, "resumed": resume})
            kept = kept_parts(job, stream, pipeline, prefix=prefix, engine=by)
            try:
                done = assembled(job, _told(kept, limit, progress, log), stream, pipeline, wanted)
            except RejectLimitError:
                job.remove()  # whatever is labelled next will be another file
                raise
            job.remove()
    done = dataclasses.replace(done, passed_over=stream.passed_over)
    told = {"parts": done.parts, "records": done.read, "rejected": done.rejected, "passed_over": done.passed_over}
    log({"event": "done", **told})
    return done


def _told(kept: Iterator[KeptPart], limit: RejectLimit, progress: Progress, log: Log) -> Iterator[KeptPart]:
    """The parts, each told of as it comes.

    Raises:
        RejectLimitError: more of their records were rejected than is put up with.
    """
    for number, part in enumerate(kept, 1):
        progress(part.read)
        log({"event": "part", "part": number, "records": part.read, "rejected": part.rejected})
        limit.count(part.read, part.rejected)
        yield part
    limit.check()


def _check_files(files: list[Path], *, force: bool) -> None:
    check_apart(files, [])
    for path in files:
        check_table(path)
        check_place(path, force=force)
        check_replaceable(path)


def facts_of(found: Columns, pipeline: Pipeline, prefix: str) -> dict[str, Any]:
    """What the labels depend on besides the records."""
    columns = dataclasses.asdict(found)
    del columns["reasons"]
    return {
        "cxtext": metadata.version("cxtext"),
        "polars": metadata.version("polars"),
        "model": model_digest(pipeline) or pipeline.encoder.digest,
        "settings": pipeline.settings.to_json(),
        "owners": digest_of(Path(pipeline.settings.owners)) if pipeline.settings.owners else None,
        "facets": digest_of(Path(pipeline.settings.facets)) if pipeline.settings.facets else None,
        "columns": columns,
        "prefix": prefix,
    }
