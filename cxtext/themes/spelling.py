"""Words as names and keywords need them: those with a hyphen whole, and those with a tail as the word they begin with.

The tokenizer splits "top-up" and "check-in", whose halves name nothing. Dumps hold words that something was run into:
"flightled" and "flightr" where a search-and-replace met "cancelled" and "later". They count as the word that people
know, so that a theme is called "Cancelled flight" and not by what nobody writes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain

from cxtext.themes.generic import STOP_WORDS

FEWEST = 3  # times that a word must stand to be looked at: what is rarer names nothing
ROOT = 5  # letters at least of the word that another begins with
TAIL = 3  # letters at most behind it
PARTICLES = frozenset({"in", "on", "up", "out", "off"})  # make another word: "checkin"
_HYPHENED = re.compile(r"[a-z]+(?:-[a-z]+)+")


def whole_words(
    tokenised: Sequence[Sequence[str]], texts: Sequence[str], knows: Callable[[str], bool]
) -> list[list[str]]:
    """The tokens of each text, its hyphened words joined and words with a tail without it.

    Args:
        tokenised: lower-cased tokens of each text.
        texts: the same texts.
        knows: whether a word is one that the encoder has learnt whole.
    """
    joined = [_joined(tokens, text) for tokens, text in zip(tokenised, texts, strict=True)]
    counts = Counter(chain.from_iterable(joined))
    roots = {word: root for word in sorted(counts) if (root := _root(word, counts, knows)) != word}
    known = roots.keys()
    return [tokens if known.isdisjoint(tokens) else [roots.get(token, token) for token in tokens] for tokens in joined]


def _joined(tokens: Sequence[str], text: str) -> list[str]:
    """The tokens, with those of the text's hyphened words as one."""
    if "-" not in text:
        return list(tokens)
    whole = {tuple(re.split("(-)", word)): word for word in _HYPHENED.findall(text.lower())}
    found, i = [], 0
    while i < len(tokens):
        parts = next((parts for parts in whole if tuple(tokens[i : i + len(parts)]) == parts), None)
        found.append(whole[parts] if parts else tokens[i])
        i += len(parts) if parts else 1
    return found


def _root(word: str, counts: Counter[str], knows: Callable[[str], bool]) -> str:
    """The known and commoner word that an unknown one begins with, or the word itself."""
    if len(word) <= ROOT or counts[word] < FEWEST or not word.isalpha():
        return word
    roots = [word[:-tail] for tail in range(1, min(TAIL, len(word) - ROOT) + 1) if word[-tail:] not in PARTICLES]
    commoner = [root for root in roots if counts[root] > counts[word] and root not in STOP_WORDS]
    if not commoner or knows(word):
        return word
    return next(filter(knows, commoner), word)
