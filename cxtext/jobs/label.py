"""A dump labelled from file to file, in parts, in bounded memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

import joblib
import polars as pl

from cxtext.config import Settings
from cxtext.errors import OptionError
from cxtext.jobs.columns import PREFIX, check_prefix, labelled_table
from cxtext.jobs.dates import Dates, dates_of
from cxtext.jobs.rejects import Rejected, RejectLog
from cxtext.jobs.sidecar import Sidecar, digest_of, sidecar_bytes, sidecar_path
from cxtext.pipeline import Pipeline
from cxtext.pipeline.pipeline import SAMPLE, Context
from cxtext.places import Place, check_apart
from cxtext.read import FeedbackStream
from cxtext.schema import Feedback, Labelled
from cxtext.text.duplicates import Copy, SeenTexts
from cxtext.write import open_writer

Progress = Callable[[int], None]  # called with the number of rows just done


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


@dataclass(frozen=True)
class _Part:
    """A batch on its way to a worker."""

    feedback: Feedback
    copies: tuple[Copy | None, ...]


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
    progress: Progress = lambda _: None,
) -> Tally:
    """Label a stream of feedback into a file; one row out for each row in, in the order of the input.

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
        progress: called after each part.

    Raises:
        OptionError, OutputError, InputError, ModelError: before any work, where that can be told.
    """
    if workers < 1:
        raise OptionError(f"--workers {workers} is not a whole number from 1")
    check_apart([output, *([mentions] if mentions else [])], [])
    check_prefix(stream.names, prefix)
    pipeline = Pipeline.load(model, settings=settings)
    codes = pipeline.codebook is not None
    check_prefix(stream.names, prefix, codes=codes)
    tally = _Tallying()
    with ExitStack() as files:
        rejects = files.enter_context(RejectLog(output, pipeline.reader.masking))
        sidecar = files.enter_context(Place(sidecar_path(output), force=True))
        details = files.enter_context(open_writer(mentions, force=force, raw=raw)) if mentions else None
        table = files.enter_context(open_writer(output, force=force, raw=raw))
        for labelled in _labelled(pipeline, model, _checked(iter(stream), prefix, codes=codes), workers):
            table.write(labelled_table(labelled, prefix=prefix, with_id=mentions is not None))
            if details:
                details.write(labelled.mentions)
            rejects.add(labelled.rejects)
            tally.add(labelled, stream.columns.date)
            progress(len(labelled.comments) + len(labelled.rejects))
        if details:
            details.finish()
        table.finish()
        done = tally.close(rejects.rejected(), pipeline)
        facts = Sidecar(stream.columns, prefix, stream.origin, done.labelled, done.rejected, pipeline.catalogue())
        sidecar.write(sidecar_bytes(facts, pipeline, digest=digest_of(table.draft)))
        sidecar.commit()
    return done


def _checked(batches: Iterator[Feedback], prefix: str, *, codes: bool) -> Iterator[Feedback]:
    """The batches, of which each may bring columns that the first had not."""
    for batch in batches:
        check_prefix(batch.rows.columns, prefix, codes=codes)
        yield batch


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


def _labelled(pipeline: Pipeline, model: str, batches: Iterator[Feedback], workers: int) -> Iterator[Labelled]:
    """The parts, labelled, in order; what holds for the whole input is told from the first one."""
    first = _first_batches(batches)
    if not first:
        return
    context = pipeline.context(pl.concat([batch.comments for batch in first]).head(SAMPLE))
    parts = _parts(chain(first, batches))
    if workers == 1:
        for part in parts:
            yield pipeline.label_batch(part.feedback, context=context, copies=part.copies)
        return
    jobs = (joblib.delayed(_label_part)(model, pipeline.settings, context, part) for part in parts)
    yield from joblib.Parallel(n_jobs=workers, return_as="generator", pre_dispatch="2*n_jobs", max_nbytes=None)(jobs)


def _first_batches(batches: Iterator[Feedback]) -> list[Feedback]:
    """Batches until they hold SAMPLE comments, so that their size changes nothing that is told from them."""
    first: list[Feedback] = []
    while sum(len(batch.comments) for batch in first) < SAMPLE:
        batch = next(batches, None)
        if batch is None:
            break
        first.append(batch)
    return first


def _parts(batches: Iterator[Feedback]) -> Iterator[_Part]:
    """Batches with what only the whole input can tell: which texts came before."""
    seen = SeenTexts()
    for feedback in batches:
        comments = feedback.comments
        yield _Part(feedback, tuple(seen.copies(comments["text"].to_list(), comments["comment_id"].to_list())))


def _label_part(model: str, settings: Settings, context: Context, part: _Part) -> Labelled:
    pipeline = _worker_pipeline(model, settings)
    return pipeline.label_batch(part.feedback, context=context, copies=part.copies)


@cache
def _worker_pipeline(model: str, settings: Settings) -> Pipeline:
    """The model, loaded once in each worker process."""
    return Pipeline.load(model, settings=settings)
