"""Why records could not be read, in another language: readers say it in English, with the values that they met."""

from __future__ import annotations

import re
from functools import cache

from cxtext.report.language import Language, language

SECTION = "fault."  # of the texts
_NUMBER = re.compile(r"\d+(,\d{3})*")


def fault_in(t: Language, reason: str) -> str:
    """A reason in that language; one that is not known stays as it is."""
    for key, pattern in _patterns():
        if found := pattern.fullmatch(reason):
            values = found.groupdict().items()
            return t(key, **{name: t.marks(said) if _NUMBER.fullmatch(said) else said for name, said in values})
    return reason


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Of each text what it looks like with any values in it."""
    texts = language("en").texts.items()
    return tuple((key, _pattern(text)) for key, text in texts if key.startswith(SECTION))


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(text)), re.DOTALL)
