"""Names of persons in free text, from the words around them and lists of common names.

A listed first name with a capital is taken for a person. A name that is a word, a place or a brand
too ("May", "Chelsea", "Chase"), a name in a text without capitals and an unlisted name need a cue:
"spoke to …", "a lady called …", "… from billing", "… was very helpful".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cxtext.text.gazetteer import COMMON_WORDS, FIRST_NAMES, NOT_NAMES, NOT_PEOPLE, SURNAMES, WORD_NAMES
from cxtext.text.name_cues import (
    ACCOUNTS,
    AFTER_VERBS,
    AGENT_PARTICIPLES,
    COLD_TITLES,
    CUE_TRIGGERS,
    DETERMINERS,
    FACE_TO_FACE,
    FACE_VERBS,
    GREETINGS,
    HANDS_ON,
    KIN_AND_STAFF,
    LATE_SIGN_OFFS,
    NAME_TRIGGERS,
    NEAR_LISTED,
    PEOPLE,
    PERSON_ADJECTIVES,
    PLACE_FRONTS,
    PLACE_NOUNS,
    SIGN_OFFS,
    SPEECH_VERBS,
    STRENGTHENERS,
    TITLES,
    WARM_ADJECTIVES,
    WARM_WORDS,
    WORD_SURNAMES,
    WORK_PLACES,
)

MOST_SHORT = 4  # letters; "EVA", "PAM" and "ANA" in capitals are firms and brands
MIN_UNLISTED = 3  # letters; shorter words are abbreviations
MOST_WORDS = 3  # of one name: first, middle or double-barrelled, last
_NEVER = COMMON_WORDS - WORD_NAMES - frozenset(NOT_PEOPLE)  # in small letters
_LETTERS = re.compile(r"[^\W\d_]+")
# What stands before a word, and the word; "\Z" closes the last piece, or a row of digits would be tried from each.
_PIECE = re.compile(r"([\W\d_]*+)([^\W\d_]+(?:['’\-][^\W\d_]+)*|\Z)")
_STOP = re.compile(r"[.!?;:\n]")
_CLOSE = re.compile(r"[ \t]{1,2}\Z|\.[ \t]\Z|[ \t]?[,:\-–]?[ \t]{0,2}\n{0,2}\Z")
_ALMOST_ALL = 0.7  # share of capitalised words from which a capital says nothing
_ENOUGH_WORDS = 6


class _Word(NamedTuple):
    """A word of the text: `lower` without a possessive, offsets, and whether its capital says anything."""

    lower: str
    start: int
    end: int
    capital: bool
    shouted: bool


def find_names(text: str) -> list[tuple[int, int]]:
    """Offsets (start, end) of names of persons, ascending, not overlapping."""
    letters = _LETTERS.findall(text)
    if NAME_TRIGGERS.isdisjoint(letters) and (CUE_TRIGGERS.isdisjoint(letters) or not _holds_unlisted(letters)):
        return []
    words = _words(text)
    spans: list[tuple[int, int]] = []
    i = 0
    last = -1  # index of the last word of the name before
    while i < len(words):
        if not words[i].capital and words[i].lower in _NEVER:
            i += 1
            continue
        count = _name_at(text, words, i, joined=last >= 0 and _joins(words, last, i))
        if count:
            last = i + count - 1
            spans.append((words[i].start, words[last].end))
        i += count or _thing_at(text, words, i) or 1
    return spans


def _holds_unlisted(words: Sequence[str]) -> bool:
    """Whether a word is none of the language: without one, a cue has nothing to point to."""
    return any(len(word) >= MIN_UNLISTED and word.lower() not in COMMON_WORDS for word in words)


def _words(text: str) -> list[_Word]:
    """The words; in a sentence nearly all in capitals, a capital says nothing."""
    words: list[_Word] = []
    for sentence in _sentences(text):
        silent = len(sentence) >= _ENOUGH_WORDS and _mostly_capitals(sentence)
        for word, start in sentence:
            bare = word[:-2] if word[-1] in "sS" and word[-2:-1] in ("'", "’") else word
            shouted = not silent and len(bare) > 1 and bare.isupper()
            capital = not silent and bare[0].isupper() and not (shouted and len(bare) <= MOST_SHORT)
            words.append(_Word(bare.lower(), start, start + len(bare), capital, shouted))
    return words


def _mostly_capitals(sentence: list[tuple[str, int]]) -> bool:
    return len([1 for word, _ in sentence if word[0].isupper()]) >= _ALMOST_ALL * len(sentence)


def _sentences(text: str) -> Iterator[list[tuple[str, int]]]:
    """The words of each sentence, with the place where each begins."""
    sentence: list[tuple[str, int]] = []
    place = 0
    for gap, word in _PIECE.findall(text):
        if gap != " " and sentence and _STOP.search(gap):
            yield sentence
            sentence = []
        if word:
            sentence.append((word, place + len(gap)))
        place += len(gap) + len(word)
    yield sentence


def _joins(words: Sequence[_Word], last: int, i: int) -> bool:
    """Whether "and" alone stands between a name and the word: "John and Mary"."""
    return i == last + 2 and words[last + 1].lower in ("and", "or")


def _name_at(text: str, words: Sequence[_Word], i: int, *, joined: bool) -> int:
    """How many words from `i` on are a name; 0 for none."""
    word = words[i]
    if word.lower in TITLES or (word.lower in NOT_NAMES and word.lower not in WORD_NAMES) or set(word.lower) == {"x"}:
        return 0
    sure = _is_titled(text, words, i) or _surely_before(text, words, i)
    if (not sure and not _is_first_name(text, words, i, joined=joined)) or _thing_at(text, words, i):
        return 0
    count = 1
    while count < MOST_WORDS and i + count < len(words) and _is_more(text, words, i + count, sure=sure):
        count += 1
    after = words[i + count].lower if i + count < len(words) else ""
    return 0 if not sure and after in PLACE_NOUNS and _gap(text, words, i + count).isspace() else count


def _thing_at(text: str, words: Sequence[_Word], i: int) -> int:
    """How many words from `i` on are the name of a thing that holds a person's: "John Lewis"."""
    start = words[i].start
    for phrase in NOT_PEOPLE.get(words[i].lower.split("'")[0], ()):
        if text[start : start + len(phrase)].lower() == phrase:
            return sum(word.start < start + len(phrase) for word in words[i : i + 5])
    return 0


