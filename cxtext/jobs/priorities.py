"""What to mend first, from labelled output: the driver analysis with owners, and with who holds the lever."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from cxtext.insight.drivers import Coding, drivers
from cxtext.insight.funnel import analysed
from cxtext.insight.priorities import Priorities, priorities, read_plan
from cxtext.insight.results import Kind
from cxtext.jobs.insight import Opening, check_columns, open_labelled
from cxtext.jobs.levers import levers


def priorities_of(
    path: Path,
    opening: Opening,
    *,
    kind: Kind = "theme",
    coding: Coding | None = None,
    controls: Sequence[str] = (),
    customer: str | None = None,
    plan: Path | None = None,
    draws: int,
    seed: int,
    dedupe: bool = False,
    note: Callable[[str], None] = lambda _: None,
) -> Priorities:
    """The topics of labelled output in order of priority; arguments as of `drivers_of`, and the file of a plan."""
    known = read_plan(plan) if plan is not None else None
    found = open_labelled(path, opening, note)
    check_columns(found, "control", controls)
    check_columns(found, "customer", [customer] if customer is not None else [])
    told = drivers(
        found.labelled,
        kind=kind,
        score=opening.score or "rating",
        scale=opening.scale,
        coding=coding,
        controls=controls,
        customer=customer,
        catalogue=found.catalogue,
        draws=draws,
        seed=seed,
        dedupe=dedupe,
    )
    held, owner = levers(*analysed(found.labelled, dedupe=dedupe), found.catalogue, kind)
    return priorities(told, controllability=held, owner=owner, plan=known)
