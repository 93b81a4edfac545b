"""The few quotes for page one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cxtext.insight.results import Quote, Topic
from cxtext.schema import OVERALL, REST

NEGATIVE_TOPICS = 2  # the topics that most comments blame …
POSITIVE_TOPICS = 2  # … and those with the most positive ones give a quote each


def highlights(topics: Sequence[Topic]) -> tuple[Quote, ...]:
    """One quote from each of the topics with most blame and most praise, no comment twice."""
    chosen: list[Quote] = []
    topics = [topic for topic in topics if topic.id not in (REST, OVERALL)]
    for sentiment, most in (("negative", NEGATIVE_TOPICS), ("positive", POSITIVE_TOPICS)):
        ranked = sorted(topics, key=_most_blamed if sentiment == "negative" else _most_praised)
        found = _one_each(ranked, sentiment, chosen)
        chosen.extend(quote for _, quote in zip(range(most), found, strict=False))
    return tuple(chosen)


def _one_each(topics: Sequence[Topic], sentiment: str, taken: Sequence[Quote]) -> Iterator[Quote]:
    """The first suitable quote of each topic; topics with a quote already come last."""
    used = {quote.comment_id for quote in taken}
    topics = sorted(topics, key=lambda topic: topic.name in {quote.topic for quote in taken})
    for topic in topics:
        fitting = (q for q in topic.quotes if q.kind == sentiment and q.comment_id not in used)
        if (quote := next(fitting, None)) is not None:
            used.add(quote.comment_id)
            yield quote


def _most_blamed(topic: Topic) -> tuple[int, str]:
    return -(topic.blamed.n or 0), topic.id


def _most_praised(topic: Topic) -> tuple[int, str]:
    """By praise; where that is hidden, by what blame and net sentiment leave of it, mixed comments included."""
    praise = dict(topic.sentiment)["positive"].n
    if praise is None and topic.net.value is not None and topic.net.n is not None:
        praise = round(topic.net.value * topic.net.n / 100) + (topic.blamed.n or 0)
    return -(praise or 0), topic.id
