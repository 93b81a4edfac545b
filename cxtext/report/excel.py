"""A workbook for those who go on counting: typed numbers, bounds in columns of their own, real tables."""

from __future__ import annotations

from collections.abc import Sequence

from cxtext.insight import Number, Summary, Topic
from cxtext.insight.drivers import Drivers
from cxtext.insight.results import Kind
from cxtext.report.language import Language, language
from cxtext.report.more_sheets import bounded, more_sheets, parts, texts
from cxtext.report.next_steps import said
from cxtext.report.translated import translated
from cxtext.report.words import leading, opening, period
from cxtext.report.workbook import Cell, Column, Format, Sheet, Shown, workbook

METRIC_FORMATS: dict[str, Format] = {"net_sentiment": "net", "mean_rating": "rating"}  # all others are shares
LINKS: dict[str, tuple[Kind, ...]] = {
    "Themes": ("department", "touchpoint", "stage"),
    "Departments": ("theme", "touchpoint"),
    "Touchpoints": ("department", "stage", "theme"),
}
SHARE = 2  # column of the sheets of topics that holds the share


def render(summary: Summary, /, *, t: Language | None = None) -> bytes:
    """The workbook, a sheet a table."""
    t = t or language()
    summary = translated(summary, t)
    day, nothing = t("format.excel_date"), t("sheet.nothing")
    return workbook(sheets(summary, t), title=summary.title, day=day, nothing=nothing)


def sheets(summary: Summary, t: Language) -> list[Sheet]:
    """The tables: Summary, Themes, Subthemes, and so on; then what stands beside, then Method."""
    return [
        _summary(summary, t),
        _topics("Themes", summary.themes, t, chart=SHARE),
        _subthemes(summary, t),
        _topics("Departments", summary.departments, t),
        _topics("Touchpoints", summary.touchpoints, t),
        *([_drivers(summary.drivers, t)] if summary.drivers else []),
        _trend(summary, t),
        _quotes(summary, t),
        *more_sheets(summary, t),
        _method(summary, t),
    ]


def _summary(summary: Summary, t: Language) -> Sheet:
    head = summary.headline
    numbers = [(t("word.net_sentiment"), head.net)]
    numbers += [(t("column.share_of", name=t(f"sentiment.{name}")), number) for name, number in head.sentiment]
    numbers += [(t("word.mean_rating"), head.rating)] if head.rating else []
    numbers += [(t("column.best"), head.top_box)] if head.top_box else []
    numbers += [(t("overview.rated", value=value), number) for value, number in head.ratings]
    rows: list[Sequence[Cell]] = [(t("column.report"), summary.title), (t("column.input"), summary.origin)]
    rows += [(t("column.period"), period(summary, t))]
    rows += [(t("column.in_short"), sentence) for sentence in opening(summary, t)]
    rows += [(t("column.next"), line) for line in said(summary, t)]
    rows += [(name, *_plain(number)) for name, number in numbers]
    names = texts(t, "column.what", "column.value", "column.Low", "column.High")
    return Sheet(t("sheet.Summary"), (*names, Column(t("word.comments"), "count")), rows)


def _plain(number: Number) -> tuple[Cell, ...]:
    """Value, bounds and n in a table where every row has a unit of its own."""
    form = METRIC_FORMATS.get(number.metric, "share")
    bounded = (number.value, number.low, number.high)
    return (*(None if part is None else Shown(part, form) for part in bounded), number.n)


def _topics(name: str, topics: Sequence[Topic], t: Language, *, chart: int | None = None) -> Sheet:
    rated = any(topic.rating is not None for topic in topics)
    kinds = LINKS[name]
    columns = (
        Column(t(f"kind.{name[:-1]}")),
        Column(t("word.comments"), "count"),
        *bounded(t, "word.share", "share"),
        *bounded(t, "word.net_sentiment", "net"),
        Column(t("column.blamed_by"), "count"),
        *bounded(t, "word.blamed", "share"),
        *(bounded(t, "word.mean_rating", "rating") if rated else ()),
        Column(t("column.shown")),
        *(Column(t("word.owner" if kind == "department" else f"kind.{kind.capitalize()}")) for kind in kinds),
        *bounded(t, "column.owner_share", "share"),
        Column(t("column.keywords")),
    )
    rows = [_topic_row(topic, kinds, t, rated=rated) for topic in topics]
    return Sheet(t(f"sheet.{name}"), columns, rows, chart)


