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
from cxtext.jobs.rejects import masked
from cxtext.pipeline import Pipeline
from cxtext.pipeline.pipeline import SAMPLE, Context
from cxtext.read import FeedbackStream
from cxtext.schema import Feedback, Labelled, Reject
from cxtext.text.duplicates import Copy, SeenTexts
from cxtext.text.masking import Masking
from cxtext.write import open_writer, write_rejects

Progress = Callable[[int], None]  # called with the number of rows just done


@dataclass(frozen=True)
class Tally:
    """What became of the records of an input: read = labelled + rejected."""

    labelled: int
    rejected: int
    flags: dict[str, int]
    sentiments: dict[str, int]
    rejects: Path | None = None  # the file of the rejected ones

    @property
    def read(self) -> int:
        """Records of the input."""
        return self.labelled + self.rejected


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
    if mentions is not None and mentions.resolve() == output.resolve():
        raise OptionError(f"--mentions and --output name the same file {output}")
    check_prefix(stream.names, prefix)
    pipeline = Pipeline.load(model, settings=settings)
    tally = _Tallying()
    with ExitStack() as files:
        table = files.enter_context(open_writer(output, force=force, raw=raw))
        details = files.enter_context(open_writer(mentions, force=force, raw=raw)) if mentions else None
        for labelled in _labelled(pipeline, model, iter(stream), workers):
            table.write(labelled_table(labelled, prefix=prefix, with_id=mentions is not None))
            if details:
                details.write(labelled.mentions)
            tally.add(labelled)
            progress(len(labelled.comments) + len(labelled.rejects))
    return tally.close(output, pipeline.reader.masking)


class _Tallying:
    def __init__(self) -> None:
        self.labelled = 0
        self.rejects: list[Reject] = []
        self.flags: Counter[str] = Counter()
        self.sentiments: Counter[str] = Counter()

    def add(self, labelled: Labelled) -> None:
        self.labelled += len(labelled.comments)
        self.rejects += labelled.rejects
        self.flags.update(flag for flags in labelled.comments["flags"].to_list() for flag in flags)
        self.sentiments.update(s or "not scored" for s in labelled.comments["sentiment"].to_list())

    def close(self, output: Path, masking: Masking) -> Tally:
        where = write_rejects(output, masked(self.rejects, masking))
        flags, sentiments = dict(sorted(self.flags.items())), dict(sorted(self.sentiments.items()))
        return Tally(self.labelled, len(self.rejects), flags, sentiments, where)


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
