"""Mentions whose theme people have corrected: what says the same has that theme, after every training."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from cxtext.themes.decisions import NOT_APPLIED
from cxtext.themes.identity import Identity
from cxtext.themes.themes import NONE, REST_ID, Assigned, ThemeSet

SURE = 1.0  # the score of what people have said


def examples_of(identity: Identity | None, themes: ThemeSet | None) -> dict[str, int]:
    """The key of each corrected text and the index of its theme, NONE for other remarks in a model that has none.

    Where two say different things the later one holds. An example of a theme that was merged or retired later is one
    of what it went into.
    """
    if identity is None or themes is None:
        return {}
    found: dict[str, str] = {}
    for decision in identity.decisions:
        if decision.state == NOT_APPLIED:
            continue
        if decision.action == "example":
            found[text_key(decision.text)] = decision.theme
        gone = dict.fromkeys(decision.others, decision.theme) if decision.action == "merge" else {}
        gone |= {decision.theme: REST_ID} if decision.action == "retire" else {}
        found = {key: gone.get(theme, theme) for key, theme in found.items()}
    index = {theme.id: place for place, theme in enumerate(themes.themes)}
    return {key: index.get(theme, NONE) for key, theme in found.items() if theme in index or theme == REST_ID}


def corrected(assigned: Assigned, texts: Sequence[str], examples: Mapping[str, int]) -> Assigned:
    """The themes of mentions with these masked texts, those that were corrected as they were corrected."""
    if not examples:
        return assigned
    keys = [text_key(text) for text in texts]
    rows = [row for row, key in enumerate(keys) if key in examples]
    theme, subtheme, score = assigned.theme.copy(), assigned.subtheme.copy(), assigned.score.copy()
    for row in rows:
        own = examples[keys[row]]
        if theme[row] != own:
            theme[row], subtheme[row] = own, NONE
        score[row] = SURE
    return dataclasses.replace(assigned, theme=theme, subtheme=subtheme, score=score)


def text_key(text: str) -> str:
    """What two texts have in common that say the same in the same words: no matter of blanks and case."""
    return " ".join(text.split()).casefold()
