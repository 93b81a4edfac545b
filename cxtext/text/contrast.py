"""Where praise turns to blame without a word that says so: "great pizza, poor service"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from cxtext.text.letters import runs_of

MIN_WORDS = 2  # on either side of a turn
NEAR = 50  # words on either side of a turn that are looked at
STRONG = 1.0  # on VADER's scale of -4 … 4
NEGATION = 3  # words before praise in which "not" makes it blame

_WORD = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*")
_MARK = re.compile(r"[,;:(\[)/&–—]|--|\s-|-\s|\.\.")
_NO_MARK = 4  # the weight of a mark between two words; connectors weigh less, so that a mark and a word win

# What customers praise and blame with and VADER's lexicon lacks, or knows by another sense.
_PRAISE = """
    delicious fresh freshest tasty tastiest yummy attentive prompt promptly quick quickly fast speedy reasonable
    reasonably affordable inexpensive cozy spacious clean comfortable comfy authentic knowledgeable friendly helpful
    excellent outstanding superb fantastic amazing incredible wonderful lovely best better good great nice decent ok
    okay fine pleasant perfect perfectly spectacular trendy chic classy plentiful generous exceptional flavorful
    exquisite polite courteous professional efficient enjoyable superior favorite favourite hospitable welcoming
    accommodating worth worthwhile recommend recommended well-prepared tender crisp crispy juicy sublime heavenly
    bargain plush lightweight reliable easy smooth sturdy quiet love loved loves phenomenal apologized apologetic
    intuitive responsive accurate user-friendly seamless flawless
"""
_BLAME = """
    slow slower slowly slowest cold noisy loud crowded cramped smaller tiny expensive pricey pricy overpriced
    over-priced bland greasy salty oily stale soggy tough chewy burnt undercooked overcooked over-cooked mediocre
    average lukewarm dirty messy sticky tasteless flavorless flavourless uninspired unimpressed unimpressive rushed
    ignored unprofessional unattentive inattentive unfriendly impersonal lacking lacks lacked lack missing wait
    waits waiting worse worst less nothing zero packed cheesy outdated deteriorated subpar sub-par skimpy
    overwhelmed sucks sucked disappointing disappointment disappointed unremarkable forgettable ordinary lousy
    limited delayed delays heavy bulky costs broken crashes flimsy difficult confusing unable inconvenient overrated
    intrusive cheaply hassle complaint complaints meh unappetizing unreliable unclean understaffed rubbery watery
    boring pushy snotty arrogant attitude rude steep outrageous avoid wish downside gripe slowness glitchy laggy
    buggy clunky unhelpful long-winded unresponsive poorly hefty dry fatty gross yuck yucky weird strange clueless
    forgot forgotten wrong ripoff rip-off over-salted oversalted bones high-priced dingy drab faulty defective
    drawback drawbacks downfall inferior too
"""
_NEITHER = """
    like likes liked chicken well kind care party special please share bar interest interested drop alone hell pay
    want wanted no greeted number hard dark block dead kill killer crash fire lost crazy sweet warm help helps
    charge charges charged alarm emergency pain injury cut cry demand top play games crisis criminal died surgery
    cancer debt hand hope hoping chance energy matter anxious anxiety depressed depression mental leave stop pretty
    ha lol casual fun sure yes natural original true solid smart hug hugs join joined opportunity opportunities
    support supported supporting trust united honest honestly value wealth
"""
_NOT = """
    not never no hardly barely isn't wasn't aren't weren't don't didn't doesn't can't couldn't won't wouldn't cannot
    without nor neither isnt wasnt didnt dont doesnt cant lack lacked lacks less nothing zero isn’t wasn’t aren’t
    weren’t don’t didn’t doesn’t can’t couldn’t won’t wouldn’t
