"""Words of feeling, from VADER's lexicon: they colour a theme and do not name it."""

from __future__ import annotations

from functools import cache

STRONG = 1.0  # on VADER's scale of -4 … 4; "waiting" and "help" lie below, "friendly" and "rude" above


@cache
def valences() -> dict[str, float]:
    """VADER's lexicon: the mean rating of each word, -4 … 4."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    lexicon: dict[str, float] = SentimentIntensityAnalyzer().lexicon
    return lexicon


@cache
def evaluative_words() -> frozenset[str]:
    """Lower-case words whose mean rating in VADER's lexicon is at least STRONG either way."""
    return frozenset(word for word, valence in valences().items() if abs(valence) >= STRONG and word.isalpha())
