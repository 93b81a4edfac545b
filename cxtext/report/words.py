"""How numbers are written, and the sentences that open a report; shared by all formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cxtext.choices import UNOWNED
from cxtext.insight import Number, Summary, Topic
from cxtext.insight.cells import Cell
from cxtext.insight.change import FALSE_DISCOVERY_RATE
from cxtext.insight.drivers import Driver
from cxtext.insight.results import Link
from cxtext.insight.theme_places import ThemePlaces
from cxtext.report.language import Language, language
from cxtext.schema import OVERALL, REST

FINE_FROM = 1_000  # comments from which an interval is narrow enough for one more decimal
MINUS = "−"  # U+2212, as wide as a plus
HIDDEN = "–"
SHARES = frozenset(
    {
        "audit_precision",
        "audit_recall",
        "audit_right",
        "corrected_share",
        "share_of_comments",
        "sentiment_share",
        "top_box",
        "rating_share",
        "share_of_mentions",
        "share_of_theme",
        "share_of_placed",
        "share_of_blame",
        "blamed_share",
        "below_expectation",
        "above_expectation",
        "priority_reach",
    }
)


@dataclass(frozen=True)
class Words:
    """Writes numbers; `fine` adds a decimal, the same for the whole report so that columns align."""

    fine: bool = False
    points: int = 3  # decimals of points of the score
    t: Language = field(default_factory=language)

    def value(self, number: Number | None) -> str:
        """The number without its interval: "26%", "−22", "3.4"; a dash where it is hidden."""
        if number is None or number.value is None:
            return HIDDEN
        text = self._one(number.metric, number.value)
        return self.t.percent(text) if number.metric in SHARES else text

    def interval(self, number: Number | None) -> str:
        """The 95 % interval: "22–29%", "−29 to −15", "2.7–3.0"; "" where the number is hidden."""
        if number is None or number.low is None or number.high is None:
            return ""
        low, high = (self._one(number.metric, bound) for bound in (number.low, number.high))
        if number.metric in SHARES:
            return self.t.percent(self.t("format.range", low=low, high=high))
        plain = number.metric in ("mean_rating", "priority_impact")
        return self.t("format.range" if plain else "format.signed_range", low=low, high=high)

    def whole(self, number: Number | None) -> str:
        """Number and interval: "26% (22–29%)"; the reason where it is hidden."""
        if number is None:
            return HIDDEN
        if number.value is None:
            return number.reason
        mark = f", {self.t('number.indicative')}" if number.cell is Cell.INDICATIVE else ""
        return self.t("format.with_interval", value=self.value(number), interval=self.interval(number) + mark)

    def _one(self, metric: str, value: float) -> str:
        return self.t.marks(self._bare(metric, value))

    def _bare(self, metric: str, value: float) -> str:
        if metric in SHARES:
            return f"{100 * value:.{1 if self.fine else 0}f}"
        if metric == "mean_rating":
            return f"{value:.{2 if self.fine else 1}f}"
        if metric == "priority_impact":
            return f"{value:.{self.points}f}"
        if metric in ("contribution", "coefficient"):
            return signed(value, self.points)
        if metric == "change_in_share":
            return signed(100 * value, 1)
        return signed(value, 1 if self.fine else 0)


def words_for(summary: Summary, t: Language) -> Words:
    """The wording that suits the size of the feedback."""
    nps = summary.drivers is not None and summary.drivers.coding == "nps"
    return Words(fine=summary.funnel.analysed >= FINE_FROM, points=1 if nps else 3, t=t)


def signed(value: float, decimals: int) -> str:
    """With a plus or a real minus sign, zero without."""
    text = f"{value:+.{decimals}f}"
    return text[1:] if float(text) == 0 else text.replace("-", MINUS)


def period(summary: Summary, t: Language) -> str:
    """From the first date to the last; "" without dates."""
    return t.span(summary.first_date, summary.last_date)


def leading(summary: Summary) -> tuple[Topic, ...]:
    """What people talk about: themes, or touchpoints where no theme model was used."""
    return summary.themes or summary.touchpoints


def shown(topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """Those with at least five comments."""
    return tuple(topic for topic in topics if topic.share.n is not None)


def owner(topic: Topic, t: Language) -> str:
    """The department that owns most of what is blamed of the topic."""
    link = topic.link("department")
    return link.name if link else t("word.no_owner")


def of_what(link: Link, t: Language) -> str:
    """What an owner's share is a share of."""
    return t("word.of_blame" if link.share.metric == "share_of_blame" else "word.of_mentions")


