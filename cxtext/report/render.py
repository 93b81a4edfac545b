"""Writes a report in the format that its file name asks for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

import polars as pl

from cxtext.errors import OutputError
from cxtext.insight import Catalogue, Summary, summarise
from cxtext.places import Place, check_ending, check_place
from cxtext.report import excel, html, json, markdown, pdf, tables
from cxtext.report.language import Language
from cxtext.report.language import language as texts_of
from cxtext.schema import Labelled
from cxtext.shipped import check_language, check_report


class Renderer(Protocol):
    """Shows a summary in one format. The same summary gives the same bytes."""

    def __call__(self, summary: Summary, /, *, t: Language | None = None) -> str | bytes:
        """The whole file in a language, English if none; text is written as UTF-8."""
        ...


def _slides(summary: Summary, /, *, t: Language | None = None) -> bytes:
    """Slides; python-pptx is an extra that few need."""
    from cxtext.report import slides

    return slides.render(summary, t=t)


RENDERERS: dict[str, Renderer] = {
    ".html": html.render,
    ".xlsx": excel.render,
    ".md": markdown.render,
    ".json": json.render,
    ".pdf": pdf.render,
    ".pptx": _slides,
    ".zip": tables.render,
}


def write_report(
    labelled: Labelled,
    path: str | Path,
    *,
    catalogue: Catalogue | None = None,
    title: str | None = None,
    mentions: pl.DataFrame | None = None,
    force: bool = False,
    seed: int = 0,
    language: str = "en",
) -> Summary:
    """Summarises labelled feedback, writes it to `path` and returns the summary.

    `mentions` takes the place of `labelled.mentions`, for a caller who keeps the two tables apart. `language` is that
    of cxtext's own words: en or de.

    Raises:
        OptionError: no renderer knows the ending of `path`, or the one that does needs a package that is missing; or
            there is no such language.
        OutputError: `path` exists and `force` is False, or it cannot be written.
    """
    target = Path(path)
    check_target(target, force=force)
    check_language(language)
    if mentions is not None:
        labelled = replace(labelled, mentions=mentions)
    summary = summarise(labelled, catalogue=catalogue, title=title, seed=seed)
    write_summary(summary, target, force=force, language=language)
    return summary


def write_summary(summary: Summary, path: str | Path, *, force: bool = False, language: str = "en") -> None:
    """Writes a summary to `path` in the format of its ending; raises as `write_report` does."""
    target = Path(path)
    check_target(target, force=force)
    rendered = RENDERERS[target.suffix.lower()](summary, t=texts_of(language))
    try:
        with Place(target, force=force) as place:
            place.temporary.write_bytes(rendered.encode() if isinstance(rendered, str) else rendered)
            place.commit()
    except OSError as error:
        raise OutputError(f"cannot write {target}: {error.strerror or error}") from error


def check_target(path: Path, *, force: bool = False) -> None:
    """Raises where `write_report` would refuse `path`, so that a command can ask before hours of work."""
    check_report(check_ending(path, "report format", RENDERERS))
    check_place(path, force=force)
