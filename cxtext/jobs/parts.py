"""The parts of an input, labelled one after the other or by several processes, each kept as soon as it is done."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

import polars as pl

from cxtext.freed_memory import give_back
from cxtext.jobs.checkpoint import Checkpoint
from cxtext.jobs.columns import check_owner_values, check_prefix
from cxtext.pipeline import Pipeline
from cxtext.pipeline.context import SAMPLE, Context
from cxtext.read import FeedbackStream
from cxtext.schema import Feedback, Labelled
from cxtext.text.duplicates import Copy, SeenTexts


@dataclass(frozen=True)
class KeptPart:
    """A part that will not be lost."""

    read: int  # records
    rejected: int  # of them


@dataclass(frozen=True)
class Part:
    """A batch on its way to a worker."""

    feedback: Feedback
    copies: tuple[Copy | None, ...]


Engine = Callable[[Pipeline, Context, Iterator[Part]], Iterator[Labelled]]
"""Labels parts, here or elsewhere, and gives them in their order; it may take some ahead."""


@dataclass(frozen=True)
class _Sent:
    """A part whose labels are awaited."""

    number: int
    counts: KeptPart
    feedback: Feedback | None  # None: it was labelled before


def kept_parts(
    job: Checkpoint,
    stream: FeedbackStream,
    pipeline: Pipeline,
    *,
    prefix: str,
    engine: Engine,
) -> Iterator[KeptPart]:
    """Label every part of an input and keep it in the job; parts that it holds already are left as they are.

    What the `engine` cannot label it adds to the rejects.

    Raises:
        OptionError: a part brings a column that the labels would make twice.
        OutputError: a part cannot be written, or the job holds another one in its place.
        WorkerError: a process was killed.
    """
    codes = pipeline.codebook is not None
    batches = _checked(iter(stream), prefix, pipeline.settings.owner_column, codes=codes)
    first = _first_batches(batches)
    if not first:
        return
    context = pipeline.context(pl.concat([batch.comments for batch in first]).head(SAMPLE))
    sent: deque[_Sent] = deque()
    parts = _unlabelled(job, chain(first, batches), sent)
    for labelled in engine(pipeline, context, parts):
        while (part := sent.popleft()).feedback is None:
            yield part.counts
        job.commit(part.number, part.feedback, labelled)
        give_back()
        yield KeptPart(part.counts.read, len(labelled.rejects))
    for part in sent:
        yield part.counts


def _checked(batches: Iterator[Feedback], prefix: str, owner_column: str | None, *, codes: bool) -> Iterator[Feedback]:
    """The batches, of which each may bring columns that the first had not; the first tells what columns hold."""
    for number, batch in enumerate(batches):
        check_prefix(batch.rows.columns, prefix, codes=codes)
        if number == 0:
            check_owner_values(batch.rows, owner_column)
        yield batch


def _first_batches(batches: Iterator[Feedback]) -> list[Feedback]:
    """Batches until they hold SAMPLE comments, so that their size changes nothing that is told from them."""
    first: list[Feedback] = []
    while sum(len(batch.comments) for batch in first) < SAMPLE:
        batch = next(batches, None)
        if batch is None:
            break
        first.append(batch)
    return first


def _unlabelled(job: Checkpoint, batches: Iterator[Feedback], sent: deque[_Sent]) -> Iterator[Part]:
    """The parts that are still to be labelled, with what only the whole input can tell: which texts came before."""
    seen = SeenTexts()
    for number, feedback in enumerate(batches):
        comments = feedback.comments
        copies = tuple(seen.copies(comments["text"].to_list(), comments["comment_id"].to_list()))
        counts = KeptPart(len(comments) + len(feedback.rejects), len(feedback.rejects))
        done = job.done(number, feedback)
        sent.append(_Sent(number, counts, None if done else feedback))
        if not done:
            yield Part(feedback, copies)


def label_here(pipeline: Pipeline, context: Context, parts: Iterator[Part]) -> Iterator[Labelled]:
    """The parts, labelled by this process, in order."""
    for part in parts:
        yield pipeline.label_batch(part.feedback, context=context, copies=part.copies)
