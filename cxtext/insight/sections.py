"""What a report says beside its core numbers; each part is empty where it is not known or not asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from cxtext.insight.actions import ActionLine
from cxtext.insight.analysis_definitions import ANALYSES
from cxtext.insight.asked import AskedAbout
from cxtext.insight.audited import Audited
from cxtext.insight.callbacks import Callbacks
from cxtext.insight.events import Event
from cxtext.insight.expectation_gaps import ExpectationGaps
from cxtext.insight.newcomers import Newcomers
from cxtext.insight.priorities import Priorities
from cxtext.insight.provenance import Provenance
from cxtext.insight.results import Summary
from cxtext.insight.segments import Segments
from cxtext.insight.theme_places import ThemePlaces
from cxtext.insight.unassigned import Unassigned


@dataclass(frozen=True)
class Sections:
    """Everything of a report that not every input can tell."""

    places: tuple[ThemePlaces, ...] = ()
    expectations: ExpectationGaps | None = None  # None: no facets, or too few comments that compare
    unassigned: Unassigned | None = None  # None: no theme model
    segments: tuple[Segments, ...] = ()
    priorities: Priorities | None = None  # None: no drivers
    actions: tuple[ActionLine, ...] | None = None  # None: no list of actions was given
    callbacks: Callbacks | None = None  # None: not asked for
    newcomers: Newcomers | None = None  # None: what `cxtext emerging` found was not given
    audited: Audited | None = None  # None: no audit was given
    asked: tuple[AskedAbout, ...] = ()  # topics that were asked about, in the last period
    events: tuple[Event, ...] = ()  # for the trends, the earliest first
    provenance: Provenance | None = None


def with_sections(summary: Summary, sections: Sections) -> Summary:
    """The summary with these sections, and with the definitions of their metrics."""
    used = sorted(set(_metrics(asdict(sections))) - set(summary.definitions))
    more = {metric: ANALYSES[metric] for metric in used}
    return replace(summary, sections=sections, definitions={**summary.definitions, **more})


def _metrics(value: Any) -> Iterator[str]:
    """The metrics of all numbers in plain values."""
    if isinstance(value, dict):
        if "reason" in value and "cell" in value:
            yield value["metric"]
        for part in value.values():
            yield from _metrics(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _metrics(part)
