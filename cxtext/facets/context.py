"""What the words before a cue make of it: negated, only supposed, only wished for, or asked."""

from __future__ import annotations

from cxtext.facets.words import Words

REACH = 5  # words between a negator and what it negates: "I would not say that I am angry"
FAR = 8  # words between "if" and what hangs on it

_NEGATORS = frozenset("not never no without hardly barely scarcely neither nor nobody nothing none cannot".split())
# "not only easy" is easy, and what "I can't fault" or "can't wait" is no complaint of
_NOT_ONLY = frozenset("only just merely simply fault wait praise".split())
_CLOSE = frozenset(("no", "without", "nothing", "none"))  # negate the next words only
_CLOSE_REACH = 2
_BREAKS = frozenset(", ; : . ! ? - – — ( ) but because so although though however and then which".split())
_CONDITIONS = frozenset("if unless whether until".split())
_SUPPOSING = _CONDITIONS | {"case", "should", "had"}  # "in case", "should you want to", "had I known"
_SPEAKERS = frozenset(("i", "we"))
_SAYING = frozenset("say think believe feel that mean imagine sure claim".split())  # "not say I am angry"
_MOST_BETWEEN = 2  # words between "would be" and the cue: "would be so much easier"
_MODALS = frozenset("would should could must might needs need supposed meant".split())
_QUESTIONS = frozenset(
    "is are am was were do does did can could will would should has have how why when where what which who".split()
)


def negator(said: Words, start: int) -> int | None:
    """The word that takes the token back; None where none does."""
    if _NEGATORS.isdisjoint(said.words[max(0, start - REACH) : start]):
        return None
    for i in range(start - 1, max(-1, start - 1 - REACH), -1):
        word = said.words[i]
        if word in _BREAKS or (word in _SPEAKERS and i > 0 and said.words[i - 1] not in _SAYING):
            return None
        if word in _NEGATORS:
            far = word in _CLOSE and start - 1 - i > _CLOSE_REACH
            only = i + 1 < start and said.words[i + 1] in _NOT_ONLY
            return None if far or only else i
    return None


def supposed(said: Words, start: int) -> bool:
    """Whether the token hangs on an "if" before it: "if you want to cancel"."""
    if _SUPPOSING.isdisjoint(said.words[max(0, start - FAR) : start]):
        return False
    for i in range(start - 1, max(-1, start - 1 - FAR), -1):
        word = said.words[i]
        if word in _BREAKS or (word in _SPEAKERS and i > 0 and said.words[i - 1] not in _CONDITIONS):
            return False
        if word in _CONDITIONS:
            return True
        if word == "case" and i > 0 and said.words[i - 1] == "in":
            return True
        if word in ("should", "had") and i == 0:
            return True
    return False


def wished(said: Words, start: int) -> bool:
    """Whether it is said how it ought to be: "it should be easy", "would be so much easier"."""
    for i in range(start - 1, max(-1, start - 1 - _MOST_BETWEEN - 3), -1):
        word = said.words[i]
        if word in _BREAKS:
            return False
        if word in _MODALS and start - i <= _MOST_BETWEEN + 2:
            return True
    before = list(said.words[max(0, start - 2) : start])
    return before[:1] == ["make"] or before[-2:] == ["to", "be"]


def questioned(said: Words) -> bool:
    """Whether the mention asks instead of saying so: "Is it easy to use?"."""
    first = said.beginning
    return first < len(said) and said.words[first] in _QUESTIONS and said.asks
