"""Six slides for the monthly meeting, with charts that can be edited in PowerPoint."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import chain

from cxtext.insight import Number, Quote, Summary, Topic
from cxtext.insight.results import Point
from cxtext.report.deck import BELOW, Bar, Deck
from cxtext.report.language import Language, language
from cxtext.report.next_steps import said
from cxtext.report.packing import without_clock
from cxtext.report.translated import translated
from cxtext.report.words import Words, leading, opening, owned, owner, owners, period, shown, words_for

TOPICS = 8
OWNERS = 6
CHANGES = 6
QUOTES = 6
NEXT = 3.3  # inches: where the next steps begin, under the opening
LONGEST = 220  # characters of a quote on a slide


def render(summary: Summary, /, *, t: Language | None = None) -> bytes:
    """The deck: in short, themes, changes, owners, words of customers, method."""
    t = t or language()
    summary = translated(summary, t)
    words = words_for(summary, t)
    made = Deck(summary.title)
    for slide in (_short, _themes, _changes, _owners, _quotes, _method):
        slide(made, summary, words)
    target = io.BytesIO()
    made.file.save(target)
    return without_clock(target.getvalue())


def _short(made: Deck, summary: Summary, words: Words) -> None:
    t = words.t
    slide = made.slide(summary.title, period(summary, t))
    made.lines(slide, opening(summary, t), size=20)
    made.lines(slide, [f"{rank}. {line}" for rank, line in enumerate(said(summary, t), 1)], size=14, top=NEXT)
    head = summary.headline
    best = head.scale.best if head.scale else None
    figures = [
        (t("word.net_sentiment"), head.net),
        (t("slides.best", best=best), head.top_box),
        (t("overview.mean_rating", best=best), head.rating),
    ]
    made.figures(slide, [(name, words.value(n), words.interval(n)) for name, n in figures if n is not None])


def _themes(made: Deck, summary: Summary, words: Words) -> None:
    t, topics = words.t, shown(leading(summary))[:TOPICS]
    slide = made.slide(t("overview.talk"), t("slides.how"))
    made.bars(slide, t("word.share_of_comments"), [_bar(topic.name, topic.share) for topic in topics])
    rows = [(topic.name, words.whole(topic.share), words.whole(topic.net), owner(topic, t)) for topic in topics]
    heads = (t("kind.Theme"), t("word.share_of_comments"), t("word.net_sentiment"), t("word.owner"))
    made.table(slide, heads, rows)


def _changes(made: Deck, summary: Summary, words: Words) -> None:
    t, trend = words.t, summary.trend
    if trend is None:
        made.lines(made.slide(t("change.title")), [t("slides.no_dates")])
        return
    about = t(f"slides.against.{trend.unit}", last=trend.compared, n=trend.tested)
    slide = made.slide(t("change.title"), about)
    made.trend(slide, t("slides.net_of_all"), [(p.label, _net(p)) for p in trend.points])
    rows = [
        (change.name, words.value(change.before), words.value(change.after), words.whole(change.difference))
        for change in trend.changes[:CHANGES]
    ]
    if rows:
        made.table(slide, (t("kind.Theme"), t("slides.before"), t("slides.now"), t("slides.change")), rows)
    else:
        made.lines(slide, [t("slides.none")], top=BELOW)


def _owners(made: Deck, summary: Summary, words: Words) -> None:
    t, found = words.t, owners(summary.departments, OWNERS)
    slide = made.slide(t("owners.title"), t("slides.how"))
    made.bars(slide, t("word.share_of_comments"), [_bar(topic.name, topic.share) for topic in found])
    rows = [
        (
            topic.name,
            t.count(topic.blamed.n),
            words.whole(topic.blamed),
            _first_names(owned(leading(summary), topic)),
        )
        for topic in found
    ]
    made.table(slide, (t("kind.Department"), t("impact.blaming"), t("slides.of_all"), t("slides.biggest")), rows)


def _quotes(made: Deck, summary: Summary, words: Words) -> None:
    t = words.t
    slide = made.slide(t("overview.words"), t("slides.masked"))
    chosen: list[Quote] = list(summary.highlights)
    others = chain.from_iterable(topic.quotes for topic in shown(leading(summary)))
    chosen += [quote for quote in others if quote not in chosen]
    made.quotes(slide, [(_cut(quote, t), _about(quote, t)) for quote in chosen[:QUOTES]])


def _method(made: Deck, summary: Summary, words: Words) -> None:
    t, way = words.t, summary.funnel
    lines = [
        t("slides.read", n=way.read, origin=summary.origin),
        *(t("slides.unreadable", n=n, reason=reason) for reason, n in way.rejected),
        *(t("slides.aside", n=n, reason=t(f"flag.{flag}")) for flag, n in way.set_aside),
        t("slides.base", n=way.analysed, without=way.without_theme),
        *(note.text for note in summary.notes),
        t("slides.net"),
    ]
    made.lines(made.slide(t("slides.how_to")), lines, size=14)


def _bar(name: str, number: Number) -> Bar:
    return Bar(name, number.value, number.low, number.high)


def _net(point: Point) -> float | None:
    return point.net.value


def _first_names(topics: Sequence[Topic]) -> str:
    return ", ".join(topic.name for topic in topics[:2])


def _cut(quote: Quote, t: Language) -> str:
    text = quote.text if len(quote.text) <= LONGEST else quote.text[:LONGEST].rsplit(" ", 1)[0]
    return t("format.quoted", text=f"{text}{'…' if quote.cut or text != quote.text else ''}")


def _about(quote: Quote, t: Language) -> str:
    about = (quote.topic, t.known("sentiment", quote.sentiment), t.day(quote.date), quote.source)
    return ", ".join(part for part in about if part)
