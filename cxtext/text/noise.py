"""Comments that say nothing, and comments that were said before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from cxtext.text.clean import comparison_key

# Whole answers that carry no content, after `comparison_key`.
STOCK_ANSWERS = frozenset(
    """
    n a|na|nil|none|no|nope|nothing|nothing at all|nothing else|nothing really|nothing to add|no comment
    no comments|no further comment|no further comments|not applicable|not really|not sure|dont know|don t know
    do not know|unknown|see above|as above|ditto|same|same as above|no answer|did not answer|test|x|xx|xxx|asdf|ok
    """.replace("\n", "|").split("|")
)
STOCK = frozenset(answer.strip() for answer in STOCK_ANSWERS if answer.strip())


def is_stock_answer(text: str) -> bool:
    """Whether the whole text is an answer such as "n/a", "nothing to add" or "...": words, but no content."""
    key = comparison_key(text)
    return bool(text.strip()) and (not key or key in STOCK)


class SeenTexts:
    """Remembers the texts of one input, 8 bytes each, and tells which came before.

    Copies are exact after case, punctuation and spacing are set aside.
    """

    def __init__(self) -> None:
        self._keys: set[bytes] = set()

    def repeats(self, texts: Iterable[str]) -> list[bool]:
        """For each text, whether the same text stood earlier in the input; empty texts never count."""
        return [self._is_repeat(comparison_key(text)) for text in texts]

    def _is_repeat(self, key: str) -> bool:
        if not key:
            return False
        digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        if digest in self._keys:
            return True
        self._keys.add(digest)
        return False
