"""A report for each owner beside the one of everything, and the page that lists them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from cxtext.insight import Summary
from cxtext.jobs.report import Reopened
from cxtext.jobs.sections import Read
from cxtext.jobs.summaries import OwnersPart, by_owner
from cxtext.places import Place, check_apart
from cxtext.report import check_target, write_summary
from cxtext.report.index import Entry, render_index
from cxtext.report.language import Language
from cxtext.report.language import language as texts_of
from cxtext.report.translated import translated
from cxtext.report.words import words_for


@dataclass(frozen=True)
class Split:
    """What was written beside the report of everything."""

    path: Path  # of the index
    reports: int


def split(
    found: Reopened,
    whole: Summary,
    output: Path,
    *,
    title: str | None = None,
    dedupe: bool = False,
    beside: Read | None = None,
    force: bool = False,
    language: str = "en",
) -> Split:
    """Write OUTPUT, NAME.OWNER.ENDING for each owner, and NAME.index.html; all places are checked before.

    Raises:
        OutputError: a file stands there and `force` is not set, or it cannot be written.
    """
    parts = list(by_owner(found, title=title, dedupe=dedupe, beside=beside))
    files = _files(parts, output)
    index = output.with_name(f"{output.stem}.index.html")
    check_apart([output, index, *files.values()], [])
    for path in (output, *files.values()):
        check_target(path, force=force)
    with Place(index, force=force) as place:
        write_summary(whole, output, force=force, language=language)
        for part in parts:
            if part.summary is not None:
                write_summary(part.summary, files[part.id], force=force, language=language)
        t = texts_of(language)
        shown = translated(whole, t)
        entries = [_entry(part, files, shown, t) for part in parts]
        place.write(render_index(shown.title, entries, whole=output.name, words=words_for(shown, t)).encode())
        place.commit()
    return Split(index, len(files))


def _files(parts: list[OwnersPart], output: Path) -> dict[str, Path]:
    """Owner → its file, by a name that any file system takes."""
    files: dict[str, Path] = {}
    for part in parts:
        if part.summary is not None:
            slug = re.sub(r"[^a-z0-9]+", "-", part.id.lower()).strip("-")[:40] or "owner"
            path = output.with_name(f"{output.stem}.{slug}{output.suffix}")
            while path in files.values():
                path = path.with_stem(path.stem + "-2")
            files[part.id] = path
    return files


def _entry(part: OwnersPart, files: dict[str, Path], whole: Summary, t: Language) -> Entry:
    topic = next((topic for topic in whole.departments if topic.id == part.id), None)
    return Entry(
        topic.name if topic else t.name(part.name),
        files[part.id].name if part.id in files else "",
        part.comments,
        topic.share if topic else None,
        topic.net if topic else None,
    )
