"""A summary in another language: what cxtext itself says in it is replaced, what customers say stays as it is."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from cxtext.insight import Summary
from cxtext.insight.audited import TOO_FEW
from cxtext.insight.cells import SUBTRACTABLE, TOO_FEW_FOR_NUMBERS, TOO_FEW_TO_SHOW
from cxtext.insight.definitions import Definition
from cxtext.insight.results import Funnel, Journey, Note, Number, Point, Trend
from cxtext.insight.since import Since
from cxtext.report.faults import fault_in
from cxtext.report.language import Language
from cxtext.schema import OVERALL, REST

REASONS = {
    TOO_FEW_TO_SHOW: "number.too_few_to_show",
    TOO_FEW_FOR_NUMBERS: "number.too_few_for_numbers",
    SUBTRACTABLE: "number.subtractable",
    TOO_FEW: "number.too_few_audited",
}
NAMING = frozenset({"name", "owner", "topic", "touchpoint_name", "against"})  # fields that hold names or periods
TITLE = "What customers say"  # what titles begin with unless people give their own


def translated(summary: Summary, t: Language) -> Summary:
    """The summary with all texts that are cxtext's own in that language; in English as it is."""
    if t.code == "en":
        return summary
    found: Summary = _Translation(summary, t).of(summary)
    return dataclasses.replace(found, title=_title(summary, t))


class _Translation:
    """Goes through plain data; names of themes that customers' words made stay as they are."""

    def __init__(self, summary: Summary, t: Language) -> None:
        self.t = t
        self.own = {theme.name for theme in summary.themes} - {OVERALL, REST}
        points = summary.trend.points if summary.trend else ()
        unit = summary.trend.unit if summary.trend else "month"
        self.periods = {point.label: t.period(point.start, unit) for point in points}
        self.periods |= {f"the {unit}s before": t(f"against.{unit}"), "the last report": t("against.report")}

    def of(self, value: Any) -> Any:
        if isinstance(value, Number):
            return (
                dataclasses.replace(value, reason=self.t(REASONS[value.reason])) if value.reason in REASONS else value
            )
        if isinstance(value, Definition):
            return self._definition(value)
        if isinstance(value, Note):
            return self._note(value)
        if isinstance(value, Funnel):
            told = tuple((fault_in(self.t, reason), n) for reason, n in value.rejected)
            return dataclasses.replace(value, rejected=told)
        if isinstance(value, Since):  # its title and its names are another report's
            return dataclasses.replace(value, net=self.of(value.net), changes=self.of(value.changes))
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return self._fields(value)
        if isinstance(value, tuple):
            return tuple(self.of(part) for part in value)
        return {key: self.of(part) for key, part in value.items()} if isinstance(value, Mapping) else value

    def _fields(self, value: Any) -> Any:
        found = {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.init}
        changed = {name: self._field(value, name, part) for name, part in found.items()}
        return dataclasses.replace(value, **changed)

    def _field(self, value: Any, name: str, part: Any) -> Any:
        if isinstance(part, str):
            if (isinstance(value, Point) and name == "label") or (isinstance(value, Trend) and name == "compared"):
                return self.periods.get(part, part)
            return self._name(part) if name in NAMING else part
        if isinstance(value, Journey) and name in ("stages", "touchpoints"):
            return tuple((key, self._name(said)) for key, said in part)
        return self.of(part)

    def _name(self, name: str) -> str:
        return name if name in self.own else self.periods.get(name, self.t.name(name))

    def _definition(self, one: Definition) -> Definition:
        said = {field: self.t.texts.get(f"definition.{one.id}.{field}", getattr(one, field)) for field in _DEFINING}
        return dataclasses.replace(one, **said)

    def _note(self, note: Note) -> Note:
        values = dict(note.values)
        case = values.pop("case", "")
        known = {key: self.periods.get(part, self._name(part)) if isinstance(part, str) else part
                 for key, part in values.items()}  # fmt: skip
        return dataclasses.replace(note, text=self.t(f"note.{note.id}{'.' if case else ''}{case}", **known))


_DEFINING = ("name", "text", "formula", "interval", "unit")


def _title(summary: Summary, t: Language) -> str:
    """The title, where people gave none of their own, with the owner that the report is for."""
    title = summary.title
    audience = next((str(note.values["name"]) for note in summary.notes if note.id == "audience"), "")
    ending = f", for {audience}"
    if audience and title.endswith(ending):
        title = title.removesuffix(ending)
    else:
        audience = ""
    if title == TITLE:
        title = t("title.default")
    elif title.startswith(f"{TITLE}: "):
        title = t("title.of", name=title.removeprefix(f"{TITLE}: "))
    return t("title.for", title=title, name=t.name(audience)) if audience else title