def owners_base(lies: ThemePlaces, t: Language) -> str:
    """The mentions that count for the owners of a theme."""
    blamed = any(place.share.metric == "share_of_blame" for place in lies.places)
    owned = dict(lies.placed)["department"]
    return t("places.base_blame" if blamed else "places.base_all", owned=owned, unowned=lies.unowned)


def owned(topics: Sequence[Topic], department: Topic) -> tuple[Topic, ...]:
    """The topics that the department owns."""
    links = ((topic, topic.link("department")) for topic in topics)
    return tuple(topic for topic, link in links if link is not None and link.id == department.id)


def driving(summary: Summary) -> tuple[tuple[Driver, Topic | None], ...]:
    """What is surely associated with the score, the number assessed allowed for; most first, each with its topic."""
    if summary.drivers is None:
        return ()
    topics = {topic.id: topic for topic in leading(summary)}
    apart = (d for d in summary.drivers.drivers if (d.total.low or 0) > 0 or (d.total.high or 0) < 0)
    sure = (driver for driver in apart if driver.q_value <= FALSE_DISCOVERY_RATE)
    ranked = sorted(sure, key=lambda driver: (-abs(driver.total.value or 0), driver.name))
    return tuple((driver, topics.get(driver.ids[0])) for driver in ranked)


def owners(departments: Sequence[Topic], most: int) -> tuple[Topic, ...]:
    """The departments whose subjects most comments blame, and what nobody owns behind them, however many they are."""
    seen = sorted(shown(tuple(departments)), key=lambda department: -(department.blamed.n or 0))
    named = [department for department in seen if department.id != UNOWNED]
    return (*named[:most], *(department for department in seen if department.id == UNOWNED))


def opening(summary: Summary, t: Language) -> tuple[str, ...]:
    """The sentences at the top: what people talk about, how they feel, where blame gathers."""
    words, topics = words_for(summary, t), shown(leading(summary))
    said = [t("opening.comments", n=summary.funnel.analysed)]
    named = [topic for topic in topics if topic.id not in (REST, OVERALL)]
    worst = max(topics, key=_blame, default=None)
    beside, kinds = _beside(topics, words), t(f"kind.{'theme' if summary.themes else 'touchpoint'}s")
    if named and named[0].share.value is not None:
        most = "opening.most_named" if beside else "opening.most"
        said.append(t(most, name=named[0].name, share=words.whole(named[0].share), beside=beside, kinds=kinds))
    if summary.headline.net.value is not None:
        said.append(t("opening.net", net=words.whole(summary.headline.net)))
    if worst is not None and _blame(worst) > 0:
        net, of = words.whole(worst.net), owner(worst, t)
        key = "opening.blame_named" if beside else "opening.blame"
        said.append(t(key, name=worst.name, n=_blame(worst), net=net, owner=of, kinds=kinds))
    return tuple(said)


def _beside(topics: Sequence[Topic], words: Words) -> str:
    """What has no subject of its own, where more speak of it than of any that has one, or more blame it; else ""."""
    named = [topic for topic in topics if topic.id not in (REST, OVERALL)]
    most = max((topic.share.n or 0 for topic in named), default=0)
    worst = max((_blame(topic) for topic in named), default=0)
    return "; ".join(
        words.t("opening.beside", name=topic.name, share=words.value(topic.share), blamed=words.t.count(topic.blamed.n))
        for topic in topics
        if topic.id in (REST, OVERALL)
        and topic.share.value is not None
        and ((topic.share.n or 0) > most or (topic.blamed.n or 0) > worst)
    )


def _blame(topic: Topic) -> int:
    """Number of comments that blame it, 0 where hidden, too small for a number, or about nothing in particular."""
    return 0 if topic.id in (REST, OVERALL) or topic.net.value is None else topic.blamed.n or 0
