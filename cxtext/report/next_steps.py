"""What to do next, for page one: what costs the score most where that is known, else what is blamed most."""

from __future__ import annotations

from dataclasses import dataclass

from cxtext.insight import Number, Summary, Topic
from cxtext.report.beside import priorities
from cxtext.report.language import Language
from cxtext.report.words import Words, leading, shown, words_for
from cxtext.schema import OVERALL, REST

STEPS = 3


@dataclass(frozen=True)
class Step:
    """A subject to take up: whose it is, how many blame it, and what goes with that."""

    name: str
    topic: Topic | None  # None: several subjects that cannot be told apart
    owner: str  # "" where none stands out
    blamed: Number  # blamed_share of its comments; priority_reach where the impact is known
    impact: Number | None  # priority_impact; None: no ratings, or too few

    @property
    def to_read(self) -> int:
        """How many quotes of strong criticism the subject has."""
        return sum(quote.kind == "negative" for quote in self.topic.quotes) if self.topic else 0


def steps(summary: Summary) -> tuple[Step, ...]:
    """The first steps: topics that surely go with a lower score by priority, else those that most comments blame."""
    topics = {topic.id: topic for topic in shown(leading(summary)) if topic.id not in (REST, OVERALL)}
    sure = [one for one in priorities(summary) if (one.impact.low or 0) > 0]
    if sure:
        return tuple(Step(p.name, topics.get(p.ids[0]), p.owner, p.reach, p.impact) for p in sure[:STEPS])
    blamed = [topic for topic in topics.values() if topic.blamed.value is not None]
    most = sorted(blamed, key=lambda topic: (-(topic.blamed.n or 0), topic.id))
    return tuple(Step(t.name, t, _owner(t), t.blamed, None) for t in most[:STEPS])


def ratings_wanted(summary: Summary) -> bool:
    """Whether there are no ratings, or too few, to tell what goes with them."""
    return summary.drivers is None


def _owner(topic: Topic) -> str:
    link = topic.link("department")
    return link.name if link else ""


def said(summary: Summary, t: Language) -> tuple[str, ...]:
    """The steps as sentences, for formats without a page."""
    words = words_for(summary, t)
    lines = [f"{s.name}, {s.owner or t('next.no_owner')}: {reason(s, words)}" for s in steps(summary)]
    return (*lines, wanted(summary, t)) if ratings_wanted(summary) else tuple(lines)


def reason(step: Step, words: Words) -> str:
    """Why it comes first: how many blame it, and what goes with that."""
    if step.impact is None:
        return words.t("next.by_blame", n=step.blamed.n, share=words.whole(step.blamed))
    impact = words.whole(step.impact)
    return words.t("next.with_impact", n=step.blamed.n, share=words.whole(step.blamed), impact=impact)


def wanted(summary: Summary, t: Language) -> str:
    """That ratings would tell the impact."""
    return t("next.few_ratings" if summary.headline.rating else "next.no_ratings")
