"""What an audit asks of a comment: one question for each kind of label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from cxtext.insight.catalogue import Catalogue
from cxtext.schema import REST, SENTIMENTS

UNFIT = REST  # the theme of what fits no theme: to say so is to answer NONE
NONE = "none of these"  # the answer that nothing fits; an empty cell says that nobody looked


@dataclass(frozen=True)
class Aspect:
    """A kind of label, and how people are asked for it."""

    name: str
    column: str  # of the labelled comments
    answers: int  # at most so many for one comment

    @property
    def single(self) -> bool:
        """Whether every comment has exactly one."""
        return self.answers == 1

    @property
    def heads(self) -> tuple[str, ...]:
        """The columns of the sheet."""
        return (self.name,) if self.single else tuple(f"{self.name}_{i + 1}" for i in range(self.answers))


ASPECTS = {
    aspect.name: aspect
    for aspect in (
        Aspect("sentiment", "sentiment", 1),
        Aspect("theme", "themes", 4),
        Aspect("touchpoint", "touchpoints", 3),
        Aspect("department", "departments", 2),
        Aspect("facet", "facets", 3),
    )
}
USUAL = ("sentiment", "theme")


def labels_of(comments: pl.DataFrame, aspect: Aspect) -> list[tuple[str, ...]]:
    """What the machine says of each comment, the biggest share first."""
    cells = comments[aspect.column].to_list()
    return [(cell,) if cell else () for cell in cells] if aspect.single else [tuple(cell or ()) for cell in cells]


def choices_of(comments: pl.DataFrame, aspect: Aspect, catalogue: Catalogue) -> dict[str, str]:
    """What may be answered: the name to show of each label, by name; labels that the comments or the catalogue hold."""
    if aspect.name == "sentiment":
        return {name: name for name in SENTIMENTS}
    known: Sequence[str] = comments[aspect.column].explode().drop_nulls().unique().to_list()
    beside = {"touchpoint": catalogue.touchpoints, "department": catalogue.departments, "theme": catalogue.themes}
    found = {*known, *beside.get(aspect.name, ())} - {UNFIT}
    shown: dict[str, str] = {}
    for label in sorted(found):
        name = label if aspect.name == "facet" else catalogue.name(aspect.name, label)
        shown[label] = f"{name} ({label})" if name in shown.values() else name
    return dict(sorted(shown.items(), key=lambda item: (item[1].casefold(), item[0])))
