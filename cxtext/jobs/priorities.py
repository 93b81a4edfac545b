"""What to mend first, from labelled output: the driver analysis with owners, and with who holds the lever."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from cxtext.insight.drivers import Coding, drivers
from cxtext.insight.funnel import analysed
from cxtext.insight.priorities import Priorities, main_place, priorities, read_plan
from cxtext.insight.results import Kind
from cxtext.jobs.insight import Opening, check_columns, open_labelled
from cxtext.jobs.report import Reopened
from cxtext.taxonomy.taxonomy import load_taxonomy, pack_names


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
    held, owner = _levers(found, kind, dedupe=dedupe)
    return priorities(told, controllability=held, owner=owner, plan=known)


def _levers(found: Reopened, kind: Kind, *, dedupe: bool) -> tuple[Callable[[str], str], Callable[[str], str]]:
    """Of a topic, who holds the lever (its main touchpoint's, else own) and who owns it."""
    comments, mentions = analysed(found.labelled, dedupe=dedupe)
    touchpoints = main_place(comments, mentions, kind, "touchpoint")
    departments = main_place(comments, mentions, kind, "department")
    lever = {t.id: t.controllability for t in load_taxonomy(pack_names()).touchpoints}

    def held(topic: str) -> str:
        return lever.get(topic if kind == "touchpoint" else touchpoints.get(topic, ""), "own")

    def owner(topic: str) -> str:
        department = topic if kind == "department" else departments.get(topic)
        return found.catalogue.name("department", department) if department else ""

    return held, owner
