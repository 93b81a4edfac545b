"""The shipped scorer: a small network over words, distilled from the scorer "accurate".

    model.json         format and the words of the table, most frequent first
    model.safetensors  the layers: word table, a window of five words, single words, tone, two dense layers

Each word has a vector. Filters over windows of five words and over single words are pooled over the
text, joined by its tone (VADER's scores, marks, capitals, length) and read by two dense layers, in
numpy. Matrices are multiplied in tiles of one fixed size, so that a text's answer does not hang on
the texts beside it even in the last bit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from copy import copy
from functools import cache
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from cxtext.errors import ModelError
from cxtext.sentiment.attribution import Word, attribute
from cxtext.sentiment.features import Tone, normal_form, token_spans, tokens
from cxtext.sentiment.score import Judgement, Scores, judgement, leaning
from cxtext.shipped import shipped_model

FORMAT = 1
BLOCK = 256  # texts read at a time
TILE = 64  # rows multiplied at a time
WINDOW = 5  # words
PAD, UNKNOWN, FIRST = 0, 1, 2  # rows of the word table: beside a text, a word it lacks, its first word
MOST_WORDS = 400_000  # spellings kept before the store starts afresh; a bound on memory, no change of answers

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]


def read_model(folder: Path) -> tuple[dict[str, int], dict[str, Floats]]:
    """The rows of the words, and the layers.

    Raises:
        ModelError: there are none, or they are of a newer format.
    """
    from safetensors.numpy import load

    try:
        model = orjson.loads((folder / "model.json").read_bytes())
        layers = load((folder / "model.safetensors").read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise ModelError(f"{folder} holds no sentiment model: {error}; install cxtext again") from error
    if model["format"] > FORMAT:
        raise ModelError(f"{folder} has sentiment format {model['format']}, this cxtext reads {FORMAT}; upgrade it")
    rows = {word: row for row, word in enumerate(model["words"], start=FIRST)}
    return rows, {name: layer.astype(np.float32) for name, layer in layers.items()}


class FastScorer:
    """Probabilities of negative, neutral and positive; the score is their leaning."""

    name = "fast"

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or shipped_model("sentiment")
        self._rows, self._layers = read_model(folder)
        self._weights = folder / "model.safetensors"
        self._tone = Tone()
        self._known: dict[str, int] = {}

    def score(self, texts: Sequence[str]) -> Scores:
        """The leaning of each text's probabilities."""
        return leaning(self.probabilities(texts))

    def judge(self, texts: Sequence[str]) -> Judgement:
        """The scores, the probabilities that they come from, and the intensity (`score.judgement`)."""
        hidden, wording = self._heard(texts)
        return judgement(_shares(self._odds(hidden)), wording)

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """(n, 3) calibrated probabilities of negative, neutral and positive."""
        return _shares(self.log_odds(texts))

    def log_odds(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """(n, 3) log-odds of the classes, up to a constant for each text."""
        return self._odds(self.hidden(texts))

    def hidden(self, texts: Sequence[str]) -> Floats:
        """(n, n_hidden) what the last layer reads of each text, none below 0."""
        return self._heard(texts)[0]

    def corrected(self, correction: Floats) -> FastScorer:
        """A scorer whose last layer has this added: (n_hidden + 1, 3), the offsets in the last row.

        Raises:
            ModelError: the correction is of another shape.
        """
        layers = dict(self._layers)
        shape = (len(layers["odds"]) + 1, 3)
        if correction.shape != shape:
            raise ModelError(f"a sentiment correction is {correction.shape} and not {shape}; train the model again")
        layers["odds"] = layers["odds"] + correction[:-1]
        layers["odds_offset"] = layers["odds_offset"] + correction[-1]
        other = copy(self)
        other._layers = layers
        return other

    def explain(self, text: str) -> list[Word]:
        """As `attribution.attribute` divides the score among the tokens."""
        return attribute(self.score, text, token_spans(text))

    @property
    def digest(self) -> str:
        """SHA-256 of the weights' file."""
        return hashlib.sha256(self._weights.read_bytes()).hexdigest()

    def _heard(self, texts: Sequence[str]) -> tuple[Floats, NDArray[np.float64]]:
        """What the last layer reads of each text, and how strongly each is worded."""
        with _threads().limit(limits=1, user_api="blas"):
            blocks = [self._block(texts[i : i + BLOCK]) for i in range(0, len(texts), BLOCK)]
        nothing = np.zeros((0, len(self._layers["odds"])), np.float32), np.zeros(0)
        hidden, wording = zip(nothing, *blocks, strict=True)
        return np.concatenate(hidden), np.concatenate(wording)

    def _odds(self, hidden: Floats) -> NDArray[np.float64]:
        with _threads().limit(limits=1, user_api="blas"):
            return _times(hidden, self._layers, "odds").astype(np.float64)

    def _block(self, texts: Sequence[str]) -> tuple[Floats, NDArray[np.float64]]:
        layers = self._layers
        words, at, starts = self._read(texts)
        vectors = layers["words"][words]
        reach = WINDOW // 2
        windows = vectors[at[:, None] + np.arange(-reach, reach + 1)].reshape(len(at), -1)
        phrases = _rectified(windows, layers, "window")
        singles = _rectified(vectors[at], layers, "single")
        tone, wording = self._tone.heard(texts)
        lengths = np.diff(starts, append=len(at)).astype(np.float32)
        pooled = [
            np.maximum.reduceat(phrases, starts),
            np.add.reduceat(singles, starts) / np.sqrt(lengths)[:, None],
            np.maximum.reduceat(singles, starts),
            _rectified(tone, layers, "tone"),
        ]
        return _rectified(np.concatenate(pooled, axis=1), layers, "hidden"), wording

    def _read(self, texts: Sequence[str]) -> tuple[Rows, Rows, Rows]:
        """Rows of the word table for all texts, padded at both ends; where the words stand; each text's first word."""
        if len(self._known) > MOST_WORDS:
            self._known = {}
        known, pad = self._known, [PAD] * (WINDOW // 2)
        words, starts, total = list(pad), [], 0
        lengths = []
        for text in texts:
            found = [known[t] if t in known else self._learn(t) for t in tokens(text)] or [UNKNOWN]
            starts.append(total)
            lengths.append(len(found))
            total += len(found)
            words += found
            words += pad
        gaps = np.repeat(np.arange(1, len(lengths) + 1), lengths) * len(pad)
        return np.array(words), np.arange(total) + gaps, np.array(starts)

    def _learn(self, token: str) -> int:
        row = self._known[token] = self._rows.get(normal_form(token), UNKNOWN)
        return row


def _shares(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities from (n, 3) log-odds."""
    powers = np.exp(odds - odds.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


@cache
def _threads() -> ThreadpoolController:
    """Holds the matrix library to one thread: for tiles this small several cost more than they bring."""
    return ThreadpoolController()


def _rectified(rows: Floats, layers: Mapping[str, Floats], name: str) -> Floats:
    return np.maximum(_times(rows, layers, name), 0)


def _times(rows: Floats, layers: Mapping[str, Floats], name: str) -> Floats:
    """`rows` times the layer plus its offsets, tile by tile."""
    n, width = rows.shape
    padded = np.zeros((-(-n // TILE) * TILE, width), np.float32)
    padded[:n] = rows
    found = padded.reshape(-1, TILE, width) @ layers[name]
    return np.asarray(found.reshape(len(padded), found.shape[-1])[:n] + layers[f"{name}_offset"])
