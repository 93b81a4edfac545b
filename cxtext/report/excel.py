"""A workbook for those who go on counting: typed numbers, bounds in columns of their own, real tables."""

from __future__ import annotations

from collections.abc import Sequence

from cxtext.insight import Number, Summary, Topic
from cxtext.insight.drivers import Drivers
from cxtext.insight.results import Kind
from cxtext.report.more_sheets import bounded, more_sheets, parts
from cxtext.report.next_steps import said
from cxtext.report.words import FUNNEL, leading, opening, period
from cxtext.report.workbook import Cell, Column, Format, Sheet, Shown, workbook

METRIC_FORMATS: dict[str, Format] = {"net_sentiment": "net", "mean_rating": "rating"}  # all others are shares
LINKS: dict[str, tuple[Kind, ...]] = {
    "Themes": ("department", "touchpoint", "stage"),
    "Departments": ("theme", "touchpoint"),
    "Touchpoints": ("department", "stage", "theme"),
}
SHARE = 2  # column of the sheets of topics that holds the share


def render(summary: Summary, /) -> bytes:
    """The workbook, a sheet a table."""
    return workbook(sheets(summary), title=summary.title)


def sheets(summary: Summary) -> list[Sheet]:
    """The tables: Summary, Themes, Subthemes, and so on; then what stands beside, then Method."""
    return [
        _summary(summary),
        _topics("Themes", summary.themes, chart=SHARE),
        _subthemes(summary),
        _topics("Departments", summary.departments),
        _topics("Touchpoints", summary.touchpoints),
        *([_drivers(summary.drivers)] if summary.drivers else []),
        _trend(summary),
        _quotes(summary),
        *more_sheets(summary),
        _method(summary),
    ]


def _summary(summary: Summary) -> Sheet:
    head = summary.headline
    numbers = [("Net sentiment", head.net)]
    numbers += [(f"Share {name}", number) for name, number in head.sentiment]
    numbers += [("Mean rating", head.rating)] if head.rating else []
    numbers += [("Best rating", head.top_box)] if head.top_box else []
    numbers += [(f"Rated {value:g}", number) for value, number in head.ratings]
    rows: list[Sequence[Cell]] = [("Report", summary.title), ("Input", summary.origin)]
    rows += [("Period", period(summary)), *(("In short", sentence) for sentence in opening(summary))]
    rows += [("Next", line) for line in said(summary)]
    rows += [(name, *_plain(number)) for name, number in numbers]
    names = ("What", "Value", "Low 95 %", "High 95 %")
    return Sheet("Summary", (*map(Column, names), Column("Comments", "count")), rows)


def _plain(number: Number) -> tuple[Cell, ...]:
    """Value, bounds and n in a table where every row has a unit of its own."""
    form = METRIC_FORMATS.get(number.metric, "share")
    bounded = (number.value, number.low, number.high)
    return (*(None if part is None else Shown(part, form) for part in bounded), number.n)


def _topics(name: str, topics: Sequence[Topic], *, chart: int | None = None) -> Sheet:
    rated = any(topic.rating is not None for topic in topics)
    columns = (
        Column(name[:-1]),
        Column("Comments", "count"),
        *bounded("Share", "share"),
        *bounded("Net sentiment", "net"),
        Column("Blamed by comments", "count"),
        *bounded("Blamed", "share"),
        *(bounded("Mean rating", "rating") if rated else ()),
        Column("Shown"),
        *(Column("Owner" if kind == "department" else kind.capitalize()) for kind in LINKS[name]),
        *bounded("Owner's share of what is blamed", "share"),
        Column("Keywords"),
    )
    return Sheet(name, columns, [_topic_row(topic, LINKS[name], rated=rated) for topic in topics], chart)


def _topic_row(topic: Topic, kinds: Sequence[Kind], *, rated: bool) -> list[Cell]:
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
        topic.net.reason or topic.net.cell.value,
        *(link.name if link else "" for link in links),
        *parts(owner.share if owner else None),
        ", ".join(topic.keywords),
    ]


def _subthemes(summary: Summary) -> Sheet:
    columns = (
        Column("Theme"),
        Column("Subtheme"),
        Column("Comments", "count"),
        *bounded("Share of theme", "share"),
        *bounded("Net sentiment", "net"),
    )
    rows: list[Sequence[Cell]] = [
        (theme.name, part.name, part.share.n, *parts(part.share), *parts(part.net))
        for theme in summary.themes
        for part in theme.parts
    ]
    return Sheet("Subthemes", columns, rows)


def _drivers(found: Drivers) -> Sheet:
    """What goes with the score; a scale that runs backwards is turned round, so that higher is better."""
    columns = (
        Column("Driver"),
        Column("Comments", "count"),
        *bounded("Contribution", "points"),
        *bounded("Of blame", "points"),
        *bounded("Of praise", "points"),
        Column("Role"),
        Column("Mean less mean without", "points"),
        Column("Share of what is explained", "share"),
    )
    rows: list[Sequence[Cell]] = [
        (
            driver.name,
            driver.comments,
            *parts(driver.total),
            *parts(driver.negative),
            *parts(driver.positive),
            driver.role,
            driver.leave_one_out,
            driver.explained,
        )
        for driver in found.drivers
    ]
    return Sheet("Drivers", columns, rows)


def _trend(summary: Summary) -> Sheet:
    columns = (
        Column("Topic"),
        Column("Start", "date"),
        Column("Period"),
        Column("Comments", "count"),
        *bounded("Share", "share"),
        *bounded("Net sentiment", "net"),
    )
    lines = [("All comments", summary.trend.points)] if summary.trend else []
    lines += [(topic.name, topic.trend) for topic in leading(summary)]
    rows: list[Sequence[Cell]] = [
        (name, point.start, point.label, point.comments, *parts(point.share), *parts(point.net))
        for name, points in lines
        for point in points
    ]
    return Sheet("Trend", columns, rows)


def _quotes(summary: Summary) -> Sheet:
    names = ("Topic", "Chosen as", "Quote", "Sentiment", "Source", "Id")
    columns = (*map(Column, names), Column("Date", "date"), Column("Rating", "rating"))
    rows: list[Sequence[Cell]] = [
        (q.topic, q.kind, q.text + "…" * q.cut, q.sentiment, q.source, q.comment_id, q.date, q.rating)
        for topic in leading(summary)
        for q in topic.quotes
    ]
    return Sheet("Quotes", columns, rows)


def _method(summary: Summary) -> Sheet:
    funnel = summary.funnel
    steps = [
        ("read", funnel.read),
        *((f"not readable: {reason}", n) for reason, n in funnel.rejected),
        *((f"set aside: {FUNNEL[flag]}", n) for flag, n in funnel.set_aside),
        ("comments with content", funnel.analysed),
        ("with a theme", funnel.with_theme),
        ("without a theme", funnel.without_theme),
        ("mentions", funnel.mentions),
    ]
    rows: list[Sequence[Cell]] = [("Records", step, n) for step, n in steps]
    rows += [("Note", note.text) for note in summary.notes]
    for metric in summary.definitions.values():
        text = f"{metric.name}: {metric.text} {metric.formula}; {metric.unit}. Interval: {metric.interval}."
        rows.append(("Metric", text))
    return Sheet("Method", (Column("What"), Column("Text"), Column("Number", "count")), rows)