"""
_CONNECTORS = {
    **dict.fromkeys("but although though while whilst despite except unless considering unlike yet".split(), 3),
    **dict.fromkeys("because even which where whereas instead compared rather if".split(), 2),
    **dict.fromkeys("and with plus than".split(), 1),
}
_EMPTY = frozenset(
    """
    the our your their his her its you they she that this these those there are was were been being has have had does
    did and but very really too quite just bit little lot with not than then also pretty all some any more most much
    many even only still when while because which who what how them here such rather somewhat slightly extremely overall
    sort for from over about out isn't wasn't aren't weren't don't didn't doesn't can't couldn't won't wouldn't
    otherwise always never ever yet both either neither nor though although however without would could should
    """.split()
)
_COULD = frozenset(("could", "should"))


def contrasts(text: str, start: int, end: int) -> list[int]:
    """Offsets in the small-lettered `text[start:end]` where one thing's praise turns to another's blame, ascending.

    Two opinion words of opposite sign that follow one another are parted at the mark or joining word between
    them, if there is something spoken of on either side.
    """
    words = _WORD.findall(text, start, end)
    if len(words) < 2 * MIN_WORDS:
        return []
    known = _opinions()
    signs = [
        (place, sign) for place, word in enumerate(words) if known.get(word) and (sign := _sign(known, words, place))
    ]
    if all(sign == signs[0][1] for _, sign in signs):
        return []
    matches = list(_WORD.finditer(text, start, end))
    cuts: list[int] = []
    last = 0
    for at, (left, right) in enumerate(pairwise(signs)):
        if left[1] == right[1]:
            continue
        place = _joint(text, matches, words, left[0], right[0])
        if place is None or place - last < MIN_WORDS or len(words) - place < MIN_WORDS:
            continue
        until = next((signs[i][0] for i in range(at + 2, len(signs)) if signs[i][1] != right[1]), len(words))
        if _speaks(known, words[max(last, place - NEAR) : place]) and _speaks(
            known, words[place : min(until, place + NEAR)]
        ):
            cuts.append(_opened(text, matches[place].start()))
            last = place
    return cuts


def may_contrast(text: str) -> bool:
    """Whether a small-lettered text may hold both praise and blame: without it, nothing `contrasts`, at less cost."""
    praise, against = _sides()
    runs = runs_of(text)
    return not (praise.isdisjoint(runs) or against.isdisjoint(runs))


def judges(text: str) -> bool:
    """Whether a small-lettered text holds a word of praise or blame."""
    known = _opinions()
    return any(known.get(word) in (1, -1) for word in _WORD.findall(text))


@cache
def _opinions() -> dict[str, int]:
    """1 for words of praise, -1 for words of blame, 2 for words that turn praise: "not", "could be"."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    lexicon: dict[str, float] = SentimentIntensityAnalyzer().lexicon
    known = {word: 1 if valence > 0 else -1 for word, valence in lexicon.items() if abs(valence) >= STRONG}
    for words, sign in ((_NEITHER, 0), (_NOT, 2), (" ".join(_COULD), 2), (_PRAISE, 1), (_BLAME, -1)):
        known.update(dict.fromkeys(words.split(), sign))
    return known


@cache
def _sides() -> tuple[frozenset[str], frozenset[str]]:
    """How the words of praise begin, up to a hyphen or an apostrophe, and those of blame and "not"."""
    known = _opinions()
    praise = (word for word, sign in known.items() if sign == 1)
    against = (word for word, sign in known.items() if sign in (-1, 2))
    return _beginnings(praise), _beginnings(against)


def _beginnings(words: Iterable[str]) -> frozenset[str]:
    return frozenset(run for word in words for run in runs_of(word)[:1])


def _sign(known: dict[str, int], words: Sequence[str], place: int) -> int:
    """Praise 1, blame -1, neither 0, of the word at a place; "not good" is blame, "not bad" is neither."""
    sign = known.get(words[place], 0)
    if words[place] == "too":  # "too noisy", "too much salt"; at the end it means "as well"
        return -1 if place + 1 < len(words) and _is_thing(words[place + 1]) else 0
    before = words[max(0, place - NEGATION) : place]
    if sign == 1:
        if not _NOTS.isdisjoint(before):
            return -1
        return -1 if before[-1:] == ["be"] and not _COULD.isdisjoint(before) else 1
    return 0 if sign == 2 or not _NOTS.isdisjoint(before[-2:]) else sign


def _joint(text: str, matches: Sequence[re.Match[str]], words: Sequence[str], left: int, right: int) -> int | None:
    """The word after `left` and not after `right` that begins the other thing; None where nothing parts them."""
    best, most = None, 0
    for place in range(left + 1, right + 1):
        marked = _MARK.search(text, matches[place - 1].end(), matches[place].start())
        weight = _NO_MARK * (marked is not None) + _CONNECTORS.get(words[place], 0)
        if weight > most:
            best, most = place, weight
    if best is None and right - left in (2, 3):  # "nice decor poor food"
        between = words[left + 1 : right]
        if all(map(_is_thing, between)) and right + 1 < len(words) and _is_thing(words[right + 1]):
            return right
    return best


def _speaks(known: dict[str, int], words: Sequence[str]) -> bool:
    """Whether something is spoken of: a word that neither judges nor joins."""
    return any(_is_thing(word) and not known.get(word) for word in words)


def _is_thing(word: str) -> bool:
    return len(word) > 2 and word not in _EMPTY and word not in _CONNECTORS and not word.endswith("ly")


def _opened(text: str, place: int) -> int:
    """The place before the brackets and quotation marks that open at it."""
    while place and text[place - 1] in "([\"'“‘":
        place -= 1
    return place


_NOTS = frozenset(_NOT.split())
