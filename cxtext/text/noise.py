"""Comments that say nothing."""

from __future__ import annotations

import re

from cxtext.text.clean import comparison_key

# Whole answers that carry no content, after `comparison_key`.
_NOTHING = """
    n a|na|nil|none|no|nope|nah|nothing|nothing at all|nothing else|nothing really|nothing comes to mind
    nothing to add|nothing more
    nothing more to add|nothing to say|nothing specific|nothing in particular
    nothing that i can think of|nothing i can think of
    nothing to report|not at all|not that i can think of|cant think of anything|can t think of anything
    cannot think of anything
    none that i can think of|none at all|no nothing|no thanks|no thank you|no suggestions|no suggestion
""".replace("\n", "|")
_NO_ANSWER = """
    no comment|no comments|no further comment|no further comments|no other comments
    no additional comments|no comment at this time
    no comments at this time|none at this time|nothing at this time|not at this time|no remarks
    no opinion|no reply|not applicable
    not really|not sure|unsure|dont know|don t know|do not know|i dont know|i don t know|i do not know
    dk|idk|unknown|dunno|undecided
    see above|as above|ditto|same|same as above|same as before|as before|as stated above|see previous
    see previous comment
    see previous answer|already answered|no answer|did not answer|prefer not to say|rather not say|skip
    pass|blank|empty|null|nan
    test|testing|test test|x|ok|k|y|n|yes|tbc|tbd|na na|keine angabe|keine|nichts|nada|ninguno|ninguna
    rien|aucun|ras|niets|geen
""".replace("\n", "|")
NOTHING = frozenset(answer.strip() for answer in _NOTHING.split("|") if answer.strip())
_NOTHING_PADDED = re.compile(
    r"(?:absolutely |honestly |really |for me |in my opinion |there s )?(?:nothing|none|nil|no)(?: (?:yet"
    r"|so far|really|at all|whatsoever|to date"
    r"|found|found yet|noted|thus far|as of yet|at present|to speak of|worth mentioning|springs to mind"
    r"|comes? to mind|obvious|for me|that i know of"
    r"|thank you|thanks|i ve found|that i ve found|that i have found))*\Z"
)
STOCK = NOTHING | frozenset(answer.strip() for answer in _NO_ANSWER.split("|") if answer.strip())

_LONGEST_KEY = max(map(len, STOCK))
_HEAD = 48  # characters of a comment that mostly tell that it says something
_PADDING = re.compile(
    r"(?:absolutely|honestly|really|for|in|there|nothing|none|nil|no)\b"
)  # how `_NOTHING_PADDED` begins

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "qwertz", "azerty")
_MASHED = re.compile(
    r"(?:asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|wert|erty|zxcv|xcvb|cvbn|vbnm|jkl|dfg|fgh|sdf|asd|lkj|kjh){1,40}[a-z]{0,3}\Z"
)
_MOST_KEYS = 12  # characters of a whole answer that may be mashed keys

LONGEST_STOCK = 200  # characters; longer texts say something, and the patterns below are not made for them


def is_stock_answer(text: str) -> bool:
    """Whether the whole text is an answer such as "n/a", "nothing to add", "asdf" or "...": no content."""
    if len(text) > LONGEST_STOCK:
        return not any(c.isalnum() for c in text)
    if len(text) > _HEAD and text.isascii() and _begins_to_speak(comparison_key(text[:_HEAD])):
        return False
    key = comparison_key(text)
    return bool(text.strip()) and (not key or key in STOCK or is_nothing(key) or _is_rubbish(key))


def _begins_to_speak(key: str) -> bool:
    """Whether no key that begins so is a stock answer: it is too long for one, and more than one key was hit."""
    return len(key) > _LONGEST_KEY and len(set(key)) > 2 and not _PADDING.match(key)


def is_nothing(key: str) -> bool:
    """Whether a `comparison_key` says "nothing" at some length: "absolutely nothing", "none that i know of"."""
    return bool(_NOTHING_PADDED.match(key))


def _is_rubbish(key: str) -> bool:
    """Whether the keys were only mashed: "xxxx", "asdfasdf", "qwerty"; no word is made so."""
    joined = key.replace(" ", "")
    if len(joined) > 1 and len(set(joined)) == 1 and not joined.isdigit():
        return True
    if len(joined) < 3 or len(joined) > _MOST_KEYS:
        return False
    return bool(_MASHED.match(joined)) or (
        len(joined) > 3 and any(joined in row for row in _ROWS) and not joined.isdigit()
    )
