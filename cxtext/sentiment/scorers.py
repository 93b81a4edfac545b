"""The scorers by name; a new one is a module and a line here."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from cxtext.errors import OptionError, unknown
from cxtext.sentiment.score import Scorer, VaderScorer


def _fast() -> Scorer:
    from cxtext.sentiment.fast import FastScorer

    return FastScorer()


def _accurate() -> Scorer:
    from cxtext.sentiment.accurate import AccurateScorer

    return AccurateScorer()


SCORERS: dict[str, Callable[[], Scorer]] = {"fast": _fast, "accurate": _accurate, "vader": VaderScorer}


@cache
def make_scorer(name: str) -> Scorer:
    """The scorer of that name.

    Raises:
        OptionError: there is none of that name.
    """
    check_scorer(name)
    return SCORERS[name]()


def check_scorer(name: str) -> None:
    """Refuse a name of no scorer, without loading one.

    Raises:
        OptionError: there is none of that name.
    """
    if name not in SCORERS:
        raise OptionError(unknown("sentiment model", name, SCORERS))
