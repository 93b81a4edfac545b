"""How a word of a name is written: "JFK", "Boston", "app", as most of the mentions write it.

Only words beside a lower-case word count, as in a mention that shouts every letter is a capital; at the start of a
sentence, where every word has one, only those with more than one. Initials that mentions write small, as in dumps that
are small throughout, are known by having no vowel.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

SEEN = 3  # times that a word must stand inside a sentence
LETTERS = 4  # of initials at most
_SHORTENED = frozenset(
    "mr mrs ms dr hr hrs yr yrs wk wks mth pls plz thx txt msg lbs pkg pcs ppl hmm nd st rd th".split()
)
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
        found = [".", *_WORD.findall(quote), "."]
        for i, word in enumerate(found[1:-1], start=1):
            key = word.lower()
            if key in wanted and _tells(found[max(0, i - 2) : i + 2]):
                forms.setdefault(key, Counter())[word] += 1
    most = {}
    for key, seen in sorted(forms.items()):
        form, n = min(seen.items(), key=lambda item: (-item[1], item[0]))
        if form != key and seen.total() >= SEEN and 2 * n > seen.total():
            most[key] = form
    return most


def _tells(around: Sequence[str]) -> bool:
    """Whether a word is written as it is for its own sake, and not as all words of its place are.

    Args:
        around: the word, the one or two before it, and the one behind it.
    """
    *before, word, after = around
    if before[-1].islower():
        return True
    if word == word.capitalize():
        behind_another = len(before) == 2 and before[0].islower() and before[1].istitle()
        return behind_another and word.istitle() and not after.istitle()  # "in San Francisco"
    return after.islower()  # "USB does not work"


def as_written(name: str, forms: dict[str, str]) -> str:
    """A name with its words written as `forms` has them, or initials in capitals, and a capital at its start."""
    words = [forms.get(word.lower(), word.upper() if _are_initials(word.lower()) else word) for word in name.split(" ")]
    first = words[0] if words[0].lower() in forms else words[0][:1].upper() + words[0][1:]
    return " ".join([first, *words[1:]])


def _are_initials(word: str) -> bool:
    """Whether nobody could say it as a word, as "vpn": a few letters and no vowel."""
    return word.isalpha() and 2 <= len(word) <= LETTERS and word not in _SHORTENED and not set("aeiouy") & set(word)
