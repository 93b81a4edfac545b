"""A dump labelled from file to file, in parts, in bounded memory."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from cxtext.config import Settings
from cxtext.errors import OptionError
from cxtext.jobs.checkpoint import Checkpoint
from cxtext.jobs.columns import PREFIX, check_owner_column, check_prefix, labelled_table
from cxtext.jobs.dates import Dates, dates_of
from cxtext.jobs.limit import RejectLimit, RejectLimitError
from cxtext.jobs.parts import kept_parts
from cxtext.jobs.rejects import Rejected, RejectLog
from cxtext.jobs.sidecar import Sidecar, digest_of, model_digest, sidecar_bytes, sidecar_path
from cxtext.pipeline import Pipeline
from cxtext.places import Place, check_apart, check_ending, check_place
from cxtext.read import FeedbackStream
from cxtext.schema import Labelled
from cxtext.write import WRITERS, open_writer

Progress = Callable[[int], None]  # called with the number of rows just done
Log = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Tally:
    """What became of the records of an input: read = labelled + rejected."""

    labelled: int
    flags: dict[str, int]
    sentiments: dict[str, int]
    reject: Rejected
    dates: Dates
    taxonomy: str  # its name and its packs

    @property
    def read(self) -> int:
        """Records of the input."""
        return self.labelled + self.rejected

    @property
    def rejected(self) -> int:
        """Records that could not be read."""
        return self.reject.count

    @property
    def rejects(self) -> Path | None:
        """The file of the rejected ones."""
        return self.reject.path


def label_file(
    stream: FeedbackStream,
    output: Path,
    *,
    model: str = "default",
    settings: Settings | None = None,
    mentions: Path | None = None,
    prefix: str = PREFIX,
    workers: int = 1,
    force: bool = False,
    raw: bool = False,
    resume: bool = False,
    restart: bool = False,
    max_rejects: str | None = None,
    progress: Progress = lambda _: None,
    log: Log = lambda _: None,
) -> Tally:
    """Label a stream of feedback into a file; one row out for each row in, in the order of the input.

    What is done is kept in OUTPUT.job until the output is in place: whatever stops the job, it can go on from there,
    and the output is the same to the byte.

    Args:
        stream: what `read.open_feedback` gave.
        output: its ending chooses the format.
        model: `default` or a model folder.
        settings: for the default model.
        mentions: where to write a table of mentions; None writes none.
        prefix: of the new columns.
        workers: processes; any number gives the same bytes.
        force: replace existing files.
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
    outputs = [output, *([mentions] if mentions else [])]
    check_apart(outputs, [])
    for path in outputs:
        check_ending(path, "output format", WRITERS)
        check_place(path, force=force)
    check_prefix(stream.names, prefix)
    limit = RejectLimit(max_rejects)
    check_owner_column(stream.names, settings.owner_column if settings else None)
    pipeline = Pipeline.load(model, settings=settings)
    check_prefix(stream.names, prefix, codes=pipeline.codebook is not None)
    with Checkpoint(output, _facts(stream, pipeline, prefix), resume=resume, restart=restart) as job:
        parts = records = rejected = 0
        log({"event": "begun", "input": stream.origin, "output": output.name, "workers": workers, "resumed": resume})
        try:
            for part in kept_parts(job, stream, pipeline, model, prefix=prefix, workers=workers):
                parts, records, rejected = parts + 1, records + part.read, rejected + part.rejected
                progress(part.read)
                log({"event": "part", "part": parts, "records": part.read, "rejected": part.rejected})
                limit.count(part.read, part.rejected)
            limit.check()
        except RejectLimitError:
            job.remove()  # whatever is labelled next will be another file
            raise
        done = _assembled(job, parts, stream, pipeline, output, mentions, prefix=prefix, force=force, raw=raw)
        job.remove()
    log({"event": "done", "parts": parts, "records": records, "rejected": rejected})
    return done


def _facts(stream: FeedbackStream, pipeline: Pipeline, prefix: str) -> dict[str, Any]:
    """What the labels depend on besides the records."""
    columns = dataclasses.asdict(stream.columns)
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


def _assembled(
    job: Checkpoint,
    parts: int,
    stream: FeedbackStream,
    pipeline: Pipeline,
    output: Path,
    mentions: Path | None,
    *,
    prefix: str,
    force: bool,
    raw: bool,
) -> Tally:
    """The parts in their order as one output, with what stands beside it."""
    tally = _Tallying()
    with ExitStack() as files:
        rejects = files.enter_context(RejectLog(output, pipeline.reader.masking))
        sidecar = files.enter_context(Place(sidecar_path(output), force=True))
        details = files.enter_context(open_writer(mentions, force=force, raw=raw)) if mentions else None
        table = files.enter_context(open_writer(output, force=force, raw=raw))
        for number in range(parts):
            labelled = job.part(number, stream.origin)
            table.write(labelled_table(labelled, prefix=prefix, with_id=mentions is not None))
            if details:
                details.write(labelled.mentions)
            rejects.add(labelled.rejects)
            tally.add(labelled, stream.columns.date)
        if details:
            details.finish()
        table.finish()
        done = tally.close(rejects.rejected(), pipeline)
        facts = Sidecar(
            stream.columns,
            prefix,
            stream.origin,
            done.labelled,
            done.rejected,
            pipeline.catalogue(),
            mentions=digest_of(details.draft) if details else "",
        )
        sidecar.write(sidecar_bytes(facts, pipeline, digest=digest_of(table.draft)))
        sidecar.commit()
    return done


class _Tallying:
    def __init__(self) -> None:
        self.labelled = 0
        self.flags: Counter[str] = Counter()
        self.sentiments: Counter[str] = Counter()
        self.dates = Dates()

    def add(self, labelled: Labelled, date: str | None) -> None:
        self.labelled += len(labelled.comments)
        self.flags.update(flag for flags in labelled.comments["flags"].to_list() for flag in flags)
        self.sentiments.update(s or "not scored" for s in labelled.comments["sentiment"].to_list())
        if labelled.rows is not None:
            self.dates += dates_of(labelled.rows, labelled.comments["date"], date)

    def close(self, rejected: Rejected, pipeline: Pipeline) -> Tally:
        flags, sentiments = dict(sorted(self.flags.items())), dict(sorted(self.sentiments.items()))
        return Tally(self.labelled, flags, sentiments, rejected, self.dates, pipeline.taxonomy_name)
