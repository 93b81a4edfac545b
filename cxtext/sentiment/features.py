"""What the shipped scorers see of a text: its tokens in normal form, and its tone as a whole."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from cxtext.sentiment.vader import Spoken
    from cxtext.sentiment.words import Said

_TOKEN = re.compile(
    r"[:;=8][-'^o]?[()\[\]DPpdO/\\|*3]+(?!\w)|[(][-']?[:;=](?!\w)|<3+"  # emoticons
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[!?]+|\.{2,}|[^\w\s]"
)
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")

EDGES = (-0.75, -0.5, -0.25, -0.05, 0.05, 0.25, 0.5, 0.75)  # of VADER's compound, one bin between two
TONES = 4 + len(EDGES) + 1 + 6  # VADER's four scores, the bin of the compound, shape of the text
MANY_MARKS = 3  # exclamation marks; VADER too stops counting at a few
MANY_WORDS = 90  # from here on a text is as long as any
_LENGTHS = np.array([min(math.log1p(n) / 3, 1.5) for n in range(MANY_WORDS + 1)])


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
    """What a text sounds like as a whole: VADER's scores, its marks, capitals and length.

    Attributes:
        words: numbers the words of the texts.
    """

    def __init__(self) -> None:
        from cxtext.sentiment.wording import Analyzer

        self._analyzer = Analyzer()
        self.words = self._analyzer.words

    def read(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, TONES) features."""
        return self.heard(texts)[0]

    def heard(self, texts: Sequence[str], said: Said | None = None) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """(n, TONES) features, and (n,) how strongly each text is worded, 0 … 1 (`wording.Analyzer`).

        Args:
            texts: n texts.
            said: their words, where they are known.
        """
        found = np.zeros((len(texts), TONES), np.float32)
        heard = self._analyzer.heard(texts, said)
        found[:, :4] = heard.scores
        found[np.arange(len(texts)), 4 + np.digitize(found[:, 0], EDGES)] = 1
        found[:, 5 + len(EDGES) :] = _shapes(texts, heard.spoken)
        return found, heard.wording


def _shapes(texts: Sequence[str], spoken: Spoken) -> NDArray[np.float64]:
    """(n, 6) question marks, exclamation marks, length, capitals, and the constant 1; each about 0 … 1."""
    lengths = spoken.said.lengths
    return np.column_stack(
        [
            spoken.tally("asked") > 0,
            np.array([text.endswith("?") for text in texts], bool),
            np.minimum(spoken.tally("exclaimed"), MANY_MARKS) / MANY_MARKS,
            _LENGTHS[np.minimum(lengths, MANY_WORDS)],
            spoken.tally("shouted") / np.maximum(lengths, 1),
            np.ones(len(texts)),
        ]
    )
