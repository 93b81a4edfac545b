"""Topics that people keep asking about: what the last period says of each, also where that is nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from cxtext.errors import OptionError, unknown
from cxtext.insight.catalogue import Catalogue
from cxtext.insight.results import Kind
from cxtext.insight.topic_changes import TopicChange

Verdict = Literal["rising", "falling", "new", "no signal", "too few to test"]


@dataclass(frozen=True)
class AskedAbout:
    """One topic that was asked about."""

    id: str
    name: str
    verdict: Verdict
    change: TopicChange | None  # None: too few comments to test


def asked_about(
    asked: Sequence[str], spoken_of: Iterable[str], tested: Sequence[TopicChange], kind: Kind, catalogue: Catalogue
) -> tuple[AskedAbout, ...]:
    """The answer for each topic asked about, in their order.

    Args:
        asked: ids or names, in any case.
        spoken_of: ids of the topics in the comments.
        tested: those of them that were tested.
        kind: of the topics.
        catalogue: names of the ids, and topics that nobody spoke of.

    Raises:
        OptionError: there is no such topic.
    """
    keys = sorted({*spoken_of, *_known(kind, catalogue)})
    by_name = {catalogue.name(kind, key).casefold(): key for key in reversed(keys)}
    by_name |= {key.casefold(): key for key in reversed(keys)}
    changes = {change.id: change for change in tested}
    answers = {}
    for topic in asked:
        key = by_name.get(topic.strip().casefold())
        if key is None:
            raise OptionError(f"--ask: {unknown(kind, topic, (catalogue.name(kind, key) for key in keys))}")
        change = changes.get(key)
        answers[key] = AskedAbout(key, catalogue.name(kind, key), _verdict(change), change)
    return tuple(answers.values())


def _known(kind: Kind, catalogue: Catalogue) -> Iterable[str]:
    return {
        "theme": catalogue.themes,
        "touchpoint": catalogue.touchpoints,
        "department": catalogue.departments,
        "stage": catalogue.stages,
    }[kind]


def _verdict(change: TopicChange | None) -> Verdict:
    if change is None:
        return "too few to test"
    return "no signal" if change.direction == "steady" else change.direction
