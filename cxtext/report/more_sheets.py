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
from cxtext.report.beside import by, evidence, made, metric_title, reasons, status, under_way
from cxtext.report.language import Language
from cxtext.report.workbook import Cell, Column, Format, Sheet, Shown

Rows = list[Sequence[Cell]]


def more_sheets(summary: Summary, t: Language) -> Iterator[Sheet]:
    """Places, Priorities, Actions, Segments, Differences, Callbacks, Expectations, New, Audit and Provenance."""
    found = summary.sections
    if found is None:
        return
    if found.places:
        yield _places(found.places, t)
    if found.priorities is not None:
        yield _priorities(summary, found.priorities, t)
    if found.actions is not None:
        yield _actions(summary, found.actions, t)
    if found.segments:
        yield _segments(summary, found.segments, t)
        yield _differences(found.segments, t)
    of_one: tuple[tuple[Any, Callable[[Any, Language], Sheet]], ...] = (
        (found.callbacks, _callbacks),
        (found.expectations, _expectations),
        (found.newcomers, _newcomers),
        (found.audited, _audited),
        (found.provenance, _provenance),
    )
    yield from (of(part, t) for part, of in of_one if part is not None)


def _audited(found: Audited, t: Language) -> Sheet:
    columns = (
        *texts(t, "column.kind", "audit.label"),
        *bounded(t, "audit.precision", "share"),
        *bounded(t, "audit.recall", "share"),
        *bounded(t, "audit.labelled", "share"),
        *bounded(t, "audit.corrected", "share"),
    )
    rows: Rows = [
        (
            t.aspect(aspect.aspect),
            one.name,
            *(cell for n in (one.precision, one.recall, one.share, one.corrected) for cell in parts(n)),
        )
        for aspect in found.aspects
        for one in aspect.labels
    ]
    return Sheet(t("sheet.Audit"), columns, rows)


def _places(found: Sequence[ThemePlaces], t: Language) -> Sheet:
    columns = (
        *texts(t, "kind.Theme", "column.kind", "places.place"),
        Column(t("places.mentions"), "count"),
        *bounded(t, "word.share", "share"),
        *texts(t, "column.owners"),
    )
    rows: Rows = [
        (
            theme.name,
            t(f"kind.{place.kind}"),
            place.name,
            place.mentions,
            *parts(place.share),
            t("word.yes_two_owners") if theme.shared else "",
        )
        for theme in found
        for place in theme.places
    ]
    return Sheet(t("sheet.Places"), columns, rows)


def _priorities(summary: Summary, found: Priorities, t: Language) -> Sheet:
    columns = (
        *texts(t, "todo.topic"),
        *bounded(t, "todo.impact", "points"),
        *bounded(t, "todo.reach", "share"),
        *texts(t, "todo.lever", "word.owner", "todo.evidence", "todo.under_way"),
        *bounded(t, "column.priority", "points"),
    )
    rows: Rows = [
        (
            topic.name,
            *parts(topic.impact),
            *parts(topic.reach),
            t(f"todo.{topic.controllability}"),
            topic.owner,
            evidence(topic, t),
            under_way(summary, topic, t),
            *parts(topic.score),
        )
        for topic in found.topics
    ]
    return Sheet(t("sheet.Priorities"), columns, rows)


def _actions(summary: Summary, found: Sequence[ActionLine], t: Language) -> Sheet:
    columns = (
        *texts(t, "todo.action", "todo.topic", "column.what", "word.owner", "todo.status"),
        Column(t("column.opened"), "date"),
        Column(t("column.closed"), "date"),
        Column(t("todo.age"), "count"),
        *bounded(t, "column.blamed_since", "share"),
    )
    rows: Rows = [
        (
            line.action.id,
            line.action.topic,
            line.action.what or line.action.because,
            line.action.owner,
            status(summary, line, t),
            line.action.opened,
            line.action.closed,
            line.age,
            *parts(line.since),
        )
        for line in found
    ]
    return Sheet(t("sheet.Actions"), columns, rows)


