"""The main job: one dump in, a folder with the report, the tables and the model out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from cxtext.bundle import check_folder, new_folder
from cxtext.config import Settings
from cxtext.insight import Summary, summarise
from cxtext.jobs.columns import PREFIX, check_owner_column, check_owner_values, check_prefix, labelled_table
from cxtext.jobs.dates import Dates, dates_of
from cxtext.jobs.rejects import Rejected, write_masked
from cxtext.jobs.sections import completed
from cxtext.jobs.sidecar import Sidecar, digest_of, last_audit, made_by, sidecar_bytes, sidecar_path
from cxtext.pipeline import Pipeline
from cxtext.report import write_summary
from cxtext.schema import Feedback, Labelled
from cxtext.shipped import check_language
from cxtext.write import open_writer

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
    reject: Rejected
    dates: Dates


def run_file(
    feedback: Feedback,
    folder: Path,
    *,
    settings: Settings | None = None,
    model: str | Pipeline | None = None,
    title: str | None = None,
    dedupe: bool = False,
    force: bool = False,
    language: str = "en",
    step: Step = lambda _: None,
) -> Run:
    """Learn themes from feedback, label it, and write the report, the tables and the model into a folder.

    Args:
        feedback: what `read.read_feedback` gave.
        folder: made whole or not at all; see `force`.
        settings: for the model that is learnt.
        model: what to label with instead of learning themes: `default`, a model's folder, or one that is loaded.
        title: of the report.
        dedupe: leave copies of an earlier comment out of the report's numbers.
        force: replace an existing folder.
        language: of the report's own words.
        step: told what comes next.

    Raises:
        OutputError: the folder exists and `force` is not set.
        InputError: there is nothing to learn from.
    """
    check_folder(folder, force=force)
    check_language(language)
    check_prefix(feedback.rows.columns, PREFIX)
    check_owner_column(feedback.rows.columns, settings.owner_column if settings else None)
    check_owner_values(feedback.rows, settings.owner_column if settings else None)
    if model is None:
        step("Learning themes and labelling")
        pipeline = Pipeline(settings)
        labelled = pipeline.fit_label(feedback)
    else:
        step("Labelling")
        pipeline = model if isinstance(model, Pipeline) else Pipeline.load(model, settings=settings)
        labelled = pipeline.label(feedback)
    step("Counting")
    title = title or title_of(feedback.origin)
    summary = summarise(labelled, catalogue=pipeline.catalogue(), title=title, dedupe=dedupe)
    step("Writing the report")
    with new_folder(folder) as draft:
        saved = draft / MODEL if pipeline.themes is not None else None
        if saved is not None:
            pipeline.save(saved)
        rejected = _write_tables(labelled, feedback, draft, pipeline, saved)
        made = made_by(pipeline, saved)
        options = {"dedupe": "yes"} if dedupe else {}
        summary = completed(
            summary,
            labelled,
            pipeline.catalogue(),
            made_by=made,
            audited=last_audit(pipeline),
            settings=options,
            dedupe=dedupe,
        )
        for name in REPORTS:
            write_summary(summary, draft / name, language=language)
    if rejected.path:
        rejected = replace(rejected, path=folder / rejected.path.name)
    dates = dates_of(feedback.rows, feedback.comments["date"], feedback.columns.date)
    return Run(folder, labelled, summary, pipeline, rejected, dates)


def _write_tables(
    labelled: Labelled, feedback: Feedback, folder: Path, pipeline: Pipeline, saved: Path | None
) -> Rejected:
    """The labelled comments without the unmasked text, their mentions, and the rejected records."""
    comments = folder / COMMENTS
    with open_writer(comments) as table:
        table.write(labelled_table(labelled, with_id=True, drop=feedback.columns.text))
    with open_writer(folder / MENTIONS) as table:
        table.write(labelled.mentions)
    rejected = write_masked(comments, feedback.rejects, pipeline.reader.masking)
    facts = Sidecar(
        feedback.columns,
        PREFIX,
        feedback.origin,
        len(labelled.comments),
        rejected.count,
        pipeline.catalogue(),
        mentions=digest_of(folder / MENTIONS),
    )
    sidecar_path(comments).write_bytes(sidecar_bytes(facts, pipeline, digest=digest_of(comments), saved=saved))
    return rejected


def title_of(origin: str) -> str:
    """The title of a report on an input of that name."""
    stem = Path(origin).name.split(".")[0].replace("_", " ").strip()
    return f"What customers say: {stem}" if stem and stem != "-" else "What customers say"
