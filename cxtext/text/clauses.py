"""Where a sentence turns: clauses that speak of something else, or of the same the other way round."""

from __future__ import annotations

import re
from itertools import pairwise

from cxtext.text.contrast import contrasts, judges, may_contrast
from cxtext.text.turns import A_THING, OPENING, SEAM, TURN

REACH = 400  # characters on either side of a turn that are looked at
SHORTEST = 12  # characters; nothing shorter holds two clauses
MIN_WORDS = 2  # on either side of a turn; a shorter piece says nothing alone: "Good but slow"
LONG = 25  # words; a longer sentence is two that were run together
LONG_SIDE = 6  # words on either side of such a seam

_VERB = re.compile(
    r"\b(?:was|were|is|are|am|be|been|had|has|have|did|does|do|took|takes?|came|comes?|went|goes|go|got|gets?"
    r"|gave|gives?|made|makes?|seem(?:s|ed)"
    r"|felt|feels?|look(?:s|ed)|taste[sd]?|could|would|will|can|should|might|must|told|said|asked|arrived"
    r"|waited|left|ordered|lacks?|lacked"
    r"|needs?|needed|works?|worked|keeps?|kept|found|love[sd]?|like[sd]?|hate[sd]?|enjoy(?:ed)?|recommend"
    r"|served|brought|sucks?|rocks?|wasnt|isnt|arent|werent|dont|didnt"
    r"|offers?|uses?|ran|try|left|paid|charge|fits?|speaks?|spoke|does|stands?|stood|sells?|sold|runs?|seated|sat|sits?"
    r"|knows?|knew|thinks?|thought|says?|wants?|wish|hope|saw|seen|buy|bought|eat|ate|puts?|leaves?|lets?|costs?"
    r"|deserves?|manages?|expect|prefer|treats?|depends?|cannot)\b|n['’]t\b|['’](?:s|re|m|ve|d|ll)\b",
)
_SUBORDINATE = re.compile(
    r"\s*(?:(?:and|but|so|even)\s+)?(?:when|whenever|if|as|after|before|because|since|once|until|unless"
    r"|in order|to|for|with|having|being"
    r"|at|on|in|during|by)\b",
)
_CONCESSION = re.compile(
    r"\s*(?:al|even )?though\b"
    r"|\s*(?:while|whilst|whereas|despite|in spite of|apart from|other than|aside from|except)\b"
)
_BEFORE_NO_TURN = frozenset(
    "nothing anything everything all none not as even and no choice option help cannot could last anyone everyone "
    "nobody anywhere if".split()
)
_AFTER_NO_TURN = frozenset(("also", "for"))
_NEED_VERB = frozenset(("while", "whilst", "even if"))
_NEED_THING = frozenset(("while", "whilst", "even though", "even if"))  # where no comma stands before
_BARE_THING = re.compile(r"\b(?:the|my|our|their|his|her|its|both|of|all)\s+\S+\Z")  # "the food and the service were"
_WAITING = re.compile(
    r"(?<!look )(?<!looks )(?<!looked )(?<!looking )\b(?:when(?:ever)?|if|once|after|unless)\b[^,]*\Z"
)  # a clause that is not over
_NOT_ONLY = re.compile(r"\bnot (?:only|just|merely|simply)\b")
_HEDGE = re.compile(
    r"\W*(?:but|though|yet|although|however|while)?\s*"
    r"(?:not|still|only|a bit|a little|nothing|also|very|quite|never|overall)\b"
)
_CHOICE = re.compile(  # what to take or leave, at the head of a clause
    r"\s*(?:(?:just|but|and|so|would|i'd|definitely|better)\s+){0,2}"
    r"(?:skip|avoid|try|stay away|steer|forget|don['’]?t|do not|not (?:the|an?|for|like|because)\b)\b"
)
_COMMA_FIRST = frozenset(("yet", "except", "despite", "unlike"))
_WORD = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*")


