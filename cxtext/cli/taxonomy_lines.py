"""Taxonomies, their problems and their differences as lines of plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cxtext.taxonomy.diff import Diff, Difference, SeedMove
from cxtext.taxonomy.document import UNKNOWN, Problem
from cxtext.taxonomy.seeds import MIN_SEEDS
from cxtext.taxonomy.taxonomy import Taxonomy, Touchpoint

if TYPE_CHECKING:
    from cxtext.taxonomy.propose import Proposals

LONGEST_NAME = 60  # characters; a column wider than that is not read


def problem_lines(file: Path, problems: Sequence[Problem]) -> Iterator[str]:
    """A line for each problem, as compilers put it, and how many there are."""
    for problem in problems:
        line = f":{problem.line}" if problem.line else ""
        yield f"{file}{line}: {problem.severity}: {' '.join(problem.message.split())}"
    counts = Counter(problem.severity for problem in problems)
    found = [_plural(counts[severity], severity) for severity in ("error", "warning") if counts[severity]]
    yield f"{file}: {', '.join(found) or 'nothing wrong'}"


def tree_lines(taxonomy: Taxonomy) -> Iterator[str]:
    """Departments with their touchpoints, and the stages."""
    seeds = sum(len(touchpoint.seeds) for touchpoint in taxonomy.touchpoints)
    version = f" {taxonomy.version}" if taxonomy.version else ""
    yield (
        f"{' + '.join((taxonomy.id, *taxonomy.packs))}{version}: {len(taxonomy.touchpoints)} touchpoints of "
        f"{len(taxonomy.departments)} departments, {seeds:,} seeds, {len(taxonomy.stages)} stages"
    )
    owned: dict[str, list[Touchpoint]] = {department.id: [] for department in taxonomy.departments}
    for touchpoint in taxonomy.touchpoints:
        owned.setdefault(touchpoint.department, []).append(touchpoint)
    widest = max((len(touchpoint.id) for touchpoint in taxonomy.touchpoints), default=0)
    names = {department.id: f"{department.name} ({department.id})" for department in taxonomy.departments}
    for department, touchpoints in owned.items():
        if touchpoints or department != UNKNOWN:
            yield f"\n{names.get(department, 'No department yet (fill in)')}"
        for touchpoint in touchpoints:
            name = touchpoint.name[:LONGEST_NAME].ljust(min(LONGEST_NAME, _widest_name(taxonomy)))
            parent = f"  of {touchpoint.parent}" if touchpoint.parent else ""
            yield (
                f"  {touchpoint.id.ljust(widest)}  {name}  {len(touchpoint.seeds):>3} seeds  "
                f"{', '.join(touchpoint.stages)}{parent}"
            )
        if not touchpoints:
            yield "  (no touchpoint)"
    yield "\nStages: " + " → ".join(f"{stage.name} ({stage.id})" for stage in taxonomy.stages)


def touchpoint_lines(touchpoint: Touchpoint, taxonomy: Taxonomy) -> Iterator[str]:
    """All that is said of one touchpoint, its seeds with their ids."""
    also = "".join(f"; copy to {taxonomy.name_of(department)}" for department in touchpoint.also)
    yield f"{touchpoint.name} ({touchpoint.id})"
    yield f"  department       {taxonomy.name_of(touchpoint.owner) if touchpoint.owner else UNKNOWN}{also}"
    yield f"  stages           {', '.join(taxonomy.name_of(stage) for stage in touchpoint.stages)}"
    yield f"  dimension        {touchpoint.dimension}"
    yield f"  controllability  {touchpoint.controllability}"
    if touchpoint.parent:
        yield f"  counts as        {taxonomy.name_of(touchpoint.parent)}"
    if touchpoint.not_this:
        yield f"  not this         {' '.join(touchpoint.not_this.split())}"
    yield from (f"  {touchpoint.id}:{n}  {seed}" for n, seed in enumerate(touchpoint.seeds, start=1))


def proposal_lines(proposals: Proposals) -> Iterator[str]:
    """What was proposed, and how many themes have a place already."""
    yield f"{_plural(len(proposals.proposed), 'touchpoint')} proposed; departments are to be filled in:"
    for proposal in proposals.proposed:
        few = "  (write more seeds)" if len(proposal.seeds) < MIN_SEEDS else ""
        yield f"  {proposal.name[:37]:<38} {proposal.comments:>7,} comments, {len(proposal.seeds):>2} seeds{few}"
    if proposals.covered:
        places = "; ".join(f"{theme.name} at {theme.touchpoint}" for theme in proposals.covered)
        yield f"{_plural(len(proposals.covered), 'theme')} with a place already: {places}."
    if proposals.left:
        yield f"Left out, as too few of their mentions can serve as seeds: {', '.join(proposals.left)}."


def diff_lines(found: Diff) -> Iterator[str]:
    """A line for each difference: + added, - removed, ~ changed; then the seeds."""
    yield from (_difference(entry) for entry in found.entries)
    yield from (_move(move) for move in found.seeds)
    if not found.entries and not found.seeds:
        yield "no difference"


def _difference(entry: Difference) -> str:
    what = f"{entry.section.removesuffix('s')} {entry.id}"
    if entry.change == "added":
        return f"+ {what}: {entry.after}"
    if entry.change == "removed":
        return f"- {what}: {entry.before}"
    if entry.change == "new id":
        return f"~ {what}: has the id {entry.after} now"
    if entry.change == "renamed":
        return f"~ {what}: renamed from “{entry.before}” to “{entry.after}”"
    return f"~ {what}: {entry.field}: {_value(entry.before)} → {_value(entry.after)}"


def _move(move: SeedMove) -> str:
    if move.before is None:
        return f"+ seed of {move.after}: {move.seed}"
    if move.after is None:
        return f"- seed of {move.before}: {move.seed}"
    return f"~ seed moved from {move.before} to {move.after}: {move.seed}"


def _value(value: object) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value)) or "none"
    return str(value) if value not in (None, "") else "none"


def _widest_name(taxonomy: Taxonomy) -> int:
    return max(len(touchpoint.name) for touchpoint in taxonomy.touchpoints)


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' * (count != 1)}"
