"""How a word of a name is written: "JFK", "Boston", "app", as most of the mentions write it.

Only words that follow a lower-case word count: at the start of a sentence every word has a capital, and in a mention
that shouts every letter is one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

SEEN = 3  # times that a word must stand inside a sentence
_WORD = re.compile(r"(?<![#@\w])\w[\w'’-]*|[.!?:;\n]")


def written(words: Iterable[str], quotes: Sequence[str]) -> dict[str, str]:
    """For each lower-cased word that most mentions write with capitals, how they write it.

    Args:
        words: lower-cased.
        quotes: the mentions as they were written.
    """
    wanted = frozenset(words)
    forms: dict[str, Counter[str]] = {}
    for quote in quotes:
        for before, word in pairwise(_WORD.findall(quote)):
            key = word.lower()
            if key in wanted and before.islower():
                forms.setdefault(key, Counter())[word] += 1
    found = {}
    for key, seen in sorted(forms.items()):
        form, n = min(seen.items(), key=lambda item: (-item[1], item[0]))
        if form != key and seen.total() >= SEEN and 2 * n > seen.total():
            found[key] = form
    return found


def as_written(name: str, forms: dict[str, str]) -> str:
    """A name with its words written as `forms` has them, and a capital at its start."""
    words = [forms.get(word.lower(), word) for word in name.split(" ")]
    first = words[0] if words[0].lower() in forms else words[0][:1].upper() + words[0][1:]
    return " ".join([first, *words[1:]])
