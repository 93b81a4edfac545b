"""The page that lists the reports of all owners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxtext.insight import Number
from cxtext.report.html import page
from cxtext.report.words import Words


@dataclass(frozen=True)
class Entry:
    """One owner's line; `file` is "" where it has too few comments for a report."""

    name: str
    file: str
    comments: int | None
    share: Number | None
    net: Number | None


def render_index(title: str, entries: Sequence[Entry], *, whole: str, words: Words) -> str:
    """A page with a link to each owner's report and to the one of everybody; self-contained like those."""
    return page("index.html.j2", words.t, title=title, entries=entries, whole=whole, wording=words)
