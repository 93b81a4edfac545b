"""A pipeline as it was saved, and one that lets go of what it made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cxtext.config import Settings
from cxtext.pipeline import saved
from cxtext.pipeline.golden import answered, check_golden
from cxtext.pipeline.reading import Reader

if TYPE_CHECKING:
    from cxtext.pipeline.pipeline import Pipeline


def loaded(kind: type[Pipeline], folder: Path, settings: Settings | None) -> Pipeline:
    """The model of a folder, checked by its golden texts; arguments and errors as of `Pipeline.load`."""
    parts = saved.load(folder)
    pipeline = kind(
        parts.settings,
        taxonomy=parts.taxonomy,
        themes=parts.themes,
        encoder=parts.encoder,
        adaptation=parts.adaptation,
        codebook=parts.codebook,
        touchpoint_head=parts.touchpoint_head,
        origin=folder.name,
    )
    pipeline.folder = folder
    pipeline.golden, pipeline.identity = parts.golden, parts.identity
    pipeline.census, pipeline.learnt, pipeline.audits = parts.census, parts.learnt, parts.audits
    pipeline.baseline = parts.baseline
    with saved.damage(folder, "it cannot label its own texts"):
        answers = answered(pipeline.label, [g.text for g in parts.golden])
    check_golden(pipeline.golden, answers, folder)
    pipeline.settings = saved.with_given(parts.settings, settings)
    pipeline.reader = Reader(pipeline.settings, scorer=pipeline.reader.scorer, encoder=pipeline.encoder)
    forget(pipeline)
    return pipeline


def forget(pipeline: Pipeline) -> None:
    """Let what was made of another taxonomy, or of other lessons, be made anew when it is needed."""
    for made in ("linker", "labeller"):
        pipeline.__dict__.pop(made, None)
