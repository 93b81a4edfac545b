"""Results as lines of plain text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cxtext.cli.console import passed_over_line
from cxtext.read.dates import YEARS
from cxtext.read.feedback import MOST_BYTES, MOST_ROWS
from cxtext.schema import FLAGS, OVERALL, REST, Columns, Reject
from cxtext.themes.guide import MIN_SUPPORT

if TYPE_CHECKING:
    from cxtext.insight.results import Summary
    from cxtext.jobs.dates import Dates
    from cxtext.jobs.rejects import Rejected
    from cxtext.jobs.tally import Tally
    from cxtext.pipeline import Pipeline

BIGGEST = 5
MOST_FAULTS = 5  # reasons of rejects that are listed
FEW_REJECTED = 3  # a stray line or two ask for no advice
MANY_REJECTED = 0.01  # share of the records rejected for one reason from which advice is given
_ROLES = ("text", "rating", "date", "id", "source", "question")


def columns_line(columns: Columns) -> str:
    """Which columns were taken for what, and why; and how delimited text was read, on a line of its own."""
    parts = []
    for role in _ROLES:
        name = getattr(columns, role)
        if name is not None:
            reason = columns.reasons.get(role, "")
            parts.append(f"{role} = {name!r}" + (f" ({reason})" if reason else ""))
    if columns.question_text is not None:
        parts.append(f"every comment answers {columns.question_text!r}")
    told = "Columns: " + "; ".join(parts)
    return f"{told}\nRead with: {columns.dialect}" if columns.dialect else told


def summary_lines(summary: Summary) -> Iterator[str]:
    """How many comments were read and set aside, and the biggest themes."""
    way = summary.funnel
    rejected = sum(count for _, count in way.rejected)
    aside = sum(count for _, count in way.set_aside)
    yield f"Read {way.read:,} records: {way.read - rejected:,} labelled, {rejected:,} rejected."
    if aside:
        reasons = "; ".join(f"{count:,} {FLAGS.get(flag, flag)}" for flag, count in way.set_aside)
        yield f"Of the labelled, {aside:,} are not counted: {reasons}."
    yield f"Without a theme: {way.without_theme:,} of {way.analysed:,} comments with content."
    yield ""
    yield f"{'Biggest themes':<38} {'share':>7} {'95 %':>14} {'net':>5}  owner"
    for topic in summary.themes[:BIGGEST]:
        owner = topic.link("department")
        yield (
            f"{topic.name[:37]:<38} {_percent(topic.share.value):>7} {_range(topic.share.low, topic.share.high):>14} "
            f"{_points(topic.net.value):>5}  {owner.name if owner else 'no clear owner'}"
        )


def taxonomy_line(name: str) -> str:
    """Which taxonomy and packs labelled."""
    return f"Taxonomy: {name}"


def theme_lines(pipeline: Pipeline) -> Iterator[str]:
    """That fewer themes were found than were asked for, or than there mostly are, and why."""
    from cxtext.themes.discover import FEWEST, MIN_PER_THEME

    for name, mentions in pipeline.unsupported.items():
        yield (
            f"Themes: {name!r} was wished for and is not made: {mentions} different mentions fit it, {MIN_SUPPORT} are "
            f"needed; give it other seeds, or leave it out."
        )
    asked = pipeline.settings.themes
    found = len(pipeline.themes.tree.centres) if pipeline.themes else 0
    real = [theme for theme in (pipeline.themes.themes if pipeline.themes else ()) if theme.name not in (REST, OVERALL)]
    why = f"the input has too few different mentions for more (some {MIN_PER_THEME} a theme)"
    if pipeline.origin != "fitted":
        return
    if not real:
        yield f"Themes: none; {why.replace('more', 'themes')}, or they have no words in common."
    elif asked is not None and found < asked:
        yield f"Themes: {found} of the {asked} asked for; {why}."
    elif asked is None and found < FEWEST:
        yield f"Themes: {found}; {why}."


def rating_lines(summary: Summary) -> Iterator[str]:
    """That some ratings look like codes, not grades, where it is so."""
    yield from (f"Ratings: {note.text}" for note in summary.notes if note.id == "rating_codes")


def date_lines(dates: Dates) -> Iterator[str]:
    """That dates are missing or lie in the future, where it is so."""
    if dates.unread:
        yield (
            f"Dates: {dates.unread:,} of {dates.filled:,} are none (no readable date, 1970-01-01, or a year outside "
            f"{YEARS[0]} to {YEARS[1]}) and count as missing."
        )
    if dates.last is not None and dates.last > dt.date.today() + dt.timedelta(days=1):
        yield f"Dates: the last is {dates.last}, in the future; check the column, and which of day and month is first."


def tally_lines(tally: Tally) -> Iterator[str]:
    """What became of the rows of a labelling job."""
    yield f"Read {tally.read:,} rows: {tally.labelled:,} labelled, {tally.rejected:,} rejected."
    yield from rejected_lines(tally.reject, tally.read)
    if tally.passed_over:
        yield passed_over_line(tally.passed_over)
    yield "Sentiment: " + ", ".join(f"{count:,} {name}" for name, count in tally.sentiments.items()) + "."
    if tally.flags:
        yield "Flags: " + ", ".join(f"{count:,} {name}" for name, count in tally.flags.items()) + "."


def rejected_lines(rejected: Rejected, read: int) -> Iterator[str]:
    """Why records were rejected, what may mend it where they are many, and where they are."""
    if not rejected.count:
        return
    faults = list(rejected.faults.items())
    more = sum(count for _, count in faults[MOST_FAULTS:])
    reasons = [f"{count:,} × {fault}" for fault, count in faults[:MOST_FAULTS]]
    yield f"Rejected: {'; '.join([*reasons, *([f'{more:,} × other reasons'] if more else [])])}."
    for fault, count in faults:
        if count >= FEW_REJECTED and count >= MANY_REJECTED * read:
            hint = rejected.hints.get(fault, "look at the file's delimiter, quotes and encoding")
            yield f"Rejected as “{fault}” were {_percent(count / read)} of the records: {hint}."
    yield f"The rejected records and the reasons are in {rejected.path}."


def reject_lines(rejects: tuple[Reject, ...], *, most: int = 3, of: int | None = None) -> Iterator[str]:
    """The first rejected records, `of` so many, so that a wrong delimiter or encoding is seen at once."""
    for reject in rejects[:most]:
        yield f"Rejected line {reject.line}: {reject.reason}"
    number = len(rejects) if of is None else of
    if number > most:
        yield f"… and {number - most:,} more rejected lines."


def big_line(name: str) -> str:
    """That an input is not held in memory, and what follows from it."""
    return (
        f"{name} is big (over {MOST_ROWS:,} rows, or {MOST_BYTES // 2**20} MB of text): themes and words are learnt "
        "from a seeded sample, centres and sizes from all of it; see docs/themes.md."
    )


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def _range(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"[{100 * low:.1f}, {100 * high:.1f}]"


def _points(value: float | None) -> str:
    return "–" if value is None else f"{value:+.0f}"
