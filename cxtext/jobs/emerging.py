"""Subjects that a model does not know yet, from a file of new comments."""

from __future__ import annotations

from dataclasses import dataclass

from cxtext.pipeline import Pipeline
from cxtext.pipeline.emerging import Candidate, candidates
from cxtext.schema import Feedback
from cxtext.themes.emerging import ALARM


@dataclass(frozen=True)
class Emerging:
    """What was looked at, and what was found."""

    model: str
    comments: int
    alarm: float  # share of runs that name a candidate where nothing is new, at most
    candidates: tuple[Candidate, ...]


def emerging_file(feedback: Feedback, model: str | Pipeline, *, alarm: float = ALARM) -> Emerging:
    """Groups of new comments that fit no theme of a model and have grown since its training.

    Args:
        feedback: new comments.
        model: a model's folder, or one that is loaded.
        alarm: share of runs that may name a candidate where nothing is new.

    Raises:
        ModelError: no such model, or it has no themes to compare with.
    """
    pipeline = model if isinstance(model, Pipeline) else Pipeline.load(model)
    reading = pipeline.reader.read(feedback.comments)
    found = candidates(pipeline.themes, feedback.comments, reading, pipeline.reader, alarm=alarm)
    return Emerging(pipeline.origin, len(feedback.comments), alarm, found)
