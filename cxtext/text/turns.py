"""The words and marks at which a sentence may turn, as one pattern; `clauses` decides whether it does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

SUBJECT = (
    r"(?:the|my|our|your|their|his|her|its|i|we|they|he|she|it|there|this|that|these|those|you|no one|nobody"
    r"|everyone|everything"
    r"|service|food|staff|prices?|portions?|parking|delivery|nurses?|doctors?|waiters?|waitress(?:es)?|quality"
    r"|room|rooms|i'm|i've|it's|they're)"
)
THING = (
    r"(?:the|my|our|their|his|her|its|this|that|service|food|staff|prices?|portions?|parking|delivery|nurses?"
    r"|doctors?|waiters?|quality|rooms?)"
)
_ONLY = r"only (?:down ?side|drawback|complaint|negative|gripe|problem|issue|con|criticism|thing)"
# Contrast: what follows speaks against what stands before.
_WORDS = (
    "on the other hand", "having said that", "that (?:being )?said", "then again", "even so",
    "on the (?:down|up|plus|minus)[ -]?side", _ONLY, f"my {_ONLY}", f"the {_ONLY}", f"our {_ONLY}", "even though",
    "even if", "but", "however", "although", "though", "whereas", "yet", "nevertheless", "nonetheless", "except",
    "unfortunately", "sadly", "unlike", "while", "whilst", "despite",
)  # fmt: skip
_MAKES_UP = r"ma(?:kes?|de|king) up (?:for|in)(?! (?:it|that|this|them)\b)"
# Comparison and exception: what follows is another thing, set beside the first.
_BESIDE = (
    "when compared (?:to|with)", "as compared (?:to|with)", "compared (?:to|with)", "in comparison (?:to|with)",
    "instead of", "rather than", "as opposed to", "considering", "regardless of", "besides", "other than", "apart from",
    "aside from", "with the (?:only |sole )?exceptions?", "unless", f"more than {_MAKES_UP}",
    _MAKES_UP, "exceeds?", "overshadows", "outweighs?",
    "th[ae]n (?:the|my|our|their|your|his|her|its|most|other|any|some|all|those|these)",
)  # fmt: skip


def _by_letter(phrases: Iterable[str]) -> str:
    """The phrases as one alternative, grouped by first letter: `re` then gives most words up at once."""
    groups = groupby(sorted(phrases, key=lambda phrase: phrase[0]), key=lambda phrase: phrase[0])
    return "|".join(f"{first}(?:{'|'.join(phrase[1:] for phrase in group)})" for first, group in groups)


# Read on small letters. The one set of characters in front lets `re` go from mark to mark.
TURN = re.compile(
    r"[\s),:;\u061b\-–—](?:"
    rf"(?<=\s)(?:(?P<word>{_by_letter(_WORDS)})\b|(?P<beside>{_by_letter(_BESIDE)})\b"
    rf"|(?P<dash>[-–—]+(?=\s))|(?P<and>(?=and\s+{THING}\b))|(?P<condition>(?=if\s+{THING}\b))|(?P<open>\())"
    r"|(?<!\s)(?:(?P<close>(?<=\))(?=[\s,]))"
    r"|(?P<comma>(?<=,)(?=\s|[a-z])|(?<=:)(?=\s)|(?<=[a-z]-)-+(?=[a-z\s])|(?<=[a-z][—–])(?=[a-z\s]))"
    r"|(?P<semi>(?<=[;\u061b])(?<!&amp.)(?<!&[gl]t.)(?<!&quot.)(?<!&nbsp.)(?<!&#\d\d.)(?=\s))))"
)
SEAM = re.compile(rf"\s(?=(?:and|so|then|also|plus|because)\s+{SUBJECT}\b)|\s(?={SUBJECT}\s)")
OPENING = re.compile(rf"{SUBJECT}\Z")
A_THING = re.compile(rf"\s*{THING}\b")
