"""The words of the sections beside the core numbers: evidence, status, metrics, provenance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cxtext.insight import Summary, Topic
from cxtext.insight.actions import ActionLine
from cxtext.insight.events import Event, within
from cxtext.insight.priorities import Priority
from cxtext.insight.provenance import Provenance
from cxtext.insight.segments import Segments
from cxtext.insight.theme_places import ThemePlaces
from cxtext.report.charts import NET, Axis, axis

BALANCES = ("net_sentiment", "nps")


def priorities(summary: Summary) -> tuple[Priority, ...]:
    """The topics that are blamed and go with a lower score, highest priority first."""
    found = summary.sections.priorities if summary.sections else None
    return tuple(topic for topic in found.topics if (topic.score.value or 0) > 0) if found else ()


def evidence(topic: Priority) -> str:
    """How sure it is that the topic goes with a lower score, and what it rests on."""
    sure = "sure: the interval leaves out zero" if (topic.impact.low or 0) > 0 else "open: the interval holds zero"
    return f"{sure}; {topic.reach.n:,} comments"


def under_way(summary: Summary, topic: Priority) -> str:
    """Which open actions there are on the topic."""
    found = summary.sections.actions if summary.sections else None
    if found is None:
        return "–"
    about = [
        line.action.id
        for line in found
        if line.action.state == "open" and line.action.topic.casefold() == topic.name.casefold()
    ]
    return ", ".join(about) or "nothing yet"


def status(summary: Summary, line: ActionLine) -> str:
    """Open, carried over from before this report's last period, or done."""
    if line.action.state == "done":
        return "done"
    opened, trend = line.action.opened, summary.trend
    if trend is not None and opened is not None and opened < trend.points[-1].start:
        return f"open, carried over from an earlier {trend.unit}"
    return "open"


def segment_axis(found: Segments) -> Axis:
    """An axis that holds all intervals of the metric."""
    if found.metric in BALANCES:
        return NET
    bounds = [bound for one in found.segments for bound in (one.number.low, one.number.high) if bound is not None]
    return axis(min(bounds, default=0.0), max(bounds, default=1.0))


def metric_name(summary: Summary, found: Segments) -> str:
    """The metric in words, in small letters."""
    definition = summary.definitions.get(found.segments[0].number.metric) if found.segments else None
    name = definition.name if definition else found.metric.replace("_", " ")
    return name if name.isupper() else name[:1].lower() + name[1:]


def places_of(summary: Summary, topic: Topic) -> ThemePlaces | None:
    """Where a theme lies."""
    found = summary.sections.places if summary.sections and topic.kind == "theme" else ()
    return next((one for one in found if one.id == topic.id), None)


@dataclass(frozen=True)
class Mark:
    """An event on a trend: its number in the list below, and where it stands, in percent from the left."""

    number: int
    x: float
    event: Event


def marks(summary: Summary) -> tuple[Mark, ...]:
    """The events that fell into the trend; each stands at the period in which it fell."""
    trend, last = summary.trend, summary.last_date
    if trend is None or last is None or summary.sections is None:
        return ()
    wide = max(len(trend.points) - 1, 1)
    found = within(summary.sections.events, trend.points, last)
    return tuple(Mark(n, round(100 * place / wide, 2), event) for n, (place, event) in enumerate(found, 1))


def sharing(summary: Summary, topic: Topic) -> str:
    """The second owner of a theme that has surely two, "" where there is none."""
    lies, link = places_of(summary, topic), topic.link("department")
    if lies is None or not lies.shared or link is None:
        return ""
    return next((place.name for place in lies.of("department") if place.id != link.id), "")


def made(found: Provenance) -> Iterator[tuple[str, str]]:
    """The rows of the table of provenance, what is not known left out."""
    by = found.made_by
    rows = [
        ("Comments, masked", found.comments),
        ("Labels", found.labels),
        ("Model", by.model),
        ("Model's files", by.digest),
        ("Encoder", by.encoder),
        ("Sentiment model", by.sentiment),
        ("Taxonomy", by.taxonomy),
        ("Taxonomy's content", by.taxonomy_digest),
        ("cxtext", by.cxtext),
        *((f"Setting: {name}", value) for name, value in found.settings.items()),
    ]
    yield from ((name, value) for name, value in rows if value)
