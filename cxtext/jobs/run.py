"""The main job: one dump in, a folder with the report, the tables and the model out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cxtext.bundle import new_folder
from cxtext.config import Settings
from cxtext.insight import Summary, summarise
from cxtext.jobs.columns import PREFIX, check_prefix, labelled_table
from cxtext.jobs.rejects import masked
from cxtext.jobs.train import check_folder
from cxtext.pipeline import Pipeline
from cxtext.report import write_summary
from cxtext.schema import Feedback, Labelled
from cxtext.text.masking import Masking
from cxtext.write import open_writer, write_rejects

REPORTS = ("report.html", "report.xlsx", "report.json")
COMMENTS, MENTIONS, MODEL = "comments.csv", "mentions.csv", "model"

Step = Callable[[str], None]  # called with what is about to be done


@dataclass(frozen=True)
class Run:
    """What the main job made."""

    folder: Path
    labelled: Labelled
    summary: Summary
    pipeline: Pipeline


def run_file(
    feedback: Feedback,
    folder: Path,
    *,
    settings: Settings | None = None,
    model: str | None = None,
    title: str | None = None,
    dedupe: bool = False,
    force: bool = False,
    step: Step = lambda _: None,
) -> Run:
    """Learn themes from feedback, label it, and write the report, the tables and the model into a folder.

    Args:
        feedback: what `read.read_feedback` gave.
        folder: made whole or not at all; see `force`.
        settings: for the model that is learnt.
        model: a trained model to label with instead of learning one.
        title: of the report.
        dedupe: leave copies of an earlier comment out of the report's numbers.
        force: replace an existing folder.
        step: told what comes next.

    Raises:
        OutputError: the folder exists and `force` is not set.
        InputError: there is nothing to learn from.
    """
    check_folder(folder, force=force)
    check_prefix(feedback.rows.columns, PREFIX)
    step("Learning themes and labelling" if model is None else "Loading the model")
    if model is None:
        pipeline = Pipeline(settings)
        labelled = pipeline.fit_label(feedback)
    else:
        pipeline = Pipeline.load(model, settings=settings)
        step("Labelling")
        labelled = pipeline.label(feedback)
    step("Counting")
    title = title or _title(feedback.origin)
    summary = summarise(labelled, catalogue=pipeline.catalogue(), title=title, dedupe=dedupe)
    step("Writing the report")
    with new_folder(folder) as draft:
        _write_tables(labelled, feedback, draft, pipeline.reader.masking)
        for name in REPORTS:
            write_summary(summary, draft / name)
        if pipeline.themes is not None:
            pipeline.save(draft / MODEL)
    return Run(folder, labelled, summary, pipeline)


def _write_tables(labelled: Labelled, feedback: Feedback, folder: Path, masking: Masking) -> None:
    """The labelled comments without the unmasked text, their mentions, and the rejected records."""
    with open_writer(folder / COMMENTS) as table:
        table.write(labelled_table(labelled, with_id=True, drop=feedback.columns.text))
    with open_writer(folder / MENTIONS) as table:
        table.write(labelled.mentions)
    write_rejects(folder / COMMENTS, masked(feedback.rejects, masking))


def _title(origin: str) -> str:
    stem = Path(origin).name.split(".")[0].replace("_", " ").strip()
    return f"What customers say: {stem}" if stem and stem != "-" else "What customers say"
