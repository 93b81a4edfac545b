"""A few lines for a chat or a ticket."""

from __future__ import annotations

import re

from cxtext.insight import Quote, Summary, Topic
from cxtext.report.next_steps import said
from cxtext.report.words import Words, day, leading, opening, owner, period, shown, words_for

TOPICS = 5
BRACKETS = "In brackets: 95 % intervals. A comment may speak of several things, so shares add up to more than 100 %."
QUOTES = 2


def render(summary: Summary, /) -> str:
    """Headline, the biggest themes with two quotes each, and what to keep in mind."""
    words = words_for(summary)
    parts = [f"# {escaped(summary.title)}"]
    if span := period(summary):
        parts.append(f"*{span}*")
    parts.append(escaped(" ".join(opening(summary))))
    parts += _changes(summary, words)
    parts += _since(summary, words)
    parts += _next(summary)
    topics = shown(leading(summary))[:TOPICS]
    parts += [_topic(rank, topic, words) for rank, topic in enumerate(topics, 1)]
    parts += [f"> {escaped(note.text)}" for note in summary.notes if note.id != "changes"]
    parts.append(BRACKETS)
    return "\n\n".join(parts) + "\n"


def _changes(summary: Summary, words: Words) -> list[str]:
    if summary.trend is None:
        return []
    last = summary.trend.compared
    lines = [
        f"- **{escaped(change.name)}** {words.value(change.after)} of comments, {words.value(change.before)} in "
        f"{escaped(change.against)}: {words.whole(change.difference)} points"
        for change in summary.trend.changes
    ]
    if not lines:
        if not summary.trend.tested:
            return [f"**{last}** has too few comments to tell a change from chance."]
        return [f"**No reliable change in {last}**: {summary.trend.tested} themes tested."]
    return ["\n".join([f"**Changed in {last}**", "", *lines])]


def _since(summary: Summary, words: Words) -> list[str]:
    before = summary.since
    if before is None:
        return []
    head = (
        f"**Since “{escaped(before.title)}”** ({before.comments:,} comments, net sentiment {words.whole(before.net)})"
    )
    lines = [
        f"- **{escaped(change.name)}** {words.value(change.before)} → {words.value(change.after)} "
        f"of comments, {words.whole(change.difference)} points"
        for change in before.changes
    ] or [f"- No reliable change: {before.tested} tested."]
    lines += [f"- New: {escaped(', '.join(before.new))}"] if before.new else []
    lines += [f"- No longer there: {escaped(', '.join(before.gone))}"] if before.gone else []
    return ["\n".join([head, "", *lines])]


def _next(summary: Summary) -> list[str]:
    lines = [f"{rank}. {escaped(line)}" for rank, line in enumerate(said(summary), 1)]
    return ["\n".join(["**What to do next**", "", *lines])] if lines else []


def _topic(rank: int, topic: Topic, words: Words) -> str:
    lines = [
        f"**{rank}. {escaped(topic.name)}** – {words.whole(topic.share)} of comments, "
        f"net sentiment {words.whole(topic.net)}, n = {topic.share.n:,}; owner: {escaped(owner(topic))}"
    ]
    return "\n".join([*lines, *(f"- {_quote(quote)}" for quote in _two(topic))])


def _two(topic: Topic) -> list[Quote]:
    """A typical quote, and the strongest one of the side that prevails."""
    side = "positive" if (topic.net.value or 0) > 0 else "negative"
    strong = [quote for quote in topic.quotes if quote.kind == side]
    typical = [quote for quote in topic.quotes if quote.kind == "typical"]
    return [*typical[:1], *strong[:1], *typical[1:]][:QUOTES]


def _quote(quote: Quote) -> str:
    tail = "…" if quote.cut else ""
    about = ", ".join(part for part in (day(quote.date), quote.source) if part)
    return f"“{escaped(quote.text)}{tail}”" + (f" ({escaped(about)})" if about else "")


def escaped(text: str) -> str:
    """One line that no Markdown reader takes for markup, a link or HTML."""
    line = re.sub(r"&(?=#?\w+;)", "&amp;", " ".join(text.split())).replace("<", "&lt;")
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", line)
