"""What the shipped scorers see of a text: its tokens in normal form, and its tone as a whole."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_TOKEN = re.compile(
    r"[:;=8][-'^o]?[()\[\]DPpdO/\\|*3]+(?!\w)|[(][-']?[:;=](?!\w)|<3+"  # emoticons
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[!?]+|\.{2,}|[^\w\s]"
)
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")

EDGES = (-0.75, -0.5, -0.25, -0.05, 0.05, 0.25, 0.5, 0.75)  # of VADER's compound, one bin between two
TONES = 4 + len(EDGES) + 1 + 6  # VADER's four scores, the bin of the compound, shape of the text
MANY_MARKS = 3  # exclamation marks; VADER too stops counting at a few


def tokens(text: str) -> list[str]:
    """Words, numbers, emoticons, emoji and marks of a text, as they are spelt."""
    return _TOKEN.findall(text)


def token_spans(text: str) -> list[tuple[int, int]]:
    """The offsets of `tokens(text)`."""
    return [match.span() for match in _TOKEN.finditer(text)]


def normal_form(token: str) -> str:
    """The token without capitals and stretching, numbers as 0, a run of marks as its first two."""
    if token[0].isdigit():
        return "0"
    word = token.lower().replace("’", "'")
    if word[0] in "!?.":
        return word[:2]
    return _STRETCHED.sub(r"\1\1", word)


class Tone:
    """What a text sounds like as a whole: VADER's scores, its marks, capitals and length."""

    def __init__(self) -> None:
        from cxtext.sentiment.wording import Analyzer

        self._analyzer = Analyzer()

    def read(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, TONES) features."""
        return self.heard(texts)[0]

    def heard(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """(n, TONES) features, and (n,) how strongly each text is worded, 0 … 1 (`wording.Analyzer`)."""
        found = np.zeros((len(texts), TONES), np.float32)
        heard = [self._analyzer.heard(text) for text in texts]
        scores = (scores for scores, _ in heard)
        found[:, :4] = np.array([(s["compound"], s["neg"], s["neu"], s["pos"]) for s in scores]).reshape(-1, 4)
        found[np.arange(len(texts)), 4 + np.digitize(found[:, 0], EDGES)] = 1
        found[:, 5 + len(EDGES) :] = np.array([_shape(text) for text in texts]).reshape(-1, 6)
        return found, np.array([wording for _, wording in heard], np.float64)


def _shape(text: str) -> tuple[float, float, float, float, float, float]:
    """Question marks, exclamation marks, length, capitals, and the constant 1; each about 0 … 1."""
    words = text.split()
    shouted = sum(word.isupper() and len(word) > 2 for word in words)
    return (
        float("?" in text),
        float(text.endswith("?")),
        min(text.count("!"), MANY_MARKS) / MANY_MARKS,
        min(math.log1p(len(words)) / 3, 1.5),
        shouted / max(len(words), 1),
        1.0,
    )
