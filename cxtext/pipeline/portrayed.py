"""Themes with examples from the mentions that they were learnt from: masked, as they stand in the output."""

from __future__ import annotations

import dataclasses

from cxtext.pipeline.reading import Reading
from cxtext.schema import OVERALL, REST
from cxtext.themes.portrait import portraits, telling_apart
from cxtext.themes.themes import Assigned, Theme, ThemeSet


def portrayed(themes: ThemeSet, assigned: Assigned, reading: Reading) -> ThemeSet:
    """The themes with typical and borderline mentions, and the theme that each is most like."""
    wanted = [i for i, theme in enumerate(themes.themes) if theme.name not in (OVERALL, REST)]
    if not wanted:
        return themes
    vectors = themes.space.apply(reading.vectors)
    shown: list[Theme] = list(themes.themes)
    for i, portrait in zip(wanted, portraits(reading.quotes, vectors, assigned.theme, wanted), strict=True):
        other = None if portrait.nearest is None else themes.themes[wanted[portrait.nearest]]
        shown[i] = dataclasses.replace(
            shown[i],
            typical=portrait.typical,
            borderline=portrait.borderline,
            nearest=other.id if other else None,
            unlike=telling_apart(shown[i].keywords, other.keywords) if other else (),
        )
    return dataclasses.replace(themes, themes=tuple(shown))
