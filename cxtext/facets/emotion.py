"""Emotions that no cue names: a linear model over words, pairs of words and the mention's vector.

    model.json         format, emotions, thresholds, calibration, terms, the encoder whose vectors it reads
    model.safetensors  weights of the terms (int8 with a scale for each emotion), of the vector (float16), rarities

The logit of an emotion is a sum over the terms of the text, so the term that adds most is its evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from cxtext.errors import ModelError
from cxtext.facets.words import plain
from cxtext.shipped import shipped_model

FORMAT = 1
FOLDER = "facets"  # in models/
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[!?]+|[\u2600-\u27bf\U0001f300-\U0001faff]")

Floats = NDArray[np.float64]
Term = tuple[str, int, int]  # words in small letters, character offsets


@dataclass(frozen=True)
class Felt:
    """An emotion of a mention; `start` and `end` are character offsets of the term that adds most to it."""

    emotion: str
    probability: float
    start: int
    end: int


def terms(text: str) -> list[Term]:
    """The words of a text and its pairs of neighbours; runs of ! and ? count as one or as many."""
    words = [(_short(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(plain(text))]
    pairs = [(f"{a} {b}", start, end) for (a, start, _), (b, _, end) in pairwise(words)]
    return words + pairs


def _short(word: str) -> str:
    return word if word[0] not in "!?" else word[:2]


class EmotionModel:
    """The learnt emotions.

    Raises:
        ModelError: the installation lacks the files, or they are of a newer format.
    """

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load

        try:
            facts: dict[str, Any] = orjson.loads((folder / "model.json").read_bytes())
            arrays = load((folder / "model.safetensors").read_bytes())
        except (OSError, orjson.JSONDecodeError) as error:
            raise ModelError(f"{folder} holds no model of emotions: {error}; install cxtext again") from error
        if facts["format"] > FORMAT:
            raise ModelError(f"{folder} has emotion format {facts['format']}, this cxtext reads {FORMAT}; upgrade it")
        self.emotions: tuple[str, ...] = tuple(facts["emotions"])
        self.thresholds = np.array(facts["thresholds"], dtype=np.float64)  # of the best F1
        self.sure = np.array(facts["sure"], dtype=np.float64)  # of the precision that mentions are labelled with
        self.encoder: str = facts["encoder"]
        self._slope, self._offset = (np.array(row, dtype=np.float64) for row in facts["calibration"])
        self._place = {term: i for i, term in enumerate(facts["terms"])}
        self._terms = arrays["terms"].astype(np.float64) * arrays["scale"].astype(np.float64)
        self._vector = arrays["vector"].astype(np.float64)
        self._rarity = arrays["rarity"].astype(np.float64)

    def probabilities(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> Floats:
        """The probability of each emotion in each text, (n, n_emotions).

        Args:
            texts: mentions.
            vectors: (n, n_dims), of the encoder `encoder`.
        """
        # einsum adds in one order whatever the number of rows, so that a text's answer hangs on no other.
        logits = self._matrix(texts) @ self._terms + np.einsum("ij,jk->ik", vectors.astype(np.float64), self._vector)
        return np.asarray(1 / (1 + np.exp(-(logits * self._slope + self._offset))))

    def feel(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> list[list[Felt]]:
        """The emotions of each text that it is sure of, the likeliest first."""
        found = self.probabilities(texts, vectors)
        felt: list[list[Felt]] = [[] for _ in texts]
        for i, k in zip(*np.nonzero(found >= self.sure), strict=True):
            start, end = self._evidence(texts[i], int(k))
            felt[i].append(Felt(self.emotions[k], float(found[i, k]), start, end))
        return [sorted(own, key=lambda f: -f.probability) for own in felt]

    def _matrix(self, texts: Sequence[str]) -> csr_matrix:
        """Which terms a text holds, weighed by rarity, rows of unit length."""
        indices: list[int] = []
        ends = [0]
        for text in texts:
            indices += sorted({place for term, _, _ in terms(text) if (place := self._place.get(term)) is not None})
            ends.append(len(indices))
        values = self._rarity[indices]
        row = np.repeat(np.arange(len(texts)), np.diff(ends))
        length = np.sqrt(np.bincount(row, values**2, minlength=len(texts)))
        return csr_matrix((values / length[row], indices, ends), shape=(len(texts), len(self._place)))

    def _evidence(self, text: str, k: int) -> tuple[int, int]:
        """The term that adds most; the whole text where none adds anything."""
        known = [(self._place[term], start, end) for term, start, end in terms(text) if term in self._place]
        weighed = [(self._terms[i, k] * self._rarity[i], -start, end) for i, start, end in known]
        best = max(weighed, default=(0.0, 0, 0))
        return (-best[1], best[2]) if best[0] > 0 else (0, len(text))


@cache
def emotion_model() -> EmotionModel:
    """The model that ships."""
    return EmotionModel(shipped_model(FOLDER))
