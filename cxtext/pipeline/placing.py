"""Where each theme lies: its shares of touchpoints, departments, stages and dimensions, with intervals.

Counted from the census of the training input, so that the shares hold after any decision about themes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cxtext.insight.intervals import wilson
from cxtext.pipeline.census import Census
from cxtext.pipeline.linked import places_of
from cxtext.taxonomy.taxonomy import Taxonomy, Touchpoint
from cxtext.themes.decisions import NOT_APPLIED
from cxtext.themes.draft import Draft
from cxtext.themes.identity import Identity
from cxtext.themes.themes import Theme, ThemeSet
from cxtext.themes.working import Key

SHARED_FROM = 0.25  # lower bound of the second owner's share from which a theme has two owners
FEWEST = 5  # mentions at any touchpoint under which nothing is said
MOST_SHOWN = 3  # places of a kind

# What the place of a touchpoint is, of each kind.
KINDS: dict[str, Callable[[Touchpoint], str | None]] = {
    "touchpoint": lambda touchpoint: touchpoint.id,
    "department": lambda touchpoint: touchpoint.owner,
    "stage": lambda touchpoint: touchpoint.stages[0],
    "dimension": lambda touchpoint: touchpoint.dimension,
}


@dataclass(frozen=True)
class Place:
    """A place of a theme: how many of its mentions that lie at any touchpoint lie there."""

    id: str
    mentions: int
    share: float  # 0 … 1
    low: float  # of Wilson's 95 % interval
    high: float


@dataclass(frozen=True)
class Placed:
    """Where a theme lies."""

    theme: str  # id
    mentions: int
    linked: int  # of them at any touchpoint
    places: dict[str, tuple[Place, ...]]  # by KINDS, the biggest share first
    decided: str | None  # touchpoint or department that people decided for it, whatever is counted

    @property
    def shared(self) -> bool:
        """Whether a second owner has surely more than a quarter, and nobody decided who owns it."""
        owners = self.places["department"]
        return self.decided is None and len(owners) > 1 and owners[1].low > SHARED_FROM


def placed_themes(themes: ThemeSet, identity: Identity, census: Census, taxonomy: Taxonomy) -> tuple[Placed, ...]:
    """Where each theme lies, in the order of the themes."""
    draft = Draft(identity, places_of(taxonomy))
    for decision in identity.decisions:
        if decision.state != NOT_APPLIED:
            draft.apply(decision, again=True)
    edited = draft.edited(themes.undecided(identity.base, identity.of_subcentre))
    row = {(int(i), int(j)): n for n, (i, j) in enumerate(census.keys)}
    groups = {theme.id: keys for theme, keys in zip(edited.themes.themes, edited.groups, strict=True)}
    return tuple(_placed(theme, groups.get(theme.id, ()), row, census, taxonomy) for theme in themes.themes)


def _placed(
    theme: Theme, keys: Sequence[Key], row: dict[tuple[int, int], int], census: Census, taxonomy: Taxonomy
) -> Placed:
    rows = [row[key] for key in keys if key in row]
    at = census.at[rows].sum(axis=0)
    counts = {taxonomy.touchpoint(key): int(n) for key, n in zip(census.touchpoints, at, strict=True) if n}
    linked = sum(counts.values())
    places = {kind: _shares(counts, of, linked) for kind, of in KINDS.items()}
    decided = theme.linked_department or theme.linked_touchpoint
    return Placed(theme.id, int(census.mentions[rows].sum()), linked, places, decided)


def _shares(counts: dict[Touchpoint, int], of: Callable[[Touchpoint], str | None], linked: int) -> tuple[Place, ...]:
    if linked < FEWEST:
        return ()
    sums: Counter[str] = Counter()
    for touchpoint, n in counts.items():
        place = of(touchpoint)
        if place is not None:
            sums[place] += n
    ranked = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    bounds = [tuple(map(float, wilson(n, linked))) for _, n in ranked]
    return tuple(Place(key, n, n / linked, low, high) for (key, n), (low, high) in zip(ranked, bounds, strict=True))


def placed_line(found: Placed, taxonomy: Taxonomy) -> str | None:
    """One line: its touchpoints, and its owners where there are two; None where too few mentions are linked."""
    if not found.places["touchpoint"]:
        return None
    at = ", ".join(_told(place, taxonomy) for place in found.places["touchpoint"][:MOST_SHOWN])
    line = f"{found.linked:,} of {found.mentions:,} mentions at a touchpoint: {at}"
    if found.shared:
        first, second = found.places["department"][:2]
        line += f"; two owners: {_told(first, taxonomy)} and {_told(second, taxonomy)}"
    return line


def _told(place: Place, taxonomy: Taxonomy) -> str:
    return f"{taxonomy.name_of(place.id)} {place.share:.0%} [{place.low:.0%}, {place.high:.0%}]"
