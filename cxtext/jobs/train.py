"""A theme model learnt from a dump."""

from __future__ import annotations

from pathlib import Path

from cxtext.bundle import check_replaceable
from cxtext.config import Settings
from cxtext.errors import OutputError
from cxtext.pipeline import Pipeline
from cxtext.schema import Feedback


def check_folder(folder: Path, *, force: bool) -> None:
    """Refuse a folder that stands already, before any work.

    Raises:
        OutputError: it exists and `force` is not set, or it is a file, or the current folder or one above it.
    """
    if folder.is_file():
        raise OutputError(f"{folder} is a file; name a folder")
    if folder.exists() and Path.cwd().resolve().is_relative_to(folder.resolve()):
        raise OutputError(f"{folder} is the current folder or one above it; name a folder of its own")
    if folder.exists() and any(folder.iterdir()) and not force:
        raise OutputError(f"{folder} exists; choose another, or --force to replace it")
    check_replaceable(folder)


def train_file(
    feedback: Feedback,
    folder: Path,
    *,
    settings: Settings | None = None,
    sentiment_labels: str | None = None,
    force: bool = False,
) -> Pipeline:
    """Learn themes from feedback and save the model.

    Args:
        feedback: what to learn from.
        folder: where to save.
        settings: of the pipeline.
        sentiment_labels: the column of the input with labels or ratings to adapt the sentiment model to.
        force: replace the folder.

    Raises:
        OutputError: the folder exists and `force` is not set.
        OptionError: no such column.
        InputError: there is nothing to learn from.
    """
    check_folder(folder, force=force)
    pipeline = Pipeline(settings)
    if sentiment_labels is not None:
        pipeline.adapt_sentiment(feedback, sentiment_labels)
    pipeline.fit(feedback)
    pipeline.save(folder)
    return pipeline
