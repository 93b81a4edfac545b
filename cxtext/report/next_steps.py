"""What to do next, for page one: what costs the score most where that is known, else what is blamed most."""

from __future__ import annotations

from dataclasses import dataclass

from cxtext.insight import Number, Summary, Topic
from cxtext.insight.priorities import Priority
from cxtext.report.beside import priorities, reversed_scale, shares, sharing, standings
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
    shared: str  # the second owner; "" where there is none
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
        return tuple(_by_impact(summary, p, topics.get(p.ids[0])) for p in sure[:STEPS])
    blamed = [topic for topic in topics.values() if topic.blamed.value is not None]
    most = sorted(blamed, key=lambda topic: (-(topic.blamed.n or 0), topic.id))
    return tuple(Step(t.name, t, _owner(t), sharing(summary, t), t.blamed, None) for t in most[:STEPS])


def _by_impact(summary: Summary, one: Priority, topic: Topic | None) -> Step:
    return Step(one.name, topic, one.owner, shares(summary, topic, one.owner), one.reach, one.impact)


def ratings_wanted(summary: Summary) -> bool:
    """Whether there are no ratings, or too few, to tell what goes with them."""
    return summary.drivers is None


def _owner(topic: Topic) -> str:
    link = topic.link("department")
    return link.name if link else ""


def said(summary: Summary, t: Language) -> tuple[str, ...]:
    """The steps as sentences, for formats without a page."""
    words = words_for(summary, t)
    lines = [f"{s.name}, {whose(s, t)}: {reason(summary, s, words)}" for s in steps(summary)]
    tied = [t("next.tied", n=may_be_first(summary))] if may_be_first(summary) > 1 else []
    return (*lines, *tied, *([wanted(summary, t)] if ratings_wanted(summary) else []))


def whose(step: Step, t: Language) -> str:
    """Who owns it, and who beside."""
    both = f", {t('overview.shared_with', owner=step.shared)}" if step.shared else ""
    return (step.owner or t("next.no_owner")) + both


def may_be_first(summary: Summary) -> int:
    """How many subjects cannot be told apart from the first by priority; 0 where priorities are not known."""
    if not any(step.impact for step in steps(summary)):
        return 0
    return standings(priorities(summary))[0][1]


def reason(summary: Summary, step: Step, words: Words) -> str:
    """Why it comes first: how many blame it, and what goes with that."""
    if step.impact is None:
        return words.t("next.by_blame", n=step.blamed.n, share=words.whole(step.blamed))
    impact = words.whole(step.impact)
    best = summary.headline.scale.best if summary.headline.scale else None
    nps = summary.drivers is not None and summary.drivers.coding == "nps"
    key = ".nps" if nps else ".turned" if reversed_scale(summary) else ""
    return words.t(
        f"next.with_impact{key}", n=step.blamed.n, share=words.whole(step.blamed), impact=impact, best=best or 0
    )


def wanted(summary: Summary, t: Language) -> str:
    """That ratings would tell the impact."""
    return t("next.few_ratings" if summary.headline.rating else "next.no_ratings")
