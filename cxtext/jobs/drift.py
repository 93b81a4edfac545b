"""Whether a file of new comments is still like what a model was trained on."""

from __future__ import annotations

from pathlib import Path

from cxtext.audit.drift import Drift
from cxtext.pipeline import Pipeline
from cxtext.pipeline.drifting import drift_of
from cxtext.schema import Feedback


def drift_file(model: Path | Pipeline, feedback: Feedback) -> Drift:
    """How far new comments are from those that a model was trained on.

    Args:
        model: a model's folder, or one that is loaded.
        feedback: the new comments, unlabelled.

    Raises:
        ModelError: no such model, or one that keeps nothing to compare with.
        InputError: there are too few new comments with content.
    """
    return drift_of(model if isinstance(model, Pipeline) else Pipeline.load(model), feedback)