def _callbacks(found: Callbacks, t: Language) -> Sheet:
    columns = (
        *texts(t, "word.id"),
        Column(t("word.date"), "date"),
        *texts(t, "todo.why", "word.owner", "word.Source", "todo.words"),
    )
    rows: Rows = [
        (one.comment_id, one.date, reasons(one, t), one.owner, one.source, one.quote) for one in found.callbacks
    ]
    return Sheet(t("sheet.Callbacks"), columns, rows)


def _segments(summary: Summary, found: Sequence[Segments], t: Language) -> Sheet:
    columns = (
        *texts(t, "column.by", "column.segment"),
        Column(t("word.comments"), "count"),
        *texts(t, "column.metric"),
        *bounded(t, "column.value", "rating"),
    )
    rows: Rows = [
        (by(one, t), segment.name, segment.comments, metric_title(summary, one), *_shown(segment.number))
        for one in found
        for segment in one.segments
    ]
    return Sheet(t("sheet.Segments"), columns, rows)


def _differences(found: Sequence[Segments], t: Language) -> Sheet:
    columns = (
        *texts(t, "column.by", "column.segment", "todo.topic", "segments.of"),
        *bounded(t, "segments.here", "share"),
        *bounded(t, "segments.elsewhere", "share"),
        Column("q", "rating"),
    )
    rows: Rows = [
        (
            by(one, t),
            topic.segment,
            topic.name,
            t("segments.share" if topic.metric == "share" else "segments.net"),
            *_shown(topic.here),
            *_shown(topic.elsewhere),
            topic.q_value,
        )
        for one in found
        for topic in one.telling
    ]
    return Sheet(t("sheet.Differences"), columns, rows)


def _expectations(found: ExpectationGaps, t: Language) -> Sheet:
    columns = (
        *texts(t, "kind.Touchpoint"),
        Column(t("word.comments"), "count"),
        *bounded(t, "expectations.gap", "net"),
        *bounded(t, "expectations.worse", "share"),
        *bounded(t, "expectations.better", "share"),
    )
    rows: Rows = [
        (one.touchpoint_name, one.comments, *parts(one.gap), *parts(one.below), *parts(one.above))
        for one in found.touchpoints
    ]
    return Sheet(t("sheet.Expectations"), columns, rows)


def _newcomers(found: Newcomers, t: Language) -> Sheet:
    columns = (
        *texts(t, "todo.words"),
        Column(t("word.comments"), "count"),
        Column(t("column.expected"), "rating"),
        Column("p", "rating"),
        Column(t("column.since"), "date"),
        *texts(t, "column.nearest", "column.quote"),
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
    return Sheet(t("sheet.New"), columns, rows)


def _provenance(found: Provenance, t: Language) -> Sheet:
    return Sheet(t("sheet.Provenance"), texts(t, "column.what", "method.is"), list(made(found, t)))


def texts(t: Language, *keys: str) -> tuple[Column, ...]:
    """Columns of texts, by the keys of their headings."""
    return tuple(Column(t(key)) for key in keys)


def bounded(t: Language, key: str, form: Format) -> tuple[Column, ...]:
    """Three columns: the number and the bounds of its interval."""
    name = t(key)
    return (Column(name, form), Column(t("column.low", name=name), form), Column(t("column.high", name=name), form))


def parts(number: Number | None) -> tuple[Cell, Cell, Cell]:
    """What these columns hold; empty where the number is hidden."""
    return (None, None, None) if number is None else (number.value, number.low, number.high)


def _shown(number: Number) -> tuple[Cell, ...]:
    """The same where each row has a unit of its own."""
    forms: dict[str, Format] = {"mean_rating": "rating", "net_sentiment": "net", "nps": "net"}
    form = forms.get(number.metric, "share")
    bounded_by = (number.value, number.low, number.high)
    return tuple(None if part is None else Shown(part, form) for part in bounded_by)
