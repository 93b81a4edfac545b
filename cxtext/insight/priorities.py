"""What to mend first: what it costs the score, how many it reaches, and whether it is ours to mend; all three shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from cxtext.errors import OptionError, unknown
from cxtext.insight.cells import cell
from cxtext.insight.drivers import Driver, Drivers
from cxtext.insight.entries import Form, read_entries
from cxtext.insight.intervals import wilson
from cxtext.insight.ownership import OWNER_OF_ALL, OWNER_OF_OWNED, ownership
from cxtext.insight.places import pairs
from cxtext.insight.results import Kind, Number

PARTS = ("impact", "reach", "controllability")
FACTORS = {"own": 1.0, "partner": 0.5, "outside": 0.1}  # how far the company holds the lever
FORM = Form(
    "priorities file",
    "cxtext-priorities/1",
    "topics",
    needed=("name",),
    optional=("controllability", "owner"),
    settings=("weights", "controllability"),
)


@dataclass(frozen=True)
class Plan:
    """How the three parts are weighed, and what people know of single topics."""

    weights: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(PARTS, 1.0))  # exponents
    factors: Mapping[str, float] = field(default_factory=lambda: dict(FACTORS))
    controllability: Mapping[str, str] = field(default_factory=dict)  # topic, in small letters → own, partner, outside
    owners: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Priority:
    """One topic that people blame."""

    kind: Kind
    ids: tuple[str, ...]  # several where they cannot be told apart
    name: str
    impact: Number  # priority_impact: points of the score that go with one such comment, all else alike; at least 0
    reach: Number  # priority_reach: share of the records that blame it
    controllability: str
    factor: float
    owner: str  # "" where no department stands out
    score: Number  # priority


@dataclass(frozen=True)
class Priorities:
    """Topics in order of priority."""

    score: str  # name of the score's column
    coding: str
    records: int
    weights: dict[str, float]
    factors: dict[str, float]
    topics: tuple[Priority, ...]  # highest priority first
    notes: tuple[str, ...]


def priorities(
    found: Drivers, *, controllability: Callable[[str], str], owner: Callable[[str], str], plan: Plan | None = None
) -> Priorities:
    """The topics of a driver analysis that are blamed, in order of impact × reach × controllability.

    Each part is raised to its weight: 1 takes it as it is, 0 leaves it out. The interval of a priority is that of its
    impact, the others held as they are; with all weights 1 and the company's own lever it is nearly the contribution.

    Args:
        found: the driver analysis.
        controllability: of a topic's id, where the plan does not say.
        owner: of a topic's id, likewise; "" where none stands out.
        plan: weights, and what people know.
    """
    how = plan or Plan()
    topics = [_priority(driver, how, controllability, owner) for driver in found.drivers if driver.negative is not None]
    ranked = sorted(topics, key=lambda p: (-(p.score.value or 0), -(p.score.high or 0), p.ids))
    return Priorities(
        score=found.score,
        coding=found.coding,
        records=found.records,
        weights=dict(how.weights),
        factors=dict(how.factors),
        topics=tuple(ranked),
        notes=found.notes,
    )


def _priority(
    driver: Driver, plan: Plan, controllability: Callable[[str], str], owner: Callable[[str], str]
) -> Priority:
    single, blamed = driver.negative_coefficient, driver.negative
    n, of = (blamed.n or 0, blamed.of or 1) if blamed else (0, 1)
    known = next((plan.controllability[k] for k in _keys(driver) if k in plan.controllability), None)
    held = known or controllability(driver.ids[0])
    owned = next((plan.owners[k] for k in _keys(driver) if k in plan.owners), None)
    low, high = wilson(n, of)
    ends = (single.value, single.high, single.low) if single else (None, None, None)
    value, least, most = (max(-(end or 0.0), 0.0) for end in ends)  # a lower coefficient is a greater impact
    factor, weights = plan.factors[held], plan.weights
    rest = (n / of) ** weights["reach"] * factor ** weights["controllability"]

    def weighed(impact: float) -> float:
        return impact ** weights["impact"] * rest if impact > 0 else 0.0

    return Priority(
        kind=driver.kind,
        ids=driver.ids,
        name=driver.name,
        impact=Number("priority_impact", value, least, most, n, of, cell(n)),
        reach=Number("priority_reach", n / of, float(low), float(high), n, of, cell(n)),
        controllability=held,
        factor=factor,
        owner=owner(driver.ids[0]) if owned is None else owned,
        score=Number("priority", weighed(value), weighed(least), weighed(most), n, of, cell(n)),
    )


def _keys(driver: Driver) -> tuple[str, ...]:
    return tuple(key.casefold() for key in (driver.name, *driver.ids))


def read_plan(path: Path) -> Plan:
    """The plan of a file; what it leaves out is as in `Plan`.

    Raises:
        OptionError: it is missing, not YAML, or breaks the form.
    """
    entries, settings = read_entries(path, FORM)
    weights = _numbers(path, settings, "weights", PARTS, dict.fromkeys(PARTS, 1.0))
    factors = _numbers(path, settings, "controllability", tuple(FACTORS), FACTORS)
    held = {e.text("name").casefold(): e.text("controllability") for e in entries if e.text("controllability")}
    for entry in entries:
        if entry.text("controllability") not in ("", *FACTORS):
            raise OptionError(f"{entry.place}: {unknown('controllability', entry.text('controllability'), FACTORS)}")
    owners = {e.text("name").casefold(): e.text("owner") for e in entries if e.text("owner")}
    return Plan(weights, factors, held, owners)


def _numbers(
    path: Path, settings: Mapping[str, object], name: str, known: tuple[str, ...], usual: Mapping[str, float]
) -> dict[str, float]:
    given = settings.get(name, {})
    if not isinstance(given, Mapping):
        raise OptionError(f"{path.name}: {name} is a mapping of {', '.join(known)} to numbers")
    found = dict(usual)
    for key, text in given.items():
        if key not in known:
            raise OptionError(f"{path.name}: {unknown(f'key of {name}', str(key), known)}")
        try:
            found[key] = float(text)
        except (TypeError, ValueError):
            found[key] = -1.0
        if not 0 <= found[key] <= 10:
            raise OptionError(f"{path.name}: {name} {key} {text!r} is no number from 0 to 10")
    return found


def main_place(comments: pl.DataFrame, mentions: pl.DataFrame, kind: Kind, other: Kind) -> dict[str, str]:
    """Of each topic its owner, or the place of another kind that stands out likewise."""
    if kind == other:
        return {}
    if other == "department":
        owned = ownership(comments, mentions, kind)
        return {topic: held.owner.department for topic, held in owned.items() if held.owner is not None}
    counted = pairs(comments, mentions, kind, other)
    placed = pl.col("mentions").filter(pl.col("other").is_not_null()).sum().alias("placed")
    sums = counted.group_by("place").agg(pl.col("mentions").sum().alias("of"), placed)
    main = counted.drop_nulls("other").unique("place", keep="first", maintain_order=True).join(sums, on="place")
    least = pl.max_horizontal(OWNER_OF_ALL * pl.col("of"), OWNER_OF_OWNED * pl.col("placed"))
    return dict(main.filter(pl.col("mentions") >= least).select("place", "other").iter_rows())
