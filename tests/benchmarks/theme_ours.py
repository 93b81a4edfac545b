"""cxtext as `theme_systems.py` runs it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

Labels = list[str | None]  # None: no theme


class Ours:
    """cxtext as a user runs it: comments are split into mentions, and a comment can have several themes.

    For a comparison with one label a text, a comment's theme is that of most of its words; "Overall impression" counts
    if there is no other, and "Other remarks" alone is no theme.
    """

    reads = "texts"
    encoder = "fast"
    seed = 0

    def __init__(self) -> None:
        import cxtext

        self.module = cxtext

    def fit(self, texts: list[str], k: int | None) -> Labels:
        """The theme of each comment."""
        self.model = self.module.Pipeline(self.module.Settings(themes=k, encoder=self.encoder, seed=self.seed))
        return self._main(self.model.fit_label(texts))

    def predict(self, texts: list[str]) -> Labels:
        """The theme of each new comment."""
        return self._main(self.model.label(texts))

    def words(self) -> dict[str, list[str]]:
        """Keywords of each theme that is about something."""
        from cxtext.schema import OVERALL, REST

        return {t.name: list(t.keywords) for t in self.model.themes.themes if t.name not in (OVERALL, REST)}

    def reload(self, folder: Path) -> None:
        """As a folder of JSON and safetensors."""
        self.model.save(folder)
        self.model = self.module.Pipeline.load(folder)

    def _main(self, labelled: Any) -> Labels:
        from cxtext.schema import OVERALL, REST

        found = labelled.comments["themes"].to_list()
        ranked = [sorted((t for t in themes if t != REST), key=lambda t: t == OVERALL) for themes in found]
        return [themes[0] if themes else None for themes in ranked]


class OursAccurate(Ours):
    """The same with the transformer."""

    encoder = "accurate"


class OursWhole:
    """cxtext's themes of whole comments, unsplit: the like-for-like with peers, which split nothing."""

    reads = "views"
    encoder = "fast"
    takes_only_k = True

    def __init__(self) -> None:
        import numpy

        from cxtext.config import Settings
        from cxtext.pipeline.reading import Reader
        from cxtext.sentiment.scorers import make_scorer
        from cxtext.themes.encode import make_encoder
        from cxtext.themes.fit import fit_themes

        self.np, self.fit_themes, self.scorer = numpy, fit_themes, make_scorer("fast")
        self.reader = Reader(Settings(), scorer=self.scorer, encoder=make_encoder(self.encoder))

    def fit(self, texts: list[str], k: int | None) -> Labels:
        """The theme of each text."""
        from cxtext.sentiment.lexicon import evaluative_words

        n, vectors = len(texts), self.reader.encoder.encode(texts)
        scores, none = self.np.asarray(self.scorer.score(texts)), self.np.zeros(n, dtype=bool)
        self.model = self.fit_themes(
            texts,
            vectors,
            scores,
            none,
            self.np.full(n, -1),
            self.np.arange(n),
            encode=self.reader.encode,
            tokenise=self.reader.tokenise,
            evaluative=evaluative_words(),
            n_themes=k,
        )
        return self.predict(texts)

    def predict(self, texts: list[str]) -> Labels:
        """The theme of the nearest centre."""
        assigned = self.model.assign(self.reader.encoder.encode(texts), self.np.zeros(len(texts), dtype=bool))
        return [None if i < 0 else self.model.themes[i].id for i in assigned.theme]

    def words(self) -> dict[str, list[str]]:
        """Keywords of each theme."""
        return {t.id: list(t.keywords) for t in self.model.themes if t.keywords}


class OursWholeAccurate(OursWhole):
    """The same with the transformer."""

    encoder = "accurate"
