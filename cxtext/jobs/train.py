"""A theme model learnt from a dump."""

from __future__ import annotations

from pathlib import Path

from cxtext.bundle import check_folder
from cxtext.config import Settings
from cxtext.pipeline import Pipeline
from cxtext.schema import Feedback


def train_file(feedback: Feedback, folder: Path, *, settings: Settings | None = None, force: bool = False) -> Pipeline:
    """Learn themes from feedback and save the model.

    Raises:
        OutputError: the folder exists and `force` is not set.
        InputError: there is nothing to learn from.
    """
    check_folder(folder, force=force)
    pipeline = Pipeline(settings).fit(feedback)
    pipeline.save(folder)
    return pipeline
