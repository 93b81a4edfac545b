"""The scorer "accurate": a small fine-tuned transformer, about twenty times slower than "fast".

It needs `pip install 'cxtext[accurate]'`. The scales of its int8 activations are fixed, so that texts can be read
together and an answer still does not depend on the texts beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

from cxtext.sentiment.attribution import Word, attribute
from cxtext.sentiment.features import token_spans
from cxtext.sentiment.score import Judgement, Scores, judgement, leaning
from cxtext.shipped import shipped_model
from cxtext.transformer import Transformer

ORDERS = 4  # of the words, for an explanation: a few hundred texts, a second or two
MAX_TOKENS = 64  # the length it was fine-tuned with; a mention is rarely longer


class AccurateScorer:
    """Probabilities of negative, neutral and positive; the score is their leaning."""

    name = "accurate"

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or shipped_model("sentiment") / "teacher"
        self._model = Transformer(
            folder / "teacher.onnx",
            folder / "tokenizer.json",
            max_tokens=MAX_TOKENS,
            needed_by="the sentiment model 'accurate'",
        )
        facts = orjson.loads((folder / "model.json").read_bytes())
        self._scale = float(facts["scale"])
        self._offsets = np.array(facts["offsets"], dtype=np.float64)

        from cxtext.sentiment.wording import Analyzer

        self._analyzer = Analyzer()
        self._emoji = self._analyzer.emoji

    def score(self, texts: Sequence[str]) -> Scores:
        """The leaning of each text's probabilities."""
        return leaning(self.probabilities(texts))

    def judge(self, texts: Sequence[str]) -> Judgement:
        """The scores, the probabilities that they come from, and the intensity (`score.judgement`)."""
        return judgement(self.probabilities(texts), self._analyzer.heard(texts).wording)

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """(n, 3) calibrated probabilities of negative, neutral and positive."""
        odds = self._odds(texts)
        powers = np.exp(odds - odds.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    def explain(self, text: str) -> list[Word]:
        """As `attribution.attribute` divides the score among the words; marks stay where they are."""
        spans = [(a, b) for a, b in token_spans(text) if any(c.isalnum() or not c.isascii() for c in text[a:b])]
        return attribute(self.score, text, spans, orders=ORDERS)

    def _odds(self, texts: Sequence[str]) -> NDArray[np.float64]:
        rows = self._model.run_together([self._spoken(text) for text in texts])
        return np.array(rows, dtype=np.float64).reshape(-1, 3) * self._scale + self._offsets

    def _spoken(self, text: str) -> str:
        """The text with each emoji as the words of its name: the base model knows hardly any emoji."""
        if text.isascii():
            return text
        return " ".join("".join(f" {self._emoji[c]} " if c in self._emoji else c for c in text).split())
