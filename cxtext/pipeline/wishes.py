"""The themes that the settings wish for, read with what the taxonomy knows."""

from __future__ import annotations

from pathlib import Path

from cxtext.config import Settings
from cxtext.taxonomy.taxonomy import Taxonomy, load_taxonomy, pack_names
from cxtext.themes.wishes import Wishes, load_wishes


def wishes_of(settings: Settings) -> Wishes:
    """The seeds file of the settings, checked against their taxonomy; against all packs where none is chosen yet.

    Raises:
        OptionError: the file cannot be read or breaks its rules.
        TaxonomyError: the user's taxonomy does.
    """
    packs = settings.packs if settings.packs is not None or settings.taxonomy else pack_names()
    known: Taxonomy = load_taxonomy(packs or (), Path(settings.taxonomy) if settings.taxonomy else None)
    return load_wishes(
        Path(settings.seeds or ""),
        touchpoints=frozenset(touchpoint.id for touchpoint in known.touchpoints),
        departments=frozenset(department.id for department in known.departments),
    )
