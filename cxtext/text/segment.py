"""Comments split into mentions by rules on spaCy's tokens.

A mention ends where a sentence ends or where a contrast turns it: "the food was great | but the
service was slow". The rules are a spaCy component, so that any installed spaCy pipeline can take
the place of the blank one; it marks the first token of each mention as a sentence start.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import numpy as np
import spacy
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from cxtext.errors import OptionError

COMPONENT = "cxtext_mentions"
MIN_WORDS = 3  # a shorter clause joins its neighbour: "but slow" says nothing alone
MAX_CHARS = 100_000  # a longer text is read up to here; spaCy's own limit is 1,000,000

_CLOSERS = frozenset("\"'”’)]»")
_STOPS = frozenset({".", "!", "?", "…", "...", "..", "!!", "??", "?!", "!?"})
_STOP_RUN = re.compile(r"[.!?…]{2,}\Z")
_BULLETS = frozenset("-*•●▪◦·–")
_TURNS = frozenset({"but", "however", "although", "though", "whereas", "yet", "nevertheless", "nonetheless", "except"})
# "nothing but praise", "all but one", "not only cheap but also fast" turn nothing
_BEFORE_NO_TURN = frozenset({"nothing", "anything", "everything", "all", "none", "not", "as", "even", "and"})
_AFTER_NO_TURN = frozenset({"also", "for"})
_NEED_COMMA = frozenset({"yet", "though", "except"})  # "not yet", "even though", "all except the price"


@Language.component(COMPONENT)
def mark_mentions(doc: Doc) -> Doc:
    """Mark the first token of every mention as a sentence start, every other token as none."""
    starts = np.full(len(doc), -1, dtype=np.int64)
    if len(doc):
        starts[mention_starts([token.text for token in doc])] = 1
        doc.from_array(SENT_START, starts.astype(np.uint64))
    return doc


def mention_pipeline(name: str | None = None) -> Language:
    """The blank English pipeline with our mentions, or an installed spaCy pipeline with them in front.

    Raises:
        OptionError: no spaCy pipeline of that name is installed.
    """
    return _pipeline(name or "")


def mentions(texts: Iterable[str], nlp: Language) -> Iterator[list[tuple[int, int]]]:
    """Character offsets (start, end) of the mentions of each text, without surrounding white space."""
    for doc in nlp.pipe(text[:MAX_CHARS] for text in texts):
        text = doc.text
        firsts = np.flatnonzero(doc.to_array(SENT_START) == 1)
        edges = [doc[int(i)].idx for i in firsts] + [len(text)]
        pieces = (_trim(text, start, end) for start, end in zip(edges, edges[1:], strict=False))
        yield [(start, end) for start, end in pieces if start < end]


def mention_starts(words: Sequence[str]) -> list[int]:
    """Indexes of the tokens that start a mention; `words` are the texts of all tokens of one comment."""
    starts = [0]
    for i in range(1, len(words)):
        word, before = words[i], words[i - 1]
        if before in _STOPS or before in _CLOSERS or _STOP_RUN.match(before):
            if _ends_sentence(words, i):
                starts.append(i)
        elif "\n" in before or before == "•" or (before == ";" and _long_enough(words, starts[-1], i)):
            starts.append(i)
        elif word.lower() in _TURNS and _turns(words, i) and _long_enough(words, starts[-1], i):
            starts.append(i)
    return [start for start in starts if start == 0 or not _is_leftover(words, start)]


@cache
def _pipeline(name: str) -> Language:
    if not name:
        nlp = spacy.blank("en")
    else:
        try:
            nlp = spacy.load(name)
        except OSError as error:
            raise OptionError(
                f"no spaCy pipeline {name!r} is installed (--spacy-model); install it, or leave the option out"
            ) from error
    nlp.add_pipe(COMPONENT, first=True)
    return nlp


def _ends_sentence(words: Sequence[str], i: int) -> bool:
    """Whether a sentence ends before token `i`, the token before it being a stop or a closing mark."""
    if words[i] in _STOPS or words[i] in _CLOSERS or _STOP_RUN.match(words[i]):
        return False
    j = i - 1
    while j > 0 and words[j] in _CLOSERS:
        j -= 1
    return words[j] in _STOPS or bool(_STOP_RUN.match(words[j]))


def _turns(words: Sequence[str], i: int) -> bool:
    """Whether the contrast word at `i` starts a clause of its own."""
    here, before = words[i].lower(), words[i - 1].lower()
    after = words[i + 1].lower() if i + 1 < len(words) else ""
    if here == "but" and (before in _BEFORE_NO_TURN or after in _AFTER_NO_TURN):
        return False
    return before == "," if here in _NEED_COMMA else _long_enough(words, i + 1, len(words))


def _long_enough(words: Sequence[str], start: int, end: int) -> bool:
    """Whether the tokens hold MIN_WORDS words before `end` or before the sentence stops."""
    count = 0
    for i in range(start, end):
        if words[i][:1].isalnum():
            count += 1
            if count >= MIN_WORDS:
                return True
        elif words[i] in _STOPS:
            return False
    return False


def _is_leftover(words: Sequence[str], start: int) -> bool:
    """Whether nothing but punctuation follows up to the end of the text: it stays with what it closes."""
    return all(not word[:1].isalnum() for word in words[start:])


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets without white space and bullets in front, and without white space behind."""
    while start < end and (text[start].isspace() or (text[start] in _BULLETS and text[start + 1 : start + 2] == " ")):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
