"""A theme model learnt from a dump."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from cxtext.audit.apart import hash_of
from cxtext.bundle import check_folder
from cxtext.config import Settings
from cxtext.errors import OptionError, unknown
from cxtext.pipeline import Pipeline
from cxtext.pipeline.absorbing import Gathered, absorb, gather, update
from cxtext.pipeline.coding import frame_in
from cxtext.pipeline.retraining import going_on
from cxtext.pipeline.sampling import joined
from cxtext.pipeline.spool import Spool
from cxtext.read import FeedbackStream
from cxtext.schema import Feedback

if TYPE_CHECKING:
    from cxtext.pipeline.auditing import Answered, Found
    from cxtext.pipeline.audits import Lessons

Step = Callable[[str], None]  # called with what is about to be done


@dataclass(frozen=True)
class Streamed:
    """A pipeline that learnt from a stream, and what became of the stream."""

    pipeline: Pipeline
    gathered: Gathered


def train_file(
    feedback: Feedback,
    folder: Path,
    *,
    settings: Settings | None = None,
    sentiment_labels: str | None = None,
    since: Pipeline | None = None,
    labels: str | None = None,
    touchpoints: str | None = None,
    audit: Answered | None = None,
    force: bool = False,
) -> Pipeline:
    """Learn themes from feedback and save the model.

    Args:
        feedback: what to learn from.
        folder: where to save.
        settings: of the pipeline.
        sentiment_labels: the column of the input with labels or ratings to adapt the sentiment model to.
        since: a model to go on from, see `pipeline.retraining.going_on`.
        labels: the column of the input with codes that people gave, to learn a codebook from.
        touchpoints: the column of the input with touchpoints that people gave, to learn to link from.
        audit: a filled sheet whose answers are learnt; half of its comments are kept apart, see `audit.apart`.
        force: replace the folder.

    Raises:
        OutputError: the folder exists and `force` is not set.
        OptionError: no such column; or the model to go on from has another encoder.
        InputError: there is nothing to learn from, or a column does not hold what it should.
    """
    check_folder(folder, force=force)
    if labels is not None:
        frame_in(feedback, labels)
    pipeline = Pipeline(settings) if since is None else going_on(since, settings)
    columns = {"sentiment": sentiment_labels, "touchpoint": touchpoints}
    lessons = _teach(pipeline, feedback, columns, audit)
    pipeline.fit(feedback)
    _end(pipeline, lessons)
    if labels is not None:
        pipeline.learn_codes(feedback, labels)
    pipeline.save(folder)
    return pipeline


def train_stream(
    stream: FeedbackStream,
    folder: Path,
    *,
    settings: Settings | None = None,
    sentiment_labels: str | None = None,
    since: Pipeline | None = None,
    labels: str | None = None,
    touchpoints: str | None = None,
    audit: Answered | None = None,
    force: bool = False,
    step: Step = lambda _: None,
) -> Streamed:
    """Learn themes from a stream in bounded memory and save the model.

    Themes, words, codes and sentiment are learnt from a sample, centres and sizes from everything. What is read is kept
    on disk meanwhile, in a hidden folder beside the model: the text, and a kilobyte for each mention.

    Args:
        stream: what `read.open_feedback` or `read.read_or_open` gave.
        folder: where to save.
        settings, sentiment_labels, since, labels, touchpoints, audit, force: as for `train_file`.
        step: told what comes next.

    Raises:
        OutputError: the folder exists and `force` is not set, or the disk is full.
        OptionError, InputError: as `train_file`.
    """
    check_folder(folder, force=force)
    for column in (labels, sentiment_labels, touchpoints):
        if column is not None and column not in stream.names:
            raise OptionError(unknown("column", column, stream.names))
    pipeline = Pipeline(settings) if since is None else going_on(since, settings)
    with Spool(folder) as spool:
        audited: list[Feedback] = []
        parts = stream if audit is None else _picking(stream, audit, pipeline.audits.lessons, audited)
        gathered = gather(parts, spool, seed=pipeline.settings.seed, progress=_counting(step, "Reading: {} comments"))
        sample = gathered.sample
        step(f"Learning themes from a sample of {len(sample.comments):,} of {gathered.comments:,} comments")
        if labels is not None:
            frame_in(sample, labels)
        columns = {"sentiment": sentiment_labels, "touchpoint": touchpoints}
        lessons = _teach(pipeline, sample, columns, audit, beside=audited)
        pipeline.fit(sample)
        every = f"Learning from all comments: {{}} of {gathered.comments:,}"
        absorb(pipeline, spool, gathered, anew=True, progress=_counting(step, every))
        _end(pipeline, lessons)
        if labels is not None:
            pipeline.learn_codes(sample, labels)
    pipeline.save(folder)
    return Streamed(pipeline, gathered)


def update_file(
    model: Path, stream: FeedbackStream, *, output: Path | None = None, force: bool = False, step: Step = lambda _: None
) -> Streamed:
    """Let a model learn from further comments, in bounded memory, and save it anew, whole or not at all.

    Args:
        model: the folder; it is replaced once the new one is whole.
        stream: the new comments.
        output: another folder to save to; the model stays as it is.
        force: replace that folder.
        step: told what comes next.

    Raises:
        ModelError: it is no model, or one that does not keep what an update goes on from.
        InputError: the model has learnt from these comments already, or they hold nothing to learn from.
        OutputError: the other folder exists and `force` is not set, or the disk is full.
    """
    if output is not None:
        check_folder(output, force=force)
    step(f"Loading {model}")
    pipeline = Pipeline.load(model)
    folder = output or model
    gathered = update(pipeline, stream, folder, _counting(step, "Learning from the comments: {}"))
    pipeline.save(folder)
    return Streamed(pipeline, gathered)


@dataclass(frozen=True)
class _Lessons:
    """What an audit has taught so far."""

    found: Found
    said: dict[str, tuple[int, str]]  # by kind how many answers were learnt, and why not more


def _teach(
    pipeline: Pipeline,
    feedback: Feedback,
    columns: dict[str, str | None],
    audit: Answered | None,
    *,
    beside: Sequence[Feedback] = (),
) -> _Lessons | None:
    """What is learnt of people's labels before themes are: by kind from a column of the input, or from an audit.

    `beside` are audited comments that may not be among the feedback.
    """
    found = None
    if audit is not None:
        from cxtext.pipeline.auditing import found_in  # reads and writes sheets; training alone does without

        found = found_in(audit, _with(feedback, beside), pipeline.reader, pipeline.audits.apart)
        pipeline.audits = replace(pipeline.audits, apart=found.apart(pipeline.audits.apart))
    if (sentiment := columns["sentiment"]) is not None:
        pipeline.adapt_sentiment(feedback, sentiment)
    if (touchpoints := columns["touchpoint"]) is not None:
        pipeline.learn_touchpoints(feedback, touchpoints)
    if found is None:
        return None
    from cxtext.pipeline.auditing import teach_labels

    taught = frozenset(kind for kind, column in columns.items() if column is not None)
    return _Lessons(found, teach_labels(pipeline, found, taught=taught))


def _picking(stream: FeedbackStream, audit: Answered, lessons: Lessons, audited: list[Feedback]) -> Iterator[Feedback]:
    """The parts of a stream, of which the comments of this audit and of earlier ones are put aside on the way."""
    wanted = [drawn.comment_id for drawn in audit.key.drawn]
    earlier = {key for own in lessons.values() for key in own}
    for batch in stream:
        rows = batch.comments["comment_id"].is_in(wanted)
        if earlier:
            rows |= pl.Series([hash_of(text) in earlier for text in batch.comments["text"]], dtype=pl.Boolean)
        if rows.any():
            audited.append(replace(batch, rows=batch.rows.filter(rows), comments=batch.comments.filter(rows)))
        yield batch


def _with(feedback: Feedback, beside: Sequence[Feedback]) -> Feedback:
    """The feedback, and behind it those of other comments that it does not hold."""
    known = feedback.comments["comment_id"].to_list()
    for part in beside:
        new = ~part.comments["comment_id"].is_in(known)
        feedback = joined(feedback, replace(part, rows=part.rows.filter(new), comments=part.comments.filter(new)))
    return feedback


def _end(pipeline: Pipeline, lessons: _Lessons | None) -> None:
    """What is learnt of an audit once there are themes, and whether all of it helped."""
    if lessons is not None:
        from cxtext.pipeline.auditing import outcome
        from cxtext.pipeline.theme_lessons import teach_themes

        said = lessons.said | teach_themes(pipeline, lessons.found)
        pipeline.audits = replace(pipeline.audits, taught=outcome(pipeline, lessons.found, said))


def _counting(step: Step, text: str) -> Callable[[int], None]:
    """What tells how many comments are done."""
    done = 0

    def advance(comments: int) -> None:
        nonlocal done
        done += comments
        step(text.format(f"{done:,}"))

    return advance