def _is_titled(text: str, words: Sequence[_Word], i: int) -> bool:
    """Whether a title stands before: "Dr Smith", "mrs jones", "Nurse Adebayo"."""
    if i == 0 or _gap(text, words, i) not in (" ", ". ", "."):
        return False
    title, word = words[i - 1].lower, words[i]
    if title in TITLES:
        named = word.lower in SURNAMES or word.lower in FIRST_NAMES
        return named or (word.capital and word.lower not in NOT_NAMES)
    return title in COLD_TITLES and word.capital and word.lower not in NOT_NAMES and _gap(text, words, i) == " "


def _is_first_name(text: str, words: Sequence[_Word], i: int, *, joined: bool) -> bool:
    word = words[i]
    if _is_listed(word):
        if word.shouted and len(word.lower) <= MOST_SHORT:
            return _is_close(text, words, i) and _spoken_before(words, i, FACE_TO_FACE, HANDS_ON)
        return (word.capital and not _is_place(words, i)) or _is_near(text, words, i, joined=joined)
    if word.lower in WORD_NAMES:
        led = i > 0 and words[i - 1].lower in DETERMINERS and not _starts_sentence(text, words, i)
        return word.capital and not led and not _is_place(words, i) and _is_near(text, words, i, joined=joined)
    if word.lower in COMMON_WORDS or len(word.lower) < MIN_UNLISTED:
        return False
    if word.shouted or word.lower.rstrip("s") in COMMON_WORDS:
        return False
    if _is_close(text, words, i) and (_spoken_before(words, i, FACE_TO_FACE, HANDS_ON) or _is_thanked(words, i)):
        return True
    led = i > 0 and words[i - 1].lower in DETERMINERS
    return word.capital and not led and (joined or _is_person_after(text, words, i))


def _is_listed(word: _Word) -> bool:
    return word.lower in FIRST_NAMES or word.lower.split("-")[0] in FIRST_NAMES


def _is_near(text: str, words: Sequence[_Word], i: int, *, joined: bool) -> bool:
    """Whether the words around point to a person, for a name that is on a list."""
    listed = _is_listed(words[i])
    if joined or (listed and i > 0 and words[i - 1].lower in NEAR_LISTED):
        return True
    if _is_close(text, words, i) and (words[i - 1].lower in WARM_WORDS or _spoken_before(words, i)):
        return True
    return _after(text, words, i, bold=listed)


def _is_close(text: str, words: Sequence[_Word], i: int) -> bool:
    """Whether only a space or a comma stands before the word."""
    return i > 0 and _gap(text, words, i).strip() in ("", ",")


