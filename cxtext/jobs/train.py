"""A theme model learnt from a dump."""

from __future__ import annotations

from pathlib import Path

from cxtext.bundle import check_folder
from cxtext.config import Settings
from cxtext.pipeline import Pipeline
from cxtext.pipeline.coding import frame_in
from cxtext.pipeline.retraining import going_on
from cxtext.schema import Feedback


def train_file(
    feedback: Feedback,
    folder: Path,
    *,
    settings: Settings | None = None,
    sentiment_labels: str | None = None,
    since: Pipeline | None = None,
    labels: str | None = None,
    touchpoints: str | None = None,
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
    if sentiment_labels is not None:
        pipeline.adapt_sentiment(feedback, sentiment_labels)
    if touchpoints is not None:
        pipeline.learn_touchpoints(feedback, touchpoints)
    pipeline.fit(feedback)
    if labels is not None:
        pipeline.learn_codes(feedback, labels)
    pipeline.save(folder)
    return pipeline
