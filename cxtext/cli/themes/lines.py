"""Themes, decisions and differences as lines of plain text, and as plain values for JSON."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cxtext.pipeline.placing import Placed, placed_line, placed_themes
from cxtext.themes.decisions import APPLIED, Decision
from cxtext.themes.identity import SPECIAL, Became
from cxtext.themes.themes import Theme

if TYPE_CHECKING:
    from cxtext.pipeline import Pipeline
    from cxtext.pipeline.difference import Difference, Restated
    from cxtext.pipeline.saved import Parts

MOST_MOVED = 15
MOST_PERIODS = 6  # the last ones; all of them are in the JSON
KEYWORDS = 5


def theme_lines(parts: Parts) -> Iterator[str]:
    """The themes of a model, its subthemes indented, and the decisions behind them."""
    yield f"{'Id':<8}{'Theme':<42} {'comments':>9} {'mentions':>9}  {'owner':<18} keywords"
    placed = _placed(parts)
    for theme in parts.themes.themes:
        yield from _theme(theme)
        line = placed_line(placed[theme.id], parts.taxonomy) if theme.id in placed else None
        if line and theme.id not in SPECIAL:
            yield f"{'':8}{line}"
    decisions = parts.identity.decisions if parts.identity else ()
    if decisions:
        told = [decision for decision in decisions if decision.action != "example"]
        yield from ("", f"Decisions ({len(decisions)}):", *decision_lines(told))
        if len(told) < len(decisions):
            yield f"  and {len(decisions) - len(told)} corrected mentions (action example), all in decisions.yaml"


def _placed(parts: Parts) -> dict[str, Placed]:
    """Where each theme lies, by its id; empty for a model that keeps no counts."""
    if parts.census is None or parts.identity is None:
        return {}
    found = placed_themes(parts.themes, parts.identity, parts.census, parts.taxonomy)
    return {theme.theme: theme for theme in found}


def _theme(theme: Theme) -> Iterator[str]:
    owner = (theme.department or "–") + (" *" if theme.linked_department or theme.linked_touchpoint else "")
    sizes = f"{theme.comments:>9,} {theme.mentions:>9,}"
    yield f"{theme.id:<8}{theme.name[:41]:<42} {sizes}  {owner:<18} {', '.join(theme.keywords[:KEYWORDS])}".rstrip()
    if theme.description:
        yield f"{'':8}{theme.description}"
    if theme.linked_touchpoint or theme.linked_department:
        yield f"{'':8}* linked by decision to {theme.linked_department or theme.linked_touchpoint}"
    for part in theme.subthemes:
        sizes = f"{part.comments:>9,} {part.mentions:>9,}"
        yield f"  {part.id:<8}{part.name[:39]:<40} {sizes}  {'':<18} {', '.join(part.keywords[:KEYWORDS])}".rstrip()


def themes_json(parts: Parts) -> dict[str, Any]:
    """The themes of a model with the decisions and the lineage behind them."""
    identity = parts.identity
    return {
        "themes": [theme.to_json() for theme in parts.themes.themes],
        "places": {
            theme: dataclasses.asdict(found) | {"shared": found.shared} for theme, found in _placed(parts).items()
        },
        "decisions": [decision.to_json() for decision in identity.decisions] if identity else [],
        "lineage": [dataclasses.asdict(row) for row in identity.lineage] if identity else [],
        "trainings": len(identity.chain) if identity else 1,
    }


def decision_lines(decisions: Iterable[Decision]) -> Iterator[str]:
    """One line a decision, and one more for what of it could not be carried out."""
    for decision in decisions:
        who = f", {decision.author}" if decision.author else ""
        why = f": {decision.reason}" if decision.reason else ""
        yield f"  {decision.line()}  ({decision.date or 'no date'}{who}{why})"
        if decision.state != APPLIED:
            yield f"    {decision.state}: {decision.why}"


def touched_lines(pipeline: Pipeline, decisions: Sequence[Decision]) -> Iterator[str]:
    """The themes that decisions were about, as they are now."""
    keys = {key for d in decisions for key in (d.theme, d.theme.partition(".")[0], d.to, *d.gives.values())}
    retired = {"t999"} if any(decision.action == "retire" for decision in decisions) else set()
    for theme in pipeline.themes.themes if pipeline.themes else ():
        if theme.id in keys | retired:
            yield from _theme(theme)


def lineage_lines(lineage: Sequence[Became]) -> Iterator[str]:
    """What became of the themes of the model before, what changed first."""
    if not lineage:
        return
    order = ("gone", "merged", "split", "new", "renamed", "drifted", "kept")
    counts = [(kind, sum(row.kind == kind for row in lineage)) for kind in reversed(order)]
    yield f"Themes since then: {', '.join(f'{number} {kind}' for kind, number in counts if number)}."
    for row in sorted(lineage, key=lambda row: order.index(row.kind)):
        if row.kind != "kept":
            yield f"  {_became(row)}"


def _became(row: Became) -> str:
    before, after = f"{row.before} {row.name_before}", f"{row.after} {row.name}"
    shared = f" ({row.overlap:.0%} of their mentions shared)" if row.overlap else ""
    return {
        "kept": f"{after} was kept{shared}",
        "renamed": f"{before} has drifted and is called {row.name!r} now{shared}",
        "drifted": f"{after} has drifted and keeps the name that people gave it{shared}",
        "split": f"{after} was split from {before}{shared}",
        "merged": f"{before} is in {after} now{shared}",
        "new": f"{after} is new",
        "gone": f"{before} does not go on",
    }[row.kind]


def unapplied_lines(decisions: Sequence[Decision]) -> Iterator[str]:
    """How many decisions hold, and those that do not with the reason."""
    if not decisions:
        return
    open_ones = [decision for decision in decisions if decision.state != APPLIED]
    yield f"Decisions: {len(decisions) - len(open_ones)} of {len(decisions)} hold."
    yield from decision_lines(open_ones)


def difference_json(found: Difference) -> dict[str, Any]:
    """The difference as plain values."""
    values = dataclasses.asdict(found)
    return {**values, "decisions": [decision.to_json() for decision in found.decisions]}


def difference_lines(found: Difference) -> Iterator[str]:
    """What became of every theme, what moved most, and the counts of both models side by side."""
    if not found.related:
        yield "Neither model was trained from the other: themes are matched by what they share, not by id."
    for row in found.themes:
        if row.kind == "kept" and row.name != row.name_before:
            yield f"  {row.before} {row.name_before} is {row.after} {row.name}"
        else:
            yield f"  {_became(row)}"
    if found.decisions:
        yield from ("", "Decided since:", *decision_lines(found.decisions))
    if found.moved:
        yield from ("", f"Moved, of {found.comments:,} comments (a comment may count in several lines):")
        for moved in found.moved[:MOST_MOVED]:
            yield f"  {moved.comments:>7,}  {moved.before or 'no theme'} → {moved.after or 'no theme'}"
        if len(found.moved) > MOST_MOVED:
            yield f"  … and {len(found.moved) - MOST_MOVED} more ways, see --json"
    if found.history:
        yield from ("", "Comments as the earlier model counts them → as the later one does:")
        yield from _history(found.history)


def _history(history: Sequence[Restated]) -> Iterator[str]:
    by_theme: dict[tuple[str, str], list[Restated]] = defaultdict(list)
    for row in history:
        by_theme[row.id, row.name].append(row)
    for (key, name), rows in by_theme.items():
        cells = [f"{row.period} {_count(row.before)} → {_count(row.after)}" for row in rows[-MOST_PERIODS:]]
        yield f"  {key:<6}{name[:38]:<39} {'; '.join(cells).replace('all ', '', 1)}"


def _count(number: int | None) -> str:
    return "–" if number is None else f"{number:,}"
