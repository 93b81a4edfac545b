"""Themes learnt from a reading: what `themes` needs is handed to it here."""

from __future__ import annotations

import numpy as np

from cxtext.config import Settings
from cxtext.pipeline.reading import Reader, Reading
from cxtext.sentiment.lexicon import evaluative_words
from cxtext.taxonomy.link import TouchpointLinker
from cxtext.themes.fit import fit_themes, recased, with_form_lines
from cxtext.themes.form_lines import form_lines, line_of
from cxtext.themes.themes import ThemeSet


def learn_themes(reading: Reading, reader: Reader, linker: TouchpointLinker, settings: Settings) -> ThemeSet:
    """Themes of the mentions that were read."""
    links = linker.link(reading.vectors, reading.generic)
    lines = form_lines(reading.views, reading.comment, reading.said)
    formal = np.isin([line_of(view) for view in reading.views], lines)
    themes = fit_themes(
        reading.views,
        reading.vectors,
        reading.said,
        reading.generic | formal,
        links.touchpoint >= 0,
        reading.comment,
        encode=reader.encode,
        tokenise=reader.tokenise,
        evaluative=evaluative_words(),
        n_themes=settings.themes,
        other_rate=settings.other_rate,
        seed=settings.seed,
    )
    return with_form_lines(recased(themes, reading.quotes), lines)
