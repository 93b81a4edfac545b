"""What facets there are: their values, the cues of each, and what takes a cue back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

SEPARATOR = ":"  # between a facet and its value, as in "effort:hard"
LEARNT = "emotion:learnt"  # switches on the model of emotions
COMPETITOR = "competitor"  # the facet whose values are the user's competitors

# What can take a cue back, and the sides of the sentiment that a value can ask for.
BLOCKERS = ("negation", "condition", "question", "wish")
SIDES = ("positive", "negative", "not_positive", "not_negative")


@dataclass(frozen=True)
class Value:
    """One value of a facet, such as `hard` of effort.

    Attributes:
        cues: lines in the language of `facets.cue`.
        lookalikes: lines of the same language for what only looks like a cue.
        opposite: the value that a negated cue means; none where empty.
        when: one of SIDES, the sentiment that the mention must have; any where empty.
        blocked_by: instead of the facet's; None takes that.
        implies: the intent that it implies, where the mention asks for nothing; none where empty.
        exact: the cues are names, in the letters that stand there.
        on: whether it is looked for.
    """

    id: str
    name: str
    cues: tuple[str, ...] = ()
    lookalikes: tuple[str, ...] = ()
    opposite: str = ""
    when: str = ""
    blocked_by: frozenset[str] | None = None
    implies: str = ""
    exact: bool = False
    on: bool = True


@dataclass(frozen=True)
class Facet:
    """A facet; `blocked_by` are of BLOCKERS, `beside` is the facet that its cues must stand next to, if any."""

    id: str
    name: str
    values: tuple[Value, ...]
    blocked_by: frozenset[str] = frozenset()
    beside: str = ""


@dataclass(frozen=True)
class Scheme:
    """All facets, in the order in which they are written; `learnt`: emotions are told by the model as well."""

    facets: tuple[Facet, ...]
    learnt: bool = False
    order: dict[str, int] = field(init=False)  # of "facet:value"

    def __post_init__(self) -> None:
        names = [label(facet.id, value.id) for facet, value in self.values()]
        object.__setattr__(self, "order", {name: i for i, name in enumerate(names)})

    def values(self) -> Iterator[tuple[Facet, Value]]:
        """Every value with its facet."""
        for facet in self.facets:
            for value in facet.values:
                yield facet, value

    def facet(self, name: str) -> Facet:
        """The facet of that id."""
        return next(facet for facet in self.facets if facet.id == name)


def label(facet: str, value: str) -> str:
    """A value as it is written: "effort:hard"."""
    return f"{facet}{SEPARATOR}{value}"