def clauses(text: str, start: int, end: int) -> list[int]:
    """Offsets inside the sentence `text[start:end]` at which a new mention starts, ascending."""
    if end - start < SHORTEST:
        return []
    sentence = text[start:end]
    small = sentence.lower()
    if len(small) != len(sentence):  # a few capitals have small forms of two characters
        small = sentence
    cuts: list[int] = []
    last = 0
    for match in TURN.finditer(small):
        place = _turn(small, last, match)
        if place is not None and place > last:
            cuts.append(place)
            last = place
    if may_contrast(small):
        cuts = _with_contrasts(small, [0, *cuts, len(small)])
    if sentence.count(" ") >= LONG:
        cuts = _with_seams(small, [0, *cuts, len(small)])
    return [start + cut for cut in cuts]


def _turn(text: str, start: int, match: re.Match[str]) -> int | None:
    """Where the clause after a candidate starts; None where nothing turns."""
    kind, before = match.lastgroup, text[max(start, match.start() - REACH) : match.start()]
    if kind in ("comma", "dash"):
        return _comma(text, before, match.end())
    if kind in ("beside", "condition"):
        place = match.start(kind)
        after = text[place : place + REACH]
        if _has_fewer(before, 3) or _has_fewer(after, 3):
            return None
        return place if kind == "beside" or _VERB.search(after) else None
    if kind in ("open", "close"):
        return _bracket(text, start, match)
    if kind == "and":
        return _joined(text, before, match.end())
    after = text[match.end() : match.end() + REACH]
    if _has_fewer(before, MIN_WORDS) or _has_fewer(after, MIN_WORDS):
        return None
    if kind == "semi":
        return None if _has_fewer(after, MIN_WORDS + 1) or _has_fewer(before, MIN_WORDS + 1) else match.end()
    place = match.start("word")
    return place if _contrasts(match.group("word"), before, text[place : place + REACH], after) else None


def _contrasts(found: str, before: str, rest: str, after: str) -> bool:
    """Whether a contrast word begins a clause of its own."""
    stripped = before.rstrip()
    near = _WORD.findall(stripped[-24:].lower())
    left = near[-1] if near else ""
    right = (_WORD.search(after) or _WORD.search(" x")).group().lower()  # type: ignore[union-attr]
    if stripped[-1:] in ("(", '"', "'"):
        return False
    if found == "but" and (
        (left in _BEFORE_NO_TURN and not stripped.endswith("at all"))
        or right in _AFTER_NO_TURN
        or _NOT_ONLY.search(before)
    ):
        return False
    if found in ("although", "though") and left == "as":
        return False
    if found == "however" and right in ("and", "that", "or", "long", "much", "many"):
        return False
    if found in _NEED_THING and not stripped.endswith(",") and not A_THING.match(after):
        return False
    if found in _COMMA_FIRST and not stripped.endswith((",", "-", ";")) and not _starts_clause(after):
        return False
    if found in _NEED_VERB and not _VERB.search(_until_comma(after, 0)):
        return False
    return not (_has_fewer(after, 4) and _HEDGE.match(rest))


def _joined(text: str, before: str, place: int) -> int | None:
    """Turn at "… and the service was slow": a thing of its own with a verb, after a whole clause."""
    after = _until_comma(text, place)
    if _has_fewer(before, 3) or _has_fewer(after, 4) or not _starts_clause(after):
        return None
    if _SUBORDINATE.match(before) or _WAITING.search(before) or _BARE_THING.search(before):
        return None
    return place if _VERB.search(before) else None


def _comma(text: str, before: str, place: int) -> int | None:
    """A comma or dash splits two clauses that each have a subject and a verb, and the end of a concession."""
    if _has_fewer(before, MIN_WORDS):
        return None
    after = _until_comma(text, place)
    if _has_fewer(after, 3):
        return None
    if _CHOICE.match(after):
        return place
    if _has_fewer(before, 3):
        return None
    if _CONCESSION.match(before) or (_CONCESSION.match(text) and text.find(",", 0, REACH) == place - 1):
        return place if _VERB.search(after) or A_THING.match(after) else None
    if not _starts_clause(after) or _SUBORDINATE.match(before) or _WAITING.search(before.rstrip(" ,")):
        return None
    return place if _VERB.search(before) or judges(before) else None


