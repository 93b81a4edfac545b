"""Six slides for the monthly meeting, with charts that can be edited in PowerPoint."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import chain

from cxtext.insight import Number, Quote, Summary, Topic
from cxtext.insight.results import Point
from cxtext.report.deck import BELOW, Bar, Deck
from cxtext.report.next_steps import said
from cxtext.report.packing import without_clock
from cxtext.report.words import (
    FUNNEL,
    Words,
    count,
    day,
    leading,
    opening,
    owned,
    owner,
    owners,
    period,
    shown,
    words_for,
)

TOPICS = 8
OWNERS = 6
CHANGES = 6
QUOTES = 6
NEXT = 3.3  # inches: where the next steps begin, under the opening
LONGEST = 220  # characters of a quote on a slide
HOW_TO_READ = "Bars show the share of comments; whiskers and brackets are 95 % intervals."


def render(summary: Summary, /) -> bytes:
    """The deck: in short, themes, changes, owners, words of customers, method."""
    words = words_for(summary)
    made = Deck(summary.title)
    for numbers in (_short, _themes, _changes, _owners):
        numbers(made, summary, words)
    _quotes(made, summary)
    _method(made, summary)
    target = io.BytesIO()
    made.file.save(target)
    return without_clock(target.getvalue())


def _short(made: Deck, summary: Summary, words: Words) -> None:
    slide = made.slide(summary.title, period(summary))
    made.lines(slide, opening(summary), size=20)
    made.lines(slide, [f"{rank}. {line}" for rank, line in enumerate(said(summary), 1)], size=14, top=NEXT)
    head = summary.headline
    best = f"{head.scale.best:g}" if head.scale else ""
    figures = [
        ("Net sentiment", head.net),
        (f"Rated {best}, the best", head.top_box),
        (f"Mean rating, {best} is best", head.rating),
    ]
    made.figures(slide, [(name, words.value(n), words.interval(n)) for name, n in figures if n is not None])


def _themes(made: Deck, summary: Summary, words: Words) -> None:
    topics = shown(leading(summary))[:TOPICS]
    slide = made.slide("What people talk about, and how they feel", HOW_TO_READ)
    made.bars(slide, [_bar(topic.name, topic.share) for topic in topics])
    rows = [(topic.name, words.whole(topic.share), words.whole(topic.net), owner(topic)) for topic in topics]
    made.table(slide, ("Theme", "Share of comments", "Net sentiment", "Owner"), rows)


def _changes(made: Deck, summary: Summary, words: Words) -> None:
    trend = summary.trend
    if trend is None:
        made.lines(
            made.slide("What changed"), ["The comments carry no dates over several periods: nothing to compare."]
        )
        return
    slide = made.slide("What changed", f"{trend.compared} against {trend.unit}s before; {trend.tested} themes tested")
    made.trend(slide, "Net sentiment of all comments", [(p.label, _net(p)) for p in trend.points])
    rows = [
        (change.name, words.value(change.before), words.value(change.after), words.whole(change.difference))
        for change in trend.changes[:CHANGES]
    ]
    if rows:
        made.table(slide, ("Theme", "Before", "Now", "Change in points"), rows)
    else:
        made.lines(slide, ["No reliable change: what moved is within what chance explains."], top=BELOW)


def _owners(made: Deck, summary: Summary, words: Words) -> None:
    found = owners(summary.departments, OWNERS)
    slide = made.slide("Who owns what is blamed", HOW_TO_READ)
    made.bars(slide, [_bar(topic.name, topic.share) for topic in found])
    rows = [
        (
            topic.name,
            count(topic.blamed.n),
            words.whole(topic.blamed),
            _first_names(owned(leading(summary), topic)),
        )
        for topic in found
    ]
    made.table(slide, ("Department", "Comments that blame it", "Of all that speak of it", "Biggest themes"), rows)


def _quotes(made: Deck, summary: Summary) -> None:
    slide = made.slide("In their words", "Personal data is masked; typical and strongest mentions, word for word.")
    chosen: list[Quote] = list(summary.highlights)
    others = chain.from_iterable(topic.quotes for topic in shown(leading(summary)))
    chosen += [quote for quote in others if quote not in chosen]
    made.quotes(slide, [(_cut(quote), _about(quote)) for quote in chosen[:QUOTES]])


def _method(made: Deck, summary: Summary) -> None:
    way = summary.funnel
    lines = [
        f"{way.read:,} records read from {summary.origin}.",
        *(f"{n:,} not readable: {reason}" for reason, n in way.rejected),
        *(f"{n:,} set aside: {FUNNEL[flag]}" for flag, n in way.set_aside),
        f"{way.analysed:,} comments with content, the denominator of all shares; "
        f"{way.without_theme:,} of them without a theme of their own.",
        *(note.text for note in summary.notes),
        "Net sentiment: positive less negative comments, per 100. Numbers that rest on too few comments are left out.",
    ]
    made.lines(made.slide("How to read this"), lines, size=14)


def _bar(name: str, number: Number) -> Bar:
    return Bar(name, number.value, number.low, number.high)


def _net(point: Point) -> float | None:
    return point.net.value


def _first_names(topics: Sequence[Topic]) -> str:
    return ", ".join(topic.name for topic in topics[:2])


def _cut(quote: Quote) -> str:
    text = quote.text if len(quote.text) <= LONGEST else quote.text[:LONGEST].rsplit(" ", 1)[0]
    return f"“{text}{'…' if quote.cut or text != quote.text else ''}”"


def _about(quote: Quote) -> str:
    return ", ".join(part for part in (quote.topic, quote.sentiment, day(quote.date), quote.source) if part)
