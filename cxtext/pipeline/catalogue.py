"""Names and keywords for a report, from the taxonomy and the themes that labelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.insight import Catalogue, ThemeCard
from cxtext.taxonomy.taxonomy import Taxonomy

if TYPE_CHECKING:
    from cxtext.themes.themes import ThemeSet


def catalogue(taxonomy: Taxonomy, themes: ThemeSet | None = None) -> Catalogue:
    """Everything that a report can show of what stands behind ids and theme names."""
    return Catalogue(
        touchpoints={t.id: t.name for t in taxonomy.touchpoints},
        departments={d.id: d.name for d in taxonomy.departments},
        stages={s.id: s.name for s in taxonomy.stages},
        themes={t.name: ThemeCard(t.keywords, t.description) for t in (themes.themes if themes else ())},
    )
