"""What is said of touchpoints that were taught with own labels: in lines for the terminal and in the model's card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cxtext.insight.intervals import wilson
from cxtext.pipeline.placing import Placed, placed_line
from cxtext.pipeline.touchpoints import Taught
from cxtext.taxonomy.taxonomy import Taxonomy
from cxtext.themes.identity import SPECIAL
from cxtext.themes.themes import ThemeSet


def touchpoint_lines(taught: Taught) -> Iterator[str]:
    """How many comments taught how many touchpoints, and how much that helps."""
    yield (
        f"Touchpoints: {len(taught.labelled):,} learnt from {taught.head.labelled:,} comments of column "
        f"{taught.column!r}."
    )
    if taught.quality is None:
        yield "Touchpoints: too few labelled comments to hold some out, so how right the links are is not known."
        return
    n = taught.quality.n
    before, after = (_share(hits, n) for hits in (taught.quality.before, taught.quality.after))
    yield f"On {n:,} of them held out, the likeliest touchpoint is right in {before} before learning, {after} after."


def touchpoint_section(taught: Taught, taxonomy: Taxonomy) -> str:
    """The section of the card."""
    names = {touchpoint.id: touchpoint.name for touchpoint in taxonomy.touchpoints}
    counted = sorted(taught.labelled.items(), key=lambda item: (-item[1], item[0]))
    table = "\n".join(f"| {names[key]} | {count:,} |" for key, count in counted)
    certainty = taught.head.certainty
    said = "\n".join(f"- {line}" for line in touchpoint_lines(taught))
    return f"""
## Touchpoints

{said}
- A mention gets a touchpoint from a probability of {certainty.first:.2f}, and a second one from {certainty.second:.2f}.

| touchpoint | labelled |
|---|---|
{table}

The figures are of links learnt without the held-out comments (one in five, by its text); the ones saved are learnt from
all. "Before" is without these labels.
"""


def places_section(placed: Sequence[Placed], themes: ThemeSet, taxonomy: Taxonomy) -> str:
    """Where the themes lie, for the card; empty where too few mentions lie at any touchpoint."""
    names = {theme.id: theme.name for theme in themes.themes}
    told = ((found, placed_line(found, taxonomy)) for found in placed if found.theme not in SPECIAL)
    lines = "\n".join(
        f"- {names[found.theme]}: {line}" + (" (people decided otherwise)" if found.decided else "")
        for found, line in told
        if line
    )
    return (
        f"""
## Where the themes lie

{lines}

Shares are of the theme's mentions that lie at any touchpoint, with Wilson's 95 % interval. "Two owners": the second one
has surely more than a quarter.
"""
        if lines
        else ""
    )


def _share(hits: int, n: int) -> str:
    low, high = wilson(hits, n)
    return f"{hits / n:.0%} [{low:.0%}, {high:.0%}]"