def _surely_before(text: str, words: Sequence[_Word], i: int) -> bool:
    """Cues that make any word a name: "my name is …", "a lady called …", "Regards, …", "our nurse …"."""
    if i == 0:
        return False
    word, gap, before = words[i], _gap(text, words, i), [w.lower for w in words[max(0, i - 4) : i]]
    known = _is_listed(word) or word.lower in WORD_NAMES
    if not known and (word.shouted or len(word.lower) < MIN_UNLISTED):
        return False
    if before[-1] in SIGN_OFFS and (known or word.lower not in COMMON_WORDS) and _CLOSE.match(gap):
        late = before[-1] in LATE_SIGN_OFFS
        return word.capital and (not late or (known and len(words) - i <= MOST_WORDS))
    if not (gap.isspace() or gap in (": ", ":", ", ")) or not (known or word.capital or word.lower not in COMMON_WORDS):
        return False
    if before[-1] in ("is", "was", "name", "names") and "name" in " ".join(before[-2:]):
        return (word.capital or before[-1] in ("is", "was")) and ACCOUNTS.isdisjoint(before)
    if before[-1] in ("called", "named") and not PEOPLE.isdisjoint(before[:-1]):
        return True
    return before[-1] in KIN_AND_STAFF and gap == " " and word.capital and (known or word.lower not in COMMON_WORDS)


def _spoken_before(
    words: Sequence[_Word], i: int, verbs: frozenset[str] = SPEECH_VERBS, agents: frozenset[str] = AGENT_PARTICIPLES
) -> bool:
    """After "spoke to …", "was served by …", "asked for …": only persons are spoken to, or nearly so."""
    if i < 2:
        return i == 1 and words[0].lower in GREETINGS
    verb, link = words[i - 2].lower, words[i - 1].lower
    if link in GREETINGS:
        return True
    if link == "by":
        return verb in agents or (i > 2 and (words[i - 3].lower, verb) == ("looked", "after"))
    return (link in ("to", "with") and verb in verbs) or (
        link == "for" and verb in ("ask", "asked", "asking") and words[i].capital
    )


def _is_thanked(words: Sequence[_Word], i: int) -> bool:
    """Whether "thank you … and …", "thank you … for …" is said: a name at the end may be a company's."""
    after = words[i + 1].lower if i + 1 < len(words) else ""
    thanked = i > 1 and (words[i - 2].lower, words[i - 1].lower) == ("thank", "you")
    return thanked and words[i].capital and after in ("and", "for")


def _is_person_after(text: str, words: Sequence[_Word], i: int) -> bool:
    """What only persons do or are: "… smiled", "… was so kind", "… from billing"."""
    if not _after(text, words, i, bold=False):
        return False
    following = {w.lower for w in words[i + 1 : i + 5]}
    return not following.isdisjoint(FACE_VERBS | WARM_ADJECTIVES | WORK_PLACES | PEOPLE)


def _after(text: str, words: Sequence[_Word], i: int, *, bold: bool) -> bool:
    """Cues behind the name: "… helped me", "… from billing", "… was very kind"; `bold` takes any "… was"."""
    j = i + 1
    if j < len(words) and words[j].capital and (words[j].lower in SURNAMES or words[j].lower not in COMMON_WORDS):
        j += 1
    following = [w.lower for w in words[j : j + 4]]
    if not following or _STOP.search(_gap(text, words, j)):
        return False
    gap, first = _gap(text, words, j), following[0]
    if first in ("the", "our", "my", "a") and len(following) > 1 and following[1] in PEOPLE:
        return gap.isspace() or gap.lstrip().startswith((",", "(", "-"))
    if not gap.isspace():
        return False
    if first in AFTER_VERBS:
        return len(following) == 1 or first != "in"
    if first in ("from", "at", "in", "on"):
        return len(following) > 1 and (following[1] in WORK_PLACES or (bold and following[1] == "the"))
    if first in ("was", "is"):
        rest = [w for w in following[1:] if w not in STRENGTHENERS]
        return bool(rest) and (bold or rest[0] in PERSON_ADJECTIVES)
    return first == "and" and len(following) > 1 and following[1] in ("his", "her", "their")


def _is_more(text: str, words: Sequence[_Word], i: int, *, sure: bool) -> bool:
    """Whether the word continues a name: a surname, or a word that is none of the language."""
    word, gap = words[i], _gap(text, words, i)
    if gap not in (" ", ". ", ".") or (gap != " " and words[i - 1].end - words[i - 1].start > 1):
        return False
    if word.lower in SURNAMES and (word.capital or word.lower not in WORD_SURNAMES):
        return True
    if not word.capital:
        return word.lower not in COMMON_WORDS and len(word.lower) >= MIN_UNLISTED and not words[i - 1].capital
    return (word.lower not in NOT_NAMES or (sure and word.lower in WORD_NAMES)) and (
        sure or word.lower not in PLACE_NOUNS
    )


def _is_place(words: Sequence[_Word], i: int) -> bool:
    return i > 0 and words[i - 1].lower in PLACE_FRONTS and words[i - 1].capital


def _starts_sentence(text: str, words: Sequence[_Word], i: int) -> bool:
    return i == 0 or bool(_STOP.search(_gap(text, words, i)))


def _gap(text: str, words: Sequence[_Word], i: int) -> str:
    """What stands between the word before `i` and `i`."""
    return text[words[i - 1].end : words[i].start] if 0 < i < len(words) else ""
