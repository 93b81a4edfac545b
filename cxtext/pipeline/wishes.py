"""The themes that the settings wish for, read with what the taxonomy knows."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from cxtext.config import Settings
from cxtext.taxonomy.taxonomy import Taxonomy, load_taxonomy, pack_names
from cxtext.themes.themes import ThemeSet
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


def owned_as_wished(themes: ThemeSet, taxonomy: Taxonomy) -> ThemeSet:
    """Newly learnt themes, the wished-for ones owned by the department that the seeds file names.

    That is its department, or else the one of its touchpoint, as far as the taxonomy in use has them.
    """
    known = {department.id for department in taxonomy.departments}
    of = {touchpoint.id: touchpoint.owner for touchpoint in taxonomy.touchpoints}
    owners = [theme.department or of.get(theme.touchpoint or "") for theme in themes.themes]
    owned = (
        dataclasses.replace(theme, linked_department=owner if owner in known else None)
        for theme, owner in zip(themes.themes, owners, strict=True)
    )
    return dataclasses.replace(themes, themes=tuple(owned))
