"""Results as lines of plain text."""

from __future__ import annotations

from collections.abc import Iterator

from cxtext.insight.results import Summary
from cxtext.jobs.label import Tally
from cxtext.schema import FLAGS, Columns, Reject

BIGGEST = 5
_ROLES = ("text", "rating", "date", "id", "source")


def columns_line(columns: Columns) -> str:
    """Which columns were taken for what, and why."""
    parts = []
    for role in _ROLES:
        name = getattr(columns, role)
        if name is not None:
            reason = columns.reasons.get(role, "")
            parts.append(f"{role} = {name!r}" + (f" ({reason})" if reason else ""))
    return "Columns: " + "; ".join(parts)


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


def tally_lines(tally: Tally) -> Iterator[str]:
    """What became of the rows of a labelling job."""
    yield f"Read {tally.read:,} rows: {tally.labelled:,} labelled, {tally.rejected:,} rejected."
    if tally.rejects is not None:
        yield f"The rejected rows and the reasons are in {tally.rejects}."
    yield "Sentiment: " + ", ".join(f"{count:,} {name}" for name, count in tally.sentiments.items()) + "."
    if tally.flags:
        yield "Flags: " + ", ".join(f"{count:,} {name}" for name, count in tally.flags.items()) + "."


def reject_lines(rejects: tuple[Reject, ...], *, most: int = 3) -> Iterator[str]:
    """The first rejected records, so that a wrong delimiter or encoding is seen at once."""
    for reject in rejects[:most]:
        yield f"Rejected line {reject.line}: {reject.reason}"
    if len(rejects) > most:
        yield f"… and {len(rejects) - most:,} more rejected lines."


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def _range(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"[{100 * low:.1f}, {100 * high:.1f}]"


def _points(value: float | None) -> str:
    return "–" if value is None else f"{value:+.0f}"