def _bracket(text: str, start: int, match: re.Match[str]) -> int | None:
    """A remark in brackets stands alone if it is a clause and the sentence is over, or begins anew, behind it."""
    opened = match.lastgroup == "open"
    place = match.start("open") if opened else match.end()
    end = text.find(")", place, place + REACH) if opened else match.start()
    if end < 0 or (not opened and text[start] != "("):
        return None
    inside = text[place if opened else max(start, end - REACH) : end]
    after = text[end + 1 : end + REACH].lstrip(" ,")
    if _has_fewer(text[max(0, start, place - REACH) : place], MIN_WORDS) or _has_fewer(inside, 3):
        return None
    if opened and not (_VERB.search(inside) or _CONCESSION.match(inside, 1) or _CHOICE.match(inside, 1)):
        return None
    if opened and _has_fewer(after, MIN_WORDS):
        return place
    return place if _starts_clause(after) or TURN.match(" " + after[:60]) else None


def _until_comma(text: str, start: int) -> str:
    comma = text.find(",", start, start + REACH)
    return text[start : comma if comma > 0 else start + REACH]


def _starts_clause(after: str) -> bool:
    """Whether a subject opens and a verb follows within five words."""
    words = after.split(None, 6)
    if words[:2] == ["so", "that"]:
        return False
    while words and words[0] in ("and", "so", "plus", "also", "then"):
        words = words[1:]
    if not words:
        return False
    if OPENING.match(words[0]):
        return bool(_VERB.search(" ".join(words[1:6])))
    return not _RELATIVE.match(words[0]) and not _BE.isdisjoint(words[1:4])


def _with_contrasts(text: str, edges: list[int]) -> list[int]:
    """The cuts, and further ones where praise turns to blame inside a piece."""
    cuts: list[int] = []
    for start, end in pairwise(edges):
        cuts += [*([start] if start else []), *contrasts(text, start, end)]
    return cuts


_JOINT = re.compile(r"(?:and|so|then|also|plus|because)\b")
_BE = frozenset("is are was were isn't wasn't aren't weren't isn’t wasn’t aren’t weren’t".split())
_RELATIVE = re.compile(
    r"(?:which|who|whose|what|where|when|whether|how|why|that|if|as|because|since|and|or|but|both|either|not|to|for|of"
    r"|with|in|on|at|from|by|until|than|especially|particularly|including|such|like)\b"
)


def _with_seams(text: str, edges: list[int]) -> list[int]:
    """The cuts, and further ones where a piece runs on: before "and the …", "i …", "they …" with a verb."""
    cuts = edges[1:-1]
    for start, end in pairwise(edges):
        last = start
        while not _has_fewer(text[last : min(end, last + REACH)], LONG + 1):
            seam = _seam(text, last, end)
            if seam is None:
                break
            cuts.append(seam)
            last = seam
    return sorted(cuts)


def _seam(text: str, start: int, end: int) -> int | None:
    """The first seam that leaves enough words on either side; one with "and" or "so" before a bare one."""
    end = min(end, start + REACH)
    for joined in (True, False):
        for match in SEAM.finditer(text, start, end):
            place = match.end()
            if _JOINT.match(text, place) is None if joined else _JOINT.match(text, place) is not None:
                continue
            if (joined or not _governed(text[start:place])) and _is_seam(text[start:place], text[place:end]):
                return place
    return None


def _is_seam(before: str, after: str) -> bool:
    """Whether there is a clause on either side, each long enough."""
    if _has_fewer(before, LONG_SIDE) or _has_fewer(after, LONG_SIDE):
        return False
    return bool(_VERB.search(before)) and _starts_clause(after.removeprefix("because "))


def _governed(before: str) -> bool:
    """Whether the last word before a bare subject asks for it: "that i", "of the", "when they", "and we"."""
    last = before.rsplit(None, 1)[-1:]
    return not last or (last[0].strip(",") not in _FREE_ENDS and not last[0].endswith((",", ")")))


_FREE_ENDS = frozenset(
    "time day week hour hours minutes today yesterday again now here there staff service food good great bad slow "
    "rude friendly "
    "helpful lovely nice kind excellent amazing awful terrible me us it them phone app money works well too".split()
)


def _has_fewer(text: str, words: int) -> bool:
    """Whether there are fewer words than that, without a look at all of them."""
    return len(text.split(None, words - 1)) < words
