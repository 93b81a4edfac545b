"""A few lines for a chat or a ticket."""

from __future__ import annotations

import re

from cxtext.insight import Quote, Summary, Topic
from cxtext.insight.results import Change
from cxtext.report.beside import answer
from cxtext.report.language import Language, language
from cxtext.report.next_steps import said
from cxtext.report.translated import translated
from cxtext.report.words import Words, leading, opening, owner, period, shown, words_for

TOPICS = 5
QUOTES = 2


def render(summary: Summary, /, *, t: Language | None = None) -> str:
    """Headline, what changed, what to do next, how right it is, the biggest themes with two quotes each, and notes."""
    t = t or language()
    summary = translated(summary, t)
    words = words_for(summary, t)
    parts = [f"# {escaped(summary.title)}"]
    if span := period(summary, t):
        parts.append(f"*{span}*")
    parts.append(escaped(" ".join(opening(summary, t))))
    parts += _changes(summary, words)
    parts += _asked(summary, words)
    parts += _since(summary, words)
    parts += _next(summary, t)
    parts += _audited(summary, words)
    topics = shown(leading(summary))[:TOPICS]
    parts += [_topic(rank, topic, words) for rank, topic in enumerate(topics, 1)]
    parts += [f"> {escaped(note.text)}" for note in summary.notes if note.id != "changes"]
    parts.append(t("markdown.brackets"))
    return "\n\n".join(parts) + "\n"


def _changes(summary: Summary, words: Words) -> list[str]:
    if summary.trend is None:
        return []
    t, last = words.t, summary.trend.compared
    lines = [f"- **{escaped(change.name)}** {_change(change, words)}" for change in summary.trend.changes]
    if not lines and not summary.trend.tested:
        return [f"**{t('markdown.too_few', last=last)}**"]
    if not lines:
        return [f"**{t('markdown.none', last=last, n=summary.trend.tested)}**"]
    return ["\n".join([f"**{t('markdown.changed', last=last)}**", "", *lines])]


def _asked(summary: Summary, words: Words) -> list[str]:
    asked = summary.sections.asked if summary.sections else ()
    lines = [f"- {escaped(words.t('change.asked', name=one.name))} {answer(one, words)}" for one in asked]
    return ["\n".join(lines)] if lines else []


def _change(change: Change, words: Words) -> str:
    after, before, difference = words.value(change.after), words.value(change.before), words.whole(change.difference)
    against = escaped(change.against)
    return words.t("markdown.change", after=after, before=before, against=against, difference=difference)


def _since(summary: Summary, words: Words) -> list[str]:
    before, t = summary.since, words.t
    if before is None:
        return []
    head = t("markdown.since", title=escaped(before.title), n=before.comments, net=words.whole(before.net))
    lines = [f"- **{escaped(change.name)}** {_since_change(change, words)}" for change in before.changes]
    lines = lines or [f"- {t('markdown.since_none', n=before.tested)}"]
    lines += [f"- {t('markdown.since_new', names=escaped(', '.join(before.new)))}"] if before.new else []
    lines += [f"- {t('markdown.since_gone', names=escaped(', '.join(before.gone)))}"] if before.gone else []
    return ["\n".join([f"**{head}**", "", *lines])]


def _since_change(change: Change, words: Words) -> str:
    before, after = words.value(change.before), words.value(change.after)
    return words.t("markdown.since_change", before=before, after=after, difference=words.whole(change.difference))


def _next(summary: Summary, t: Language) -> list[str]:
    lines = [f"{rank}. {escaped(line)}" for rank, line in enumerate(said(summary, t), 1)]
    return ["\n".join([f"**{t('next.title')}**", "", *lines])] if lines else []


def _audited(summary: Summary, words: Words) -> list[str]:
    """How many labels of each kind are right, where people looked."""
    found, t = summary.sections.audited if summary.sections else None, words.t
    if found is None:
        return []
    right = ((one, t("audit.right", share=words.whole(one.right), n=one.answered)) for one in found.aspects)
    return ["\n".join([f"**{t('audit.title')}**", "", *(f"- {t.aspect(one.aspect)}: {line}" for one, line in right)])]


def _topic(rank: int, topic: Topic, words: Words) -> str:
    about = words.t(
        "markdown.topic",
        share=words.whole(topic.share),
        net=words.whole(topic.net),
        n=topic.share.n,
        owner=escaped(owner(topic, words.t)),
    )
    quotes = (f"- {_quote(quote, words.t)}" for quote in _two(topic))
    return "\n".join([f"**{rank}. {escaped(topic.name)}** – {about}", *quotes])


def _two(topic: Topic) -> list[Quote]:
    """A typical quote, and the strongest one of the side that prevails."""
    side = "positive" if (topic.net.value or 0) > 0 else "negative"
    strong = [quote for quote in topic.quotes if quote.kind == side]
    typical = [quote for quote in topic.quotes if quote.kind == "typical"]
    return [*typical[:1], *strong[:1], *typical[1:]][:QUOTES]


def _quote(quote: Quote, t: Language) -> str:
    tail = "…" if quote.cut else ""
    about = ", ".join(part for part in (t.day(quote.date), quote.source) if part)
    return t("format.quoted", text=f"{escaped(quote.text)}{tail}") + (f" ({escaped(about)})" if about else "")


def escaped(text: str) -> str:
    """One line that no Markdown reader takes for markup, a link or HTML."""
    line = re.sub(r"&(?=#?\w+;)", "&amp;", " ".join(text.split())).replace("<", "&lt;")
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", line)