def _topic_row(topic: Topic, kinds: Sequence[Kind], t: Language, *, rated: bool) -> list[Cell]:
    links = (topic.link(kind) for kind in kinds)
    owner = topic.link("department")
    return [
        topic.name,
        topic.share.n,
        *parts(topic.share),
        *parts(topic.net),
        topic.blamed.n,
        *parts(topic.blamed),
        *(parts(topic.rating) if rated else ()),
        topic.net.reason or t(f"cell.{topic.net.cell.value}"),
        *(link.name if link else "" for link in links),
        *parts(owner.share if owner else None),
        ", ".join(topic.keywords),
    ]


def _subthemes(summary: Summary, t: Language) -> Sheet:
    columns = (
        *texts(t, "kind.Theme", "column.subtheme"),
        Column(t("word.comments"), "count"),
        *bounded(t, "topics.share_of_theme", "share"),
        *bounded(t, "word.net_sentiment", "net"),
    )
    rows: list[Sequence[Cell]] = [
        (theme.name, part.name, part.share.n, *parts(part.share), *parts(part.net))
        for theme in summary.themes
        for part in theme.parts
    ]
    return Sheet(t("sheet.Subthemes"), columns, rows)


def _drivers(found: Drivers, t: Language) -> Sheet:
    """What goes with the score; a scale that runs backwards is turned round, so that higher is better."""
    columns = (
        Column(t("column.driver")),
        Column(t("word.comments"), "count"),
        *bounded(t, "drivers.contribution", "points"),
        *bounded(t, "drivers.of_blame", "points"),
        *bounded(t, "drivers.of_praise", "points"),
        Column(t("drivers.role")),
        Column("q", "q"),
        Column(t("column.leave_one_out"), "points"),
        Column(t("column.explained"), "share"),
    )
    rows: list[Sequence[Cell]] = [
        (
            driver.name,
            driver.comments,
            *parts(driver.total),
            *parts(driver.negative),
            *parts(driver.positive),
            t(f"drivers.{driver.role}"),
            driver.q_value,
            driver.leave_one_out,
            driver.explained,
        )
        for driver in found.drivers
    ]
    return Sheet(t("sheet.Drivers"), columns, rows)


def _trend(summary: Summary, t: Language) -> Sheet:
    columns = (
        Column(t("todo.topic")),
        Column(t("column.start"), "date"),
        Column(t("trend.period")),
        Column(t("word.comments"), "count"),
        *bounded(t, "word.share", "share"),
        *bounded(t, "word.net_sentiment", "net"),
    )
    lines = [(t("column.all_comments"), summary.trend.points)] if summary.trend else []
    lines += [(topic.name, topic.trend) for topic in leading(summary)]
    rows: list[Sequence[Cell]] = [
        (name, point.start, point.label, point.comments, *parts(point.share), *parts(point.net))
        for name, points in lines
        for point in points
    ]
    return Sheet(t("sheet.Trend"), columns, rows)


def _quotes(summary: Summary, t: Language) -> Sheet:
    names = ("todo.topic", "column.chosen_as", "column.quote", "column.Sentiment", "word.Source", "word.id")
    columns = (*texts(t, *names), Column(t("word.date"), "date"), Column(t("column.rating"), "rating"))
    rows: list[Sequence[Cell]] = [
        (
            q.topic,
            t(f"chosen.{q.kind}"),
            q.text + "…" * q.cut,
            t.known("sentiment", q.sentiment),
            q.source,
            q.comment_id,
            q.date,
            q.rating,
        )
        for topic in leading(summary)
        for q in topic.quotes
    ]
    return Sheet(t("sheet.Quotes"), columns, rows)


def _method(summary: Summary, t: Language) -> Sheet:
    funnel = summary.funnel
    steps = [
        (t("column.read"), funnel.read),
        *((t("method.unreadable", reason=reason), n) for reason, n in funnel.rejected),
        *((t("method.aside", reason=t(f"flag.{flag}")), n) for flag, n in funnel.set_aside),
        (t("column.comments_with_content"), funnel.analysed),
        (t("method.with_theme"), funnel.with_theme),
        (t("method.without_theme"), funnel.without_theme),
        (t("column.mentions"), funnel.mentions),
    ]
    rows: list[Sequence[Cell]] = [(t("method.records"), step, n) for step, n in steps]
    rows += [(t("column.note"), note.text) for note in summary.notes]
    for metric in summary.definitions.values():
        values = {"name": metric.name, "text": metric.text, "formula": metric.formula}
        said = t("column.metric_text", **values, unit=metric.unit, interval=metric.interval)
        rows.append((t("column.metric"), said))
    columns = (*texts(t, "column.what", "column.text"), Column(t("method.number"), "count"))
    return Sheet(t("sheet.Method"), columns, rows)
