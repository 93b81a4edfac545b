"""Themes learnt from a reading: what `themes` needs is handed to it here."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cxtext.config import Settings
from cxtext.pipeline.reading import Reader, Reading
from cxtext.pipeline.wishes import wishes_of
from cxtext.sentiment.lexicon import evaluative_words
from cxtext.taxonomy.link import Links
from cxtext.themes.fit import fit_themes, recased, with_form_lines
from cxtext.themes.fit_guided import fit_guided
from cxtext.themes.form_lines import form_lines, line_of
from cxtext.themes.themes import ThemeSet


def learn_themes(reading: Reading, links: Links, reader: Reader, settings: Settings) -> tuple[ThemeSet, dict[str, int]]:
    """Themes of the mentions that were read; and the wished-for ones without support, with the mentions each had."""
    lines = form_lines(reading.views, reading.comment, reading.said)
    aside = reading.generic | np.isin([line_of(view) for view in reading.views], lines)

    def discover(rows: NDArray[np.int64]) -> ThemeSet:
        found = fit_themes(
            [reading.views[i] for i in rows],
            reading.vectors[rows],
            reading.said[rows],
            aside[rows],
            links.touchpoint[rows, 0],
            reading.comment[rows],
            encode=reader.encode,
            tokenise=reader.tokenise,
            evaluative=evaluative_words(),
            knows=reader.encoder.knows,
            n_themes=settings.themes,
            other_rate=settings.other_rate,
            seed=settings.seed,
        )
        return recased(found, [reading.quotes[i] for i in rows])

    if settings.seeds is None:
        return with_form_lines(discover(np.arange(len(reading.views))), lines), {}
    themes, unsupported = fit_guided(
        wishes_of(settings),
        discover,
        reading.views,
        reading.vectors,
        aside,
        reading.comment,
        encode=reader.encode,
        tokenise=reader.tokenise,
        other_rate=settings.other_rate,
    )
    return with_form_lines(themes, lines), unsupported
