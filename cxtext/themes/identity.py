"""Who a theme is, from one training to the next: its id, what became of it, and what was decided about it."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cxtext.schema import OVERALL, REST
from cxtext.themes.decisions import Decision, decisions_from
from cxtext.themes.themes import NONE, OVERALL_ID, REST_ID, Theme, ThemeSet, theme_from

SPECIAL = {REST_ID: REST, OVERALL_ID: OVERALL}  # kept as they are by every training and every decision
THEMES = ""  # the key of `issued` for the themes themselves


@dataclass(frozen=True)
class Became:
    """What became of a theme in a training, or where one came from."""

    kind: str  # kept, renamed, drifted, split, merged, new or gone; see `matching`
    before: str | None  # id in the model before; None for a new one
    name_before: str | None
    after: str | None  # id in this model; None for one that is gone
    name: str | None
    similarity: float  # 0 … 1, of the two; 0 where there is but one
    overlap: float  # 0 … 1, Jaccard index of their mentions in the new input


@dataclass(frozen=True)
class Identity:
    """What makes the themes of a training comparable with those of the trainings before and after it."""

    base: tuple[Theme, ...]  # as training gave them, before any decision
    of_subcentre: tuple[tuple[int, int], ...]  # of the base, as in `ThemeSet`
    chain: tuple[str, ...]  # fingerprints of the trainings, the first one first, this one last
    issued: Mapping[str, int]  # highest number ever given: to themes under THEMES, to subthemes under their theme's id
    lineage: tuple[Became, ...] = ()  # since the training before; empty for the first one
    decisions: tuple[Decision, ...] = ()  # all of them, the first one first
    wholes: Mapping[str, str] = field(default_factory=dict)  # theme without subthemes → the subtheme that it once was

    def to_json(self) -> dict[str, Any]:
        """The identity as plain values."""
        return {
            "base": [theme.to_json() for theme in self.base],
            "of_subcentre": self.of_subcentre,
            "chain": self.chain,
            "issued": dict(self.issued),
            "lineage": [dataclasses.asdict(became) for became in self.lineage],
            "decisions": [decision.to_json() for decision in self.decisions],
            "wholes": dict(self.wholes),
        }


def identity_from(values: Mapping[str, Any]) -> Identity:
    """An identity from plain values."""
    return Identity(
        base=tuple(theme_from(theme) for theme in values["base"]),
        of_subcentre=tuple((int(i), int(j)) for i, j in values["of_subcentre"]),
        chain=tuple(map(str, values["chain"])),
        issued={str(key): int(number) for key, number in values["issued"].items()},
        lineage=tuple(Became(**became) for became in values["lineage"]),
        decisions=decisions_from(values["decisions"], where="its decisions"),
        wholes={str(theme): str(part) for theme, part in values["wholes"].items()},
    )


def first_identity(themes: ThemeSet) -> Identity:
    """The identity of a first training, which nothing was before."""
    return Identity(themes.themes, themes.of_subcentre, (fingerprint(themes),), highest(themes.themes))


def aimless_of(identity: Identity) -> tuple[int, ...]:
    """`ThemeSet.aimless` of the training: the subcentres that it put to the rest."""
    rest = {i for i, theme in enumerate(identity.base) if theme.id == REST_ID}
    return tuple(s for s, (i, _) in enumerate(identity.of_subcentre) if i in rest)


def check_groups(identity: Identity, subcentres: int) -> None:
    """Check that every subcentre leads to a theme, or a subtheme, of the base.

    Raises:
        ValueError: one does not.
    """
    keys = {(i, j) for i, theme in enumerate(identity.base) for j in range(len(theme.subthemes)) or (NONE,)}
    if len(identity.of_subcentre) != subcentres or not keys.issuperset(identity.of_subcentre):
        raise ValueError("subcentres without a theme in the identity")


def fingerprint(themes: ThemeSet) -> str:
    """Sixteen hexadecimal digits that no other training has; decisions do not change them."""
    content = themes.tree.subcentres.tobytes() + themes.space.mean.tobytes()
    return hashlib.sha256(content).hexdigest()[:16]


def highest(themes: Iterable[Theme]) -> dict[str, int]:
    """The highest numbers that the ids of some themes and subthemes hold, as `Identity.issued`."""
    found = {THEMES: 0}
    for theme in themes:
        if theme.id not in SPECIAL:
            found[THEMES] = max(found[THEMES], _number(theme.id[1:]))
        for part in theme.subthemes:
            home, _, number = part.id.rpartition(".")
            found[home] = max(found.get(home, 0), _number(number))
    return found


def next_theme(issued: dict[str, int]) -> str:
    """An id that no theme ever had; it counts as given from now on."""
    issued[THEMES] += 1
    if f"t{issued[THEMES]:03d}" in SPECIAL:
        issued[THEMES] += 1
    return f"t{issued[THEMES]:03d}"


def is_beyond(theme: str, issued: Mapping[str, int]) -> bool:
    """Whether no theme can have had that id yet."""
    return _number(theme[1:]) > issued[THEMES]


def take_theme(theme: str, issued: dict[str, int]) -> None:
    """Count an id as given."""
    issued[THEMES] = max(issued[THEMES], _number(theme[1:]))


def next_subtheme(theme: str, issued: dict[str, int]) -> str:
    """An id that no subtheme of that theme ever had."""
    issued[theme] = issued.get(theme, 0) + 1
    return f"{theme}.{issued[theme]}"


def _number(digits: str) -> int:
    return int(digits) if digits.isdecimal() else 0
