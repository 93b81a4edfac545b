"""The workbook's tables of what stands beside the core numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from cxtext.insight import Number, Summary
from cxtext.insight.actions import ActionLine
from cxtext.insight.audited import Audited
from cxtext.insight.callbacks import Callbacks
from cxtext.insight.expectation_gaps import ExpectationGaps
from cxtext.insight.newcomers import Newcomers
from cxtext.insight.priorities import Priorities
from cxtext.insight.provenance import Provenance
from cxtext.insight.segments import Segments
from cxtext.insight.theme_places import ThemePlaces
from cxtext.report.beside import evidence, made, status, under_way
from cxtext.report.workbook import Cell, Column, Format, Sheet, Shown

Rows = list[Sequence[Cell]]


def more_sheets(summary: Summary) -> Iterator[Sheet]:
    """Places, Priorities, Actions, Segments, Differences, Callbacks, Expectations, New, Audit and Provenance."""
    found = summary.sections
    if found is None:
        return
    if found.places:
        yield _places(found.places)
    if found.priorities is not None:
        yield _priorities(summary, found.priorities)
    if found.actions is not None:
        yield _actions(summary, found.actions)
    if found.segments:
        yield _segments(found.segments)
        yield _differences(found.segments)
    of_one: tuple[tuple[Any, Callable[[Any], Sheet]], ...] = (
        (found.callbacks, _callbacks),
        (found.expectations, _expectations),
        (found.newcomers, _newcomers),
        (found.audited, _audited),
        (found.provenance, _provenance),
    )
    yield from (of(part) for part, of in of_one if part is not None)


def _audited(found: Audited) -> Sheet:
    columns = (
        *_texts("Kind", "Label"),
        *bounded("Precision", "share"),
        *bounded("Recall", "share"),
        *bounded("Share as labelled", "share"),
        *bounded("Share corrected", "share"),
    )
    rows: Rows = [
        (
            aspect.aspect,
            one.name,
            *(cell for n in (one.precision, one.recall, one.share, one.corrected) for cell in parts(n)),
        )
        for aspect in found.aspects
        for one in aspect.labels
    ]
    return Sheet("Audit", columns, rows)


def _places(found: Sequence[ThemePlaces]) -> Sheet:
    columns = (
        *_texts("Theme", "Kind", "Place"),
        Column("Mentions", "count"),
        *bounded("Share", "share"),
        *_texts("Owners"),
    )
    rows: Rows = [
        (theme.name, place.kind, place.name, place.mentions, *parts(place.share), "two owners" if theme.shared else "")
        for theme in found
        for place in theme.places
    ]
    return Sheet("Places", columns, rows)


def _priorities(summary: Summary, found: Priorities) -> Sheet:
    columns = (
        *_texts("Topic"),
        *bounded("Impact", "points"),
        *bounded("Reach", "share"),
        *_texts("Lever", "Owner", "Evidence", "Under way"),
        *bounded("Priority", "points"),
    )
    rows: Rows = [
        (
            topic.name,
            *parts(topic.impact),
            *parts(topic.reach),
            topic.controllability,
            topic.owner,
            evidence(topic),
            under_way(summary, topic),
            *parts(topic.score),
        )
        for topic in found.topics
    ]
    return Sheet("Priorities", columns, rows)


def _actions(summary: Summary, found: Sequence[ActionLine]) -> Sheet:
    columns = (
        *_texts("Action", "Topic", "What", "Owner", "Status"),
        Column("Opened", "date"),
        Column("Closed", "date"),
        Column("Age in days", "count"),
        *bounded("Blamed since", "share"),
    )
    rows: Rows = [
        (
            line.action.id,
            line.action.topic,
            line.action.what or line.action.because,
            line.action.owner,
            status(summary, line),
            line.action.opened,
            line.action.closed,
            line.age,
            *parts(line.since),
        )
        for line in found
    ]
    return Sheet("Actions", columns, rows)


def _callbacks(found: Callbacks) -> Sheet:
    columns = (*_texts("Id"), Column("Date", "date"), *_texts("Why", "Owner", "Source", "Words"))
    rows: Rows = [
        (one.comment_id, one.date, ", ".join(one.reasons).replace("_", " "), one.owner, one.source, one.quote)
        for one in found.callbacks
    ]
    return Sheet("Callbacks", columns, rows)


def _segments(found: Sequence[Segments]) -> Sheet:
    columns = (*_texts("By", "Segment"), Column("Comments", "count"), *_texts("Metric"), *bounded("Value", "rating"))
    rows: Rows = [
        (one.by, segment.name, segment.comments, one.metric, *_shown(segment.number))
        for one in found
        for segment in one.segments
    ]
    return Sheet("Segments", columns, rows)


def _differences(found: Sequence[Segments]) -> Sheet:
    columns = (
        *_texts("By", "Segment", "Topic", "Of"),
        *bounded("Here", "share"),
        *bounded("Elsewhere", "share"),
        Column("q", "rating"),
    )
    rows: Rows = [
        (one.by, topic.segment, topic.name, topic.metric, *_shown(topic.here), *_shown(topic.elsewhere), topic.q_value)
        for one in found
        for topic in one.telling
    ]
    return Sheet("Differences", columns, rows)


def _expectations(found: ExpectationGaps) -> Sheet:
    columns = (
        *_texts("Touchpoint"),
        Column("Comments", "count"),
        *bounded("Gap", "net"),
        *bounded("Worse", "share"),
        *bounded("Better", "share"),
    )
    rows: Rows = [
        (one.touchpoint_name, one.comments, *parts(one.gap), *parts(one.below), *parts(one.above))
        for one in found.touchpoints
    ]
    return Sheet("Expectations", columns, rows)


def _newcomers(found: Newcomers) -> Sheet:
    columns = (
        *_texts("Words"),
        Column("Comments", "count"),
        Column("Expected", "rating"),
        Column("p", "rating"),
        Column("Since", "date"),
        *_texts("Nearest theme", "Quote"),
    )
    rows: Rows = [
        (
            ", ".join(one.words),
            one.comments,
            one.expected,
            one.p_value,
            date.fromisoformat(one.first) if one.first else None,
            one.nearest,
            one.quotes[0] if one.quotes else "",
        )
        for one in found.found
    ]
    return Sheet("New", columns, rows)


def _provenance(found: Provenance) -> Sheet:
    return Sheet("Provenance", _texts("What", "Is"), list(made(found)))


def _texts(*names: str) -> tuple[Column, ...]:
    return tuple(map(Column, names))


def bounded(name: str, form: Format) -> tuple[Column, ...]:
    """Three columns: the number and the bounds of its interval."""
    return (Column(name, form), Column(f"{name} low 95 %", form), Column(f"{name} high 95 %", form))


def parts(number: Number | None) -> tuple[Cell, Cell, Cell]:
    """What these columns hold; empty where the number is hidden."""
    return (None, None, None) if number is None else (number.value, number.low, number.high)


def _shown(number: Number) -> tuple[Cell, ...]:
    """The same where each row has a unit of its own."""
    forms: dict[str, Format] = {"mean_rating": "rating", "net_sentiment": "net", "nps": "net"}
    form = forms.get(number.metric, "share")
    bounded_by = (number.value, number.low, number.high)
    return tuple(None if part is None else Shown(part, form) for part in bounded_by)
