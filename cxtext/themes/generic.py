"""Words that carry no subject: stop words, and words that praise or blame without saying what about."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from spacy.lang.en import stop_words

from cxtext.word_cache import WordCache

# spaCy counts some words as stop words that customers complain about: "front desk", "call back"
STOP_WORDS = frozenset(stop_words.STOP_WORDS) - frozenset(
    ["amount", "back", "bottom", "call", "front", "full", "name", "side"]
)
CONTRACTED = frozenset({"n't", "'s", "'m", "'re", "'ve", "'d", "'ll", "im", "ive", "dont", "didnt", "u", "ur", "pls"})


@cache
def generic_words() -> frozenset[str]:
    """Words that praise, blame or fill without saying what about."""
    text = resources.files("cxtext.themes").joinpath("data/generic_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def is_generic(text: str) -> bool:
    """Whether a mention praises or blames without saying what about ("great service, thank you")."""
    return all(map(_GENERIC.__getitem__, text.split()))


def _says_nothing(piece: str) -> bool:
    """The same of what stands between white space, which no word spans."""
    words = re.findall(r"[a-z0-9][a-z0-9'’/%]*", piece.lower())
    return all(word in generic_words() or word in STOP_WORDS or word in CONTRACTED for word in words)


_GENERIC = WordCache(_says_nothing)
