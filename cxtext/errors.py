"""Everything that cxtext raises on purpose.

    CxtextError
    ├── InputError      a file or table that cannot be read as feedback
    ├── OptionError     an option or setting with a value that does not exist
    ├── OutputError     a place that cannot or must not be written to
    ├── ModelError      a model folder that is damaged, too new, or not a model
    ├── WorkerError     a process that labels was killed
    └── TaxonomyError   a taxonomy file that breaks its own rules

Each message is one line: what is wrong, where it stands, and the way out.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class CxtextError(Exception):
    """Base of all errors that a user can mend."""


class InputError(CxtextError):
    """The input cannot be read as feedback."""


class OptionError(CxtextError):
    """An option or setting has a value that does not exist."""


class OutputError(CxtextError):
    """The output cannot or must not be written."""


class ModelError(CxtextError):
    """The model folder is damaged, of a newer format, or not a model."""


class TaxonomyError(CxtextError):
    """The taxonomy breaks its own rules."""


class WorkerError(CxtextError):
    """A process that labels was killed."""


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """One line for a name that does not exist: the nearest known one, then all of them."""
    names = sorted(known)
    by_letters = {known.casefold(): known for known in reversed(names)}
    near = difflib.get_close_matches(name.casefold(), by_letters, n=1)
    hint = f"; did you mean {by_letters[near[0]]!r}?" if near else ""
    return f"unknown {kind} {name!r}{hint} (known: {', '.join(names) or 'none'})"
