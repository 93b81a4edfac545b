"""Names of persons in free text, from the words around them and lists of common names.

A listed first name with a capital is taken for a person. A name that is a word, a place or a brand
too ("May", "Chelsea", "Chase"), a name in a text without capitals and an unlisted name need a cue:
"spoke to …", "a lady called …", "… from billing", "… was very helpful".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cxtext.text.gazetteer import COMMON_WORDS, FIRST_NAMES, NOT_NAMES, NOT_PEOPLE, SURNAMES, WORD_NAMES
from cxtext.text.name_cues import (
    ACCOUNTS,
    AFTER_VERBS,
    AGENT_PARTICIPLES,
    COLD_TITLES,
    DETERMINERS,
    FACE_TO_FACE,
    FACE_VERBS,
    GREETINGS,
    HANDS_ON,
    KIN_AND_STAFF,
    LATE_SIGN_OFFS,
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
from cxtext.text.name_words import MIN_UNLISTED, MOST_SHORT, STOP, Word, may_name, words_of

MOST_WORDS = 3  # of one name: first, middle or double-barrelled, last
_NEVER = COMMON_WORDS - WORD_NAMES - frozenset(NOT_PEOPLE)  # in small letters
# With a capital, these begin a name behind the words below only; so do small-lettered words that are on no list.
_COMMON = frozenset(word for word in _NEVER - FIRST_NAMES if "-" not in word and "'" not in word)
_BEFORE_ANY_NAME = TITLES | COLD_TITLES | GREETINGS | frozenset("is was name names called named by to with".split())
_CLOSE = re.compile(r"[ \t]{1,2}\Z|\.[ \t]\Z|[ \t]?[,:\-–]?[ \t]{0,2}\n{0,2}\Z")


def find_names(text: str) -> list[tuple[int, int]]:
    """Offsets (start, end) of names of persons, ascending, not overlapping."""
    if not may_name(text):
        return []
    words = words_of(text)
    spans: list[tuple[int, int]] = []
    after = 0  # index of the first word behind the name or thing before
    last = -1  # index of the last word of the name before
    for i in _candidates(words):
        if i < after:
            continue
        count = _name_at(text, words, i, joined=last >= 0 and _joins(words, last, i))
        if count:
            last = i + count - 1
            spans.append((words[i].start, words[last].end))
        after = i + (count or _thing_at(text, words, i))
    return spans


def _candidates(words: Sequence[Word]) -> list[int]:
    """Where a name may begin: hardly at a word of the language, nor in small letters where nothing points to one."""
    found: list[int] = []
    before = ""
    for i, word in enumerate(words):
        lower = word.lower
        if before in _BEFORE_ANY_NAME:
            may = word.capital or lower not in _NEVER
        elif word.capital:
            may = lower not in _COMMON
        else:
            may = lower not in _NEVER and (_is_listed(word) or lower.split("'")[0] in NOT_PEOPLE)
        if may:
            found.append(i)
        before = lower
    return found


def _joins(words: Sequence[Word], last: int, i: int) -> bool:
    """Whether "and" alone stands between a name and the word: "John and Mary"."""
    return i == last + 2 and words[last + 1].lower in ("and", "or")


def _name_at(text: str, words: Sequence[Word], i: int, *, joined: bool) -> int:
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


def _thing_at(text: str, words: Sequence[Word], i: int) -> int:
    """How many words from `i` on are the name of a thing that holds a person's: "John Lewis"."""
    start = words[i].start
    for phrase in NOT_PEOPLE.get(words[i].lower.split("'")[0], ()):
        if text[start : start + len(phrase)].lower() == phrase:
            return sum(word.start < start + len(phrase) for word in words[i : i + 5])
    return 0


def _is_titled(text: str, words: Sequence[Word], i: int) -> bool:
    """Whether a title stands before: "Dr Smith", "mrs jones", "Nurse Adebayo"."""
    if i == 0 or _gap(text, words, i) not in (" ", ". ", "."):
        return False
    title, word = words[i - 1].lower, words[i]
    if title in TITLES:
        named = word.lower in SURNAMES or word.lower in FIRST_NAMES
        return named or (word.capital and word.lower not in NOT_NAMES)
    return title in COLD_TITLES and word.capital and word.lower not in NOT_NAMES and _gap(text, words, i) == " "


def _is_first_name(text: str, words: Sequence[Word], i: int, *, joined: bool) -> bool:
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


def _is_listed(word: Word) -> bool:
    return word.lower in FIRST_NAMES or word.lower.split("-")[0] in FIRST_NAMES


def _is_near(text: str, words: Sequence[Word], i: int, *, joined: bool) -> bool:
    """Whether the words around point to a person, for a name that is on a list."""
    listed = _is_listed(words[i])
    if joined or (listed and i > 0 and words[i - 1].lower in NEAR_LISTED):
        return True
    if _is_close(text, words, i) and (words[i - 1].lower in WARM_WORDS or _spoken_before(words, i)):
        return True
    return _after(text, words, i, bold=listed)


def _is_close(text: str, words: Sequence[Word], i: int) -> bool:
    """Whether only a space or a comma stands before the word."""
    return i > 0 and _gap(text, words, i).strip() in ("", ",")


def _surely_before(text: str, words: Sequence[Word], i: int) -> bool:
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
    words: Sequence[Word], i: int, verbs: frozenset[str] = SPEECH_VERBS, agents: frozenset[str] = AGENT_PARTICIPLES
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


def _is_thanked(words: Sequence[Word], i: int) -> bool:
    """Whether "thank you … and …", "thank you … for …" is said: a name at the end may be a company's."""
    after = words[i + 1].lower if i + 1 < len(words) else ""
    thanked = i > 1 and (words[i - 2].lower, words[i - 1].lower) == ("thank", "you")
    return thanked and words[i].capital and after in ("and", "for")


def _is_person_after(text: str, words: Sequence[Word], i: int) -> bool:
    """What only persons do or are: "… smiled", "… was so kind", "… from billing"."""
    if not _after(text, words, i, bold=False):
        return False
    following = {w.lower for w in words[i + 1 : i + 5]}
    return not following.isdisjoint(FACE_VERBS | WARM_ADJECTIVES | WORK_PLACES | PEOPLE)


def _after(text: str, words: Sequence[Word], i: int, *, bold: bool) -> bool:
    """Cues behind the name: "… helped me", "… from billing", "… was very kind"; `bold` takes any "… was"."""
    j = i + 1
    if j < len(words) and words[j].capital and (words[j].lower in SURNAMES or words[j].lower not in COMMON_WORDS):
        j += 1
    following = [w.lower for w in words[j : j + 4]]
    if not following or STOP.search(_gap(text, words, j)):
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


def _is_more(text: str, words: Sequence[Word], i: int, *, sure: bool) -> bool:
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


def _is_place(words: Sequence[Word], i: int) -> bool:
    return i > 0 and words[i - 1].lower in PLACE_FRONTS and words[i - 1].capital


def _starts_sentence(text: str, words: Sequence[Word], i: int) -> bool:
    return i == 0 or bool(STOP.search(_gap(text, words, i)))


def _gap(text: str, words: Sequence[Word], i: int) -> str:
    """What stands between the word before `i` and `i`."""
    return text[words[i - 1].end : words[i].start] if 0 < i < len(words) else ""
