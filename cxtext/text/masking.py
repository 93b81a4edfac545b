"""What is masked: kinds, patterns of the user's own, and what to keep."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import re2

from cxtext.errors import OptionError, unknown
from cxtext.text.checks import Check, always
from cxtext.text.kinds import KINDS as SHAPED
from cxtext.text.kinds import Pattern

NAME = "NAME"
KINDS = (*SHAPED, NAME)
NameFinder = Callable[[str], list[tuple[int, int]]]  # offsets of names, ascending, not overlapping
_OWN_NAME = re.compile(r"[A-Z][A-Z0-9_]{0,30}\Z")


@dataclass(frozen=True)
class Finder:
    """A pattern at work: the kind that it finds, how a find is checked, what a text must hold for it."""

    kind: str
    pattern: Pattern
    check: Check
    needs: str


_FINDERS = {name: Finder(name, kind.compiled, kind.check, kind.needs) for name, kind in SHAPED.items()}


@dataclass(frozen=True)
class Masking:
    """What is masked.

    Raises:
        OptionError: a kind does not exist, or a pattern is none that google-re2 takes.
    """

    kinds: tuple[str, ...] = KINDS
    own: Mapping[str, str] = field(default_factory=dict)
    """Patterns of the user's, by the name of the placeholder; the first group, if any, is the value."""
    keep: tuple[str, ...] = ()
    """Names and numbers that are no one's: the company's own line, a product called after a person."""
    people: NameFinder | None = None
    """Finds names besides the patterns, see `text.entities`."""

    def __post_init__(self) -> None:
        for kind in self.kinds:
            if kind not in KINDS:
                raise OptionError(f"mask: {unknown('kind of personal data', kind, KINDS)}")
        for name in self.own:
            if not _OWN_NAME.match(name):
                raise OptionError(f"mask_own: {name!r} is no name for a placeholder; use capitals, such as MEMBER_ID")
        _ = self.finders

    @cached_property
    def finders(self) -> tuple[Finder, ...]:
        """In the order in which they claim characters; the user's own come first."""
        own = [Finder(name, _compile(name, pattern), always, "") for name, pattern in self.own.items()]
        return (*own, *(finder for kind, finder in _FINDERS.items() if kind in self.kinds))

    def finders_for(self, holds: tuple[str, ...]) -> tuple[Finder, ...]:
        """Those that a text may need which holds these `NEEDS`."""
        known = self._by_holds.get(holds)
        if known is None:
            known = self._by_holds[holds] = tuple(finder for finder in self.finders if finder.needs in holds)
        return known

    @cached_property
    def _by_holds(self) -> dict[tuple[str, ...], tuple[Finder, ...]]:
        return {}


EVERYTHING = Masking()


def masking_of(
    kinds: Sequence[str] | None, own: Sequence[str] = (), keep: Sequence[str] = (), people: NameFinder | None = None
) -> Masking:
    """A masking from settings: kinds (None is all), own patterns as "NAME=pattern", what to keep, who else finds names.

    Raises:
        OptionError: a kind or pattern is none.
    """
    for pair in own:
        if "=" not in pair:
            raise OptionError(f"mask_own: {pair!r} is not NAME=pattern, such as MEMBER_ID=\\bM\\d{{6}}\\b")
    patterns = dict(pair.split("=", 1) for pair in own)
    return Masking(KINDS if kinds is None else tuple(kinds), patterns, tuple(keep), people)


def _compile(name: str, pattern: str) -> re2._Regexp:
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        raise OptionError(f"mask_own: {name} = {pattern!r} is no pattern that google-re2 reads ({error})") from error
