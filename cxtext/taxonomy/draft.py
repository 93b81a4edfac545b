"""A taxonomy file to be filled in, from proposals."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from cxtext.taxonomy.check import SCHEMA
from cxtext.taxonomy.document import UNKNOWN
from cxtext.taxonomy.propose import Covered, Proposal, Proposals
from cxtext.taxonomy.taxonomy import Taxonomy

WORTH_TELLING = 0.05  # share of a theme's mentions at the touchpoint that is nearest to covering it
_HEAD = """\
# Touchpoints proposed from {origin}: themes that the taxonomy {taxonomy} has no place for.
# For each: give it a name, fill in the department, look at stages, dimension and controllability, take out seeds
# that speak of something else, and add some of your own. Delete what is no touchpoint.
#   departments: {departments}
#   stages: {stages}
#   dimensions: {dimensions}; controllability: own, partner, outside
# The seeds are what customers wrote, personal data masked as far as it was found: read them before you pass this on.
# Then: cxtext taxonomy check THIS-FILE, and --taxonomy THIS-FILE{packs} with run, label or train.
schema: {schema}
id: {id}
version: "1"
extends: core
"""


def draft(proposals: Proposals, taxonomy: Taxonomy, *, origin: str, name: str) -> str:
    """The file's text; `origin` names the feedback, `name` becomes the taxonomy's id."""
    head = _HEAD.format(
        origin=_line(origin),
        taxonomy=" + ".join((taxonomy.id, *taxonomy.packs)),
        departments=", ".join(d.id for d in taxonomy.departments),
        stages=", ".join(s.id for s in taxonomy.stages),
        dimensions=", ".join(d.id for d in taxonomy.dimensions),
        packs=f" --pack {','.join(taxonomy.packs)}" if taxonomy.packs else "",
        schema=SCHEMA,
        id=name,
    )
    none = " []" if not proposals.proposed else ""
    entries = [line for proposal in proposals.proposed for line in _entry(proposal)]
    return (
        "\n".join([head, f"touchpoints:{none}", *entries, *_covered(proposals.covered), *_left(proposals.left)]) + "\n"
    )


def _entry(proposal: Proposal) -> Iterator[str]:
    near = (
        f"; {proposal.share:.0%} of its mentions lie at {proposal.nearest}" if proposal.share >= WORTH_TELLING else ""
    )
    yield f"  # {proposal.comments:,} comments, {proposal.negative:.0%} of the mentions negative{near}"
    yield f"  - id: {proposal.id}"
    yield f"    name: {_quoted(proposal.name)}"
    yield f"    department: {UNKNOWN}  # fill in"
    yield "    stages: [use]  # fill in"
    yield "    dimension: reliability  # fill in"
    yield "    controllability: own  # fill in"
    yield "    seeds:"
    yield from (f"      - {_quoted(seed)}" for seed in proposal.seeds)


def _covered(covered: tuple[Covered, ...]) -> Iterator[str]:
    if covered:
        yield "\n# Themes that have a place already; if one is wrong, write a touchpoint for it:"
    for theme in covered:
        yield f"#   {_line(theme.name)} ({theme.comments:,} comments): {theme.share:.0%} at {theme.touchpoint}"


def _left(left: tuple[str, ...]) -> Iterator[str]:
    if left:
        yield f"\n# Themes of which too few mentions can serve as seeds: {_line(', '.join(left))}"


def _quoted(text: str) -> str:
    """The text as a YAML scalar on one line."""
    return str(yaml.dump(text, default_style='"', allow_unicode=True, width=float("inf"))).strip()


def _line(text: str) -> str:
    """One line that ends no comment."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
