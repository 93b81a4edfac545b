"""What happened and when: a price change, a new app, a strike; people write it down, and trends show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cxtext.errors import OptionError
from cxtext.insight.catalogue import printable
from cxtext.insight.entries import Form, read_entries
from cxtext.insight.results import Point

FORM = Form("events file", "cxtext-events/1", "events", needed=("name", "date"))


@dataclass(frozen=True)
class Event:
    """Something that customers may have noticed. Nothing is computed from it."""

    date: date
    name: str


def read_events(path: Path) -> tuple[Event, ...]:
    """The events of a file, the earliest first.

    Raises:
        OptionError: it is missing, not YAML, or breaks the form.
    """
    found = []
    for entry in read_entries(path, FORM)[0]:
        try:
            day = date.fromisoformat(entry.text("date"))
        except ValueError as error:
            raise OptionError(f"{entry.place}: date {entry.text('date')!r} is no date such as 2025-03-31") from error
        found.append(Event(day, printable(entry.text("name"))))
    return tuple(sorted(found, key=lambda event: (event.date, event.name)))


def within(events: Sequence[Event], points: Sequence[Point], last: date) -> tuple[tuple[int, Event], ...]:
    """The events that fell into the periods of a trend up to `last`, each with the number of its period from 0."""
    starts = [point.start for point in points]
    return tuple(
        (max(i for i, start in enumerate(starts) if start <= event.date), event)
        for event in events
        if starts and starts[0] <= event.date <= last
    )
