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
from cxtext.sentiment.features import Tone, token_spans
from cxtext.sentiment.score import Judgement, Scores, judgement, leaning
from cxtext.sentiment.token_rows import FIRST, WINDOW, Read, TokenRows
from cxtext.sentiment.words import Numbers
from cxtext.shipped import shipped_model

FORMAT = 1
BLOCK = 256  # texts read at a time
TILE = 64  # rows multiplied at a time

Floats = NDArray[np.float32]


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
        rows, self._layers = read_model(folder)
        self._weights = folder / "model.safetensors"
        self._singles = _rectified(self._layers["words"], self._layers, "single")
        self._tone, self._tokens = Tone(), TokenRows(rows)
        self._tone.words.teach(self._tokens)

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
        said = self._tone.words.read(texts)
        read = self._tokens.of(said)
        tone, wording = self._tone.heard(texts, said)
        pooled = [self._phrases(read), self._words(read), _rectified(tone, self._layers, "tone")]
        return _rectified(np.concatenate(pooled, axis=1), self._layers, "hidden"), wording

    def _phrases(self, read: Read) -> Floats:
        """The strongest answer of each filter to a window of each text.

        Windows overlap. Every fifth is a row of one and the same matrix, so that no window need be copied.
        """
        layer, table = self._layers["window"], self._layers["words"]
        tiles = -(-len(read.rows) // (WINDOW * TILE))
        vectors = np.zeros((tiles * TILE * WINDOW + WINDOW, table.shape[1]), np.float32)
        table.take(read.rows, axis=0, out=vectors[: len(read.rows)], mode="clip")
        found = np.empty((tiles, TILE, WINDOW, layer.shape[1]), np.float32)
        for first in range(WINDOW):
            windows = vectors[first : first - WINDOW].reshape(tiles, TILE, -1)
            np.matmul(windows, layer, out=found[:, :, first])
        answers = found.reshape(-1, layer.shape[1])  # by the place of the window's first word
        strongest = _strongest(answers, read.starts - WINDOW // 2, read.lengths)
        return np.asarray(np.maximum(strongest + self._layers["window_offset"], 0))

    def _words(self, read: Read) -> Floats:
        """Each filter's answers to the words of each text: their sum by the root of their number, and the strongest."""
        answers, starts = self._singles[read.rows[read.places()]], np.cumsum(read.lengths) - read.lengths
        sums = np.add.reduceat(answers, starts) / np.sqrt(read.lengths.astype(np.float32))[:, None]
        return np.concatenate([sums, _strongest(answers, starts, read.lengths)], axis=1)


def _strongest(answers: Floats, starts: Numbers, lengths: Numbers) -> Floats:
    """(n, width) the greatest of each column in each text's rows.

    The texts are gone through side by side, from the longest on, a row of each at a time: half of what
    `np.maximum.reduceat` takes, which goes down the columns one by one.
    """
    order = np.argsort(-lengths, kind="stable")
    firsts = starts[order]
    found: Floats = answers.take(firsts, axis=0)
    longer = len(lengths) - np.cumsum(np.bincount(lengths))  # texts of more rows than so many
    for row, n in enumerate(longer[1:-1].tolist(), start=1):
        np.maximum(found[:n], answers.take(firsts[:n] + row, axis=0), out=found[:n])
    strongest = np.empty_like(found)
    strongest[order] = found
    return strongest


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
