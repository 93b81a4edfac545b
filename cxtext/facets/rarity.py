"""By which words a text tells that a cue may stand in it: rare ones, or two common ones that follow one another.

It decides how soon a cue is found, never whether.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import TypeAlias

Row: TypeAlias = tuple[str, ...]  # words that follow one another
Sign: TypeAlias = str | tuple[str, str]  # a word, or two that follow one another

# The commonest words and marks of English feedback, the commonest first: counted in six public sets of reviews, surveys
# and posts, without the names of products; brackets are those of masked names.
_COMMON = (
    ". the , i to and a it is not of you for that was in - have this with my on but are ! 's ) as very be at they ( "
    "can so me do if all we good had an one get were time from just when like or about would will there no am more "
    "your up service out did has [ ] what great ? could by our only use after which nothing : than been he / staff "
    "better well because some other even really us does 2 them any people also got too their then much now who 1 3 "
    "over go think how back work wait first before take still everything know easy long want need thing little best "
    "helpful see way ' call never new always being many into off help should"
).split()
_SHARES = {word: 1 / rank for rank, word in enumerate(_COMMON, 1)}  # Zipf's law
_REST = 1 / (2 * len(_COMMON))


def share(sign: Sign) -> float:
    """About how often it is said, for each time that the commonest word is."""
    if isinstance(sign, str):
        return _SHARES.get(sign, _REST)
    return share(sign[0]) * share(sign[1])


def sign_of(row: Row) -> tuple[int, Sign]:
    """The rarest word of some words, or the rarest two where all are common; and the number of words before it."""
    shares = [_SHARES.get(word, _REST) for word in row]
    least = min(shares)
    if len(row) == 1 or least == _REST:
        rarest = shares.index(least)
        return rarest, row[rarest]
    return min(enumerate(pairwise(row)), key=lambda pair: share(pair[1]))


def signs_in(row: Row) -> Iterator[tuple[int, Sign]]:
    """Every word of a text and every two that follow one another, each with the number of words before it."""
    return chain(enumerate(row), enumerate(pairwise(row)))


def total(signs: Iterable[Sign]) -> float:
    """About how often one of them is said."""
    return sum(map(share, signs))
