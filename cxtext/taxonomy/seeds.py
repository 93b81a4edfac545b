"""What is wrong with the seed utterances of a taxonomy."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cxtext.taxonomy.document import Document, Finding, Place, entries, list_of, text_of, texts_of

MIN_SEEDS = 5  # fewer say too little about how customers put it
MAX_SEED_WORDS = 20  # about one sentence; a longer seed speaks of several things
NEAR_IDENTICAL = 0.8  # Jaccard index of the word sets: one word in five or more differs
_WORD = re.compile(r"\w+(?:'\w+)*")
_BLANKED = bytes(byte if _WORD.match(chr(byte)) else ord(" ") for byte in range(128)).lower().ljust(256)  # ASCII


@dataclass(frozen=True)
class _Seed:
    place: Place
    owner: str  # the touchpoint's id, or "no_touchpoint"
    text: str
    words: frozenset[str]
    key: str  # the words in order: equal keys are the same utterance


def seed_findings(document: Document, base: Document) -> Iterator[Finding]:
    """Touchpoints with too few seeds, seeds of the wrong form, and seeds that stand in two places."""
    for place, entry in entries(document, "touchpoints"):
        count, own = len(list_of(entry, "seeds")), text_of(entry, "id")
        if isinstance(entry.get("seeds"), list) and count == 0:
            yield Finding((*place, "seeds"), "error", f"touchpoint {own!r} has no seeds")
        elif 0 < count < MIN_SEEDS:
            message = f"touchpoint {own!r} has {count} seeds; write at least {MIN_SEEDS}"
            yield Finding((*place, "seeds"), "warning", message)
    own_seeds = list(_all_seeds(document))
    for seed in own_seeds:
        yield from _form(seed)
    yield from _twice(own_seeds, list(_all_seeds(base)))


def _all_seeds(document: Document) -> Iterator[_Seed]:
    for place, entry in entries(document, "touchpoints"):
        for i, text in texts_of(entry, "seeds"):
            yield _seed((*place, "seeds", i), text_of(entry, "id"), text)
    for i, text in texts_of(document, "no_touchpoint"):
        yield _seed(("no_touchpoint", i), "no_touchpoint", text)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    if text.isascii() and "'" not in text:
        return text.encode().translate(_BLANKED).decode().split()  # half the time of the expression
    return _WORD.findall(text.lower().replace("’", "'"))


def _seed(place: Place, owner: str, text: str) -> _Seed:
    words = words_of(text)
    return _Seed(place, owner, text, frozenset(words), " ".join(words))


def _form(seed: _Seed) -> Iterator[Finding]:
    if not seed.words:
        yield Finding(seed.place, "error", f"a seed of {seed.owner!r} has no words: {seed.text!r}")
    if seed.text != seed.text.lower():
        yield Finding(seed.place, "warning", f"seed {seed.text!r} of {seed.owner!r} has upper-case letters")
    length = len(seed.key.split())
    if length > MAX_SEED_WORDS:
        message = f"a seed of {seed.owner!r} has {length} words (at most {MAX_SEED_WORDS}): {seed.text!r}"
        yield Finding(seed.place, "warning", message)


def _twice(own: Sequence[_Seed], inherited: Sequence[_Seed]) -> Iterator[Finding]:
    """Seeds whose words, or nearly all of them, stand elsewhere too; each is held against those before it."""
    ordered = [*inherited, *own]
    frequency = Counter(word for seed in ordered for word in seed.words)
    before: dict[str, list[int]] = defaultdict(list)  # rare word → seeds that hold it
    for n, seed in enumerate(ordered):
        words = sorted(seed.words, key=lambda word: (frequency[word], word))
        # Prefix filter (Bayardo et al. 2007): sets this alike share one of their rarest words.
        prefix = words[: len(words) - math.ceil(NEAR_IDENTICAL * len(words)) + 1]
        candidates = sorted({m for word in prefix for m in before[word]}) if n >= len(inherited) else []
        for m in candidates:
            yield from _compare(seed, ordered[m])
        for word in prefix:
            before[word].append(n)


def _compare(seed: _Seed, other: _Seed) -> Iterator[Finding]:
    if seed.key == other.key and seed.owner == other.owner:
        yield Finding(seed.place, "warning", f"seed {seed.text!r} stands twice in {seed.owner!r}")
    elif seed.key == other.key:
        message = f"seed {seed.text!r} stands in {other.owner!r} and in {seed.owner!r}; it may fit only one"
        yield Finding(seed.place, "error", message)
    elif len(seed.words & other.words) >= NEAR_IDENTICAL * len(seed.words | other.words):
        message = f"seed {seed.text!r} of {seed.owner!r} is nearly {other.text!r} of {other.owner!r}"
        yield Finding(seed.place, "warning", message)
