"""Themes that learn from a whole stream of comments, part by part: centres, scores and sizes, not what they are.

This serves an input that is too big for the memory, whose themes were found in a sample of it, and tonight's comments
for a model that stays in use.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from cxtext.errors import InputError, ModelError
from cxtext.pipeline.census import Census, joined, sized, take_census
from cxtext.pipeline.deciding import decide
from cxtext.pipeline.learnt import Batch, Fingerprint, Learnt
from cxtext.pipeline.linked import places_of
from cxtext.pipeline.sampling import Reservoir
from cxtext.pipeline.spool import ReadPart, Spool
from cxtext.pipeline.touchpoints import links_of
from cxtext.read import FeedbackStream
from cxtext.schema import Feedback, Reject
from cxtext.themes.draft import Draft
from cxtext.themes.identity import fingerprint
from cxtext.themes.moving import Mentions, moved, refitted, weigh
from cxtext.themes.themes import ThemeSet

if TYPE_CHECKING:
    from cxtext.pipeline.pipeline import Pipeline

AT_ONCE = 50  # counts of parts that wait to be added up: adding each to the sum would take longer the longer it goes on
FIRST_REJECTS = 3  # kept to be shown
TEMPORARY = Path(tempfile.gettempdir()) / "cxtext"

Stream = FeedbackStream | Iterable[Feedback]
Progress = Callable[[int], None]  # called with the number of comments just done


@dataclass(frozen=True)
class Gathered:
    """What became of a stream on its way to the spool."""

    sample: Feedback
    comments: int
    fingerprint: str
    rejects: tuple[Reject, ...]  # the first ones
    rejected: int  # all of them


def gather(stream: Stream, spool: Spool, *, seed: int, progress: Progress = lambda _: None) -> Gathered:
    """Read a stream into a spool and draw a sample of it.

    Raises:
        InputError: it cannot be read further.
        OutputError: the disk is full.
    """
    reservoir, known = Reservoir(seed=seed), Fingerprint()
    rejects: list[Reject] = []
    rejected = 0
    for batch in stream:
        spool.add(batch.comments)
        reservoir.add(batch)
        known.add(batch.comments)
        rejects += batch.rejects[: FIRST_REJECTS - len(rejects)]
        rejected += len(batch.rejects)
        progress(len(batch.comments))
    spool.end()
    return Gathered(reservoir.drawn(), reservoir.seen, str(known), tuple(rejects), rejected)


def fit_stream(pipeline: Pipeline, stream: Stream, beside: Path = TEMPORARY) -> None:
    """Let a pipeline find themes in a sample of a stream and learn from all of it; see `absorb`."""
    with Spool(beside) as spool:
        gathered = gather(stream, spool, seed=pipeline.settings.seed)
        pipeline.fit(gathered.sample)
        absorb(pipeline, spool, gathered, anew=True)


def update(
    pipeline: Pipeline, stream: Stream, beside: Path = TEMPORARY, progress: Progress = lambda _: None
) -> Gathered:
    """Let a pipeline that has learnt themes learn from further comments too; see `absorb`."""
    with Spool(beside) as spool:
        gathered = gather(stream, spool, seed=pipeline.settings.seed)
        absorb(pipeline, spool, gathered, progress=progress)
    return gathered


def absorb(
    pipeline: Pipeline, spool: Spool, gathered: Gathered, *, anew: bool = False, progress: Progress = lambda _: None
) -> Batch:
    """Let a pipeline learn from every comment in a spool; ids, names and decisions stay as they are.

    Args:
        pipeline: has learnt themes.
        spool: the comments.
        gathered: what `gather` said of them.
        anew: the themes were found in a sample of these comments, so nothing else counts; else they come on top.
        progress: called after each part.

    Raises:
        ModelError: nothing was learnt, or by a cxtext that did not keep what is needed.
        InputError: the pipeline has learnt from these comments already, or they hold nothing to learn from.
        OutputError: the disk is full.
    """
    themes, identity, learnt, old = pipeline.themes, pipeline.identity, pipeline.learnt, pipeline.census
    if themes is None:
        raise ModelError("there are no themes to update: the pipeline has not learnt any (call fit first)")
    if identity is None or learnt is None or old is None:
        raise ModelError(f"{pipeline.folder} does not keep what an update goes on from; train it again")
    sampled = len(gathered.sample.comments)
    batch = Batch(gathered.comments, 0, gathered.fingerprint, sampled if anew and sampled < gathered.comments else None)
    if not anew:
        learnt.check_new(batch)
    spool.put(_read(pipeline, spool, progress))
    batch = dataclasses.replace(batch, mentions=sum(len(part.vectors) for part in spool.mentions()))
    if not batch.mentions:
        raise InputError("no comment holds text in the model's language; there is nothing to learn from")
    new = weigh(themes, _blocks(spool))
    now = new if anew else learnt.weight + new
    themes = moved(themes, learnt.weight, now)
    themes = refitted(themes, None if anew else learnt.weight, _blocks(spool))
    census = _counted(themes.undecided(identity.base, identity.of_subcentre), pipeline, spool)
    pipeline.census = census if anew else joined(old, census)
    pipeline.learnt = Learnt(now, (batch,) if anew else (*learnt.batches, batch))
    base = Draft(dataclasses.replace(identity, decisions=()), places_of(pipeline.taxonomy)).edited(
        themes.undecided(identity.base, identity.of_subcentre)
    )
    chain = identity.chain[:-1] if anew else identity.chain
    pipeline.identity = dataclasses.replace(
        identity,
        base=sized(base, pipeline.census, pipeline.taxonomy),
        chain=(*chain, fingerprint(themes)),
    )
    decide(pipeline.with_themes(themes), ())
    return batch


def _read(pipeline: Pipeline, spool: Spool, progress: Progress) -> Iterator[ReadPart]:
    """The mentions of every part of a spool."""
    themes = pipeline.themes
    for comments in spool.comments():
        reading = pipeline.reader.read(comments)
        formal = themes.are_formal(reading.views) if themes else np.zeros(len(reading.views), dtype=bool)
        links = links_of(pipeline.linker, reading)
        yield ReadPart(
            reading.vectors,
            reading.generic,
            formal,
            reading.said.astype(np.float64),
            reading.comment,
            links.touchpoint[:, 0].astype(np.int64),
        )
        progress(len(comments))


def _blocks(spool: Spool) -> Iterator[Mentions]:
    return (Mentions(part.vectors, part.generic | part.formal) for part in spool.mentions())


def _counted(base: ThemeSet, pipeline: Pipeline, spool: Spool) -> Census:
    """The census of a spool by themes before any decision."""
    ids = [touchpoint.id for touchpoint in pipeline.taxonomy.touchpoints]
    found: list[Census] = []
    for part in spool.mentions():
        assigned = base.assign_comments(part.vectors, part.generic, part.formal, part.said, part.comment)
        at = pl.Series([None if i < 0 else ids[i] for i in part.touchpoint.tolist()], dtype=pl.String)
        found.append(take_census(base.themes, assigned, pl.DataFrame({"comment_id": part.comment, "touchpoint": at})))
        if len(found) == AT_ONCE:
            found = [joined(*found)]
    if not found:
        raise InputError("there are no comments to learn from")
    return joined(*found)
