"""Writes a report in the format that its file name asks for."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import polars as pl

from cxtext.errors import OptionError, OutputError, unknown
from cxtext.insight import Catalogue, Summary, summarise
from cxtext.report import excel, html, json, markdown
from cxtext.schema import Labelled


class Renderer(Protocol):
    """Shows a summary in one format. The same summary gives the same bytes."""

    def __call__(self, summary: Summary, /) -> str | bytes:
        """The whole file; text is written as UTF-8."""
        ...


RENDERERS: dict[str, Renderer] = {
    ".html": html.render,
    ".xlsx": excel.render,
    ".md": markdown.render,
    ".json": json.render,
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
) -> Summary:
    """Summarises labelled feedback, writes it to `path` and returns the summary.

    `mentions` takes the place of `labelled.mentions`, for a caller who keeps the two tables apart.

    Raises:
        OptionError: no renderer knows the ending of `path`.
        OutputError: `path` exists and `force` is False, or it cannot be written.
    """
    target = Path(path)
    check_target(target, force=force)
    if mentions is not None:
        labelled = replace(labelled, mentions=mentions)
    summary = summarise(labelled, catalogue=catalogue, title=title, seed=seed)
    write_summary(summary, target, force=force)
    return summary


def write_summary(summary: Summary, path: str | Path, *, force: bool = False) -> None:
    """Writes a summary to `path` in the format of its ending; raises as `write_report` does."""
    target = Path(path)
    check_target(target, force=force)
    rendered = RENDERERS[target.suffix.lower()](summary)
    _write(target, rendered.encode() if isinstance(rendered, str) else rendered)


def check_target(path: Path, *, force: bool = False) -> None:
    """Raises where `write_report` would refuse `path`, so that a command can ask before hours of work."""
    if path.suffix.lower() not in RENDERERS:
        raise OptionError(unknown("report format", path.suffix.lower() or path.name, RENDERERS))
    if path.is_dir():
        raise OutputError(f"{path} is a folder; name a file in it")
    if path.exists() and not force:
        raise OutputError(f"{path} exists already; choose another name, or --force to replace it")
    if not path.parent.is_dir():
        raise OutputError(f"{path.parent} is not a folder; create it first")


def _write(path: Path, content: bytes) -> None:
    """Writes beside the target and renames, so that a reader sees the old file or the new one, never half."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as part:
            part.write(content)
        try:
            umask = os.umask(0)
            os.umask(umask)
            Path(part.name).chmod(0o666 & ~umask)  # temporary files are private, reports are to be shared
            Path(part.name).replace(path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
