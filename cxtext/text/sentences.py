"""Where sentences end in what customers type: with or without capitals, spaces and full stops."""

from __future__ import annotations

import re

# The one set of characters in front, which every edge begins with, lets `re` skip what lies between.
_EDGE = re.compile(
    r"[.!?…。！？؟।\n\r\t\u2028\u2029•●▪◦*\-–·(\d](?:"
    r"(?P<stop>(?<=[.!?…。！？؟।])[.!?…。！？؟।]*[\"'”’)\]»]*)"
    r"|(?P<line>(?<=[\n\r\t\u2028\u2029])\s*)"
    r"|(?P<bullet>(?<=[•●▪◦])|(?<!\S.)(?:(?<=[*\-–·])|(?<=\d)\d?[.)]|(?<=\()\d{1,2}[.)])(?=\s)))"
)
FAR = 2_000  # characters back in which the point before a numbered point is looked for
_ALNUM = re.compile(r"[^\W_]")
_BULLET = re.compile(r"(?:[-*•●▪◦·–]+|\(?\d{1,2}[.)])\s+|[•●▪◦]\s*|\s+")
_LAST_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*\Z")
_NEXT_WORD = re.compile(r"[\"'“‘(\[]*([^\W_]+(?:['’][^\W_]+)*)")
_ABBREVIATIONS = frozenset(
    "dr mr mrs ms prof st vs e.g i.e eg ie approx no nos jr sr inc ltd co dept tel ext incl est fig rev hon gen "
    "col sgt "
    "messrs mt ave blvd rd min max avg ca cf resp jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_MAYBE_LAST = frozenset("etc a.m p.m am pm min mins hr hrs sec secs u.s u.k inc ltd rd".split())
# What a sentence begins with where no capital says so.
STARTERS = frozenset(
    "the i it we they he she my our this that these those there you but and so very not no staff also would it's "
    "its i'm "
    "i've i'd im ive we've they're there's what when if all great good only even still then however".split()
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences, lines and bullet points of a text, in order, without bullets and outer space."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _EDGE.finditer(text):
        kind = match.lastgroup
        if kind == "stop" and not _ends(text, match):
            continue
        end = match.start() if kind == "bullet" else match.end()
        if kind == "bullet" and not _lists(text, match, start):
            continue
        start = _add(text, spans, start, end)
    _add(text, spans, start, len(text))
    return spans


def _add(text: str, spans: list[tuple[int, int]], start: int, end: int) -> int:
    """Add a piece; one without a word stays with the piece before. Returns where the next one starts."""
    first, last = trimmed(text, start, end)
    if text[first:last][:1].isalnum() or _ALNUM.search(text, first, last):
        spans.append((first, last))
    elif spans and first < last and not any(c in "\t\r\n" for c in text[spans[-1][1] : first]):
        spans[-1] = (spans[-1][0], last)
    elif not spans and first < last and end == len(text):
        spans.append((first, last))
    return end


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets without space and bullets in front, and without space behind."""
    while start < end and not text[start].isalpha():
        if text[start] == " ":
            start += 1
            continue
        match = _BULLET.match(text, start, end)
        if match is None:
            break
        start = match.end()
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends(text: str, stop: re.Match[str]) -> bool:
    """Whether a run of stops ends a sentence."""
    start, end = stop.span()
    marks = text[start:end].rstrip("\"'”’)]»")
    after = text[end : end + 1]
    if not after:
        return True
    following = _NEXT_WORD.match(text, end) or _NEXT_WORD.match(text, end + 1)
    word = following.group(1) if following else ""
    if marks == ".":
        return _full_stop_ends(text, start, after, word)
    if marks.strip(".…"):  # an exclamation or a question
        return after.isspace() or word[:1].isalpha()
    return not word[:1].islower() or word.lower() in STARTERS


def _full_stop_ends(text: str, start: int, after: str, word: str) -> bool:
    """Whether a single full stop ends a sentence: not in 3.50, "Dr. Smith", "J. Smith", t.co."""
    before = _LAST_WORD.search(text, max(0, start - 30), start)
    last = before.group() if before else ""
    low = last.lower()
    if after.isspace():
        if low in _ABBREVIATIONS or low in _MAYBE_LAST:
            return low in _MAYBE_LAST and word[:1].isupper()
        return not (len(last) == 1 and last.isupper() and last != "I")
    if after.isdigit() or not word:
        return bool(not word and not after.isalnum() and last)
    if word[0].isupper():
        return (len(last) > 1 and last[-1].islower()) or last.isdigit() or not last
    return not last or (word.lower() in STARTERS and len(last) > 1 and low not in _ABBREVIATIONS)


def _lists(text: str, mark: re.Match[str], start: int) -> bool:
    """Whether a mark begins a point of a list: in front of all, after a stop, or one that is nothing else."""
    before = text[max(start, mark.start() - 9) : mark.start()].rstrip()
    if not before:
        return False  # `trimmed` takes it away
    token = mark.group()
    number = token.strip("().")
    if number.isdigit() and re.search(
        rf"(?:\A|\s)\(?{int(number) - 1}[.)]\s", text[max(0, mark.start() - FAR) : mark.start()]
    ):
        return True
    return token[0] in "•●▪◦" or (before[-1] in ".!?;:" and token[0] != "·")
