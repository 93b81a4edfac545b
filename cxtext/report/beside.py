"""The words of the sections beside the core numbers: evidence, status, metrics, provenance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cxtext.insight import Summary, Topic
from cxtext.insight.actions import ActionLine
from cxtext.insight.asked import AskedAbout
from cxtext.insight.callbacks import Callback
from cxtext.insight.events import Event, within
from cxtext.insight.priorities import Priority
from cxtext.insight.provenance import Provenance
from cxtext.insight.segments import Segments
from cxtext.insight.theme_places import ThemePlaces
from cxtext.report.charts import NET, Axis, axis
from cxtext.report.language import Language
from cxtext.report.words import Words

BALANCES = ("net_sentiment", "nps")


def priorities(summary: Summary) -> tuple[Priority, ...]:
    """The topics that are blamed and go with a lower score, highest priority first."""
    found = summary.sections.priorities if summary.sections else None
    return tuple(topic for topic in found.topics if (topic.score.value or 0) > 0) if found else ()


def reversed_scale(summary: Summary) -> bool:
    """Whether the lowest rating is the best."""
    scale = summary.headline.scale
    return scale is not None and scale.best == scale.low and scale.low < scale.high


def standings(ranked: Sequence[Priority]) -> tuple[tuple[int, int], ...]:
    """Of each priority the best and the worst place that is left open: those with overlapping intervals are ties."""
    bounds = [(topic.score.low or 0.0, topic.score.high or 0.0) for topic in ranked]
    return tuple(
        (1 + sum(other > high for other, _ in bounds), len(bounds) - sum(other < low for _, other in bounds))
        for low, high in bounds
    )


def evidence(topic: Priority, t: Language) -> str:
    """How sure it is that the topic goes with a lower score, and what it rests on."""
    return t("todo.sure" if (topic.impact.low or 0) > 0 else "todo.open", n=topic.reach.n)


def under_way(summary: Summary, topic: Priority, t: Language) -> str:
    """Which open actions there are on the topic."""
    found = summary.sections.actions if summary.sections else None
    if found is None:
        return "–"
    about = [
        line.action.id
        for line in found
        if line.action.state == "open" and line.action.topic.casefold() == topic.name.casefold()
    ]
    return ", ".join(about) or t("todo.nothing_yet")


def status(summary: Summary, line: ActionLine, t: Language) -> str:
    """Open, carried over from before this report's last period, or done."""
    if line.action.state == "done":
        return t("todo.done")
    opened, trend = line.action.opened, summary.trend
    if trend is not None and opened is not None and opened < trend.points[-1].start:
        return t(f"todo.carried.{trend.unit}")
    return t("todo.status_open")


def reasons(one: Callback, t: Language) -> str:
    """Why to call back."""
    return ", ".join(t.known("reason", reason) for reason in one.reasons)


def by(found: Segments, t: Language, *, capital: bool = False) -> str:
    """What a division goes by: a word of ours, or the name of a column."""
    name = found.by if not capital else found.by[:1].upper() + found.by[1:]
    return t.known("word", name) if found.by in ("source", "persona") else name


def explains(summary: Summary, found: Segments, t: Language) -> str:
    """How much of the metric the division explains."""
    metric = t.inside(metric_title(summary, found))
    if found.explained.share is None:
        return t("segments.nothing", metric=metric)
    percent = t.percent(t.marks(f"{100 * found.explained.share:.1f}"))
    key = "segments.explains" if found.explained.telling else "segments.explains_not"
    return t(key, by=by(found, t, capital=True), percent=percent, metric=metric)


def in_common(found: Segments, t: Language) -> str:
    """The personas with comments in common."""
    pairs = (t("segments.pair", one=pair.one, other=pair.other, n=pair.comments) for pair in found.overlaps)
    return t("segments.common", pairs="; ".join(pairs))


def segment_axis(found: Segments) -> Axis:
    """An axis that holds all intervals of the metric."""
    if found.metric in BALANCES:
        return NET
    bounds = [bound for one in found.segments for bound in (one.number.low, one.number.high) if bound is not None]
    return axis(min(bounds, default=0.0), max(bounds, default=1.0))


def metric_title(summary: Summary, found: Segments) -> str:
    """The metric in words."""
    definition = summary.definitions.get(found.segments[0].number.metric) if found.segments else None
    return definition.name if definition else found.metric.replace("_", " ")


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


def shares(summary: Summary, topic: Topic | None, owner: str) -> str:
    """The second owner beside this one, "" where there is none or another has been named by people."""
    link = topic.link("department") if topic else None
    return sharing(summary, topic) if topic and link and link.name == owner else ""


def sharing(summary: Summary, topic: Topic) -> str:
    """The second owner of a theme that has surely two, "" where there is none."""
    lies, link = places_of(summary, topic), topic.link("department")
    if lies is None or not lies.shared or link is None:
        return ""
    return next((place.name for place in lies.of("department") if place.id != link.id), "")


def made(found: Provenance, t: Language) -> Iterator[tuple[str, str]]:
    """The rows of the table of provenance, what is not known left out."""
    of = found.made_by
    rows = [
        (t("made.comments"), found.comments),
        (t("made.labels"), found.labels),
        (t("made.model"), of.model),
        (t("made.digest"), of.digest),
        (t("made.encoder"), of.encoder),
        (t("made.sentiment"), of.sentiment),
        (t("made.taxonomy"), of.taxonomy),
        (t("made.taxonomy_digest"), of.taxonomy_digest),
        ("cxtext", of.cxtext),
        *((t("made.setting", name=name), value) for name, value in found.settings.items()),
    ]
    yield from ((name, value) for name, value in rows if value)


_VERDICTS = {
    "rising": "rises",
    "falling": "falls",
    "new": "is_new",
    "no signal": "no_signal",
    "too few to test": "too_few_to_test",
}


def answer(asked: AskedAbout, words: Words) -> str:
    """What is said of a topic that people ask about."""
    verdict = words.t(f"change.{_VERDICTS[asked.verdict]}")
    if asked.change is None:
        return f"{verdict}."
    points = words.t.marks(f"{100 * asked.change.detectable:.1f}")
    return words.t("change.answer", verdict=verdict, share=words.whole(asked.change.now), points=points)
